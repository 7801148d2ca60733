from newsletter.audience import Subscribers, parse_address
from newsletter.model import SubscriberState
from newsletter.subscription import leave_by_token, reader_values
from tests.conftest import add_readers, make_letter

KEY = b"k" * 64


def test_the_link_in_a_letter_takes_its_reader_off_the_list(subscribers: Subscribers) -> None:
    addresses = add_readers(subscribers, 3)
    reader = subscribers.find(parse_address(addresses[1]))
    link = reader_values(KEY, make_letter(), reader.id)["leave_url"]
    base, _, token = link.rpartition("/")

    leave_by_token(KEY, subscribers, token, "one click")
    leave_by_token(KEY, subscribers, token, "one click")

    assert base == "https://letter.example.org/leave"
    assert subscribers.counts() == {SubscriberState.ACTIVE: 2, SubscriberState.LEFT: 1}
    assert subscribers.find(parse_address(addresses[1])).state == SubscriberState.LEFT


def test_a_token_of_somebody_elses_making_changes_nothing(subscribers: Subscribers) -> None:
    add_readers(subscribers, 1)
    link = reader_values(b"another key", make_letter(), 1)["leave_url"]

    leave_by_token(KEY, subscribers, link.rpartition("/")[2], "one click")
    leave_by_token(KEY, subscribers, "nonsense", "one click")

    assert subscribers.counts() == {SubscriberState.ACTIVE: 1}


def test_a_link_says_nothing_about_its_reader() -> None:
    link = reader_values(KEY, make_letter(), 1)["leave_url"]

    assert "@" not in link
    assert "skin" not in link
