import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from newsletter.delivery import Envelope, SmtpTransport
from newsletter.delivery.transport import MESSAGES_PER_CONNECTION, stuff_dots
from newsletter.errors import ProviderError
from newsletter.model import Outcome
from newsletter.settings import Provider
from tests.delivery.smtp_server import DROP, SmtpServer

ENVELOPE = Envelope("bounces@example.org", "ana@example.org")
LOGIN = {"username": "desk", "password-env": "SMTP_PASSWORD"}
MESSAGE = b"Subject: hello\r\n\r\n.dot\r\n..two\r\nend\r\n"


def provider(port: int, **changes: object) -> Provider:
    fields = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": "2s"}
    return Provider.model_validate(fields | changes)


def connect(server: SmtpServer, **changes: object) -> SmtpTransport:
    return SmtpTransport(provider(server.port, **changes), None, "desk.example.org")


def answering(replies: dict[str, bytes]) -> SmtpServer:
    """A server that answers commands beginning so with these replies, always."""

    def answer(command: str) -> bytes | None:
        return next((reply for start, reply in replies.items() if command.startswith(start)), None)

    return SmtpServer(answer)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


def test_an_accepted_message_arrives_byte_for_byte(server: SmtpServer) -> None:
    with connect(server) as transport:
        report = transport.send(ENVELOPE, MESSAGE)

    assert report.outcome == Outcome.SENT
    assert server.accepted == [("ana@example.org", MESSAGE)]
    assert server.commands[:3] == [
        "ehlo desk.example.org",
        "MAIL FROM:<bounces@example.org>",
        "RCPT TO:<ana@example.org>",
    ]


@pytest.mark.parametrize(
    ("command", "reply", "outcome"),
    [
        ("RCPT", b"450 4.2.1 busy", Outcome.DEFERRED),
        ("RCPT", b"550 5.1.1 no such user", Outcome.FAILED),
        ("RCPT", b"421 closing", Outcome.DEFERRED),
        ("DATA", b"452 full", Outcome.DEFERRED),
        ("DATA", b"554 no", Outcome.FAILED),
        ("DATA", b"250 what", Outcome.DEFERRED),
        ("DOT", b"451 later", Outcome.DEFERRED),
        ("DOT", b"552 too big", Outcome.FAILED),
        ("DOT", b"421 closing", Outcome.DEFERRED),
        ("DOT", b"250 5.0.0 accepted, oddly", Outcome.SENT),
        ("DOT", b"not a number", Outcome.IN_DOUBT),
        ("DOT", b"354 what", Outcome.IN_DOUBT),
        ("DOT", DROP, Outcome.IN_DOUBT),
        ("RCPT", DROP, Outcome.DEFERRED),
        ("DATA", DROP, Outcome.DEFERRED),
    ],
)
def test_every_answer_means_what_the_protocol_says(
    command: str, reply: bytes, outcome: Outcome
) -> None:
    with answering({command: reply}) as server, connect(server) as transport:
        assert transport.send(ENVELOPE, MESSAGE).outcome == outcome


def test_the_servers_words_are_kept(server: SmtpServer) -> None:
    server.answer = lambda command: b"550-5.1.1 no\r\n550 such user" if "RCPT" in command else None

    with connect(server) as transport:
        report = transport.send(ENVELOPE, MESSAGE)

    assert report.reply == "550 5.1.1 no such user"


def test_one_refused_reader_does_not_harm_the_next(server: SmtpServer) -> None:
    server.answer = lambda command: b"550 no" if command == "RCPT TO:<bad@example.org>" else None

    with connect(server) as transport:
        first = transport.send(Envelope(ENVELOPE.sender, "bad@example.org"), MESSAGE)
        second = transport.send(ENVELOPE, MESSAGE)

    assert [first.outcome, second.outcome] == [Outcome.FAILED, Outcome.SENT]
    assert server.connections == 1


