"""Test letters: what arrives, what is refused, and that nothing of them is stored."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from newsletter.audience import Subscribers
from newsletter.database import METADATA, open_database, reading
from newsletter.errors import NewsletterError, ProviderError, TooOften, UsageError
from newsletter.mailbox import Mailbox
from newsletter.mailfolder import MailFolder, read_log
from newsletter.model import Persona
from newsletter.settings import LOOPBACK
from newsletter.studio.personas import find_persona, variant_for
from newsletter.studio.testing import MINUTE, MOST, LetterTester, Sent
from newsletter.workspace import SETTINGS_FILE
from tests.conftest import add_readers
from tests.delivery.smtp_server import SmtpServer
from tests.studio.conftest import NOW, SAMPLE, Desk

DESK = "desk@example.org"
ANA = Persona("ana", "", "Ana Silva", "ana@example.org")


class Watch:
    """Seconds that a test moves by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Post:
    """A desk that may send tests to one address, and the folder of its mailbox."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.watch = desk, Watch()
        self.folder = desk.folder / "mailbox"
        self.tests = LetterTester(MailFolder(self.folder), {}, lambda: NOW, self.watch)
        settings = desk.folder / SETTINGS_FILE
        text = settings.read_text(encoding="utf-8")
        asked = f'{text}\n[preview]\ntest-addresses = ["{DESK}"]\n'
        settings.write_text(asked, encoding="utf-8")
        self.set_port(free_port())

    def set_port(self, port: int) -> None:
        """Where the provider is from now on."""
        settings = self.desk.folder / SETTINGS_FILE
        lines = settings.read_text(encoding="utf-8").splitlines()
        changed = [f"port = {port}" if line.startswith("port = ") else line for line in lines]
        settings.write_text("\n".join(changed), encoding="utf-8")
        self.desk.studio.refresh()

    def send(self, persona: Persona = ANA, address: str = DESK, slug: str = SAMPLE) -> Sent:
        view = self.desk.studio.view(slug)
        variant = variant_for(persona, view.proof.letter)
        return self.tests.send(self.desk.studio.workspace, view, persona, variant, address)

    def received(self, file: str | None) -> EmailMessage:
        assert file
        content = (self.folder / file).read_bytes()
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        return message


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def post(desk: Desk) -> Post:
    return Post(desk)


@pytest.fixture
def mailbox(post: Post) -> Iterator[Mailbox]:
    with Mailbox(post.folder) as running:
        post.set_port(running.port)
        yield running


@pytest.mark.usefixtures("mailbox")
def test_a_test_arrives_marked_as_one(post: Post) -> None:
    sent = post.send()

    message = post.received(sent.file)
    subject = post.desk.studio.view(SAMPLE).issue.subject
    assert sent.sent_to == DESK
    assert message["Subject"] == f"[Test] {subject}"
    assert message["To"] == f"Ana Silva <{DESK}>"
    assert [each.recipient for each in read_log(post.folder)] == [DESK]


@pytest.mark.usefixtures("mailbox")
def test_its_links_are_samples_and_it_can_be_told_from_every_other(post: Post) -> None:
    first, second = (post.received(post.send().file) for _ in range(2))

    sample = "https://letter.example.org/leave/sample"
    assert first["List-Unsubscribe"] == f"<{sample}>"
    assert sample in first.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert first["Message-ID"] != second["Message-ID"]


def test_where_nobody_listens_on_this_machine_the_studio_keeps_it(post: Post) -> None:
    sent = post.send()

    assert post.received(sent.file)["Subject"].startswith("[Test] ")
    assert [each.file for each in read_log(post.folder)] == [sent.file]


def test_another_programs_server_has_its_own_folder(post: Post) -> None:
    with SmtpServer() as server:
        post.set_port(server.port)
        sent = post.send()

    assert sent == Sent(DESK, None)
    assert [recipient for recipient, _ in server.accepted] == [DESK]
    assert not post.folder.exists()


@pytest.mark.usefixtures("mailbox")
def test_no_row_of_any_table_changes(post: Post) -> None:
    engine = open_database(f"sqlite:///{post.desk.folder / 'newsletter.db'}")
    add_readers(Subscribers(engine), 3)
    with reading(engine) as connection:
        before = rows(connection)

    post.send()
    post.send(find_persona("reader:2", (), engine))

    with reading(engine) as connection:
        assert rows(connection) == before
    engine.dispose()


def rows(connection: Any) -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        table.name: sorted(map(repr, connection.execute(table.select())))
        for table in METADATA.tables.values()
    }


@pytest.mark.parametrize("address", ["ana@example.org", "", "desk@example.org.evil.test", "@"])
def test_an_address_that_nobody_allowed_gets_none(post: Post, address: str) -> None:
    with pytest.raises(UsageError, match="may not get test letters") as caught:
        post.send(address=address)

    assert "test-addresses" in caught.value.remedy
    assert not post.folder.exists()


def test_an_address_is_known_however_it_is_typed(post: Post) -> None:
    assert post.send(address=" Desk@Example.org ").sent_to == DESK


def test_after_ten_in_a_minute_one_has_to_wait(post: Post) -> None:
    for _ in range(MOST):
        post.send()
        post.watch.seconds += 1

    with pytest.raises(TooOften, match="10 tests") as caught:
        post.send()

    assert caught.value.remedy == "Try again in 50 seconds."
    assert len(list(read_log(post.folder))) == MOST
    post.watch.seconds = MINUTE
    assert post.send().file


def test_what_was_refused_does_not_count(post: Post) -> None:
    for _ in range(MOST + 1):
        with pytest.raises(UsageError, match="may not get"):
            post.send(address="ana@example.org")

    assert post.send().file


def test_a_letter_from_before_a_mistake_is_not_tested(post: Post) -> None:
    post.send()
    post.desk.edit(f"issues/{SAMPLE}/issue.md", "subject:", "subjekt:")
    post.desk.studio.refresh()

    with pytest.raises(NewsletterError, match=r"issue\.md:\d+") as caught:
        post.send()

    assert caught.value.remedy
    assert len(list(read_log(post.folder))) == 1


def test_a_letter_that_speaks_of_example_org_stays_on_this_machine(post: Post) -> None:
    post.desk.edit(SETTINGS_FILE, 'host = "127.0.0.1"', 'host = "192.0.2.1"')
    post.desk.studio.refresh()

    with pytest.raises(NewsletterError, match=r"example\.org"):
        post.send()

    assert not post.folder.exists()


@pytest.mark.parametrize(
    ("start", "reply", "words"),
    [
        ("RCPT", b"550 no such user\r\n", "550 no such user"),
        ("DOT", b"451 later\r\n", "451 later"),
        ("MAIL", b"550 who are you\r\n", "who are you"),
    ],
)
def test_a_server_that_refuses_is_quoted(post: Post, start: str, reply: bytes, words: str) -> None:
    with SmtpServer(lambda command: reply if command.startswith(start) else None) as server:
        post.set_port(server.port)
        with pytest.raises(ProviderError, match=words):
            post.send()


def test_a_snippet_alone_can_be_tested(post: Post) -> None:
    id = next(iter(post.desk.studio.library.snippets))

    assert post.received(post.send(slug=f"snippet:{id}").file)["Subject"].startswith("[Test] ")


def test_a_name_that_no_header_can_hold_is_refused_in_words(post: Post) -> None:
    with pytest.raises(NewsletterError, match="no message can be made") as caught:
        post.send(Persona("odd", name="Ana\r\nBcc: x@y.test"))

    assert "name" in caught.value.remedy
