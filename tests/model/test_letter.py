import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.model import Letter, Picture, Pieces, Sender

QUICK = settings(max_examples=100, deadline=None, database=None)

PICTURE = Picture("issues/pictures/bump.png", b"\x89PNG", "image/png", 4, 3)
SENDER = Sender(
    name="Example Desk",
    address="desk@example.org",
    reply_to="answers@example.org",
    bounces="bounces@example.org",
    list_id="letter.example.org",
    public_url="https://letter.example.org",
)
LETTER = Letter(
    issue="2026-12-01-milia",
    subject="Tiny bumps",
    preheader="What they are",
    language="en",
    sender=SENDER,
    html=Pieces(("<p>Hello.</p><a href='", "'>Leave</a>"), ("leave_url",)),
    text=Pieces(("Hello. Leave: ", "\n"), ("leave_url",)),
    pictures=(PICTURE,),
)

OTHERS: list[dict[str, object]] = [
    {"issue": "2026-12-08-acne"},
    {"subject": "Tiny bumps!"},
    {"preheader": ""},
    {"language": "de"},
    {"html": LETTER.text},
    {"text": LETTER.html},
    {"html": Pieces(("<p>Hello.</p><a href='", "'>Leave</a>"), ("other_url",))},
    {"html": Pieces(("<p>Hello.</p><a", " href=''>Leave</a>"), ("leave_url",))},
    {"pictures": ()},
    {"pictures": (PICTURE, PICTURE)},
    {"pictures": (dataclasses.replace(PICTURE, data=b"GIF89a"),)},
    {"pictures": (dataclasses.replace(PICTURE, path="other.png"),)},
    {"pictures": (dataclasses.replace(PICTURE, media_type="image/gif"),)},
    {"pictures": (dataclasses.replace(PICTURE, width=3),)},
    {"pictures": (dataclasses.replace(PICTURE, height=4),)},
]
OTHERS += [
    {"sender": dataclasses.replace(SENDER, **{field.name: "other"})}
    for field in dataclasses.fields(Sender)
]

TEXT = st.text(max_size=8)
PAIRS = st.lists(st.tuples(st.sampled_from(["name", "leave_url"]), TEXT), max_size=4)
PIECES = st.builds(
    lambda first, pairs: Pieces((first, *(text for _, text in pairs)), tuple(n for n, _ in pairs)),
    TEXT,
    PAIRS,
)
SIZES = st.integers(1, 5000)
PICTURES = st.builds(Picture, TEXT, st.binary(max_size=8), TEXT, SIZES, SIZES)
SENDERS = st.builds(Sender, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
ALBUMS = st.lists(PICTURES, max_size=2).map(tuple)
LETTERS = st.builds(Letter, TEXT, TEXT, TEXT, TEXT, SENDERS, PIECES, PIECES, ALBUMS)


def read_back(letter: Letter) -> Letter:
    return Letter.from_json(letter.to_json(), {each.digest: each.data for each in letter.pictures})


def test_every_slot_gets_its_value_in_its_place() -> None:
    pieces = Pieces(("Dear ", ", leave here: ", " or there: ", ""), ("name", "url", "url"))

    assert pieces.fill({"name": "Ana", "url": "x", "unused": "y"}) == (
        "Dear Ana, leave here: x or there: x"
    )


def test_text_without_slots_stays_as_it_is() -> None:
    assert Pieces(("{name} %s $name",)).fill({"name": "Ana"}) == "{name} %s $name"


def test_values_are_escaped_and_texts_are_not() -> None:
    pieces = Pieces(("<b>", "</b>"), ("name",))

    assert pieces.fill({"name": "<i>"}, lambda value: value.replace("<", "&lt;")) == (
        "<b>&lt;i></b>"
    )


def test_a_value_that_looks_like_a_slot_is_not_filled_again() -> None:
    pieces = Pieces(("", " ", ""), ("name", "leave_url"))

    assert pieces.fill({"name": "leave_url", "leave_url": "x"}) == "leave_url x"


def test_a_slot_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="leave_url"):
        LETTER.html.fill({"name": "Ana"})


def test_pieces_that_do_not_alternate_are_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        Pieces(("one text",), ("leave_url",)).fill({"leave_url": "x"})


@QUICK
@given(pieces=PIECES, values=st.fixed_dictionaries({"name": TEXT, "leave_url": TEXT}))
def test_filled_pieces_are_as_long_as_their_parts(pieces: Pieces, values: dict[str, str]) -> None:
    filled = pieces.fill(values)

    parts = [*pieces.texts, *(values[slot] for slot in pieces.slots)]
    assert len(filled) == sum(map(len, parts))
    assert filled.startswith(pieces.texts[0])
    assert filled.endswith(pieces.texts[-1])
    assert all(part in filled for part in parts)


def test_the_same_letter_has_the_same_digest() -> None:
    assert dataclasses.replace(LETTER).digest == LETTER.digest
    assert len(bytes.fromhex(LETTER.digest)) == 32


@pytest.mark.parametrize("change", OTHERS, ids=lambda change: str(next(iter(change))))
def test_a_letter_that_differs_in_anything_has_another_digest(change: dict[str, object]) -> None:
    other = dataclasses.replace(LETTER, **change)  # type: ignore[arg-type]

    assert other.digest != LETTER.digest


def test_every_field_of_a_letter_is_tried() -> None:
    assert {name for change in OTHERS for name in change} == {
        field.name for field in dataclasses.fields(Letter)
    }


def test_the_order_of_pictures_is_part_of_the_letter() -> None:
    other = dataclasses.replace(PICTURE, path="other.png")
    one = dataclasses.replace(LETTER, pictures=(PICTURE, other))
    two = dataclasses.replace(LETTER, pictures=(other, PICTURE))

    assert one.digest != two.digest


def test_a_letter_comes_back_from_json_as_it_was() -> None:
    back = read_back(LETTER)

    assert back == LETTER
    assert back.html.fill({"leave_url": "x"}) == LETTER.html.fill({"leave_url": "x"})


def test_json_names_pictures_by_digest_and_leaves_their_bytes_out() -> None:
    large = dataclasses.replace(PICTURE, data=bytes(10_000))
    text = dataclasses.replace(LETTER, pictures=(large,)).to_json()

    assert len(text) < 2000
    assert json.loads(text)["pictures"][0][0] == large.digest


def test_a_picture_that_got_lost_is_an_error() -> None:
    with pytest.raises(KeyError, match=PICTURE.digest):
        Letter.from_json(LETTER.to_json(), {})


@QUICK
@given(letter=LETTERS)
def test_any_letter_comes_back_from_json_with_the_same_digest(letter: Letter) -> None:
    back = read_back(letter)

    assert back == letter
    assert back.digest == letter.digest
