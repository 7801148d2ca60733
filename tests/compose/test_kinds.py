"""Each of the nine kinds of snippet, as readers see it."""

import re
from typing import Any

import pytest

from newsletter.compose import Templates, compose
from newsletter.model import Kind, Letter, Part, Says, Verdict
from newsletter.settings import Settings
from tests.compose.making import (
    body_of,
    html_of,
    make_issue,
    make_library,
    make_person,
    make_snippet,
    nine_kinds,
    shown_by,
    squeeze,
    text_of,
)

FIELDS: dict[Kind, dict[str, object]] = {
    Kind.MYTH: {"verdict": "false"},
    Kind.EVIDENCE: {"claims": [{"about": "cream", "says": "helps", "certainty": "low"}]},
    Kind.NUMBERS: {
        "number": {"value": "3", "out-of": 10, "who": "adults", "what": "have dry skin"}
    },
    Kind.GET_HELP: {"see_doctor": {"urgent": "it hurts"}},
    Kind.CALL: {"button": {"text": "Ask", "url": "https://example.org"}},
    Kind.POLL: {"options": ["Yes", "No"]},
}


@pytest.fixture(scope="module")
def words(templates: Templates) -> dict[str, Any]:
    """What the letter itself says, in English."""
    words = templates.read_words("en-GB")
    tables = ("label", "verdict", "certainty", "says")
    return {table: getattr(words, table) for table in tables} | {"care": words.care("112")}


def test_the_full_letter_has_all_nine_kinds() -> None:
    issue, _ = nine_kinds()
    assert {snippet.kind for snippet in issue.snippets} == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_makes_a_letter_of_its_own(
    kind: Kind, settings: Settings, templates: Templates, words: dict[str, Any]
) -> None:
    snippet = make_snippet(
        "The body of it.",
        kind=kind,
        title="The title of it",
        **FIELDS.get(kind, {}),  # type: ignore[arg-type]
    )
    issue = make_issue(snippet)
    letter = compose(issue, make_library(issue), settings, templates)
    html = body_of(html_of(letter))
    heading = html.css_first("h1")
    assert heading is not None
    assert heading.text() == "The title of it"
    label = words["label"][kind]
    shown, text = shown_by(html_of(letter)), squeeze(text_of(letter))
    assert f"{label}The title of it" in shown.replace(f"{label} ", label)
    assert f"{label.upper()} The title of it" in text
    assert "The body of it." in shown
    assert "The body of it." in text


IN_BOTH = [
    "Welcome to all of it.",
    # question
    "Title of a-question",
    "The short answer.",
    "another thing",
    "Drawn by us",
    "Dr Ann One",
    "Skin doctor (invented person)",
    "What the doctor says.",
    "Interests: Owns a clinic.",
    "Kay Two",
    "Nurse (invented person)",
    "Someone who was not named",
    "Where they differ",
    "They differ here.",
    "Call 112 now if it bleeds.",
    "{care[urgent]} it hurts.",
    "{care[routine]} it lasts.",
    "Similar questions",
    "A question for another day",
    # explainer
    "A heading",
    "A quotation.",
    # myth
    "Why it is so.",
    # evidence
    "Cream for spots: {says[helps]}. How sure: {certainty[high]}.",
    "Scrubs: {says[harms]}. How sure: {certainty[none]}.",
    "You may have read that it",
    "{says[does not help]} (a neighbour)",
    # tip
    "Region: UK.",
    "Paid for by Nobody Ltd.",
    # numbers
    "3 of every 10 grown-ups have dry skin",
    # get-help
    "{care[urgent]} you feel very ill.",
    # call
    "Ask a question",
    # poll
    "Tap an answer:",
    "Not yet",
    "Reply to this letter with your answer:",
    "Hardly ever",
    # the letter itself
    "1 December",
    "1. The first source. Somebody. A journal.",
    "2. The second source. Somebody.",
    "No clinician has reviewed this issue yet.",
    "It is not a diagnosis",
    "You get this letter because",
    "Example Health Desk, 1 Example Street, Example Town",
]


