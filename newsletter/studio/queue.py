"""The queue as an editor sees it: how far each mailing has come, why it waits, what is due."""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from threading import Lock

from sqlalchemy import Engine

from newsletter.delivery import (
    WITHOUT_LETTER,
    Gate,
    Mailings,
    Progress,
    Reason,
    SpoiltLetter,
    find_reasons,
    measure,
)
from newsletter.editorial import (
    Day,
    calendar,
    cancel_mailing,
    how_to_take_in,
    pause_mailing,
    resume_mailing,
    source_changed,
)
from newsletter.localtime import LocalTime
from newsletter.model import DeliveryState, Mailing, MailingState
from newsletter.studio.masking import mask_addresses
from newsletter.studio.revisions import Studio

WEEKS = 8
"""How far the calendar looks ahead."""

MOST_ENDED = 20
"""Mailings that are over and still listed: the latest ones."""

KEPT = 20
"""Times as long as counting took is what was counted kept: the queue costs a twentieth at most."""

WAITING = (
    MailingState.SCHEDULED,
    MailingState.PAUSED,
    MailingState.LATE,
    MailingState.HELD,
)
ENDED = (MailingState.FINISHED, MailingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why some readers got no letter, and how many."""

    reason: str
    readers: int


@dataclass(frozen=True, slots=True)
class QueuedMailing:
    """A mailing with its progress. `rate` is letters an hour, unknown until there are enough.

    `problem` is why it waits, and what has changed in its files since it was frozen.
    """

    id: int
    slug: str
    subject: str
    state: str
    send_at: LocalTime
    planned: int
    sent: int
    counts: Mapping[str, int]
    rate: float | None
    finish_at: datetime | None
    problem: str
    why_not: tuple[WhyNot, ...]


@dataclass(frozen=True, slots=True)
class DueDay:
    """One line of the calendar; without a state nothing is scheduled there yet."""

    at: LocalTime
    slug: str
    subject: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a mailing, and until when it counts (seconds of `clock`)."""

    progress: Progress
    reasons: tuple[Reason, ...]
    until: float


class Queue:
    """Mailings and calendar of a workspace; any thread may ask. `gate` says what may not go."""

    def __init__(
        self,
        studio: Studio,
        engine: Engine,
        gate: Callable[[], Gate],
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._studio, self._engine, self._gate = studio, engine, gate
        self._now, self._clock = now, clock
        self._mailings = Mailings(engine)
        self._counted: dict[int, Counted] = {}
        self._counting = Lock()
        self._subject = lru_cache(maxsize=256)(self._read_subject)
        self._change = lru_cache(maxsize=64)(self._read_change)

    def mailings(self) -> list[QueuedMailing]:
        """Everything that is not over, in the order it starts, then what ended last."""
        return [self._look_at(mailing) for mailing in self._listed()]

    def calendar(self) -> list[DueDay]:
        """The coming slots and mailings, soonest first."""
        settings, library = self._studio.workspace.settings, self._studio.library
        days = calendar(settings, library, self._mailings, self._now(), WEEKS)
        return [self._due(day) for day in days]

    def fingerprint(self) -> Hashable:
        """What differs when the queue does; cheap enough to be asked every second."""
        listed = self._listed()
        running = [each.id for each in listed if each.state is MailingState.SENDING]
        counts = [(id, sorted(self._count(id).progress.counts.items())) for id in running]
        return self._studio.revision, repr(listed), repr(counts)

    def pause(self, mailing: int) -> QueuedMailing:
        """Hold a mailing up, as the command does; it raises the same errors."""
        return self._look_again(pause_mailing(self._mailings, mailing))

    def resume(self, mailing: int) -> QueuedMailing:
        """Let a mailing go on if its approvals are good, as the command does."""
        return self._look_again(resume_mailing(self._mailings, mailing, self._gate()))

    def cancel(self, mailing: int) -> QueuedMailing:
        """End a mailing, as the command does."""
        return self._look_again(cancel_mailing(self._mailings, mailing))

    def _listed(self) -> list[Mailing]:
        every = self._mailings.all()
        ended = [each for each in every if each.state in ENDED]
        return [each for each in every if each.state not in ENDED] + ended[: -MOST_ENDED - 1 : -1]

    def _look_again(self, mailing: Mailing) -> QueuedMailing:
        self._counted.pop(mailing.id, None)
        return self._look_at(mailing)

    def _look_at(self, mailing: Mailing) -> QueuedMailing:
        counted = self._count(mailing.id)
        progress, runs = counted.progress, mailing.state is MailingState.SENDING
        return QueuedMailing(
            id=mailing.id,
            slug=mailing.issue,
            subject=self._subject(mailing.letter) or mailing.issue,
            state=name_state(mailing.state),
            send_at=LocalTime.at(mailing.starts_at, mailing.time_zone),
            planned=progress.planned,
            sent=progress.counts[DeliveryState.SENT],
            counts={state.value: readers for state, readers in progress.counts.items()},
            rate=progress.per_hour if runs else None,
            finish_at=progress.done_at if runs and mailing.expanded else None,
            problem=self._problem(mailing),
            why_not=tuple(_explain(reason) for reason in counted.reasons),
        )

    def _count(self, mailing: int) -> Counted:
        """Count the deliveries of a mailing, unless that was done a moment ago."""
        with self._counting:
            begun, last = self._clock(), self._counted.get(mailing)
            if last and begun < last.until:
                return last
            progress = measure(self._engine, mailing)
            failed = any(progress.counts[state] for state in WITHOUT_LETTER)
            reasons = tuple(find_reasons(self._engine, mailing)) if failed else ()
            ended = self._clock()
            counted = Counted(progress, reasons, ended + KEPT * (ended - begun))
            self._counted[mailing] = counted
            return counted

    def _problem(self, mailing: Mailing) -> str:
        """Why a mailing waits; and whether its files say something else by now."""
        change = ""
        if mailing.state in WAITING:
            # Pausing it changes nothing that it was frozen from.
            frozen = replace(mailing, state=MailingState.SCHEDULED, note="")
            change = self._change(frozen, self._studio.revision)
        told = (mailing.note, f"{change}: {how_to_take_in(mailing)}" if change else "")
        return "; ".join(filter(None, told))

    def _read_change(self, mailing: Mailing, _revision: int) -> str:
        return source_changed(self._studio.workspace, mailing, self._now())

    def _read_subject(self, digest: str) -> str:
        """The subject of a frozen letter, for a reader of whom nothing is known."""
        try:
            letter = self._mailings.letter(digest)
        except SpoiltLetter:
            return ""
        fields = {each.name: each.prepare("") for each in letter.fields_in(letter.main)}
        return letter.main.subject.fill(fields)

    def _due(self, day: Day) -> DueDay:
        slug = day.mailing.issue if day.mailing else day.issue
        if day.mailing:
            subject, note = self._subject(day.mailing.letter), day.slot
        elif slug:
            subject, note = self._studio.library.issues[slug].subject, "not scheduled yet"
        else:
            subject, note = "", f"{day.slot}: free"
        state = name_state(day.mailing.state) if day.mailing else ""
        return DueDay(day.at, slug, subject, state, note)


def name_state(state: MailingState) -> str:
    """How the studio calls a state: what is finished has been sent."""
    return "sent" if state is MailingState.FINISHED else state.value


def _explain(reason: Reason) -> WhyNot:
    words = mask_addresses(reason.reply)
    state = reason.state.replace("_", " ")
    return WhyNot(f"{state}: {words}" if words else state, reason.readers)
