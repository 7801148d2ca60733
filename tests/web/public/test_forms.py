import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.web.public.forms import ENCODED, MOST_FIELDS, Form, parse_form


def test_a_field_has_its_value_without_the_spaces_around_it() -> None:
    form = parse_form(f"{ENCODED}; charset=UTF-8", b"name=+Zo%C3%AB+&topics=a&topics=b&topics=a")

    assert form.read("name") == "Zoë"
    assert form.read_all("topics") == ("a", "b")


def test_a_field_that_is_missing_or_doubled_has_no_value() -> None:
    form = parse_form(ENCODED, b"a=1&a=2")

    assert form.read("a") == ""
    assert form.read("b") == ""
    assert form.read_all("b") == ()


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"a=1"),
        ("application/json", b"a=1"),
        ("", b"a=1"),
        (ENCODED, b"a=1&" * (MOST_FIELDS + 1)),
    ],
)
def test_what_is_no_form_of_ours_has_no_fields(media_type: str, body: bytes) -> None:
    assert parse_form(media_type, body) == Form()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_text_that_can_be_stored_and_shown(body: bytes) -> None:
    for name, values in parse_form(ENCODED, body).fields.items():
        "".join((name, *values)).encode()
