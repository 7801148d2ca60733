"""The seam to the world: a transport offers one message to one reader and says what came of it."""

import contextlib
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from newsletter.errors import ProviderError
from newsletter.model import Outcome, Report
from newsletter.settings import Provider

ADDRESS = re.compile(r"[!-;=?A-~]+@[A-Za-z0-9.-]+|\"[ !#-\[\]-~]+\"@[A-Za-z0-9.-]+")

MESSAGES_PER_CONNECTION = 100

ABOUT_THE_SENDER = (530, 535)
"""Not logged in: said at any command, and never about the reader."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a message comes from and goes to, as the server is told."""

    sender: str
    recipient: str


class Transport(Protocol):
    """Offers messages to a provider, one at a time."""

    def connect(self) -> None:
        """Be ready to send, or say why not.

        Raises:
            ProviderError: the provider cannot be used; nobody was offered anything.
        """

    def send(self, envelope: Envelope, message: bytes) -> Report:
        """Offer one message and wait for the server's verdict.

        `Outcome.IN_DOUBT` if the whole message left and no verdict came back.

        Raises:
            ProviderError: the provider cannot be used; this reader was not offered anything.
        """

    def close(self) -> None:
        """End the conversation; how it ends changes no verdict."""


class _ConversationLostError(Exception):
    """The conversation broke off before the final dot: nothing has been sent."""


