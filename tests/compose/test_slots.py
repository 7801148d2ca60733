"""Places that are filled for each reader."""

import html
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose import Templates
from newsletter.compose.slots import Slots, Use
from newsletter.errors import FoundErrors
from newsletter.model import Field, FieldKind

NONCE = "0123456789ab"
LEAVE = Field("leave_url", FieldKind.URL)
NAME = Field("name", default="reader")


@pytest.fixture
def slots() -> Slots:
    return Slots([LEAVE, NAME], NONCE)


def render(folder: Path, slots: Slots, source: str, suffix: str = "mjml") -> str:
    place = folder / "blocks" / f"own.{suffix}"
    place.parent.mkdir(exist_ok=True)
    place.write_text(source, encoding="utf-8")
    context: Mapping[str, object] = {"reader": slots.for_templates()}
    return Templates([folder]).render(f"blocks/own.{suffix}", context)


@pytest.mark.parametrize("suffix", ["mjml", "txt"])
def test_a_printed_slot_is_cut_out(tmp_path: Path, slots: Slots, suffix: str) -> None:
    pieces = slots.cut(render(tmp_path, slots, "before {{ reader.leave_url }} after", suffix))
    assert pieces.texts == ("before ", " after")
    assert pieces.slots == ("leave_url",)


def test_slots_keep_their_order(tmp_path: Path, slots: Slots) -> None:
    pieces = slots.cut(render(tmp_path, slots, "{{ reader.name }}{{ reader.leave_url }}!"))
    assert pieces.texts == ("", "", "!")
    assert pieces.slots == ("name", "leave_url")


def test_a_slot_may_be_used_several_times(tmp_path: Path, slots: Slots) -> None:
    source = "{% for _ in range(3) %}[{{ reader.name }}]{% endfor %}"
    pieces = slots.cut(render(tmp_path, slots, source))
    assert pieces.slots == ("name", "name", "name")
    assert pieces.fill({"name": "Ann"}) == "[Ann][Ann][Ann]"


def test_text_without_slots_is_one_piece(slots: Slots) -> None:
    pieces = slots.cut("nothing here")
    assert pieces.texts == ("nothing here",)
    assert pieces.slots == ()
    assert pieces.fill({}) == "nothing here"


def test_eleven_slots_are_not_mixed_up(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(11)]
    slots = Slots(map(Field, names), NONCE)
    source = "".join(f"{{{{ reader.{name} }}}} " for name in names)
    assert slots.cut(render(tmp_path, slots, source)).slots == tuple(names)


def test_a_mark_survives_markup_and_attributes(tmp_path: Path, slots: Slots) -> None:
    source = '<a href="{{ reader.leave_url }}">{{ reader.name }}</a>'
    pieces = slots.cut(render(tmp_path, slots, source, "html"))
    filled = pieces.fill({"leave_url": 'https://x/?a=1&b="2"', "name": "<b>"}, html.escape)
    assert filled == '<a href="https://x/?a=1&amp;b=&quot;2&quot;">&lt;b&gt;</a>'


MISUSES = [
    "reader.name | upper",
    "reader.name | replace('Z', 'z')",
    "reader.name | urlencode",
    "reader.name | length",
    "reader.name | string",
    "reader.name | wrap",
    "reader.name ~ '!'",
    "'!' ~ reader.name",
    "reader.name + '!'",
    "[reader.name, '!'] | join",
    "'%s' | format(reader.name)",
    "'{}'.format(reader.name)",
    "reader.name == 'Ann'",
    "reader.name != 'Ann'",
    "reader.name < 'Ann'",
    "'A' in reader.name",
    "reader.name[0]",
    "reader.name._mark",
    "reader.name.mark",
    "reader.name.mark | lower",
    "reader",
    "reader.age",
]


@pytest.mark.parametrize("suffix", ["mjml", "txt"])
@pytest.mark.parametrize("misuse", MISUSES)
def test_a_slot_can_be_printed_and_nothing_else(
    tmp_path: Path, slots: Slots, misuse: str, suffix: str
) -> None:
    with pytest.raises(FoundErrors) as caught:
        render(tmp_path, slots, f"fine\n\n{{{{ {misuse} }}}}\n", suffix)
    (finding,) = caught.value.findings
    assert finding.rule == "template"
    assert finding.at.path == tmp_path / "blocks" / f"own.{suffix}"
    assert finding.at.line == 3


@pytest.mark.parametrize("suffix", ["mjml", "txt"])
def test_each_printing_has_a_mark_and_knows_its_template(
    tmp_path: Path, slots: Slots, suffix: str
) -> None:
    written = render(tmp_path, slots, "{{ reader.name }} {{ reader.name }}", suffix)
    first, second = written.split()
    assert first != second
    assert slots.uses[first] == slots.uses[second] == Use(NAME, None, f"blocks/own.{suffix}")


def test_a_mark_is_made_of_plain_letters_and_digits(slots: Slots) -> None:
    mark = slots.mark(Use(NAME))
    assert mark.isascii()
    assert mark.isalnum()


@pytest.mark.parametrize(
    "typed", ["Zq0123456789acv0qZ", "zq0123456789abv0qz", "Zq0123456789abvqZ", "Zqv0qZ", "ZqqZ"]
)
def test_text_that_only_looks_like_a_mark_is_left_alone(slots: Slots, typed: str) -> None:
    assert slots.cut(f"a {typed} b").texts == (f"a {typed} b",)


def test_a_value_that_looks_like_a_mark_is_not_filled_again(slots: Slots) -> None:
    name, leave = slots.mark(Use(NAME)), slots.mark(Use(LEAVE))
    pieces = slots.cut(f"{name} {leave}")
    assert pieces.fill({"name": leave, "leave_url": "there"}) == f"{leave} there"


def test_marks_are_shown_as_their_editor_wrote_them(slots: Slots) -> None:
    mark = slots.mark(Use(NAME))
    assert slots.show(f"“{mark}” and {mark}") == "“{{ reader.name }}” and {{ reader.name }}"


def test_a_slot_without_a_value_is_an_error(tmp_path: Path, slots: Slots) -> None:
    pieces = slots.cut(render(tmp_path, slots, "{{ reader.name }}"))
    with pytest.raises(KeyError, match="name"):
        pieces.fill({"leave_url": "there"})


PLAIN = st.text(max_size=20)


@given(st.lists(st.tuples(PLAIN, st.sampled_from([LEAVE, NAME])), max_size=8), PLAIN)
@examples(max_examples=100)
def test_cutting_and_filling_gives_back_the_text(pairs: list[tuple[str, Field]], end: str) -> None:
    slots = Slots([LEAVE, NAME], NONCE)
    pieces = slots.cut("".join(text + slots.mark(Use(field)) for text, field in pairs) + end)
    assert pieces.texts == (*(text for text, _ in pairs), end)
    assert pieces.slots == tuple(field.name for _, field in pairs)
    values = {"leave_url": "there", "name": "Ann"}
    assert pieces.fill(values) == "".join(text + values[f.name] for text, f in pairs) + end
