"""Rules about safety: what they find, where, and what they leave alone."""

from typing import Any

import pytest

from newsletter.checks.safety import (
    NEEDS_HELP_LINE,
    not_a_diagnosis,
    region,
    see_doctor,
    skin_colour,
)
from newsletter.model import Lines, Part
from tests.checks.making import SETTINGS, make_background, manuscript, places, problems
from tests.compose.making import make_issue, make_snippet, with_identity

ROUTINE = {"routine": "it lasts"}
EMERGENCY = {"emergency": "you cannot breathe"}
NEEDED: dict[str, dict[str, Any]] = {
    "myth": {"verdict": "false"},
    "evidence": {"claims": [{"about": "a", "says": "helps", "certainty": "low"}]},
    "question": {"parts": (Part("Words.", 5, person="dr"),)},
    "numbers": {"number": {"value": "1", "out-of": 10, "who": "people", "what": "have it"}},
    "call": {"button": {"text": "Ask", "url": "https://example.org"}},
    "poll": {"options": ["Yes", "No"]},
}


@pytest.mark.parametrize("kind", sorted(NEEDS_HELP_LINE - {"get-help"}))
def test_a_snippet_that_informs_says_when_to_see_a_doctor(kind: str) -> None:
    fields: dict[str, Any] = {"kind": kind, **NEEDED.get(kind, {}), "lines": Lines({("kind",): 2})}
    snippet = make_snippet("Words.", **fields)
    assert places(see_doctor, manuscript(snippet)) == ["issues/snippets/one.md:2"]
    assert places(see_doctor, manuscript(snippet, language="fr")) == ["issues/snippets/one.md:2"]
    told = make_snippet("Words.", **fields, see_doctor=ROUTINE)
    assert places(see_doctor, manuscript(told)) == []


@pytest.mark.parametrize("kind", ["tip", "numbers", "call", "poll"])
def test_other_kinds_may_go_without_a_help_line(kind: str) -> None:
    fields: dict[str, Any] = {"kind": kind, **NEEDED.get(kind, {})}
    assert places(see_doctor, manuscript("Words.", **fields)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Call 112 now.",
        "If your lips swell,\nphone the emergency number.",
        "Some people cannot breathe.",
        "You can’t breathe well.",
        "It is hard to breathe after a sting.",
        "Somebody should call an ambulance.",
        "Go to A&E.",
        "This is a medical emergency.",
        "It can be life-threatening.",
        "A sting can lead to anaphylaxis.",
    ],
)
def test_an_emergency_needs_the_box_with_the_number(words: str) -> None:
    assert len(places(see_doctor, manuscript(words, see_doctor=ROUTINE))) == 1
    assert places(see_doctor, manuscript(words, see_doctor=EMERGENCY)) == []


def test_an_emergency_is_found_where_it_stands() -> None:
    found = manuscript("One line.\nDo not drive if you\ncannot breathe.", see_doctor=ROUTINE)
    assert places(see_doctor, found) == ["issues/snippets/one.md:7"]
    field = make_snippet(
        "Words.", see_doctor={"urgent": "you cannot breathe"}, lines=Lines({("see-doctor",): 4})
    )
    assert places(see_doctor, manuscript(field)) == ["issues/snippets/one.md:4"]


@pytest.mark.parametrize(
    "words",
    [
        "This is not an emergency.",
        "We cannot give urgent help.",
        "We call 100 people each year.",
        "Call 0800 123 4567.",
        "Ring 111 for advice.",
        "Let the skin breathe.",
        "Emergence of new spots.",
    ],
)
def test_what_only_sounds_like_an_emergency_is_left_alone(words: str) -> None:
    assert places(see_doctor, manuscript(words, see_doctor=ROUTINE)) == []


def test_another_emergency_number_than_the_desk_s_is_refused() -> None:
    words = "Call 999 if your lips swell."
    (problem,) = problems(see_doctor, manuscript(words, see_doctor=EMERGENCY))
    assert problem == "“999” is not the emergency number of this newsletter: 112"
    british = make_background(settings=with_identity(SETTINGS, emergency_number="999 or 112"))
    assert places(see_doctor, manuscript(words, british, see_doctor=EMERGENCY)) == []


