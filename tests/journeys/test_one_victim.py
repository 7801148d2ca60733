"""Ten thousand forms with one address, and what its owner finds in a real mailbox."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Engine, event

from newsletter.compose import Templates
from newsletter.database import open_database
from newsletter.delivery import Ledger, Mailings, SmtpTransport, Surroundings, Worker
from newsletter.mailbox import Mailbox
from newsletter.mailfolder import read_log
from newsletter.model import Keyring, SignUp
from newsletter.settings import Provider
from newsletter.subscription import Reception, admit, make_service_letters, reader_values
from newsletter.workspace import usual_settings
from tests.conftest import Clock
from tests.looks.shows import template_folders
from tests.subscription.conftest import WORDING, Front

DAYS, FORMS_A_DAY = 5, 2000
KEYS = Keyring(b"k" * 64)
VICTIM = "victim@example.org"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'test.db'}")

    @event.listens_for(opened, "connect")
    def hurry(connection: object, _record: object) -> None:
        # What is proved is not how durable a row is.
        connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]

    opened.dispose()
    yield opened
    opened.dispose()


def send_due(reception: Reception, clock: Clock, mailbox: Mailbox) -> None:
    """Send whatever is due, as the daemon does."""
    where = {"host": "127.0.0.1", "port": mailbox.port, "security": "none"}
    provider = Provider.model_validate(where)
    around = Surroundings(
        transport=lambda _name: SmtpTransport(provider, None, "test"),
        reader_values=lambda _mailing, letter, reader: reader_values(
            KEYS, letter, reader, reception.clock()
        ),
        clock=monotonic,
        now=reception.clock,
        stopping=lambda: False,
    )
    ledger, mailings = Ledger(reception.engine, now=clock), Mailings(reception.engine, clock)
    worker = Worker(ledger, mailings, "worker", around)
    worker.drain(10)
    worker.close()


@pytest.mark.slow
def test_ten_thousand_sign_ups_for_one_victim_bring_one_letter_a_day_and_three_in_all(
    engine: Engine, clock: Clock, tmp_path: Path
) -> None:
    settings = usual_settings()
    letters = make_service_letters(settings, Templates(template_folders()))
    moment = Front(engine, clock, settings).moment
    reception = Reception(engine, KEYS, settings, letters, moment, clock)
    found: list[int] = []
    with Mailbox(tmp_path / "mailbox") as mailbox:
        for _ in range(DAYS):
            for number in range(FORMS_A_DAY):
                network = f"198.{number % 250}.{number // 250}.{number % 7}"
                name = f"WIN at https://evil.example/{number}"
                form = SignUp(VICTIM.title(), name, "", (), WORDING, network)
                reception.ask(form)
            while admit(reception):
                pass
            send_due(reception, clock, mailbox)
            found.append(len(list(read_log(mailbox.folder))))
            clock.forward(86400 + 1)

    assert found == [1, 2, 3, *[3] * (DAYS - 3)]
    for each in read_log(mailbox.folder):
        content = (mailbox.folder / each.file).read_bytes()
        message = message_from_bytes(content, policy=policy.default)
        assert "evil" not in message.as_string()
        assert str(message["To"]).casefold() == VICTIM
