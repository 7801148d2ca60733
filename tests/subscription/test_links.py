from dataclasses import replace
from datetime import UTC, datetime

from newsletter.audience import Subscribers, parse_address
from newsletter.model import Field, Keyring, Letter, SubscriberState
from newsletter.subscription import (
    choose_language_by_token,
    language_by_token,
    leave_by_token,
    reader_values,
)
from tests.conftest import add_readers, make_letter

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = Keyring(b"k" * 64)


def letter_with(*slots: str) -> Letter:
    return replace(make_letter(), fields=tuple(Field(slot) for slot in slots))


def test_the_link_in_a_letter_takes_its_reader_off_the_list(subscribers: Subscribers) -> None:
    addresses = add_readers(subscribers, 3)
    reader = subscribers.find(parse_address(addresses[1]))
    link = reader_values(KEY, make_letter(), reader.id, NOW)["leave_url"]
    base, _, token = link.rpartition("/")

    leave_by_token(KEY, subscribers, token, NOW, "one click")
    leave_by_token(KEY, subscribers, token, NOW, "one click")

    assert base == "https://letter.example.org/leave"
    assert subscribers.counts() == {SubscriberState.ACTIVE: 2, SubscriberState.LEFT: 1}
    assert subscribers.find(parse_address(addresses[1])).state == SubscriberState.LEFT


def test_a_token_of_somebody_elses_making_changes_nothing(subscribers: Subscribers) -> None:
    add_readers(subscribers, 1)
    link = reader_values(Keyring(b"another key"), make_letter(), 1, NOW)["leave_url"]

    leave_by_token(KEY, subscribers, link.rpartition("/")[2], NOW, "one click")
    leave_by_token(KEY, subscribers, "nonsense", NOW, "one click")

    assert subscribers.counts() == {SubscriberState.ACTIVE: 1}


def test_a_link_says_nothing_about_its_reader() -> None:
    link = reader_values(KEY, make_letter(), 1, NOW)["leave_url"]

    assert "@" not in link
    assert "skin" not in link


def test_a_reader_chooses_a_language(subscribers: Subscribers) -> None:
    addresses = add_readers(subscribers, 2)
    reader = subscribers.find(parse_address(addresses[0]))
    values = reader_values(KEY, letter_with("preferences_url"), reader.id, NOW)
    token = values["preferences_url"].removeprefix("https://letter.example.org/preferences/")

    choose_language_by_token(KEY, subscribers, token, NOW, "fr", "preferences page")
    choose_language_by_token(KEY, subscribers, token, NOW, "fr", "preferences page")

    assert [event.kind for event in subscribers.history(reader.id)].count("language fr") == 1
    assert language_by_token(KEY, subscribers, token, NOW) == "fr"
    assert [subscribers.find(parse_address(each)).language for each in addresses] == ["fr", ""]
    assert subscribers.history(reader.id)[-1].kind == "language fr"


def test_a_link_for_one_thing_does_nothing_else(subscribers: Subscribers) -> None:
    (address,) = add_readers(subscribers, 1)
    reader = subscribers.find(parse_address(address))
    values = reader_values(KEY, letter_with("preferences_url"), reader.id, NOW)
    leave, preferences = (
        values[f"{name}_url"].rpartition("/")[2] for name in ("leave", "preferences")
    )

    leave_by_token(KEY, subscribers, preferences, NOW, "one click")
    choose_language_by_token(KEY, subscribers, leave, NOW, "fr", "preferences page")

    assert subscribers.counts() == {SubscriberState.ACTIVE: 1}
    assert language_by_token(KEY, subscribers, preferences, NOW) == ""


def test_only_links_that_a_letter_has_a_place_for_are_signed_and_always_the_way_out() -> None:
    assert set(reader_values(KEY, letter_with(), 1, NOW)) == {"leave_url"}
    assert set(reader_values(KEY, letter_with("confirm_url", "name"), 1, NOW)) == {
        "confirm_url",
        "leave_url",
    }