@pytest.mark.parametrize("needed", IN_BOTH)
def test_what_readers_need_is_in_html_and_text(
    needed: str, full_letter: Letter, words: dict[str, Any]
) -> None:
    said = needed.format(**words)
    assert said in shown_by(html_of(full_letter))
    numbered = re.sub(r"^(\d)\. The", r"[\1] The", said)
    assert numbered in squeeze(text_of(full_letter))


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_said_in_words(
    verdict: Verdict, settings: Settings, templates: Templates, words: dict[str, Any]
) -> None:
    issue = make_issue(make_snippet("Words.", kind="myth", verdict=verdict))
    letter = compose(issue, make_library(issue), settings, templates)
    box = body_of(html_of(letter)).css_first("td.myth-box strong")
    assert box is not None
    assert box.text() == words["verdict"][verdict]
    assert f"\n{box.text().upper()}\n" in text_of(letter)


@pytest.mark.parametrize(
    ("certainty", "filled"),
    [("high", 4), ("moderate", 3), ("low", 2), ("very low", 1), ("none", 0)],
)
def test_certainty_is_a_bar_of_four_and_words(
    certainty: str, filled: int, settings: Settings, templates: Templates, words: dict[str, Any]
) -> None:
    claim = {"about": "cream", "says": "unclear", "certainty": certainty}
    issue = make_issue(make_snippet("Words.", kind="evidence", claims=[claim]))
    letter = compose(issue, make_library(issue), settings, templates)
    body = body_of(html_of(letter))
    assert len(body.css("td.evidence-fill")) == filled
    assert len(body.css("td.empty-fill")) == 4 - filled
    said = "Cream: {says[unclear]}. How sure: ".format(**words) + words["certainty"][certainty]
    assert said in shown_by(html_of(letter))
    assert said in squeeze(text_of(letter))


@pytest.mark.parametrize("says", Says)
def test_every_claim_has_words(
    says: Says, settings: Settings, templates: Templates, words: dict[str, Any]
) -> None:
    claim = {"about": "cream", "says": says, "certainty": "low"}
    heard = {"says": says, "cites": "a friend"}
    issue = make_issue(make_snippet("Words.", kind="evidence", claims=[claim], heard=[heard]))
    letter = compose(issue, make_library(issue), settings, templates)
    for shown in (shown_by(html_of(letter)), squeeze(text_of(letter))):
        assert f"Cream: {words['says'][says]}." in shown
        assert f"{words['says'][says]} (a friend)" in shown


def test_words_that_readers_must_not_mistake_differ(words: dict[str, Any]) -> None:
    for table in ("verdict", "says", "certainty", "care", "label"):
        assert len({word.lower() for word in words[table].values()}) == len(words[table]), table


@pytest.mark.parametrize(
    ("value", "filled", "ringed", "empty"),
    [("3", 3, 0, 7), ("4 to 5", 4, 1, 5), ("10", 10, 0, 0), ("up to 3", 0, 3, 7)],
)
def test_a_number_is_a_row_of_dots_and_words(
    value: str, filled: int, ringed: int, empty: int, settings: Settings, templates: Templates
) -> None:
    number = {"value": value, "out-of": 10, "who": "adults", "what": "have dry skin"}
    issue = make_issue(make_snippet("Words.", kind="numbers", number=number))
    letter = compose(issue, make_library(issue), settings, templates)
    body = body_of(html_of(letter))
    row = body.css_first("div.accent[aria-hidden]")
    assert row is not None
    assert row.text() == "●" * filled + "○" * (ringed + empty)
    assert row.text(deep=False) == "●" * filled + "○" * ringed
    for said in (shown_by(html_of(letter)), squeeze(text_of(letter))):
        caption = f"{value[0].upper()}{value[1:]} of every 10 adults have dry skin"
        assert caption in said


