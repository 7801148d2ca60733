"""Personas: what a desk may write of readers whom nobody is."""

from pathlib import Path

import pytest

from newsletter.content import load_personas
from newsletter.errors import FoundErrors
from newsletter.model import Field, FieldKind, Persona
from newsletter.workspace import starter

FIELDS = (
    Field("name", default="reader"),
    Field("leave_url", FieldKind.URL),
    Field("first_name", default="reader", longest=10),
    Field("page", FieldKind.URL, default="https://example.org/"),
)


def found(root: Path, text: str) -> list[tuple[str, str]]:
    """Place and problem of every mistake in a file of this text, and its remedy."""
    (root / "personas.yml").write_text(text, encoding="utf-8")
    with pytest.raises(FoundErrors) as caught:
        load_personas(root, FIELDS)
    return [(f"{each.at.line}: {each.problem}", each.remedy) for each in caught.value.findings]


def test_all_that_a_persona_may_have_is_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "personas.yml").write_text(
        "zoe:\n  note: French\n  name: No\n  address: zoe@mail.example.org\n  language: fr\n"
        "  fields:\n    first-name: Zoé\n    page: https://example.org/zoe\n"
        "ann:\n  note: Nothing is known\n",
        encoding="utf-8",
    )

    zoe, ann = load_personas(tmp_path, FIELDS)

    fields = {"first_name": "Zoé", "page": "https://example.org/zoe"}
    assert zoe == Persona("zoe", "French", "No", "zoe@mail.example.org", "fr", fields)
    assert ann == Persona("ann", "Nothing is known")


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert load_personas(tmp_path, FIELDS) == ()


def test_a_field_that_is_not_known_is_named_with_the_nearest(tmp_path: Path) -> None:
    assert found(tmp_path, "zoe:\n  nam: Zoé\n") == [
        ("2: “nam” is not a known field", "Did you mean “name”?")
    ]


def test_a_readers_field_that_is_not_known_is_named_with_the_nearest(tmp_path: Path) -> None:
    text = "zoe:\n  name: Zoé\n  fields:\n    frist-name: Zoé\n"

    assert found(tmp_path, text) == [
        ("4: “frist-name” is no field of readers", "Did you mean “first-name”?")
    ]


def test_what_everybody_has_is_no_field_of_their_own(tmp_path: Path) -> None:
    text = "zoe:\n  fields: {name: Zoé, leave-url: https://example.org/}\n"

    assert [problem for problem, _ in found(tmp_path, text)] == [
        "2: “name” is no field of readers",
        "2: “leave-url” is no field of readers",
    ]


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("first-name: Wilhelmina-Marie", "“first-name” is longer than 10 characters"),
        ("page: nowhere", "“page” is not an address such as https://example.org/page"),
    ],
)
def test_a_value_that_no_letter_would_print_is_refused(
    tmp_path: Path, field: str, problem: str
) -> None:
    assert found(tmp_path, f"zoe:\n  fields:\n    {field}\n")[0][0] == f"3: {problem}"


@pytest.mark.parametrize("address", ["zoe@gmail.com", "zoe", "zoe@example.org.evil.net"])
def test_an_address_that_somebody_may_have_is_refused(tmp_path: Path, address: str) -> None:
    ((problem, remedy),) = found(tmp_path, f"zoe:\n  address: {address}\n")

    assert problem == f"2: “address”: “{address}” may be somebody's own address"
    assert "example.org" in remedy


def test_every_mistake_is_found_and_its_neighbours_stay_out_of_it(tmp_path: Path) -> None:
    text = "Zoé:\n  name: Zoé\nann: Ann\nbo:\n  language: french\ncy:\n  name: Cy\n"

    assert [problem for problem, _ in found(tmp_path, text)] == [
        "1: “Zoé” cannot be an id",
        "3: “ann” has no fields",
        "5: “language”: “french” is not the code of a language",
    ]


def test_the_personas_of_the_starter_are_right_and_as_various_as_readers() -> None:
    personas = {each.id: each for each in load_personas(starter(), ())}

    assert len(personas["long-name"].name) > 80
    assert not personas["no-name"].name
    assert any("\u0590" <= letter <= "\u05ff" for letter in personas["right-to-left"].name)
    assert personas["markup"].name == '<b>O\'Neil & "Co"</b>'
    assert personas["french"].language == "fr"
    assert all(each.note and each.address.endswith("@example.org") for each in personas.values())
