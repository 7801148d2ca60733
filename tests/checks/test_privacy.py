"""Rules about privacy: what tells of one person, and which names tell of all."""

from pathlib import Path

import pytest

from newsletter.checks.privacy import personal_details, segment_health
from newsletter.model import AllOf, Level, Lines, Location, Segment
from newsletter.settings import Settings, Translation
from tests.checks.making import SETTINGS, make_background, make_library, manuscript, places
from tests.compose.making import make_issue, make_person, make_snippet, with_identity

E, W = Level.ERROR, Level.WARNING


@pytest.mark.parametrize(
    ("words", "what", "level"),
    [
        ("Write to jo.example@example.net.", "a mail address", E),
        ("[Write](mailto:jo@example.net).", "a mail address", E),
        ("Her number is S1234567D.", "an identity number", E),
        ("Her number is 943 476 5919.", "an NHS number", E),
        ("Ring 020 7946 0123.", "a phone number", E),
        ("Ring +65 9123 4567.", "a phone number", E),
        ("Ring 9123 4567.", "a phone number", E),
        ("Ring 555-123-4567.", "a phone number", E),
        ("I told Mrs Example so.", "somebody's name", E),
        ("I told Mr. J. Example so.", "somebody's name", E),
        ("Then Jane, 43, came.", "a name and an age", E),
        ("Then Jane, aged 43, came.", "a name and an age", E),
        ("A 43-year-old woman from Leeds came.", "an age and a place", E),
        ("She was aged 43, from Leeds.", "an age and a place", E),
        ("In your case, it is acne.", "one reader's own case", E),
        ("From your picture, it is acne.", "one reader's own case", E),
        ("I see it in the photo you sent.", "one reader's own case", E),
        ("Thank you for your question and pictures.", "one reader's own case", E),
        ("Keep your photo.", "words to one reader", W),
        ("Ask what helps in your case.", "words to one reader", W),
        ("You stopped sweating in the past 4 months.", "when something began for one reader", W),
        ("The picture came on 3 May.", "a date that belongs to one person", W),
        ("On March 3 she saw you.", "a date that belongs to one person", W),
        ("At her visit on 03/05/2026 it was red.", "a date that belongs to one person", W),
    ],
)
def test_what_tells_of_one_person_is_found_by_its_name_and_line(
    words: str, what: str, level: Level
) -> None:
    (hit,) = personal_details.find(manuscript(f"First.\n\n{words}"))
    assert hit.problem.endswith(f"” is {what}")
    assert hit.level is level
    assert str(hit.at) == "issues/snippets/one.md:7"


@pytest.mark.parametrize(
    "words",
    [
        "Write to hello@example.org.",
        "Ring 0800 123 4567 for free.",
        "One of 1,000,000 people, from 2019 to 2024.",
        "Read https://example.org/2026/91234567.",
        "An order has the number 943 476 5918 in it.",
        "Dr Lim says so.",
        "Ask your doctor, nurse or midwife.",
        "People aged 11 to 30 in the United States.",
        "Adults, aged 18, and Women, aged 18 to 30.",
        "A review in May, 43 pages long.",
        "Take a photo today. Take another after 4 weeks.",
        "Studies of the last 10 years agree.",
        "If it started in the last few months, ask a doctor.",
        "The rule changes on 3 May.",
        "This is so in 4 to 5 of 10. [@berk-2008]",
    ],
)
def test_what_could_be_anybody_is_left_alone(words: str) -> None:
    assert places(personal_details, manuscript(words)) == []


def test_a_name_ends_where_its_sentence_ends() -> None:
    (hit,) = personal_details.find(manuscript("I told Mrs Example. Stop that."))
    assert hit.problem == "“Mrs Example” is somebody's name"


def test_a_number_that_only_looks_like_one_of_the_nhs_is_none() -> None:
    found = list(personal_details.find(manuscript("Not 943 476 5918, but 943 476 5919.")))
    assert [hit.problem for hit in found] == ["“943 476 5919” is an NHS number"]


def test_whoever_answers_in_the_letter_may_be_named() -> None:
    people = {"kay": make_person(name="Kay Morris")}
    background = make_background(make_library(people=people))
    assert places(personal_details, manuscript("Ask Ms Morris.", background)) == []
    assert len(places(personal_details, manuscript("Ask Ms Example.", background))) == 1


