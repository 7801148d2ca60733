"""Every layout, and the files it is made of."""

import pytest

from newsletter.compose import Templates, compose
from newsletter.model import Issue, Letter, Library, Snippet
from newsletter.settings import Settings
from tests.compose.making import (
    ROOT,
    body_of,
    html_of,
    letters,
    make_issue,
    make_library,
    make_snippet,
    nine_kinds,
    shown_by,
    text_of,
)

LAYOUTS = ("digest", "q-and-a", "single-topic", "alert", "plain")


@pytest.fixture(scope="module", params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def in_layout(
    layout: str, issue: Issue, library: Library, settings: Settings, templates: Templates
) -> Letter:
    return compose(issue.model_copy(update={"layout": layout}), library, settings, templates)


@pytest.fixture(scope="module")
def dressed(layout: str, settings: Settings, templates: Templates) -> Letter:
    """A letter of nine kinds in this layout."""
    return in_layout(layout, *nine_kinds(), settings, templates)


def test_every_block_and_layout_has_its_twin_in_plain_text() -> None:
    for folder in ("blocks", "layouts"):
        names = {
            suffix: {path.stem for path in (ROOT / "templates" / folder).glob(f"*.{suffix}")}
            for suffix in ("mjml", "txt")
        }
        assert len(names["mjml"]) > 8
        assert names["mjml"] - names["txt"] - {"base"} == set()
        assert names["txt"] - names["mjml"] == set()


def test_nothing_an_editor_wrote_is_left_out(dressed: Letter) -> None:
    issue, _ = nine_kinds()
    parts = [part.text for snippet in issue.snippets for part in snippet.parts]
    written = {word for part in parts for word in letters(part)} - {"second", "https"}
    for shown in (body_of(html_of(dressed)).text(separator=" "), text_of(dressed)):
        assert written - set(letters(shown)) - {"example", "org", "nurse"} == set()
        for snippet in issue.snippets:
            assert snippet.title in shown


def test_there_is_one_main_headline(dressed: Letter) -> None:
    assert len(body_of(html_of(dressed)).css("h1")) == 1


def test_each_care_box_stands_there_once(dressed: Letter) -> None:
    for shown in (shown_by(html_of(dressed)), text_of(dressed)):
        assert shown.count("now if it bleeds") == 1
        assert shown.count("if it lasts") == 1


def test_the_way_out_and_the_disclaimer_are_in_every_layout(dressed: Letter) -> None:
    for shown in (shown_by(html_of(dressed)), text_of(dressed)):
        assert "Leave this list" in shown
        assert "It is not a diagnosis" in shown
        assert "1 Example Street" in shown


def test_an_alert_says_what_to_do_before_the_reasons(
    settings: Settings, templates: Templates
) -> None:
    letter = in_layout("alert", *nine_kinds(), settings, templates)
    for shown in (shown_by(html_of(letter)), text_of(letter)):
        assert shown.index("now if it bleeds") < shown.index("The short answer")


def test_questions_come_first_in_q_and_a(settings: Settings, templates: Templates) -> None:
    issue, library = nine_kinds()
    turned = issue.model_copy(update={"snippets": issue.snippets[::-1]})
    letter = in_layout("q-and-a", turned, library, settings, templates)
    for shown in (shown_by(html_of(letter)), text_of(letter)):
        places = [shown.index(f"Title of {id}") for id in ("a-question", "a-poll", "a-tip")]
        assert places == sorted(places)
    assert "Also in this issue" in shown_by(html_of(letter))
    assert "ALSO IN THIS ISSUE" in text_of(letter)


def headline(letter: Letter) -> str:
    (only,) = body_of(html_of(letter)).css("h1")
    return only.text()


def test_the_first_question_leads_in_q_and_a(settings: Settings, templates: Templates) -> None:
    issue, library = nine_kinds()
    turned = issue.model_copy(update={"snippets": issue.snippets[::-1]})
    assert headline(in_layout("q-and-a", turned, library, settings, templates)) == (
        "Title of a-question"
    )


def test_without_a_question_the_first_card_leads_in_q_and_a(
    settings: Settings, templates: Templates
) -> None:
    issue, library = nine_kinds()
    others = issue.model_copy(update={"snippets": issue.snippets[1:]})
    letter = in_layout("q-and-a", others, library, settings, templates)
    assert headline(letter) == "Title of an-explainer"
    assert "Also in this issue" not in shown_by(html_of(letter))


def test_only_questions_need_no_second_part(settings: Settings, templates: Templates) -> None:
    issue, library = nine_kinds()
    only = issue.model_copy(update={"snippets": issue.snippets[:1]})
    letter = in_layout("q-and-a", only, library, settings, templates)
    assert "Also in this issue" not in shown_by(html_of(letter))


PARAGRAPH = "Wash with a mild soap and warm water, and pat the skin dry. Do not rub. " * 4


def eight() -> tuple[Snippet, ...]:
    """A digest as desks write it: 40 to 80 words a card, with care, a figure and a list."""
    number = {"value": "3", "out-of": 10, "who": "grown-ups", "what": "have dry skin"}
    claim = {"about": "cream for dry skin", "says": "helps", "certainty": "moderate"}
    care = {"routine": "it does not heal in two weeks", "urgent": "it spreads or hurts"}
    text = f"**The short answer first.** [@first]\n\n{PARAGRAPH}"
    return (
        make_snippet(text, id="one", see_doctor=care),
        make_snippet(text, id="two", kind="evidence", claims=[claim], see_doctor=care),
        make_snippet(text, id="three", kind="myth", verdict="false"),
        make_snippet(text, id="four", kind="tip"),
        make_snippet(text, id="five", kind="numbers", number=number, see_doctor=care),
        make_snippet(text, id="six", steps=["Wash [@first].", "Dry.", "Wait a day."]),
        make_snippet(text, id="seven", quote={"text": "It stopped.", "who": "A reader"}),
        make_snippet(
            text, id="eight", kind="call", button={"text": "Ask", "url": "https://example.org/ask"}
        ),
    )


def test_a_digest_of_eight_cards_is_small(settings: Settings, templates: Templates) -> None:
    _, library = nine_kinds()
    letter = in_layout("digest", make_issue(*eight()), library, settings, templates)
    assert len(html_of(letter)) <= 45_000


def test_a_plain_letter_is_very_small(settings: Settings, templates: Templates) -> None:
    snippets = [make_snippet(PARAGRAPH, id=f"tip-{n}", kind="tip") for n in "abc"]
    issue = make_issue(*snippets)
    letter = in_layout("plain", issue, make_library(issue), settings, templates)
    assert len(html_of(letter)) <= 10_000


def test_steps_are_numbered_and_cite(settings: Settings, templates: Templates) -> None:
    _, library = nine_kinds()
    letter = in_layout("digest", make_issue(*eight()), library, settings, templates)
    assert "1Wash1." in shown_by(html_of(letter)).replace(" ", "")
    assert "\n1. Wash [1].\n2. Dry.\n3. Wait a day.\n" in text_of(letter)


def test_a_quote_says_whose_it_is(settings: Settings, templates: Templates) -> None:
    _, library = nine_kinds()
    letter = in_layout("digest", make_issue(*eight()), library, settings, templates)
    assert "It stopped.A reader" in shown_by(html_of(letter)).replace(". A", ".A")
    assert "> It stopped.\n> A reader\n" in text_of(letter)