def test_an_issue_names_the_number_in_the_same_words() -> None:
    assert places(see_doctor, manuscript(make_issue(intro="You cannot breathe?"))) == [
        "issues/first/issue.md:9"
    ]
    assert places(see_doctor, manuscript(make_issue(intro="Cannot breathe? Call 112."))) == []


@pytest.mark.parametrize(
    "words",
    [
        "From your picture, these look like blocked pores.",
        "From the photos, they are milia.",
        "Thank you for your question and pictures.",
        "In your case, it is acne.",
        "I see milia in the photo you sent.",
        "A reader sent us a photo of her cheeks.",
        "Looking at your skin, I think of milia.",
        "It looks like you have milia.",
        "Your photo shows milia.",
        "As you wrote, it began in May.",
    ],
)
def test_an_answer_to_one_reader_must_not_pass_for_a_diagnosis(words: str) -> None:
    assert places(not_a_diagnosis, manuscript(f"First.\n\n{words}")) == ["issues/snippets/one.md:7"]
    for sentence in ("This is not a\ndiagnosis.", "We cannot diagnose.", "No diagnosis."):
        assert places(not_a_diagnosis, manuscript(f"{words}\n\n{sentence}")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Take a photo in daylight and keep it.",
        "Show the doctor your photo.",
        "In the picture, a pocket pushes up the skin.",
        "Ask what would help in your case.",
        "Put a coin in your photo.",
        "Tell the clinic about your skin.",
    ],
)
def test_general_advice_about_photos_is_no_answer_to_one(words: str) -> None:
    assert places(not_a_diagnosis, manuscript(words)) == []


def test_an_issue_s_own_words_answer_nobody() -> None:
    assert places(not_a_diagnosis, manuscript(make_issue(intro="A reader sent a photo."))) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The skin turns red and sore.", 1),
        ("Redness is common.", 1),
        ("Tiny pink\nbumps.", 1),
        ("You may look flushed or pale.", 1),
        ("The skin turns red. On brown and black skin it may look purple.", 0),
        ("A red patch, which may look grey on darker skin.", 0),
        ("Redness differs between skin tones.", 0),
        ("Put it in the red box.", 0),
        ("This is a red flag.", 0),
        ("Red meat and red wine do no harm.", 0),
        ("Skin-coloured bumps.", 0),
        ("Hundreds of bored readers.", 0),
    ],
)
def test_colours_of_pale_skin_need_those_of_other_skin(words: str, found: int) -> None:
    expected = ["issues/snippets/one.md:7"] * found
    assert places(skin_colour, manuscript(f"First.\n\n{words}")) == expected


def test_colours_in_a_picture_are_its_own() -> None:
    image = {"file": "a.png", "alt": "Pink and red rings on brown skin"}
    assert places(skin_colour, manuscript("Words.", image=image)) == []
    assert len(places(skin_colour, manuscript("Red skin.", image=image))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Call 999 now.",
        "Ask the NHS.",
        "See your GP.",
        "Stay in the shade from 11am to 3pm.",
        "The sun is strong 11:00–3 pm.",
        "Look for 4 UVA stars.",
        "Buy it over the counter.",
        "You get it without a prescription.",
        "It is a prescription-only cream.",
        "Such creams are banned.",
    ],
)
def test_what_holds_in_one_country_says_in_which(words: str) -> None:
    assert places(region, manuscript(f"First.\n\n{words}")) == ["issues/snippets/one.md:7"]
    assert places(region, manuscript(words, region="UK")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Use SPF 30 or more.",
        "The clinic is open from 9am to 5pm.",
        "Ask a doctor or pharmacist.",
        "GPS is off.",
        "In many places you need a prescription. [@nhs-sun]",
        "Rest for 11 to 30 minutes.",
    ],
)
def test_what_holds_everywhere_needs_no_region(words: str) -> None:
    assert places(region, manuscript(words)) == []


def test_the_same_words_are_found_once() -> None:
    assert len(places(region, manuscript("The NHS says so. The NHS again.\n\nAnd the NHS."))) == 1
