"""What keeps running: a clock that starts what is due, and a worker that sends it.

What is due stands in the database; the `schedule` library only beats time. It reads the machine's
naive local clock and would stall for an hour when summer time ends, so the process lives in UTC.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from schedule import Scheduler
from sqlalchemy import Engine

from newsletter.delivery import (
    Accounts,
    Gate,
    Ledger,
    Mailings,
    Patience,
    Presence,
    SmtpTransport,
    Surroundings,
    Worker,
    expand,
    find_dead,
)
from newsletter.errors import NewsletterError
from newsletter.model import (
    DeliveryState,
    Keyring,
    Letter,
    Mailing,
    MailingKind,
    MailingState,
)
from newsletter.privacy import forget_in_time
from newsletter.settings import Sending, Settings
from newsletter.subscription import Reception, ServiceLetters, admit, reader_values

log = logging.getLogger("newsletter")

ROUND = 1.0
"""Seconds of sending between two looks at the clock."""

IDLE = 0.2
"""Seconds of sleep when nothing is due."""

ASK_AGAIN = 30
"""Seconds between two looks at whether what is being sent still may go."""

CHUNKS_A_TICK = 20
OPEN = (MailingState.SCHEDULED, MailingState.SENDING)


@dataclass(frozen=True, slots=True)
class Post:
    """Everything that sending needs, taken from one workspace; `gate` says what may not go."""

    engine: Engine
    settings: Settings
    keys: Keyring = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    presence_folder: Path
    gate: Gate
    letters: ServiceLetters

    @property
    def reception(self) -> Reception:
        """What readers and strangers have asked for."""
        return Reception(self.engine, self.keys, self.settings, self.letters, utc_now)

    @property
    def ledger(self) -> Ledger:
        """The ledger, with the patience of the settings."""
        return Ledger(self.engine, patience(self.settings.sending))

    @property
    def mailings(self) -> Mailings:
        """All mailings."""
        return Mailings(self.engine)


def run(post: Post, stop: Event, *, until_done: bool = False) -> None:
    """Start what is due and send it until `stop` is set, or until nothing is left to do.

    Ends cleanly: the letter under way gets its verdict, what was claimed is given back.
    """
    live_in_utc()
    with Presence(post.presence_folder) as presence:
        worker = make_worker(post, presence.token, stop.is_set)
        clock = make_clock(post)
        clock.run_all()
        try:
            while not stop.is_set():
                clock.run_pending()
                if until_done and _is_done(post):
                    break
                if not _send_a_round(worker):
                    stop.wait(IDLE)
        finally:
            worker.close()


def make_worker(post: Post, token: str, stopping: Callable[[], bool]) -> Worker:
    """A worker that knows this workspace's providers and signs its readers' links."""

    def values(mailing: Mailing, letter: Letter, subscriber: int) -> Mapping[str, str]:
        asked_at = f"{mailing.starts_at:%Y-%m-%d %H:%M} UTC"
        return {
            **reader_values(post.keys, letter, subscriber, utc_now()),
            "asked_at": asked_at,
        }

    def transport(name: str) -> SmtpTransport:
        provider = post.settings.find_provider(name)
        helo = post.settings.newsletter.from_.rpartition("@")[2]
        return SmtpTransport(provider, provider.password(post.environment), helo)

    around = Surroundings(transport, values, time.monotonic, utc_now, stopping)
    return Worker(post.ledger, post.mailings, token, around)


def make_clock(post: Post) -> Scheduler:
    """The ticks: each is safe to repeat, and safe beside the ticks of other processes."""
    clock = Scheduler()
    clock.every(1).seconds.do(guarded(lambda: start_due(post)))
    clock.every(1).seconds.do(guarded(lambda: take_in(post)))
    clock.every(ASK_AGAIN).seconds.do(guarded(lambda: ask_again(post)))
    clock.every(5).seconds.do(guarded(lambda: recover(post)))
    clock.every(1).seconds.do(guarded(lambda: finish_done(post)))
    clock.every(10).seconds.do(guarded(lambda: tell_progress(post)))
    clock.every(1).hours.do(guarded(lambda: forget(post)))
    return clock


def guarded(job: Callable[[], None]) -> Callable[[], None]:
    """The same job, but a failure is logged and the next tick comes all the same."""

    def beat() -> None:
        try:
            job()
        except NewsletterError as error:
            log.error("%s", error)
        except Exception:
            log.exception("a tick failed; it will be tried again")

    return beat


def start_due(post: Post) -> None:
    """Start due mailings, and give their readers deliveries, some thousands a tick."""
    before = {mailing.id for mailing in post.mailings.all([MailingState.SENDING])}
    with _telling_who_waits(post):
        post.mailings.start_due(post.gate)
    for mailing in post.mailings.all([MailingState.SENDING]):
        if mailing.id not in before:
            log.info("mailing %d (%s) starts", mailing.id, mailing.issue)
        for _ in range(CHUNKS_A_TICK):
            if not expand(post.ledger, mailing.id):
                break


def take_in(post: Post) -> None:
    """Ask those to confirm who have signed up."""
    admit(post.reception)


def ask_again(post: Post) -> None:
    """Hold what is being sent and may not go any more."""
    with _telling_who_waits(post):
        post.mailings.ask_again(post.gate)


@contextmanager
def _telling_who_waits(post: Post) -> Iterator[None]:
    """Log each mailing that has come to wait for a person meanwhile, with the reason."""
    waiting = (MailingState.LATE, MailingState.HELD)
    before = {mailing.id for mailing in post.mailings.all(waiting)}
    yield
    for mailing in post.mailings.all(waiting):
        if mailing.id not in before:
            words = "mailing %d is %s: %s; resume or cancel it"
            log.warning(words, mailing.id, mailing.state, mailing.note)


def recover(post: Post) -> None:
    """Settle what dead workers left behind."""
    for token in find_dead(post.presence_folder, post.ledger.holders()):
        log.warning("a worker died; its letters under way are in doubt")
        post.ledger.recover(token)
    post.ledger.reap()


def finish_done(post: Post) -> None:
    """Finish mailings that have nothing left to do."""
    running = post.mailings.all([MailingState.SENDING])
    post.mailings.finish_done()
    left = {mailing.id for mailing in post.mailings.all([MailingState.SENDING])}
    for mailing in running:
        if mailing.id not in left:
            log.info("mailing %d (%s) ends: %s", mailing.id, mailing.issue, _counts(post, mailing))


def tell_progress(post: Post) -> None:
    """Say how far the running mailings have come."""
    for mailing in post.mailings.all([MailingState.SENDING]):
        log.info("mailing %d (%s): %s", mailing.id, mailing.issue, _counts(post, mailing))


def forget(post: Post) -> None:
    """Forget what of readers nobody needs any more."""
    forgotten = forget_in_time(post.engine, post.keys, post.settings.privacy)
    if people := forgotten.unconfirmed + forgotten.left:
        log.info("forgotten, since their time was over: %d", people)


def patience(sending: Sending) -> Patience:
    """The settings' waits, as the ledger wants them."""
    return Patience(
        lease=sending.lease,
        grace=sending.grace,
        attempts=sending.attempts,
        retry_after=sending.retry_after,
    )


def live_in_utc() -> None:
    """Make this process's local time UTC, where the system lets it."""
    os.environ["TZ"] = "UTC"
    if sys.platform != "win32":
        time.tzset()


def utc_now() -> datetime:
    """The moment, for a message's Date."""
    return datetime.fromtimestamp(time.time(), UTC)


def _is_done(post: Post) -> bool:
    """Whether nothing is left to send, and nobody has asked for anything."""
    return not post.mailings.all(OPEN, MailingKind) and not post.reception.sign_ups.waiting(1)


def _send_a_round(worker: Worker) -> bool:
    """Send for a while; return whether there was anything to send."""
    try:
        return bool(worker.drain(ROUND))
    except NewsletterError as error:
        log.error("%s", error)
        return False


def _counts(post: Post, mailing: Mailing) -> str:
    counts = Accounts(post.engine).balance(mailing.id).counts
    return ", ".join(f"{counts[state]} {state}" for state in DeliveryState if counts[state])
