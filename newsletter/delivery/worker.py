"""A worker: claims a few readers, offers each their letter, writes down what the server said."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsletter.delivery.ledger import Ledger
from newsletter.delivery.mailings import Mailings
from newsletter.delivery.message import build_message
from newsletter.delivery.transport import Envelope, Transport
from newsletter.errors import ProviderError
from newsletter.model import Delivery, Letter, Mailing, MailingState, Outcome, Report

BATCH = 25
"""Readers claimed at once: few enough to be done well within a lease."""

FIRST_REST = 1.0
LONGEST_REST = 60.0
"""Seconds to leave a provider alone that cannot be reached; doubles in between."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a worker needs of the world: clocks, links for readers, a way to each provider.

    `clock` counts seconds and never goes back; `stopping` says when to leave off.
    """

    transport: Callable[[str], Transport]
    reader_values: Callable[[Letter, int], Mapping[str, str]]
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
    _letters: dict[str, Letter] = field(default_factory=dict)
    _resting: dict[str, tuple[float, float]] = field(default_factory=dict)
    _unrecorded: list[tuple[Delivery, Report]] = field(default_factory=list)

    def drain(self, seconds: float) -> Counter[Outcome]:
        """Send for at most about `seconds`, or until nothing is due; count the outcomes.

        Mailings take turns, a batch each, so that a large one does not hold up the others.
        """
        self._record_left_over()
        end = self.around.clock() + seconds
        tally: Counter[Outcome] = Counter()
        busy = True
        while busy and not self._must_stop(end):
            busy = False
            for mailing in self.mailings.all([MailingState.SENDING]):
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

    def _send_batch(self, mailing: Mailing, end: float) -> Counter[Outcome]:
        tally: Counter[Outcome] = Counter()
        claimed = self.ledger.claim(mailing.id, self.token, BATCH)
        transport = self._reach(mailing) if claimed else None
        last: tuple[Delivery, Report] | None = None
        try:
            for subscriber in claimed if transport else ():
                started = self.ledger.advance(mailing.id, self.token, last, subscriber)
                last = None
                if started and transport:
                    last = (started, self._offer(mailing, started, transport))
                    tally[last[1].outcome] += 1
                if self._must_stop(end) or self._rests(mailing.provider):
                    break
        finally:
            # Kept until the database takes it: what a server said is said only once.
            self._unrecorded += [last] if last else []
            self._record_left_over()
            self.ledger.release(self.token)
        return tally

    def _record_left_over(self) -> None:
        while self._unrecorded:
            letter, report = self._unrecorded[0]
            self.ledger.advance(letter.mailing, self.token, (letter, report), None)
            del self._unrecorded[0]

    def _offer(self, mailing: Mailing, delivery: Delivery, transport: Transport) -> Report:
        letter = self._letter(mailing)
        values = self.around.reader_values(letter, delivery.subscriber)
        try:
            message = build_message(letter, mailing, delivery, values, self.around.now())
        except ValueError as error:
            return Report(Outcome.FAILED, str(error))
        try:
            return transport.send(Envelope(letter.sender.bounces, delivery.address), message)
        except ProviderError as error:
            self._hold_up(mailing, error)
            return Report(Outcome.UNSENT, error.problem)

    def _letter(self, mailing: Mailing) -> Letter:
        if mailing.letter not in self._letters:
            self._letters[mailing.letter] = self.mailings.letter(mailing.letter)
        return self._letters[mailing.letter]

    def _reach(self, mailing: Mailing) -> Transport | None:
        """Be connected to the mailing's provider, if it can be."""
        try:
            if mailing.provider not in self._transports:
                self._transports[mailing.provider] = self.around.transport(mailing.provider)
            transport = self._transports[mailing.provider]
            transport.connect()
        except ProviderError as error:
            self._hold_up(mailing, error)
            return None
        self._resting.pop(mailing.provider, None)
        self.mailings.note(mailing.id, "")
        return transport

    def _hold_up(self, mailing: Mailing, error: ProviderError) -> None:
        """Leave a provider alone for a while, longer each time; pause what needs a person."""
        if error.permanent:
            self.mailings.pause(mailing.id, error.problem)
        _, previous = self._resting.get(mailing.provider, (0.0, FIRST_REST / 2))
        pause = min(previous * 2, LONGEST_REST)
        self._resting[mailing.provider] = (self.around.clock() + pause, pause)
        self.mailings.note(mailing.id, f"{error.problem}; next try in {pause:.0f} s")

    def _rests(self, provider: str) -> bool:
        until, _ = self._resting.get(provider, (0.0, 0.0))
        return self.around.clock() < until

    def _must_stop(self, end: float) -> bool:
        return self.around.stopping() or self.around.clock() >= end
