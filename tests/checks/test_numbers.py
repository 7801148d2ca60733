"""Rules about numbers: what they find, which numbers are not of people, and where."""

import pytest

from newsletter.checks.numbers import absolute_numbers, same_denominator
from newsletter.model import Lines
from tests.checks.making import manuscript, places, problems
from tests.compose.making import make_issue, make_snippet


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Risk is reduced by 50%.", "50%"),
        ("In 60 % acne clears.", "60 %"),
        ("40 per cent of people get it.", "40 per cent"),
        ("Half of them, 12.5%, get it.", "12.5%"),
        ("You are three times more likely to scar.", "three times more"),
        ("Twice as many people got better.", "Twice as many"),
        ("It doubles your chance of clear skin.", "doubles"),
        ("It halves the risk.", "halves"),
        ("Scars are a twofold risk.", "twofold"),
        ("It reduces the risk of scars.", "reduces the risk"),
        ("Sun cream lowers your risk.", "lowers your risk"),
        ("50% of people given the cream got better.", "50%"),
        ("With the cream 50% got better.", "50%"),
        ("Spots fell by 30% with the gel.", "30%"),
        ("A 2% rash rate.", "2%"),
    ],
)
def test_a_share_without_a_number_of_people_is_found(text: str, words: str) -> None:
    assert problems(absolute_numbers, manuscript(text)) == [
        f"“{words}” does not say of how many people"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "About 5 in 100 people (5%) get a rash.",
        "It fell from 4 to 2 in 100. That halves the risk.",
        "It doubles the risk, from 1 out of\n1,000 to 2.",
        "It doubles: 3 in every 10 get it.",
        "Ask for a 0.05 % cream.",
        "Use hydrocortisone 1% for a week.",
        "Adapalene 0.1% is a retinoid.",
        "Use a cream with 2% salicylic acid.",
        "A gel with 2.5% benzoyl peroxide.",
        "Use 5% to 10% urea cream.",
        "Use a cream of 5%.",
        "Salicylic acid (2%) can sting.",
        "Keep a humidity of 40 %.",
        "Wear 100% cotton.",
        "SPF 30 blocks about 97% of UVB rays.",
        "This covers 9% of the skin.",
        "Wash your hands to lower the risk of infection.",
        "Ask before you double the dose.",
        "Put it on 3 times a day.",
        "Is the risk 50%?",
    ],
)
def test_what_has_its_number_or_is_no_share_of_people_is_not_found(text: str) -> None:
    assert problems(absolute_numbers, manuscript(text)) == []


@pytest.mark.parametrize(
    "other", ["Seen in 100 people.", "It was 3 in 2021.", "Take 1 in 8 hours."]
)
def test_numbers_that_are_no_frequency_do_not_stand_in_for_one(other: str) -> None:
    assert problems(absolute_numbers, manuscript(f"{other} Risk is reduced by 50%."))


def test_a_share_is_found_on_its_own_line_unless_its_own_paragraph_says_of_how_many() -> None:
    words = manuscript("It is 2 in 100.\n\nThe risk of scars\nfell by 50%.")

    assert places(absolute_numbers, words) == ["issues/snippets/one.md:8"]


def test_an_issue_says_of_how_many_too() -> None:
    issue = make_issue(subject="This cream halves the risk")

    assert places(absolute_numbers, manuscript(issue)) == ["issues/first/issue.md:1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 in 5 men.\n1 in 9 women.", "“1 in 9” is out of another number than “1 in 5”"),
        ("3 in 10.\n3 out of 1,000.", "“3 out of 1,000” is out of another number than “3 in 10”"),
        ("One in ten.\nOne in five.", "“One in five” is out of another number than “One in ten”"),
        ("3 in 10.\n5 in every 10.", ""),
        ("3 in ten.\n5 in 10.", ""),
        ("3 in 10.\n2 in 2021.", ""),
        ("3 in 10.\nTake 1 in 4 weeks.", ""),
        ("2 in a hundred.\n3 in 100.", ""),
        ("Only 3 in 10.", ""),
    ],
)
def test_frequencies_of_a_snippet_are_out_of_the_same(text: str, found: str) -> None:
    words = manuscript(text)

    assert problems(same_denominator, words) == ([found] if found else [])
    assert places(same_denominator, words) == (["issues/snippets/one.md:6"] if found else [])


def test_the_number_of_a_snippet_is_the_first_to_compare_with() -> None:
    number = {"value": "4 to 5", "out-of": 10, "who": "babies", "what": "have milia"}
    snippet = make_snippet(
        "It is 1 in 100 later.",
        kind="numbers",
        title="4 to 5 in every 10 babies",
        number=number,
        lines=Lines({("number", "out-of"): 3}),
    )

    assert problems(same_denominator, manuscript(snippet)) == [
        "“1 in 100” is out of another number than “4 to 5 in 10”"
    ]