def test_a_connection_that_went_stale_is_begun_anew_and_costs_nobody_a_try() -> None:
    seen = []

    def answer(command: str) -> bytes | None:
        seen.append(command)
        stale = command.startswith("MAIL") and sum(c.startswith("MAIL") for c in seen) == 2
        return DROP if stale else None

    with SmtpServer(answer) as server, connect(server) as transport:
        outcomes = [transport.send(ENVELOPE, MESSAGE).outcome for _ in range(2)]

    assert outcomes == [Outcome.SENT, Outcome.SENT]
    assert server.connections == 2
    assert len(server.accepted) == 2


def test_a_connection_is_renewed_after_its_share_of_messages(server: SmtpServer) -> None:
    with connect(server) as transport:
        for _ in range(MESSAGES_PER_CONNECTION + 1):
            transport.send(ENVELOPE, MESSAGE)

    assert server.connections == 2
    assert len(server.accepted) == MESSAGES_PER_CONNECTION + 1


def test_a_silent_server_after_the_final_dot_leaves_doubt() -> None:
    hold = threading.Event()

    def answer(command: str) -> bytes | None:
        if command.startswith("DOT"):
            hold.wait(5)
        return None

    with SmtpServer(answer) as server, connect(server, **{"verdict-timeout": "1s"}) as transport:
        report = transport.send(ENVELOPE, MESSAGE)
        hold.set()

    assert report.outcome == Outcome.IN_DOUBT


def test_a_rude_goodbye_changes_nothing(server: SmtpServer) -> None:
    server.answer = lambda command: b"500 no" if command.upper() == "QUIT" else None

    with connect(server) as transport:
        assert transport.send(ENVELOPE, MESSAGE).outcome == Outcome.SENT


@pytest.mark.parametrize(
    "address",
    [
        "a@b.test\r\nRCPT TO:<x@y.test>",
        "a@b.test NOTIFY=NEVER",
        "a@b.test, c@d.test",
        "a\0@b.test",
        "<a@b.test>",
        "ä@b.test",
        "a@bücher.test",
        "",
    ],
)
def test_an_address_that_could_be_more_than_one_is_never_given_to_the_server(
    server: SmtpServer, address: str
) -> None:
    with connect(server) as transport:
        report = transport.send(Envelope(ENVELOPE.sender, address), MESSAGE)

    assert report.outcome == Outcome.FAILED
    assert server.commands == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_trusted_certificate_opens_a_secure_connection(
    tls: ssl.SSLContext, ca_file: Path, security: str
) -> None:
    with (
        SmtpServer(tls=tls, offers_starttls=security == "starttls") as server,
        connect(server, security=security, **{"ca-file": ca_file}) as transport,
    ):
        assert transport.send(ENVELOPE, MESSAGE).outcome == Outcome.SENT
    assert len(server.accepted) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_said(
    tls: ssl.SSLContext, security: str
) -> None:
    with (
        SmtpServer(tls=tls, offers_starttls=security == "starttls") as server,
        connect(server, security=security) as transport,
        pytest.raises(ProviderError, match="cannot be trusted") as caught,
    ):
        transport.connect()

    assert caught.value.permanent
    assert not [command for command in server.commands if command.startswith(("AUTH", "MAIL"))]


