"""From a letter to a mailing: the letter is stored, what it is made of is written beside it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select

from newsletter.database import delivery, mailing
from newsletter.delivery.letters import store_letter
from newsletter.errors import UsageError
from newsletter.model import (
    Content,
    DeliveryState,
    DoubtPolicy,
    Letter,
    Mailing,
    MailingKind,
    MailingState,
    Rule,
    read_rule,
    spell_rule,
)

ONE_READER = "reader"
"""The audience of a letter that one reader's own step brings about."""

UNTOUCHED: Mapping[str, object] = {
    "state": MailingState.SCHEDULED,
    "expanded_to": 0,
    "expanded": 0,
    "planned": 0,
    "note": "",
    "contents": [],
    "kind": MailingKind.ISSUE,
    "rule": None,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What an editor decides about a mailing; `not_after` in seconds after the start.

    `rule` says who is meant by the audience; None: everybody.
    """

    audience: str
    provider: str
    starts_at: datetime
    time_zone: str
    not_after: int
    doubt: DoubtPolicy = DoubtPolicy.HOLD
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """A letter to one reader, to go at once; `not_after` in seconds from the moment it is made."""

    kind: MailingKind
    reader: int
    provider: str
    not_after: int


def freeze(
    connection: Connection, frozen: Letter, plan: Plan, contents: Sequence[Content]
) -> tuple[Mailing, bool]:
    """Store a letter and make its mailing; return the mailing and whether it is new.

    Raises:
        UsageError: this issue is already on its way to this audience, otherwise than here.
    """
    found = _live(connection, frozen.issue, plan.audience)
    if found:
        return _require_same(found, frozen, plan), False
    made = _insert(
        connection,
        frozen,
        audience=plan.audience,
        provider=plan.provider,
        starts_at=plan.starts_at.timestamp(),
        time_zone=plan.time_zone,
        not_after=plan.not_after,
        doubt=plan.doubt,
        active_at=plan.starts_at.timestamp(),
        contents=[asdict(each) for each in contents],
        rule=spell_rule(plan.rule) if plan.rule else None,
    )
    return made, True


def freeze_for_reader(
    connection: Connection, frozen: Letter, errand: Errand, now: ColumnElement[float]
) -> Mailing:
    """Store a letter, make its mailing and the one delivery of it; return the mailing."""
    made = _insert(
        connection,
        frozen,
        audience=ONE_READER,
        provider=errand.provider,
        state=MailingState.SENDING,
        starts_at=now,
        time_zone="UTC",
        not_after=errand.not_after,
        doubt=DoubtPolicy.HOLD,
        active_at=now,
        expanded=1,
        planned=1,
        kind=errand.kind,
        reader=errand.reader,
    )
    row = {"mailing_id": made.id, "subscriber_id": errand.reader, "state": DeliveryState.QUEUED}
    add = insert(delivery).values(**row, next_at=now, changed_at=now, attempts=0, reply="")
    connection.execute(add)
    return made


def _insert(connection: Connection, frozen: Letter, **values: object) -> Mailing:
    """Store a letter, and a mailing of it: what `values` do not say is as nothing had happened."""
    store_letter(connection, frozen)
    names = {"uid": secrets.token_hex(8), "issue": frozen.issue, "letter": frozen.digest}
    add = insert(mailing).values(**UNTOUCHED, **names).values(**values)
    return read_mailing(connection.execute(add.returning(*mailing.c)).one())


def read_mailing(row: Row[Any]) -> Mailing:
    """A row of the table as a noun."""
    return Mailing(
        id=row.id,
        uid=row.uid,
        issue=row.issue,
        letter=row.letter,
        audience=row.audience,
        provider=row.provider,
        state=MailingState(row.state),
        starts_at=datetime.fromtimestamp(row.starts_at, UTC),
        time_zone=row.time_zone,
        not_after=row.not_after,
        doubt=DoubtPolicy(row.doubt),
        planned=row.planned,
        expanded=bool(row.expanded),
        note=row.note,
        contents=tuple(map(_read_content, row.contents)),
        kind=MailingKind(row.kind),
        reader=row.reader,
        rule=read_rule(row.rule) if row.rule else None,
    )


def _read_content(values: dict[str, Any]) -> Content:
    """A sheet as the database keeps it, which knows lists and no tuples."""
    return Content(**{**values, "authors": tuple(values.get("authors", ()))})


def _live(connection: Connection, issue: str, audience: str) -> Mailing | None:
    query = select(mailing).where(
        mailing.c.kind == MailingKind.ISSUE,
        mailing.c.issue == issue,
        mailing.c.audience == audience,
        mailing.c.state != MailingState.CANCELLED,
    )
    row = connection.execute(query).one_or_none()
    return read_mailing(row) if row else None


def _require_same(found: Mailing, frozen: Letter, plan: Plan) -> Mailing:
    what = _difference(found, frozen, plan)
    if not what:
        return found
    if found.state == MailingState.FINISHED:
        remedy = "Make a new issue: readers have this one already."
    else:
        remedy = f"Run `newsletter cancel {found.id}` first; whoever has it already is left out."
    raise UsageError(
        f"{found.issue} is mailing {found.id} already ({found.state}), with another {what}",
        remedy=remedy,
    )


def _difference(found: Mailing, frozen: Letter, plan: Plan) -> str:
    """What a mailing has otherwise than it is planned; nothing if it is just so."""
    if found.letter != frozen.digest:
        return "text"
    if found.rule != plan.rule:
        return f"rule for “{plan.audience}”"
    same = found.starts_at == plan.starts_at and found.provider == plan.provider
    return "" if same else "time"
