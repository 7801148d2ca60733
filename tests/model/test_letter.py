import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.model import Field, FieldKind, Letter, Picture, Pieces, Sender, Variant

QUICK = settings(max_examples=100, database=None)

PICTURE = Picture("issues/pictures/bump.png", b"\x89PNG", "image/png", 4, 3)
SENDER = Sender(
    name="Example Desk",
    address="desk@example.org",
    reply_to="answers@example.org",
    bounces="bounces@example.org",
    list_id="letter.example.org",
    public_url="https://letter.example.org",
)
HTML = Pieces(("<p>Hello.</p><a href='", "'>Leave</a>"), ("leave_url",))
TEXT = Pieces(("Hello. Leave: ", "\n"), ("leave_url",))
PLAIN = Variant("en", {}, Pieces(("Tiny bumps",)), Pieces(("What they are",)), HTML, TEXT)
FRENCH = dataclasses.replace(PLAIN, language="fr", defaults={"name": "lectrice ou lecteur"})
DRY = dataclasses.replace(PLAIN, conditions={"skin": "dry"})
SKIN = Field("skin", default="any skin")
LETTER = Letter(
    issue="2026-12-01-milia",
    sender=SENDER,
    fields=(Field("leave_url", FieldKind.URL), SKIN),
    variants=(DRY, PLAIN, FRENCH),
    pictures=(PICTURE,),
)


def with_plain(**changes: object) -> dict[str, object]:
    """The letter's variants, with changes to one of them."""
    changed = dataclasses.replace(PLAIN, **changes)  # type: ignore[arg-type]
    return {"variants": (DRY, changed, FRENCH)}


OTHERS: list[dict[str, object]] = [
    {"issue": "2026-12-08-acne"},
    {"fields": ()},
    {"fields": (*LETTER.fields, Field("town"))},
    {"fields": (LETTER.fields[0], dataclasses.replace(SKIN, name="hair"))},
    {"fields": (LETTER.fields[0], dataclasses.replace(SKIN, kind=FieldKind.URLPART))},
    {"fields": (LETTER.fields[0], dataclasses.replace(SKIN, default="skin"))},
    {"fields": (LETTER.fields[0], dataclasses.replace(SKIN, longest=9))},
    {"variants": (PLAIN, FRENCH)},
    {"variants": (PLAIN, DRY, FRENCH)},
    with_plain(subject=Pieces(("Tiny bumps!",))),
    with_plain(preheader=Pieces(("",))),
    with_plain(language="de"),
    with_plain(conditions={"skin": "oily"}),
    with_plain(defaults={"name": "friend"}),
    with_plain(html=TEXT),
    with_plain(text=HTML),
    with_plain(html=Pieces(("<p>Hello.</p><a href='", "'>Leave</a>"), ("other_url",))),
    with_plain(html=Pieces(("<p>Hello.</p><a", " href=''>Leave</a>"), ("leave_url",))),
    {"pictures": ()},
    {"pictures": (PICTURE, PICTURE)},
    {"pictures": (dataclasses.replace(PICTURE, data=b"GIF89a"),)},
    {"pictures": (dataclasses.replace(PICTURE, path="other.png"),)},
    {"pictures": (dataclasses.replace(PICTURE, media_type="image/gif"),)},
    {"pictures": (dataclasses.replace(PICTURE, width=3),)},
    {"pictures": (dataclasses.replace(PICTURE, height=4),)},
    {"pictures": (dataclasses.replace(PICTURE, url="https://example.org/a.png"),)},
]
OTHERS += [
    {"sender": dataclasses.replace(SENDER, **{field.name: "other"})}
    for field in dataclasses.fields(Sender)
]

WORDS = st.text(max_size=8)
PAIRS = st.lists(st.tuples(st.sampled_from(["name", "leave_url"]), WORDS), max_size=4)
PIECES = st.builds(
    lambda first, pairs: Pieces((first, *(text for _, text in pairs)), tuple(n for n, _ in pairs)),
    WORDS,
    PAIRS,
)
SIZES = st.integers(1, 5000)
PICTURES = st.builds(Picture, WORDS, st.binary(max_size=8), WORDS, SIZES, SIZES, WORDS)
SENDERS = st.builds(Sender, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)
FIELDS = st.builds(Field, WORDS, st.sampled_from(FieldKind), WORDS, SIZES)
BY_NAME = st.dictionaries(WORDS, WORDS, max_size=2)
VARIANTS = st.builds(Variant, WORDS, BY_NAME, PIECES, PIECES, PIECES, PIECES, BY_NAME)