def test_one_stretch_of_words_is_found_once_by_its_worst_name() -> None:
    text = "In your case, from the photo you sent on 3 May, Mrs Example, 43, I would wait."
    found = [(hit.problem, hit.level) for hit in personal_details.find(manuscript(text))]
    assert found == [
        ("“Mrs Example” is somebody's name", E),
        ("“In your case” is one reader's own case", E),
        ("“photo you sent” is one reader's own case", E),
    ]


def named(**identity: object) -> Settings:
    """Settings of a desk with other names."""
    return with_identity(SETTINGS, **identity)


@pytest.mark.parametrize(
    ("audience", "settings", "expected"),
    [
        ("acne", SETTINGS, "issues/first/issue.md:4"),
        ("people-with-rosacea", SETTINGS, "issues/first/issue.md:4"),
        ("closed-comedones", SETTINGS, "issues/first/issue.md:4"),
        ("everyone", named(name="The Eczema Letter"), "newsletter.toml"),
        ("everyone", named(from_="psoriasis@example.org"), "newsletter.toml"),
        ("everyone", named(list_id="acne.example.org"), "newsletter.toml"),
        ("everyone", named(public_url="https://acne.example.org"), "newsletter.toml"),
    ],
)
def test_a_name_that_tells_a_condition_is_found_where_it_is_written(
    audience: str, settings: Settings, expected: str
) -> None:
    snippet = make_snippet("Words.", topics=["closed-comedones", "skin"])
    background = make_background(make_library(snippets={"one": snippet}), settings)
    issue = make_issue(snippet, audience=audience, lines=Lines({("audience",): 4}))
    assert places(segment_health, manuscript(issue, background)) == [expected]


def asking_for(topics: dict[str, str], french: dict[str, str] | None = None) -> Settings:
    """Settings with topics, and with some of them translated."""
    words = Translation.model_validate({"reason": "R", "disclaimer": "D", "topics": french or {}})
    return SETTINGS.model_copy(update={"topics": topics, "translation": {"fr": words}})


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (asking_for({"eczema": "Itching"}), "the topic “eczema” speaks of a condition: eczema"),
        (asking_for({"dry": "My eczema"}), "the topic “My eczema” speaks of a condition: eczema"),
        (asking_for({"dry": "Dry"}, {"dry": "Mon acne"}), "the topic “Mon acne” speaks of a"),
    ],
)
def test_a_topic_that_tells_a_condition_of_those_who_choose_it_is_found(
    settings: Settings, problem: str
) -> None:
    (hit,) = segment_health.find(manuscript(make_issue(), make_background(settings=settings)))

    assert hit.problem.startswith(problem)
    assert str(hit.at) == "newsletter.toml"


@pytest.mark.parametrize(
    ("id", "title", "problem"),
    [
        ("acne-readers", "Some", "the segment “acne-readers” speaks of a condition: acne"),
        ("some", "People with rosacea", "the title “People with rosacea” speaks of a condition"),
    ],
)
def test_a_segment_that_tells_a_condition_is_found_where_it_stands(
    id: str, title: str, problem: str
) -> None:
    library = make_library()
    library.segments[id] = Segment(id, title, AllOf(rules=()), Location(Path("segments.yml"), 7))
    (hit,) = segment_health.find(manuscript(make_issue(), make_background(library)))

    assert hit.problem.startswith(problem)
    assert str(hit.at) == "segments.yml:7"


def test_neither_topics_nor_segments_of_other_names_are_found() -> None:
    library = make_library()
    at = Location(Path("segments.yml"), 7)
    library.segments["newcomers"] = Segment("newcomers", "Of the last month", AllOf(rules=()), at)
    background = make_background(library, asking_for({"everyday": "Skin every day"}))

    assert places(segment_health, manuscript(make_issue(), background)) == []


@pytest.mark.parametrize("audience", ["everyone", "monthly", "skin", "acneless", "clinic-staff"])
def test_a_name_that_tells_no_condition_is_left_alone(audience: str) -> None:
    snippet = make_snippet("Words.", topics=["skin", "milia"])
    background = make_background(make_library(snippets={"one": snippet}))
    assert places(segment_health, manuscript(make_issue(audience=audience), background)) == []
    assert places(segment_health, manuscript(snippet, background)) == []
