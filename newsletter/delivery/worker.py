"""A worker: claims a few readers, offers each their letter, writes down what the server said."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsletter.delivery.ledger import Ledger
from newsletter.delivery.letters import SpoiltLetter
from newsletter.delivery.mailings import Mailings
from newsletter.delivery.message import Form
from newsletter.delivery.transport import Envelope, Transport
from newsletter.errors import NewsletterError, ProviderError
from newsletter.model import (
    TO_AUDIENCE,
    TO_ONE_READER,
    Delivery,
    Letter,
    Mailing,
    MailingState,
    Outcome,
    Report,
)

BATCH = 25
"""Readers claimed at once: few enough to be done well within a lease."""

MOST_REFUSALS = 20
"""Refused in a row before somebody should look."""

LOOKS_UP = 0.5
"""Seconds between two looks, while an issue is sent, at whether a single reader waits."""

MOST_FORMS = 8
"""Letters kept ready to be filled: as many mailings as may well run at once."""

log = logging.getLogger("newsletter")

FIRST_REST = 1.0
LONGEST_REST = 60.0
"""Seconds to leave a provider alone that cannot be reached; doubles in between."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a worker needs of the world: clocks, links for readers, a way to each provider.

    `clock` counts seconds and never goes back; `stopping` says when to leave off.
    """

    transport: Callable[[str], Transport]
    reader_values: Callable[[Mailing, Letter, int], Mapping[str, str]]
    clock: Callable[[], float]
    now: Callable[[], datetime]
    stopping: Callable[[], bool]


@dataclass(slots=True)
class Worker:
    """Sends what is due, in rounds; every row it holds carries its token."""

    ledger: Ledger
    mailings: Mailings
    token: str
    around: Surroundings
    _transports: dict[str, Transport] = field(default_factory=dict)
    _forms: dict[int, Form] = field(default_factory=dict)
    _resting: dict[str, tuple[float, float]] = field(default_factory=dict)
    _unrecorded: list[tuple[Delivery, Report]] = field(default_factory=list)
    _refused: Counter[int] = field(default_factory=Counter)
    _looks_up_at: float = 0.0

    def drain(self, seconds: float) -> Counter[Outcome]:
        """Send for at most about `seconds`, or until nothing is due; count the outcomes.

        Mailings take turns, a batch each, so that a large one does not hold up the others. What
        single readers wait for goes before every batch, and calls away from one.
        """
        self._record_left_over()
        end = self.around.clock() + seconds
        tally: Counter[Outcome] = Counter()
        busy = True
        while busy and not self._must_stop(end):
            busy = False
            for mailing in self._turns():
                if not self._must_stop(end) and not self._rests(mailing.provider):
                    outcomes = self._send_batch(mailing, end)
                    tally += outcomes
                    busy = busy or bool(outcomes)
        return tally

    def close(self) -> None:
        """Give back what is claimed, and end all conversations."""
        for transport in self._transports.values():
            transport.close()
        self._transports.clear()
        self._record_left_over()
        self.ledger.release(self.token)

    def _turns(self) -> Iterator[Mailing]:
        for issue in self.mailings.all([MailingState.SENDING]):
            yield from self.mailings.due_to_readers()
            yield issue
        yield from self.mailings.due_to_readers()

    def _is_called_away(self, mailing: Mailing) -> bool:
        """Whether somebody waits for a letter of their own while an issue is sent."""
        if mailing.kind in TO_ONE_READER or self.around.clock() < self._looks_up_at:
            return False
        self._looks_up_at = self.around.clock() + LOOKS_UP
        return bool(self.mailings.due_to_readers(most=1))

    def _send_batch(self, mailing: Mailing, end: float) -> Counter[Outcome]:
        tally: Counter[Outcome] = Counter()
        claimed = self.ledger.claim(mailing.id, self.token, BATCH)
        if not claimed:
            return tally
        try:
            transport = self._reach(mailing)
            if transport:
                for outcome in self._send_each(mailing, claimed, transport):
                    tally[outcome] += 1
                    rests = self._rests(mailing.provider)
                    if rests or self._must_stop(end) or self._is_called_away(mailing):
                        break
        finally:
            self._record_left_over()
            self.ledger.release(self.token, mailing.id)
        return tally

    def _send_each(
        self, mailing: Mailing, claimed: list[int], transport: Transport
    ) -> Iterator[Outcome]:
        """Send to one reader after the other; each result is stored with the next one's start.

        A result stays with the worker until the database has taken it, since a server says it only
        once. So does a start whose commit was not heard of: nobody has been spoken to.
        """
        form = self._form(mailing)
        if not form:
            return
        for subscriber in claimed:
            last = self._unrecorded[-1] if self._unrecorded else None
            unheard = Delivery(mailing.id, subscriber, "", "", 0)
            self._unrecorded.append((unheard, Report(Outcome.UNSENT, "")))
            started = self.ledger.advance(mailing.id, self.token, last, subscriber)
            self._unrecorded.clear()
            if started:
                report = self._offer(mailing, form, started, transport)
                self._unrecorded.append((started, report))
                if mailing.kind in TO_AUDIENCE:
                    self._watch_refusals(mailing, report)
                yield report.outcome

    def _watch_refusals(self, mailing: Mailing, report: Report) -> None:
        """Pause a mailing that is refused again and again: that is hardly the readers' fault."""
        if report.outcome == Outcome.SENT:
            self._refused[mailing.id] = 0
        if report.outcome == Outcome.FAILED:
            self._refused[mailing.id] += 1
        if self._refused[mailing.id] >= MOST_REFUSALS:
            self._refused[mailing.id] = 0
            problem = f"{MOST_REFUSALS} letters in a row were refused"
            remedy = f"See `newsletter status {mailing.id}` for what the server said."
            self._hold_up(mailing, ProviderError(problem, remedy=remedy, permanent=True))

    def _record_left_over(self) -> None:
        while self._unrecorded:
            letter, report = self._unrecorded[0]
            self.ledger.advance(letter.mailing, self.token, (letter, report), None)
            del self._unrecorded[0]

    def _offer(
        self, mailing: Mailing, form: Form, delivery: Delivery, transport: Transport
    ) -> Report:
        values = self.around.reader_values(mailing, form.letter, delivery.subscriber)
        try:
            message = form.fill(delivery, values, self.around.now())
        except ValueError as error:
            return Report(Outcome.FAILED, str(error))
        try:
            return transport.send(Envelope(form.letter.sender.bounces, delivery.address), message)
        except ProviderError as error:
            self._hold_up(mailing, error)
            return Report(Outcome.UNSENT, error.problem)

    def _form(self, mailing: Mailing) -> Form | None:
        """The mailing's letter, encoded once; the one that is longest in hand makes room.

        A letter that is not what was frozen is held, and none.
        """
        if mailing.id in self._forms:
            return self._forms[mailing.id]
        try:
            form = Form(self.mailings.letter(mailing.letter), mailing.uid, mailing.kind)
        except SpoiltLetter as error:
            log.error("mailing %d is held: %s", mailing.id, error.problem)
            self.mailings.hold(mailing.id, error.problem)
            return None
        # A letter to one reader is filled once.
        if mailing.kind in TO_AUDIENCE:
            if len(self._forms) == MOST_FORMS:
                del self._forms[next(iter(self._forms))]
            self._forms[mailing.id] = form
        return form

    def _reach(self, mailing: Mailing) -> Transport | None:
        """Be connected to the mailing's provider, if it can be."""
        try:
            if mailing.provider not in self._transports:
                self._transports[mailing.provider] = self.around.transport(mailing.provider)
            transport = self._transports[mailing.provider]
            transport.connect()
        except NewsletterError as error:
            self._hold_up(mailing, error)
            return None
        self._resting.pop(mailing.provider, None)
        self.mailings.note(mailing.id, "")
        return transport

    def _hold_up(self, mailing: Mailing, error: NewsletterError) -> None:
        """Leave a provider alone for a while, longer each time; pause what needs a person.

        A letter to one reader is not paused: nobody would let each of them go on.
        """
        needs_a_person = not isinstance(error, ProviderError) or error.permanent
        if needs_a_person and mailing.kind in TO_AUDIENCE:
            log.error("mailing %d is paused: %s", mailing.id, error.problem)
            self.mailings.pause(mailing.id, error.problem)
            return
        _, previous = self._resting.get(mailing.provider, (0.0, FIRST_REST / 2))
        pause = min(previous * 2, LONGEST_REST)
        self._resting[mailing.provider] = (self.around.clock() + pause, pause)
        note = f"{error.problem}; next try in {pause:.0f} s"
        log.warning("mailing %d: %s", mailing.id, note)
        self.mailings.note(mailing.id, note)

    def _rests(self, provider: str) -> bool:
        until, _ = self._resting.get(provider, (0.0, 0.0))
        return self.around.clock() < until

    def _must_stop(self, end: float) -> bool:
        return self.around.stopping() or self.around.clock() >= end
