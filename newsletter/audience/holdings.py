"""What is held: all of one person, to be shown to them alone; how much of everybody."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from newsletter.audience.readers import read_subscriber
from newsletter.audience.story import read_story
from newsletter.audience.suppression import Suppressions
from newsletter.database import (
    attempt,
    consent_event,
    delivery,
    mailing,
    reading,
    sign_up,
    subscriber,
    suppression,
    wording,
)
from newsletter.model import FORGOTTEN, Keyring


def export_person(engine: Engine, keys: Keyring, subscriber_id: int) -> Mapping[str, Any] | None:
    """Return everything that is held of one person, as JSON knows it; None if there is nobody.

    Times are ISO 8601 in UTC; a step of the consent holds the text that was agreed to.
    """
    with reading(engine) as connection:
        query = select(subscriber).where(subscriber.c.id == subscriber_id)
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        held = {
            "person": _plain(asdict(read_subscriber(row))),
            "consent": _tell_story(connection, subscriber_id),
            "letters": _list_letters(connection, subscriber_id),
        }
    return held | {"suppressed": Suppressions(engine, keys).reason(row.canonical) or ""}


def count_holdings(engine: Engine) -> Mapping[str, int]:
    """How much is kept beside the readers themselves, by sort."""
    rows = {
        "steps of consent": select(func.count()).select_from(consent_event),
        "texts agreed to": select(func.count()).select_from(wording),
        "deliveries": select(func.count()).select_from(delivery),
        "words of servers": select(func.count()).where(delivery.c.reply.not_in(("", FORGOTTEN))),
        "digests of addresses": select(func.count()).select_from(suppression),
        "tries to sign up": select(func.count()).select_from(attempt),
        "sign-ups that wait": select(func.count()).select_from(sign_up),
    }
    with reading(engine) as connection:
        return {what: connection.scalars(query).one() for what, query in rows.items()}


def _tell_story(connection: Connection, subscriber_id: int) -> list[dict[str, object]]:
    story = [asdict(each) for each in read_story(connection, subscriber_id)]
    digests = {each["wording"] for each in story}
    query = select(wording.c.digest, wording.c.text).where(wording.c.digest.in_(digests))
    texts = {row.digest: row.text for row in connection.execute(query)}
    return [_plain(each | {"wording": texts.get(each["wording"], "")}) for each in story]


def _list_letters(connection: Connection, subscriber_id: int) -> list[dict[str, object]]:
    columns = (mailing.c.issue, delivery.c.state, delivery.c.attempts, delivery.c.reply)
    query = (
        select(*columns, delivery.c.changed_at)
        .join(mailing, mailing.c.id == delivery.c.mailing_id)
        .where(delivery.c.subscriber_id == subscriber_id)
        .order_by(mailing.c.id)
    )
    return [
        _plain(row._asdict() | {"changed_at": datetime.fromtimestamp(row.changed_at, UTC)})
        for row in connection.execute(query)
    ]


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _as_json(value) for name, value in values.items()}


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
