from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from newsletter.model import SNIPPET_OF_KIND, Issue, Tip
from newsletter.validation import explain, known_fields, nearest


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def _short(text: str) -> str:
    if len(text) > 3:
        raise PydanticCustomError("short", "“{text}” is long", {"text": text, "remedy": "Cut it."})
    return text


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=lambda name: name.replace("_", "-"))


class Leaf(Strict):
    width: int = 1
    leaf_age: int = 0


class Plant(Strict):
    from_the_file: ClassVar[frozenset[str]] = frozenset({"id"})

    id: str = "rose"
    name: Annotated[str, Field(min_length=1)] = "Rose"
    full_name: str = "Rosa"
    colour: Colour = Colour.RED
    side: Literal["sun", "shade"] = "sun"
    planted: date | None = None
    alive: bool = True
    nick: Annotated[str, AfterValidator(_short)] = "r"
    leaves: Annotated[tuple[Leaf, ...], Field(min_length=1)] = (Leaf(),)
    pots: tuple[Leaf, ...] = ()
    best: Leaf | None = None
    rows: Annotated[int, Field(ge=1)] = 1
    notes: dict[Annotated[str, AfterValidator(_short)], Annotated[str, Field(min_length=1)]] = {}


class Pot(Strict):
    plant_id: str


