"""What is known of readers, and how it comes into a letter."""

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.model import Field, FieldKind, spell_in_templates

NAME = Field("first_name", default="reader", longest=12)
PAGE = Field("page", FieldKind.URL, default="https://example.org/")
REF = Field("ref", FieldKind.URLPART, default="none given")

ANYTHING = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("Zoë", "Zoë"),
        ("  Ana \t Lim ", "Ana Lim"),
        ("Ana\r\nLim", "Ana Lim"),
        ("Ana\u2028Lim", "Ana Lim"),
        ("Ana\x85Lim", "Ana Lim"),
        ("Ana\x00 \x07 Lim", "Ana Lim"),
        ("Ana\u202eLim\u2066", "AnaLim"),
        ("A\ud800na\ufffe\U0001fffe", "Ana"),
        ("<b> & 'x'", "<b> & 'x'"),
        ("\u0639\u0627\u0626\u0634\u0629", "\u0639\u0627\u0626\u0634\u0629"),
        ("", "reader"),
        (" \u202e\r\n ", "reader"),
        ("x" * 12, "x" * 12),
        ("x" * 13, "reader"),
    ],
)
def test_text_is_printed_in_one_visible_line_or_not_at_all(value: str, printed: str) -> None:
    assert NAME.prepare(value) == printed


def test_a_value_that_is_too_long_is_never_cut_in_the_middle_of_a_character() -> None:
    doctor = "\U0001f469\u200d\u2695\ufe0f"

    assert NAME.prepare(doctor * 3) == doctor * 3
    assert NAME.prepare(doctor * 4) == "reader"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("javascript:alert(1)", PAGE.default),
        ("data:text/html,x", PAGE.default),
        ("//example.org", PAGE.default),
        ("https://", PAGE.default),
        ("example.org", PAGE.default),
        ("https://example.org/a b", PAGE.default),
        ("java\nscript:alert(1)", PAGE.default),
        ("https://example.org/" + "x" * 80, PAGE.default),
    ],
)
def test_an_address_leads_somewhere_or_gives_way(value: str, printed: str) -> None:
    assert PAGE.prepare(value) == printed


def test_a_part_of_an_address_cannot_leave_its_place() -> None:
    assert REF.prepare("a/b?c=d&e#f%") == "a%2Fb%3Fc%3Dd%26e%23f%25"
    assert REF.prepare("") == "none%20given"
    assert unquote(REF.prepare("李小龍")) == "李小龍"


@given(ANYTHING, st.sampled_from([NAME, PAGE, REF]))
def test_whatever_a_value_is_it_stays_in_one_line_and_can_be_sent(value: str, field: Field) -> None:
    printed = field.prepare(value)

    assert printed
    assert printed == " ".join(printed.split())
    assert printed.encode("utf-8")
    assert not any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") for each in printed)


@given(ANYTHING, st.sampled_from([NAME, PAGE]))
def test_what_has_been_prepared_stays_as_it_is(value: str, field: Field) -> None:
    assert field.prepare(field.prepare(value)) == field.prepare(value)


@given(ANYTHING)
def test_what_passes_the_check_is_printed_with_every_word(value: str) -> None:
    try:
        NAME.check(value)
    except ValueError:
        return

    assert NAME.prepare(value).split() == (value.split() or ["reader"])


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        (NAME, "Ana\nLim", "“first-name” holds a line break"),
        (NAME, "a\u202eb", "“first-name” holds a line break"),
        (NAME, "x" * 13, "“first-name” is longer than 12 characters"),
        (PAGE, "example.org", "“page” is not an address"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(field: Field, value: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        field.check(value)


def test_a_field_has_one_name_in_two_spellings() -> None:
    assert NAME.spelt == "first-name"
    assert spell_in_templates(NAME.spelt) == NAME.name
