"""Snippets become cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.compose.album import Album
from newsletter.compose.cards import COLUMN, Card, CardMaker, Figure, initials
from newsletter.compose.markdown.citations import Citations
from newsletter.compose.pictures import fit
from newsletter.model import Library, Part, Snippet
from newsletter.settings import Pictures
from tests.compose.making import (
    make_issue,
    make_library,
    make_person,
    make_picture,
    make_snippet,
    make_source,
    nine_kinds,
)


def cards_of(library: Library) -> list[Card]:
    (issue,) = library.issues.values()
    return list(CardMaker(library, Citations(library.sources)).make(issue))


def one_card(snippet: Snippet, **registers: dict[str, object]) -> Card:
    issue = make_issue(snippet)
    (card,) = cards_of(make_library(issue, **registers))  # type: ignore[arg-type]
    return card


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Alex Lim", "AL"),
        ("Dr Alex Lim", "AL"),
        ("Dr. Alex Lim", "AL"),
        ("PROF Dr Alex van der Lim", "AL"),
        ("Nurse Kay Morris", "KM"),
        ("Mx Kay", "K"),
        ("Kay", "K"),
        ("émile zola", "ÉZ"),
        ("Anne-Marie Li", "AL"),
        ("Dr", ""),
        ("", ""),
        ("  ", ""),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_name(name: str, expected: str) -> None:
    assert initials(name) == expected


@given(st.text(max_size=30))
def test_initials_can_be_made_of_any_name(name: str) -> None:
    # A few letters, such as the German sharp s, have two capitals.
    assert len(initials(name)) <= 6
    assert initials(f"Dr {name}") == initials(name)


def test_the_first_card_leads() -> None:
    issue = make_issue(*(make_snippet("Words.", id=id) for id in ("one", "two", "three")))
    cards = cards_of(make_library(issue))
    assert [card.lead for card in cards] == [True, False, False]
    assert [card.snippet.id for card in cards] == ["one", "two", "three"]


def test_the_most_pressing_care_comes_first() -> None:
    care = {"routine": "it lasts", "urgent": "it hurts", "emergency": "you faint"}
    card = one_card(make_snippet("Words.", see_doctor=care))
    assert [(each.level, each.text) for each in card.care] == [
        ("emergency", "you faint"),
        ("urgent", "it hurts"),
        ("routine", "it lasts"),
    ]


def test_care_that_nobody_wrote_is_left_out() -> None:
    assert one_card(make_snippet("Words.")).care == ()
    only = one_card(make_snippet("Words.", see_doctor={"urgent": "it hurts."}))
    assert [(each.level, each.text) for each in only.care] == [("urgent", "it hurts")]


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((COLUMN * 2, 600), (COLUMN, 300)),
        ((COLUMN * 3, 300), (COLUMN, 100)),
        ((COLUMN, 77), (COLUMN, 77)),
        ((300, 200), (300, 200)),
    ],
)
def test_a_picture_is_never_wider_than_the_column(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    picture = make_picture("pictures/x.png", b"", *size)
    issue = make_issue(
        make_snippet("Words.", image={"file": "pictures/x.png", "alt": "A drawing", "credit": "Me"})
    )
    (card,) = cards_of(make_library(issue, pictures=(picture,)))
    assert card.figure is not None
    assert (card.figure.width, card.figure.height) == shown
    assert card.figure.src == fit(picture, COLUMN).src
    assert (card.figure.alt, card.figure.credit) == ("A drawing", "Me")


EVERY_WORD: dict[str, object] = {
    "file": "pictures/x.png",
    "alt": "A drawing",
    "caption": "What it shows",
    "credit": "Me",
    "long": "All that is to be seen",
}


def figure_of(image: dict[str, object], **places: object) -> Figure:
    """The figure of a snippet with this image."""
    issue = make_issue(make_snippet("Words.", image=image))
    library = make_library(issue, pictures=(make_picture("pictures/x.png"),))
    album = Album(library.pictures, Pictures.model_validate(places))
    (card,) = CardMaker(library, Citations({}), album).make(issue)
    assert card.figure
    return card.figure


def test_all_words_for_a_picture_reach_the_templates() -> None:
    figure = figure_of(EVERY_WORD)
    words = (figure.alt, figure.caption, figure.credit, figure.long)
    assert words == ("A drawing", "What it shows", "Me", "All that is to be seen")
    assert (figure.sensitive, figure.link) == (False, None)


def test_a_sensitive_picture_has_words_and_nothing_to_show() -> None:
    figure = figure_of({**EVERY_WORD, "sensitive": "true"})
    assert (figure.src, figure.link, figure.alt) == ("", None, "A drawing")


@pytest.mark.parametrize("in_letter", [True, False])
def test_a_sensitive_picture_is_linked_where_it_lies_on_the_web(in_letter: bool) -> None:
    places = {"base-url": "https://pictures.example.org", "in-letter": in_letter}
    figure = figure_of({**EVERY_WORD, "sensitive": "true"}, **places)
    shown = fit(make_picture("pictures/x.png"), COLUMN)
    assert (figure.src, figure.link) == ("", f"https://pictures.example.org/{shown.name}")


def test_similar_snippets_are_shown_from_both_sides() -> None:
    here = make_snippet("Words.", id="here", similar=["named"])
    named = make_snippet("Words.", id="named")
    naming = make_snippet("Words.", id="naming", similar=["here"])
    other = make_snippet("Words.", id="other", similar=["named"])
    (card,) = cards_of(make_library(make_issue(here), other, naming, named))
    assert [each.id for each in card.similar] == ["naming", "named"]


def test_what_stands_in_the_same_issue_is_not_called_similar() -> None:
    issue = make_issue(
        make_snippet("Words.", id="here", similar=["there", "elsewhere"]),
        make_snippet("Words.", id="there"),
    )
    cards = cards_of(make_library(issue, make_snippet("Words.", id="elsewhere")))
    assert [[each.id for each in card.similar] for card in cards] == [["elsewhere"], []]


def test_a_picture_shown_twice_travels_once() -> None:
    image = {"file": "pictures/x.png", "alt": "A drawing"}
    issue = make_issue(
        make_snippet("Words.", id="one", image=image), make_snippet("Words.", id="two", image=image)
    )
    library = make_library(
        issue, pictures=(make_picture("pictures/x.png"), make_picture("pictures/unused.png"))
    )
    maker = CardMaker(library, Citations({}))
    cards = list(maker.make(issue))
    assert [card.figure.src for card in cards if card.figure] == [
        fit(library.pictures["pictures/x.png"], COLUMN).src
    ] * 2
    assert [picture.path for picture in maker.album.pictures] == ["pictures/x.png"]


def test_a_question_has_its_answers_and_boxes() -> None:
    issue, library = nine_kinds()
    question = next(iter(CardMaker(library, Citations(library.sources)).make(issue)))
    assert question.prose.text.startswith("The short answer. [1]")
    assert [each.initials for each in question.answers] == ["AO", "KT", ""]
    assert [bool(each.photo) for each in question.answers] == [True, False, False]
    assert [each.person.unnamed for each in question.answers] == [False, False, True]
    assert [each.prose.text for each in question.answers] == [
        "What the doctor says. [2]",
        "What the nurse says, with a link [link 1].\n\n[link 1] https://example.org/nurse",
        "What nobody named says.",
    ]
    assert [(each.heading, each.prose.text) for each in question.boxes] == [
        ("Where they differ", "They differ here. [1]")
    ]


def test_a_photo_is_small_and_has_words() -> None:
    issue, library = nine_kinds()
    question = next(iter(CardMaker(library, Citations(library.sources)).make(issue)))
    photo = question.answers[0].photo
    assert photo is not None
    assert (photo.alt, photo.width, photo.height) == ("Drawing of Dr One", 46, 46)


def test_a_question_may_start_with_its_first_answer() -> None:
    question = make_snippet(kind="question", parts=(Part("It depends.", 6, person="dr"),))
    before = make_snippet("What came before.", id="before")
    issue = make_issue(before, question)
    cards = cards_of(make_library(issue, people={"dr": make_person(name="Dr Who")}))
    assert cards[1].prose.text == ""
    assert cards[1].prose.html == ""
    assert [each.prose.text for each in cards[1].answers] == ["It depends."]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("get-help", {"see_doctor": {"urgent": "it hurts"}}),
        ("call", {"button": {"text": "Ask", "url": "https://example.org"}}),
        ("poll", {"options": ["Yes", "No"]}),
    ],
)
def test_a_card_without_text_does_not_repeat_the_one_before(
    kind: str, fields: dict[str, object]
) -> None:
    issue = make_issue(
        make_snippet("What came before.", id="before"),
        make_snippet(kind=kind, **fields),  # type: ignore[arg-type]
    )
    cards = cards_of(make_library(issue))
    assert cards[0].prose.text == "What came before."
    assert not cards[1].prose
    assert cards[1].proses == ()


def test_citations_count_in_reading_order_over_all_cards() -> None:
    sources = {id: make_source(id) for id in ("a", "b", "c")}
    question = make_snippet(
        id="two",
        kind="question",
        parts=(
            Part("Short. [@b]", 5),
            Part("Doctor. [@c] [@a]", 8, person="dr"),
            Part("Box. [@b]", 11, heading="Box"),
        ),
    )
    issue = make_issue(make_snippet("One. [@a]"), question, intro="Intro. [@c]")
    library = make_library(issue, sources=sources, people={"dr": make_person(name="Dr Who")})
    citations = Citations(sources)
    maker = CardMaker(library, citations)
    assert maker.read_intro(issue).text == "Intro. [1]"
    one, two = maker.make(issue)
    assert one.prose.text == "One. [2]"
    assert two.prose.text == "Short. [3]"
    assert two.answers[0].prose.text == "Doctor. [1] [2]"
    assert two.boxes[0].prose.text == "Box. [3]"
    assert [source.title for _, source in citations.cited] == ["c", "a", "b"]


def test_all_that_an_editor_wrote_is_in_the_texts_of_a_card() -> None:
    issue, library = nine_kinds()
    question = next(iter(CardMaker(library, Citations(library.sources)).make(issue)))
    assert question.texts == (
        "Title of a-question",
        "Where they differ",
        "it bleeds",
        "it hurts",
        "it lasts",
        question.prose.text,
        "What the doctor says. [2]",
        "What the nurse says, with a link [link 1].\n\n[link 1] https://example.org/nurse",
        "What nobody named says.",
        "They differ here. [1]",
    )
