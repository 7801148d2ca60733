import pytest
from sqlalchemy import Engine

from newsletter.audience import Subscribers, parse_address, search_readers
from newsletter.database import transaction
from newsletter.errors import UsageError
from newsletter.model import Proof, SubscriberState
from tests.conftest import add_readers


def test_leaving_twice_is_leaving_once(subscribers: Subscribers) -> None:
    add_readers(subscribers, 1)

    assert subscribers.leave(1, Proof("one click"))
    assert not subscribers.leave(1, Proof("one click"))
    assert not subscribers.leave(99, Proof("one click"))
    assert subscribers.counts() == {SubscriberState.LEFT: 1}


def test_who_was_never_on_the_list_is_said_so(subscribers: Subscribers) -> None:
    with pytest.raises(UsageError, match="not on the list"):
        subscribers.find(parse_address("nobody@example.org"))


def test_the_list_can_be_looked_at_while_somebody_writes(
    engine: Engine, subscribers: Subscribers
) -> None:
    (address,) = add_readers(subscribers, 1)

    with transaction(engine):
        assert [each.address for each in subscribers.all()] == [address]
        assert subscribers.counts().total() == 1
        assert len(search_readers(engine, "reader")) == 1
