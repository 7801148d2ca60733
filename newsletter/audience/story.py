"""The story of each consent: steps are appended, and never changed."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, ScalarSelect, insert, select

from newsletter.audience.steps import Step
from newsletter.database import consent_event, subscriber
from newsletter.model import ConsentEvent, Proof


def append_step(
    connection: Connection, subscribers: Iterable[int], kind: str, at: float, proof: Proof
) -> None:
    """Append the same step to the story of each of these subscribers."""
    about = {"kind": kind, "at": at, **asdict(proof)}
    events = [{"subscriber_id": each, **about} for each in subscribers]
    connection.execute(insert(consent_event), events)


def read_story(connection: Connection, subscriber_id: int) -> list[ConsentEvent]:
    """The story of one subscriber's consent, oldest first."""
    query = select(consent_event).where(consent_event.c.subscriber_id == subscriber_id)
    return [
        ConsentEvent(
            row.kind,
            datetime.fromtimestamp(row.at, UTC),
            row.source,
            row.method,
            row.wording,
            row.network,
        )
        for row in connection.execute(query.order_by(consent_event.c.id))
    ]


def last_step_but_leaving() -> ScalarSelect[str]:
    """What brought a subscriber to where they were before they left; of the statement around it."""
    steps = [each for each in Step if each != Step.LEFT]
    theirs = (consent_event.c.subscriber_id == subscriber.c.id, consent_event.c.kind.in_(steps))
    query = select(consent_event.c.kind).where(*theirs).order_by(consent_event.c.id.desc())
    return query.limit(1).correlate(subscriber).scalar_subquery()