def test_a_certificate_for_another_name_is_refused(authority: trustme.CA, ca_file: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example.org").configure_cert(context)
    with (
        SmtpServer(tls=context) as server,
        connect(server, security="tls", **{"ca-file": ca_file}) as transport,
        pytest.raises(ProviderError, match="cannot be trusted"),
    ):
        transport.connect()


def test_a_server_without_starttls_gets_no_password(server: SmtpServer) -> None:
    settings = provider(server.port, security="starttls", **LOGIN)
    transport = SmtpTransport(settings, "secret")

    with pytest.raises(ProviderError) as caught:
        transport.connect()

    assert caught.value.permanent
    assert [command.split()[0].upper() for command in server.commands] == ["EHLO"]


def test_login_happens_once_a_connection(server: SmtpServer) -> None:
    settings = provider(server.port, **LOGIN)
    with SmtpTransport(settings, "secret") as transport:
        transport.send(ENVELOPE, MESSAGE)
        transport.send(ENVELOPE, MESSAGE)

    assert len([command for command in server.commands if command.startswith("AUTH")]) == 1


def test_a_refused_login_is_permanent_and_keeps_the_secret() -> None:
    with answering({"AUTH": b"535 5.7.8 bad credentials for secret"}) as server:
        transport = SmtpTransport(provider(server.port, **LOGIN), "hunter2-secret")
        with pytest.raises(ProviderError, match="refused the login") as caught:
            transport.connect()

    assert caught.value.permanent
    assert "hunter2" not in str(caught.value)


def test_a_sender_the_server_refuses_stops_the_mailing_and_not_the_reader() -> None:
    with (
        answering({"MAIL": b"550 5.7.1 not yours"}) as server,
        connect(server) as transport,
        pytest.raises(ProviderError, match=r"refuses bounces@example\.org") as caught,
    ):
        transport.send(ENVELOPE, MESSAGE)

    assert caught.value.permanent


@pytest.mark.parametrize(
    ("command", "reply", "permanent"),
    [
        ("MAIL", b"451 4.7.0 too fast", False),
        ("MAIL", b"421 busy", False),
        ("RCPT", b"530 5.7.0 log in first", True),
        ("DATA", b"535 5.7.8 who are you", True),
    ],
)
def test_what_is_about_the_sender_costs_no_reader_a_try(
    command: str, reply: bytes, permanent: bool
) -> None:
    with (
        answering({command: reply}) as server,
        connect(server) as transport,
        pytest.raises(ProviderError) as caught,
    ):
        transport.send(ENVELOPE, MESSAGE)

    assert caught.value.permanent == permanent


def test_a_login_that_is_put_off_can_be_tried_again() -> None:
    with answering({"AUTH": b"454 4.7.0 later"}) as server:
        transport = SmtpTransport(provider(server.port, **LOGIN), "secret")
        with pytest.raises(ProviderError) as caught:
            transport.connect()

    assert not caught.value.permanent


def test_a_password_outside_ascii_is_refused_without_showing_it(server: SmtpServer) -> None:
    transport = SmtpTransport(provider(server.port, **LOGIN), "pässwörd")

    with pytest.raises(ProviderError, match="must be ASCII") as caught:
        transport.connect()

    assert "ss" not in str(caught.value).replace("password", "")


def test_a_missing_authority_is_named() -> None:
    settings = provider(25, security="tls", **{"ca-file": "nowhere.pem"})

    with pytest.raises(ProviderError, match=r"nowhere\.pem is missing"):
        SmtpTransport(settings, None).connect()


def test_control_characters_in_a_reply_are_not_kept(server: SmtpServer) -> None:
    server.answer = lambda command: b"550 \x1b[31mred\0 no" if "RCPT" in command else None

    with connect(server) as transport:
        assert transport.send(ENVELOPE, MESSAGE).reply == "550 [31mred no"


@pytest.mark.parametrize("banner", [b"554 go away", b"421 busy", DROP])
def test_a_server_that_does_not_greet_can_be_tried_again(banner: bytes) -> None:
    with answering({"CONNECT": banner}) as server, pytest.raises(ProviderError) as caught:
        connect(server).connect()

    assert not caught.value.permanent


def test_nobody_listening_is_said_with_the_place() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(ProviderError, match=f"127.0.0.1:{port}"):
        SmtpTransport(provider(port), None).connect()


def test_plaintext_beyond_this_machine_needs_a_word_in_the_settings() -> None:
    away = Provider.model_validate({"host": "192.0.2.1", "port": 25, "security": "none"})

    with pytest.raises(ProviderError, match="not this machine"):
        SmtpTransport(away, None).connect()


def test_dots_are_stuffed_and_the_end_is_a_line_end() -> None:
    assert stuff_dots(b".a\r\nb.\r\n.\r\nc") == b"..a\r\nb.\r\n..\r\nc\r\n"
