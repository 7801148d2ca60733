from dataclasses import replace
from datetime import UTC, datetime

from newsletter.audience import Purpose, Token, read_token
from newsletter.model import Field, Keyring, Letter
from newsletter.subscription import reader_values
from tests.conftest import make_letter

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = Keyring(b"k" * 64)


def letter_with(*slots: str) -> Letter:
    return replace(make_letter(), fields=tuple(Field(slot) for slot in slots))


def test_a_link_leads_to_the_page_for_its_reader_and_its_purpose() -> None:
    values = reader_values(KEY, letter_with("preferences_url", "data_url"), 7, NOW)

    for purpose in (Purpose.LEAVE, Purpose.PREFERENCES, Purpose.DATA):
        base, _, token = values[f"{purpose}_url"].rpartition("/")
        assert base == f"https://letter.example.org/{purpose}"
        assert read_token(KEY, purpose, token, NOW) == Token(7, expired=False)


def test_a_link_says_nothing_about_its_reader() -> None:
    link = reader_values(KEY, make_letter(), 1, NOW)["leave_url"]

    assert "@" not in link
    assert "skin" not in link


def test_only_links_that_a_letter_has_a_place_for_are_signed_and_always_the_way_out() -> None:
    assert set(reader_values(KEY, letter_with(), 1, NOW)) == {"leave_url"}
    assert set(reader_values(KEY, letter_with("confirm_url", "name"), 1, NOW)) == {
        "confirm_url",
        "leave_url",
    }