def test_a_button_leads_where_it_says(full_letter: Letter) -> None:
    button = body_of(html_of(full_letter)).css_first(".button a")
    assert button is not None
    assert button.attributes["href"] == "https://example.org/ask"
    assert "Ask a question:\nhttps://example.org/ask" in text_of(full_letter)


def test_a_poll_with_an_address_links_its_options(full_letter: Letter) -> None:
    links = body_of(html_of(full_letter)).css('a[href="https://example.org/poll"]')
    assert [link.text() for link in links] == ["Yes", "Not yet"]
    assert text_of(full_letter).count("https://example.org/poll") == 1


def test_the_figure_stands_in_the_text_as_words(full_letter: Letter) -> None:
    assert ": A wide drawing]\nDrawn by us\n" in text_of(full_letter)


def test_a_person_without_photo_has_initials(full_letter: Letter) -> None:
    avatars = body_of(html_of(full_letter)).css("td.accent-box[width='46']")
    assert [avatar.text() for avatar in avatars] == ["KT", "?"]


def test_there_is_one_top_heading_and_no_level_is_left_out(full_letter: Letter) -> None:
    levels = [int(str(node.tag)[1]) for node in body_of(html_of(full_letter)).css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    # Prose starts at h3 below the card's h2; ### is h4 by the rule that # and ## are h3.
    assert all(level >= 2 for level in levels[1:])


def test_tables_that_only_shape_the_page_say_so(full_letter: Letter) -> None:
    for table in body_of(html_of(full_letter)).css("table"):
        assert table.attributes.get("role") == "presentation"


def test_a_letter_without_sources_has_no_list_of_them(
    settings: Settings, templates: Templates
) -> None:
    issue = make_issue(make_snippet("Words."))
    letter = compose(issue, make_library(issue), settings, templates)
    assert "Sources" not in shown_by(html_of(letter))
    assert "Sources" not in text_of(letter)
    assert "No clinician has reviewed this issue yet." in text_of(letter)


def test_an_issue_without_date_shows_only_the_minutes(
    settings: Settings, templates: Templates
) -> None:
    issue = make_issue(make_snippet("Words."))
    letter = compose(issue, make_library(issue), settings, templates)
    assert text_of(letter).startswith(f"Bite-sized Skin\n{'1 min'}\n")


def test_the_emergency_number_is_the_one_of_the_settings(
    settings: Settings, templates: Templates
) -> None:
    identity = settings.newsletter.model_copy(update={"emergency_number": "999 or 111"})
    told = settings.model_copy(update={"newsletter": identity})
    snippet = make_snippet("Words.", see_doctor={"emergency": "you faint"})
    issue = make_issue(snippet)
    letter = compose(issue, make_library(issue), told, templates)
    assert "Call 999 or 111 now if you faint." in shown_by(html_of(letter))
    assert "* Call 999 or 111 now if you faint." in text_of(letter)


def test_two_answers_of_one_person_show_one_photo(settings: Settings, templates: Templates) -> None:
    issue, library = nine_kinds()
    question = issue.snippets[0]
    again = question.model_copy(update={"parts": (*question.parts, question.parts[1])})
    twice = issue.model_copy(update={"snippets": (again,)})
    letter = compose(twice, library, settings, templates)
    assert len(body_of(html_of(letter)).css('img[alt="Drawing of Dr One"]')) == 2
    assert len(letter.pictures) == 2


def test_a_person_who_is_real_is_not_called_invented(
    settings: Settings, templates: Templates
) -> None:
    snippet = make_snippet(
        kind="question", parts=(Part("Short.", 5), Part("Long.", 8, person="dr"))
    )
    issue = make_issue(snippet)
    person = make_person(name="Dr Who", fictional=False)
    letter = compose(issue, make_library(issue, people={"dr": person}), settings, templates)
    assert "Dr Who" in shown_by(html_of(letter))
    assert "invented person" not in shown_by(html_of(letter))
    assert "invented person" not in text_of(letter)
    assert "Dr Who, Skin doctor:\n" in text_of(letter)
