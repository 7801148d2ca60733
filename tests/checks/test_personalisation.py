"""Rules about what differs from reader to reader: what they find, and where."""

from dataclasses import replace

import pytest

from newsletter.checks import Proof
from newsletter.checks.personalisation import longest_subject, missing_default, unfilled
from newsletter.model import Field, FieldKind, Letter, Level, Lines, Pieces
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof, places, problems
from tests.compose.making import make_issue, make_snippet

LEFT = [
    "*|FNAME|*",
    "%recipient.name%",
    "%FIRSTNAME%",
    "%%first_name%%",
    "${name}",
    "<<First Name>>",
    "[First Name]",
    "[name]",
    "[your name]",
    "[insert a date here]",
    "TODO",
    "Lorem ipsum",
]
FINE = [
    "Between 5% and 10% of babies",
    "20%to 30%of them",
    "[name](https://example.org/name)",
    "Names: [Berk] and [2]",
    "Está en todo el cuerpo",
    "Costs $5 {about}",
    "https://example.org/a%20b%C3%BCc",
    "a << b, said [@berk-2008]",
]


def with_text(letter: Letter, text: str) -> Proof:
    """A proof of a letter whose text says this, and whose snippet does not."""
    variant = replace(letter.main, text=Pieces((text,)))
    issue = make_issue(make_snippet("Words."))
    return make_proof(issue, replace(letter, variants=(variant,)))


@pytest.mark.parametrize("left", LEFT)
def test_a_place_that_nobody_fills_is_found_at_its_line(left: str, make_letter: MakeLetter) -> None:
    issue = make_issue(make_snippet(f"First.\n\nDear {left}, hello."))
    proof = make_proof(issue, make_letter(text=f"First.\n\nDear {left}, hello."))
    assert places(unfilled, proof) == ["issues/snippets/one.md:7"]
    assert f"“{left}”" in problems(unfilled, proof)[0]


@pytest.mark.parametrize("left", [*LEFT, "{{ name }}", "{{ reader.name", "{% if a %}"])
def test_a_place_left_by_a_template_is_found_in_the_letter(
    left: str, make_letter: MakeLetter
) -> None:
    proof = with_text(make_letter(), f"Dear {left}, hello.")
    assert places(unfilled, proof) == ["issues/first/issue.md:1"]


@pytest.mark.parametrize("text", FINE)
def test_what_only_looks_like_a_place_is_not_found(text: str, make_letter: MakeLetter) -> None:
    proof = make_proof(make_issue(make_snippet(text)), make_letter(f"<p>{text}</p>", text=text))
    assert problems(unfilled, proof) == []


def test_our_own_places_are_fine_in_a_file_where_the_letter_has_slots(
    make_letter: MakeLetter,
) -> None:
    issue = make_issue(make_snippet("Words."), intro="Dear {{ reader.name }}, hello.")
    assert places(unfilled, make_proof(issue, make_letter())) == []


def test_style_sheets_and_addresses_are_no_words(make_letter: MakeLetter) -> None:
    html = '<p style="{{ no }}">Words.</p><a href="https://example.org/${x}">there</a>'
    issue = make_issue(make_snippet("Words."))
    assert places(unfilled, make_proof(issue, make_letter(html))) == []


def of_reader(letter: Letter, field: Field, subject: Pieces | None = None) -> Proof:
    """A proof of a letter that speaks of one field."""
    spoken = subject or Pieces(("Dear ", ""), (field.name,))
    variant = replace(letter.main, subject=spoken)
    issue = make_issue(make_snippet("Words."), lines=LINES)
    return make_proof(issue, replace(letter, fields=(field,), variants=(variant,)))


LINES = Lines({("subject",): 2})


@pytest.mark.parametrize(
    ("field", "level"),
    [
        (Field("first_name"), Level.ERROR),
        (Field("shop", FieldKind.URL), Level.ERROR),
        (Field("code", FieldKind.URLPART), None),
    ],
)
def test_a_field_that_leaves_a_gap_is_found(
    field: Field, level: Level | None, make_letter: MakeLetter
) -> None:
    (hit,) = missing_default.find(of_reader(make_letter(), field))
    assert (str(hit.at), hit.level) == ("newsletter.toml", level)
    assert f"“{field.spelt}”" in hit.problem


@pytest.mark.parametrize(
    "field",
    [
        Field("first_name", default="reader"),
        Field("shop", FieldKind.URL, "https://example.org"),
        Field("leave_url", FieldKind.URL),
    ],
)
def test_a_field_with_a_default_leaves_no_gap(field: Field, make_letter: MakeLetter) -> None:
    assert places(missing_default, of_reader(make_letter(), field)) == []


def test_the_default_of_a_language_counts(make_letter: MakeLetter) -> None:
    proof = of_reader(make_letter(), Field("name"))
    variant = replace(proof.letter.main, defaults={"name": "reader"})
    own = replace(proof, letter=replace(proof.letter, variants=(variant,)))
    assert places(missing_default, own) == []


@pytest.mark.parametrize(
    ("before", "longest", "found"),
    [(70, 80, False), (71, 80, True), (140, 10, False), (141, 10, True)],
)
def test_a_subject_that_may_grow_too_long_is_found(
    before: int, longest: int, found: bool, make_letter: MakeLetter
) -> None:
    field = Field("name", default="you", longest=longest)
    proof = of_reader(make_letter(), field, Pieces(("x" * before, ""), ("name",)))
    assert places(longest_subject, proof) == (["issues/first/issue.md:2"] if found else [])


def test_a_long_subject_without_a_field_does_not_grow(make_letter: MakeLetter) -> None:
    proof = of_reader(make_letter(), Field("name", default="you"), Pieces(("x" * 151,)))
    assert places(longest_subject, proof) == []
