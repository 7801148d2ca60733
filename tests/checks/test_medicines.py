"""Rules about medicines: cautions, doses, prescriptions."""

from typing import Any

import pytest

from newsletter.checks import names_medicine
from newsletter.checks.medicines import MEDICINES, Medicine, medicine_caution
from newsletter.model import Lines, Snippet
from tests.checks.making import manuscript, places, problems
from tests.compose.making import make_issue, make_snippet

BUTTON = {"text": "Ask", "url": "https://example.org"}


@pytest.mark.parametrize(
    ("words", "caution"),
    [
        ("Retinoid creams help.", "If you are or may be pregnant, ask a doctor first."),
        ("Retinol is in many creams.", "Not while trying for\na baby."),
        ("Creams made from\nvitamin A help.", "Not in pregnancy."),
        ("Adapalene helps.", "Do not use it if you are pregnant."),
        ("Isotretinoin is strong.", "It can badly harm an unborn baby."),
        ("Use antibiotic cream.", "But only if your clinic tells you to."),
        ("Doxycycline can help.", "Take it only if it was prescribed for you."),
        ("A steroid cream calms itch.", "It can thin the skin."),
        ("Hydrocortisone calms itch.", "Ask how long you may use it."),
        ("Prednisolone tablets.", "Do not stop them suddenly."),
        ("The combined pill may help.", "It can raise the risk of blood clots."),
        ("Spironolactone may help.", "Not in pregnancy."),
        ("Methotrexate may help.", "It can harm an unborn baby."),
        ("Hydroquinone lightens marks.", "Used too long, it can do harm."),
        ("Permethrin kills mites.", "Ask first if you are breastfeeding."),
        ("Minoxidil is for hair.", "Not in pregnancy."),
        ("Tacrolimus calms eczema.", "Keep the skin out of strong sun."),
        ("Antihistamines calm itch.", "Some make you sleepy."),
        ("Botox is for wrinkles.", "It can have side effects."),
    ],
)
def test_a_medicine_is_not_named_without_its_caution(words: str, caution: str) -> None:
    found = manuscript(f"First.\n\n{words}")
    assert places(medicine_caution, found) == ["issues/snippets/one.md:7"]
    assert places(medicine_caution, manuscript(f"{words}\n\n{caution}")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Plain creams help.",
        "Vitamin A is in carrots.",
        "Retinal vessels are in the eye.",
        "Antibodies are no medicine here.",
        "Think of the thing in your hand.",
        "A needle opens it.",
    ],
)
def test_what_is_no_medicine_needs_no_caution(words: str) -> None:
    assert places(medicine_caution, manuscript(words)) == []
    assert not names_medicine(make_snippet(words))


def test_thinking_of_something_is_no_word_on_thin_skin() -> None:
    assert len(places(medicine_caution, manuscript("I think of a steroid cream."))) == 1


@pytest.mark.parametrize("medicine", MEDICINES, ids=lambda medicine: medicine.called[0])
def test_every_caution_of_the_table_is_found_in_its_own_words(medicine: Medicine) -> None:
    assert medicine.cautions.search(medicine.say)
    for name in medicine.called:
        assert medicine.names.search(f"Some {name.rstrip('*')} here."), name
        assert not medicine.cautions.search(name.rstrip("*")), name


@pytest.mark.parametrize(
    "words",
    [
        "I would start with 20mg.",
        "Take 20 mg of it.",
        "It has 2.5 milligrams.",
        "Take two tablets.",
        "One capsule twice a day, or one tablet a day.",
        "Take 5 ml of it.",
        "Up to 1 mg/kg.",
    ],
)
def test_a_dose_is_refused_in_every_language_and_in_an_issue(words: str) -> None:
    for found in (manuscript(words), manuscript(words, language="fr")):
        assert set(places(medicine_caution, found)) == {"issues/snippets/one.md:5"}
    (problem, *_) = problems(medicine_caution, manuscript(make_issue(intro=words)))
    assert "is a dose" in problem


@pytest.mark.parametrize(
    "words",
    [
        "Firm bumps, 1 to 3mm wide.",
        "A cream with 0.05% of it.",
        "A gel of 10 mg/g.",
        "A test finds 90 mg per dl of sugar.",
        "Ask about tablets.",
        "Wash twice a day.",
        "Use SPF 30.",
    ],
)
def test_a_strength_or_a_size_is_no_dose(words: str) -> None:
    assert places(medicine_caution, manuscript(words)) == []


TABLETS = "Isotretinoin helps. Not in pregnancy."


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"kind": "tip"}, 1),
        ({"kind": "call", "button": BUTTON}, 1),
        ({"sponsor": "Somebody Ltd"}, 1),
        ({"kind": "explainer"}, 0),
    ],
)
def test_what_needs_a_prescription_is_no_tip_and_sells_nothing(
    fields: dict[str, Any], found: int
) -> None:
    assert (
        places(medicine_caution, manuscript(TABLETS, **fields))
        == ["issues/snippets/one.md:5"] * found
    )


def test_a_tip_may_name_what_can_be_bought() -> None:
    words = "Use antibiotic cream only if your clinic tells you to."
    assert places(medicine_caution, manuscript(words, kind="tip")) == []


def test_a_medicine_is_found_in_a_field_and_known_in_english_only() -> None:
    steps = make_snippet(
        "Words.", kind="tip", steps=["Put on adapalene."], lines=Lines({("steps", 0): 4})
    )
    assert places(medicine_caution, manuscript(steps)) == ["issues/snippets/one.md:4"]
    assert places(medicine_caution, manuscript("Retinoid.", language="fr")) == []


@pytest.mark.parametrize(
    ("snippet", "named"),
    [
        (make_snippet("Adapalene."), True),
        (make_snippet("Words.", title="About antibiotics"), True),
        (make_snippet("Words.", steps=["Ask about minoxidil."]), True),
        (make_snippet("Soap and water."), False),
    ],
)
def test_a_snippet_tells_whether_it_names_a_medicine(snippet: Snippet, named: bool) -> None:
    assert names_medicine(snippet) is named
