"""Test letters: one letter as one reader would get it, to an address that may have it.

Nothing of a test is stored: no delivery, no reader. Its links for readers are samples.
"""

import secrets
import socket
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from threading import Lock

from newsletter.delivery import Envelope, SmtpTransport
from newsletter.editorial import require_own_identity
from newsletter.errors import NewsletterError, ProviderError, TooOften, UsageError
from newsletter.mailfolder import MailFolder
from newsletter.model import Outcome, Persona, Variant
from newsletter.settings import Provider, Settings
from newsletter.studio.message import build
from newsletter.studio.revisions import View
from newsletter.workspace import Workspace

TEST_MARK = "[Test] "
"""What the subject of a test begins with."""

MOST = 10
MINUTE = 60.0
"""Tests that may leave within a minute; seconds."""

PATIENCE = 20
"""Seconds that a server has to answer: somebody watches."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a test has gone: to whom, and the file where the local mailbox keeps it."""

    sent_to: str
    file: str | None


class LetterTester:
    """Sends test letters of one workspace; any thread may ask.

    `folder` is the local mailbox's: it takes what is meant for this machine when nobody listens.
    """

    def __init__(
        self,
        folder: MailFolder,
        environment: Mapping[str, str],
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._environment = folder, environment
        self._now, self._clock = now, clock
        self._sent: deque[float] = deque(maxlen=MOST)
        self._lock = Lock()

    def send(
        self, workspace: Workspace, view: View, persona: Persona, variant: Variant, address: str
    ) -> Sent:
        """Send one test.

        Raises:
            UsageError: this address may not get tests.
            TooOften: there were too many within a minute.
            NewsletterError: the letter cannot be composed as its files are now; it would leave
                this machine and speaks of example.org; the server does not take it.
        """
        recipient = _allowed(workspace.settings, address)
        _require_fresh(view)
        name = workspace.settings.sending.provider
        require_own_identity(workspace.settings, name)
        self._take_turn()
        provider = workspace.settings.find_provider(name)
        letter, uid = view.proof.letter, secrets.token_hex(8)
        message = build(letter, mark(variant), persona, self._now(), uid, recipient)
        if provider.on_loopback and not _listens(provider):
            return Sent(recipient, self._folder.keep(message, [recipient]))
        self._hand_over(provider, Envelope(letter.sender.bounces, recipient), message)
        return Sent(recipient, self._folder.find(message))

    def _take_turn(self) -> None:
        with self._lock:
            now = self._clock()
            if len(self._sent) == MOST and now - self._sent[0] < MINUTE:
                wait = ceil(self._sent[0] + MINUTE - now)
                raise TooOften(
                    f"{MOST} tests have been sent within a minute",
                    remedy=f"Try again in {wait} {'second' if wait == 1 else 'seconds'}.",
                )
            self._sent.append(now)

    def _hand_over(self, provider: Provider, envelope: Envelope, message: bytes) -> None:
        hasty = provider.model_copy(
            update={
                "timeout": min(provider.timeout, PATIENCE),
                "verdict_timeout": min(provider.verdict_timeout, PATIENCE),
            }
        )
        password = provider.password(self._environment)
        with SmtpTransport(hasty, password) as transport:
            report = transport.send(envelope, message)
        if report.outcome is not Outcome.SENT:
            place = f"{provider.host}:{provider.port}"
            raise ProviderError(
                f"{place} did not take it: {report.reply}",
                remedy="See what the server says; `newsletter doctor` looks at its settings.",
            )


def mark(variant: Variant) -> Variant:
    """The variant with a subject that says that it is a test."""
    first, *rest = variant.subject.texts
    return replace(variant, subject=replace(variant.subject, texts=(f"{TEST_MARK}{first}", *rest)))


def _allowed(settings: Settings, address: str) -> str:
    """The address as the settings have it."""
    known = {each.casefold(): each for each in settings.preview.test_addresses}
    if address.strip().casefold() not in known:
        raise UsageError(
            f"{address.strip() or 'nobody'} may not get test letters",
            remedy="Add the address to “test-addresses” under [preview] in newsletter.toml.",
        )
    return known[address.strip().casefold()]


def _require_fresh(view: View) -> None:
    """What is shown of a stale letter is from before the mistake: nobody should test that."""
    if view.problems:
        first = view.problems[0]
        problem = f"the letter cannot be made of the files as they are: {first.at}: {first.problem}"
        raise NewsletterError(problem, remedy=first.remedy)


def _listens(provider: Provider) -> bool:
    try:
        socket.create_connection((provider.host, provider.port), timeout=2).close()
    except OSError:
        return False
    return True