class SmtpTransport:
    """SMTP in lock step: correct first.

    Source: RFC 5321; RFC 3207 (STARTTLS), RFC 8314 (implicit TLS), RFC 4954 (AUTH).
    """

    def __init__(self, provider: Provider, password: str | None, helo: str | None = None) -> None:
        self._provider = provider
        self._password = password
        self._helo = helo
        self._connection: smtplib.SMTP | None = None
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def connect(self) -> None:
        """Open, secure and log in, unless a conversation is under way."""
        if self._connection and self._sent >= MESSAGES_PER_CONNECTION:
            self.close()
        if self._connection is None:
            self._connection = self._open()
            self._sent = 0

    def send(self, envelope: Envelope, message: bytes) -> Report:
        """Offer one message; a conversation that has gone stale is begun anew, once."""
        for address in (envelope.sender, envelope.recipient):
            if not ADDRESS.fullmatch(address):
                return Report(Outcome.FAILED, "this address cannot be given to an SMTP server")
        reused = self._connection is not None
        try:
            return self._offer(envelope, message)
        except _ConversationLostError as error:
            if reused:
                with contextlib.suppress(_ConversationLostError):
                    return self._offer(envelope, message)
            return Report(Outcome.DEFERRED, f"the connection was lost before the end: {error}")

    def close(self) -> None:
        """Say goodbye; what the server answers no longer matters."""
        connection, self._connection = self._connection, None
        if connection:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _offer(self, envelope: Envelope, message: bytes) -> Report:
        """One attempt: until the final dot has left, nothing has been sent."""
        self.connect()
        try:
            refusal = self._open_letter(envelope)
            if refusal:
                return refusal
            self._require_connection().send(stuff_dots(message))
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _ConversationLostError(str(error)) from error
        return self._await_verdict()

    def _open_letter(self, envelope: Envelope) -> Report | None:
        """Name sender and recipient and ask to send; return the server's refusal, if it refuses."""
        for command, wanted in (
            (f"MAIL FROM:<{envelope.sender}>", 250),
            (f"RCPT TO:<{envelope.recipient}>", 250),
            ("DATA", 354),
        ):
            code, reply = self._require_connection().docmd(command)
            if code // 10 != wanted // 10:
                if command.startswith("MAIL") or code in ABOUT_THE_SENDER:
                    self._refuse_sender(envelope.sender, code, reply)
                return self._refusal(code, reply)
        return None

    def _refuse_sender(self, sender: str, code: int, reply: bytes) -> None:
        """Blame nobody's address for what would happen to every reader."""
        if 400 <= code <= 599:
            self._drop()
            words = f"it refuses {sender}: {_words(code, reply)}"
            raise self._error(words, permanent=code >= 500)

    def _refusal(self, code: int, reply: bytes) -> Report:
        """What a refused command means for this reader; the conversation starts afresh after it."""
        words = _words(code, reply)
        if code == -1 or not 400 <= code <= 599:
            raise smtplib.SMTPServerDisconnected(words)
        if code == 421:
            self._drop()
            return Report(Outcome.DEFERRED, words)
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._require_connection().rset()
        return Report(Outcome.DEFERRED if code < 500 else Outcome.FAILED, words)

    def _await_verdict(self) -> Report:
        """Send the final dot and wait for the one reply that counts (RFC 5321 §6.1)."""
        connection = self._require_connection()
        try:
            self._allow(connection, self._provider.verdict_timeout)
            connection.send(b".\r\n")
            code, reply = connection.getreply()
            self._allow(connection, self._provider.timeout)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            # RFC 1047: the server may have accepted it; nobody can know.
            return Report(Outcome.IN_DOUBT, f"no verdict after the letter left: {error}")
        self._sent += 1
        if code == 421:
            self._drop()
        words = _words(code, reply)
        match code // 100:
            case 2:
                return Report(Outcome.SENT, words)
            case 4:
                return Report(Outcome.DEFERRED, words)
            case 5:
                return Report(Outcome.FAILED, words)
            case _:
                self._drop()
                return Report(Outcome.IN_DOUBT, f"an answer that is no verdict: {words}")

    def _allow(self, connection: smtplib.SMTP, seconds: int) -> None:
        """How long the server may take from here on."""
        if connection.sock:
            connection.sock.settimeout(seconds)

    def _open(self) -> smtplib.SMTP:
        provider = self._provider
        if provider.security == "none" and not (provider.on_loopback or provider.allow_plaintext):
            raise ProviderError(
                f"{provider.host} is not this machine, and security is “none”",
                remedy="Use security = “tls” or “starttls”; or set allow-plaintext = true.",
                permanent=True,
            )
        try:
            return self._prepare(self._greet())
        except smtplib.SMTPAuthenticationError as error:
            problem = f"it refused the login ({error.smtp_code})"
            raise self._error(problem, permanent=error.smtp_code >= 500) from error
        except smtplib.SMTPNotSupportedError as error:
            problem = f"it cannot do what the settings require: {error}"
            raise self._error(problem, permanent=True) from error
        except ssl.SSLCertVerificationError as error:
            problem = f"its certificate cannot be trusted: {error.verify_message}"
            raise self._error(problem, permanent=True) from error
        except smtplib.SMTPResponseException as error:
            raise self._error(_words(error.smtp_code, error.smtp_error)) from error
        except UnicodeEncodeError:
            problem = "username and password must be ASCII"
            raise self._error(problem, permanent=True) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._error(str(error)) from error

    def _greet(self) -> smtplib.SMTP:
        """Connect, with TLS from the first byte where the settings say so."""
        provider = self._provider
        place = (provider.host, provider.port)
        if provider.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                *place, self._helo, timeout=provider.timeout, context=self._trust()
            )
        else:
            connection = smtplib.SMTP(*place, self._helo, timeout=provider.timeout)
        # The final dot is a packet of its own: waiting to fill it up would cost 40 ms a letter.
        if connection.sock:
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _prepare(self, connection: smtplib.SMTP) -> smtplib.SMTP:
        try:
            self._secure(connection)
            self._log_in(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _secure(self, connection: smtplib.SMTP) -> None:
        """Turn on TLS where it is required: a server that cannot is never used in clear."""
        connection.ehlo_or_helo_if_needed()
        if self._provider.security == "starttls":
            code, reply = connection.starttls(context=self._trust())
            if code != 220:
                raise smtplib.SMTPResponseException(code, reply)
            connection.ehlo()

    def _log_in(self, connection: smtplib.SMTP) -> None:
        if self._provider.username and self._password is not None:
            connection.login(self._provider.username, self._password)

    def _trust(self) -> ssl.SSLContext:
        ca_file = self._provider.ca_file
        if ca_file and not ca_file.is_file():
            raise self._error(f"its ca-file {ca_file} is missing", permanent=True)
        context = ssl.create_default_context(cafile=ca_file)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _error(self, problem: str, *, permanent: bool = False) -> ProviderError:
        place = f"{self._provider.host}:{self._provider.port}"
        remedy = f"Check the provider's settings and that {place} can be reached."
        return ProviderError(f"{place}: {problem}", remedy=remedy, permanent=permanent)

    def _require_connection(self) -> smtplib.SMTP:
        if self._connection is None:
            raise smtplib.SMTPServerDisconnected("there is no connection")
        return self._connection

    def _drop(self) -> None:
        """Give the conversation up without a word."""
        connection, self._connection = self._connection, None
        if connection:
            connection.close()


def stuff_dots(message: bytes) -> bytes:
    """Double the dot at a line's start, and end with a line end (RFC 5321 §4.5.2).

    `message` has CRLF line ends throughout.
    """
    stuffed = re.sub(rb"(?m)^\.", b"..", message)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _words(code: int, reply: bytes | str) -> str:
    """What a server said, safe to store and to show."""
    text = reply if isinstance(reply, str) else reply.decode("utf-8", "replace")
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", f"{code} {text}").split())
