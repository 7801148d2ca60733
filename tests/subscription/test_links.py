from dataclasses import replace
from datetime import UTC, datetime

from newsletter.audience import Purpose, read_token
from newsletter.model import Field, Letter
from newsletter.subscription import reader_values
from tests.conftest import make_letter
from tests.subscription.conftest import KEYS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def letter_with(*slots: str) -> Letter:
    return replace(make_letter(), fields=tuple(Field(slot) for slot in slots))


def test_each_link_leads_to_its_page_with_a_token_for_it_alone() -> None:
    letter = letter_with(*(f"{purpose}_url" for purpose in Purpose))
    links = reader_values(KEYS, letter, 7, NOW)

    for purpose in Purpose:
        base, _, token = links[f"{purpose}_url"].rpartition("/")
        assert base == f"https://letter.example.org/{purpose}"
        opened = {each: read_token(KEYS, each, token, NOW) for each in Purpose}
        assert [each for each, read in opened.items() if read] == [purpose]
        read = opened[purpose]
        assert read
        assert (read.subscriber, read.expired) == (7, False)


def test_a_link_says_nothing_about_its_reader() -> None:
    link = reader_values(KEYS, make_letter(), 1, NOW)["leave_url"]

    assert "@" not in link
    assert "skin" not in link


def test_only_links_that_a_letter_has_a_place_for_are_signed_and_always_the_way_out() -> None:
    assert set(reader_values(KEYS, letter_with(), 1, NOW)) == {"leave_url"}
    assert set(reader_values(KEYS, letter_with("confirm_url", "name"), 1, NOW)) == {
        "confirm_url",
        "leave_url",
    }