def some(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, max_size=2).map(tuple)


LETTERS = st.builds(Letter, WORDS, SENDERS, some(FIELDS), some(VARIANTS), some(PICTURES))


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
        PLAIN.html.fill({"name": "Ana"})


def test_pieces_that_do_not_alternate_are_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        Pieces(("one text",), ("leave_url",)).fill({"leave_url": "x"})


@QUICK
@given(pieces=PIECES, values=st.fixed_dictionaries({"name": WORDS, "leave_url": WORDS}))
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
    assert back.main.html.fill({"leave_url": "x"}) == PLAIN.html.fill({"leave_url": "x"})


def test_json_names_pictures_by_digest_and_leaves_their_bytes_out() -> None:
    large = dataclasses.replace(PICTURE, data=bytes(10_000))
    text = dataclasses.replace(LETTER, pictures=(large,)).to_json()

    assert len(text) < 3000
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


@pytest.mark.parametrize(
    ("language", "nearest"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("en", "en"),
        ("de", "en"),
        ("", "en"),
        ("frr", "en"),
    ],
)
def test_a_reader_gets_their_language_or_its_nearest(language: str, nearest: str) -> None:
    assert LETTER.variant_for(language, {}).language == nearest


def test_a_region_of_its_own_comes_before_the_language() -> None:
    canadian = dataclasses.replace(PLAIN, language="fr-CA")
    letter = dataclasses.replace(LETTER, variants=(PLAIN, FRENCH, canadian))

    assert letter.variant_for("fr-ca", {}) is canadian
    assert letter.variant_for("fr-BE", {}) is FRENCH


@pytest.mark.parametrize(
    ("skin", "variant"),
    [("dry", DRY), ("Dry", DRY), (" DRY\n", DRY), ("dry\u202e", DRY), ("dr y", PLAIN), ("", PLAIN)],
)
def test_a_condition_holds_for_what_a_reader_would_see(skin: str, variant: Variant) -> None:
    assert LETTER.variant_for("en", {"skin": skin}) is variant


def test_who_has_no_value_does_not_meet_a_condition_on_the_default() -> None:
    default = dataclasses.replace(PLAIN, conditions={"skin": "any skin"})
    letter = dataclasses.replace(LETTER, variants=(DRY, default, PLAIN))

    assert letter.variant_for("en", {}) is PLAIN
    assert letter.variant_for("en", {"skin": "Any skin"}) is default


def test_a_condition_may_ask_for_a_language_without_its_region() -> None:
    german = dataclasses.replace(PLAIN, conditions={"language": "de"})
    english = dataclasses.replace(PLAIN, conditions={"language": "en"})
    letter = dataclasses.replace(LETTER, variants=(german, english, PLAIN))

    assert letter.variant_for("de-AT", {}) is german
    assert letter.variant_for("", {}) is english
    assert letter.variant_for("nl", {}) is PLAIN


def test_what_a_reader_lacks_is_said_in_the_language_of_the_letter() -> None:
    named = dataclasses.replace(FRENCH, text=Pieces(("Bonjour ", ""), ("name",)))
    letter = dataclasses.replace(LETTER, fields=(Field("name", default="reader"), *LETTER.fields))

    assert letter.fields_in(named) == (
        Field("name", default="lectrice ou lecteur"),
        Field("leave_url", FieldKind.URL),
    )
    assert letter.fields_in(PLAIN) == (Field("leave_url", FieldKind.URL),)


def test_the_main_variant_is_for_readers_who_meet_no_condition() -> None:
    assert LETTER.main is PLAIN


def test_a_picture_is_named_by_its_bytes_and_shown_from_where_it_is() -> None:
    assert PICTURE.name == f"{PICTURE.digest}.png"
    assert dataclasses.replace(PICTURE, media_type="image/jpeg").name.endswith(".jpg")
    assert PICTURE.src == f"cid:{PICTURE.content_id}"
    assert dataclasses.replace(PICTURE, url="https://a/b.png").src == "https://a/b.png"


@pytest.mark.parametrize(
    ("reader", "gets"),
    [("zh-Hant-TW", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("zh", "en"), ("EN-gb", "en"), ("", "en")],
)
def test_a_reader_gets_the_nearest_wider_language(reader: str, gets: str) -> None:
    variants = tuple(
        dataclasses.replace(PLAIN, language=language) for language in ("en", "zh-Hant")
    )
    letter = dataclasses.replace(LETTER, variants=variants)
    assert letter.variant_for(reader, {}).language == gets