def explain_all(model: type[BaseModel], values: object) -> list[tuple[Any, str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(values)
    return list(explain(caught.value, model))


NO_DATE = "Write it as 2026-12-31."
LIST = "Write a list: one entry a line, each after “- ”."
FIELDS = "Write its fields on lines of their own, indented below it."
UNKNOWN = "is not a known field"


@pytest.mark.parametrize(
    ("values", "place", "problem", "remedy"),
    [
        (
            {"name": ""},
            ("name",),
            "is empty",
            "Write something after the colon, or take the line out.",
        ),
        ({"nmae": "a"}, ("nmae",), UNKNOWN, "Did you mean “name”?"),
        ({"full_name": "a"}, ("full_name",), UNKNOWN, "Did you mean “full-name”?"),
        ({"colour": "green"}, ("colour",), "cannot be “green”", "Use 'red' or 'blue'."),
        ({"side": "left"}, ("side",), "cannot be “left”", "Use 'sun' or 'shade'."),
        ({"planted": "soon"}, ("planted",), "is not a date", NO_DATE),
        ({"planted": "2026-02-30"}, ("planted",), "is not a date", NO_DATE),
        ({"planted": "2026-01-01T08:00"}, ("planted",), "is not a date", NO_DATE),
        ({"pots": [{}, {"wdith": "1"}]}, ("pots", 1, "wdith"), UNKNOWN, "Did you mean “width”?"),
    ],
)
def test_a_mistake_is_explained_in_an_editors_words(
    values: object, place: tuple[str | int, ...], problem: str, remedy: str
) -> None:
    assert explain_all(Plant, values) == [(place, f"“{place[-1]}” {problem}", remedy)]


def test_a_mistake_that_brings_its_own_words_keeps_them() -> None:
    assert explain_all(Plant, {"nick": "rosie"}) == [
        (("nick",), "“nick”: “rosie” is long", "Cut it.")
    ]


def test_a_field_of_ones_own_choice_is_named_when_its_name_or_its_value_is_wrong() -> None:
    ((place, problem, remedy),) = explain_all(Plant, {"notes": {"sunny": "x"}})

    assert place[:2] == ("notes", "sunny")
    assert (problem, remedy) == ("“sunny” is long", "Cut it.")
    assert [words for _, words, _ in explain_all(Plant, {"notes": {"sun": ""}})] == [
        "“sun” is empty"
    ]


@pytest.mark.parametrize(
    ("values", "place", "remedy"),
    [
        ({"name": ["a"]}, ("name",), "Write plain text here."),
        ({"leaves": "a"}, ("leaves",), LIST),
        ({"pots": ["a"]}, ("pots", 0), FIELDS),
        ({"best": "a"}, ("best",), FIELDS),
        ({"notes": "a"}, ("notes",), FIELDS),
        (
            {"pots": [{"width": "x"}]},
            ("pots", 0, "width"),
            "Write a whole number in digits, such as 10.",
        ),
        ({"alive": "perhaps"}, ("alive",), "Write true or false."),
        ({"rows": 0}, ("rows",), "Correct the value."),
    ],
)
def test_every_other_mistake_has_a_remedy(
    values: object, place: tuple[str | int, ...], remedy: str
) -> None:
    ((found, problem, words),) = explain_all(Plant, values)

    assert found == place
    name = [step for step in place if isinstance(step, str)][-1]
    assert problem.startswith(f"“{name}” is not right: ")
    assert words == remedy


def test_a_list_that_is_too_short_says_how_long_it_must_be() -> None:
    assert explain_all(Plant, {"leaves": []}) == [
        (("leaves",), "“leaves” needs 1 or more entries", "Add another entry to the list.")
    ]


def test_a_missing_field_is_named_as_it_is_written() -> None:
    assert explain_all(Pot, {}) == [
        (("plant-id",), "“plant-id” is missing", "Add a line that starts with “plant-id:”.")
    ]


def test_values_that_are_no_fields_at_all_are_the_files_mistake() -> None:
    ((place, problem, _),) = explain_all(Pot, ["a"])

    assert place == ()
    assert problem.startswith("“the file” is not right: ")


def test_all_mistakes_come_in_the_order_of_the_fields() -> None:
    values = {"zzz": 1, "rows": 0, "alive": "?", "colour": "green", "name": ""}

    places = [place for place, _, _ in explain_all(Plant, values)]
    assert places == [("name",), ("colour",), ("alive",), ("rows",), ("zzz",)]


def test_an_address_of_the_librarys_manual_is_never_shown() -> None:
    explained = explain_all(Plant, {"rows": 0, "best": 3, "planted": []})

    assert len(explained) == 3
    assert "http" not in str(explained)


@pytest.mark.parametrize(
    ("word", "known", "words"),
    [
        ("titel", {"title", "topics"}, "Did you mean “title”?"),
        ("TITLE", {"title"}, "Known are: title."),
        ("see_doctor", {"see-doctor", "sponsor"}, "Did you mean “see-doctor”?"),
        ("milla", ["milium", "milia"], "Did you mean “milia”?"),
        ("xyz", {"b", "a"}, "Known are: a, b."),
        ("", {"b", "a"}, "Known are: a, b."),
        ("xyz", set(), "There are none yet."),
        ("xyz", {"xyz": 1}, "Did you mean “xyz”?"),
    ],
)
def test_the_nearest_word_or_all_of_them(
    word: str, known: set[str] | list[str] | dict[str, int], words: str
) -> None:
    assert nearest(word, known) == words


@settings(max_examples=100, database=None)
@given(
    word=st.text(max_size=12), known=st.sets(st.text("abc-", min_size=1, max_size=6), min_size=1)
)
def test_only_known_words_are_ever_offered(word: str, known: set[str]) -> None:
    words = nearest(word, known)

    offers = {f"Did you mean “{each}”?" for each in known}
    assert words in {*offers, f"Known are: {', '.join(sorted(known))}."}


def test_the_fields_of_what_lies_below_are_known_too() -> None:
    assert known_fields(Plant) == {
        "name", "full-name", "colour", "side", "planted", "alive", "nick", "leaves", "pots", "best",
        "rows", "notes",
        "width", "leaf-age",
    }  # fmt: skip


@pytest.mark.parametrize("model", SNIPPET_OF_KIND.values())
def test_what_comes_from_the_file_is_never_offered(model: type[BaseModel]) -> None:
    known = known_fields(model)

    assert known.isdisjoint({"id", "path", "parts", "from_the_file"})
    assert {"kind", "title", "see-doctor", "replaced-by", "certainty", "alt"} <= known


def test_each_noun_knows_its_own_fields() -> None:
    assert "verdict" not in known_fields(Tip)
    assert known_fields(Issue) >= {"subject", "preheader", "send-at", "audience", "snippets"}
    assert known_fields(Issue).isdisjoint({"slug", "path", "intro", "id", "parts"})
