from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from newsletter.database import delivery, mailing, open_database, transaction
from newsletter.delivery import Errand, Ledger, Mailings, expand
from newsletter.model import DeliveryState, MailingKind, MailingState
from tests.cli.conftest import Command
from tests.conftest import make_letter, open_gate

SAMPLE = "2026-12-01-tiny-bumps"


@pytest.fixture
def engine(workspace: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{workspace / 'newsletter.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def doubtful(newsletter: Command, engine: Engine) -> None:
    """A finished mailing to two readers: one in doubt, one failed."""
    for name in ("ana", "bo"):
        newsletter("subscribers", "add", f"{name}@example.org")
    newsletter("schedule", SAMPLE, "--now", "--yes")
    Mailings(engine).start_due(open_gate)
    while expand(Ledger(engine), 1):
        pass
    with transaction(engine) as connection:
        change = update(delivery).values(next_at=None, attempts=1)
        doubt = change.values(state=DeliveryState.IN_DOUBT, reply="no verdict")
        connection.execute(doubt.where(delivery.c.subscriber_id == 1))
        failed = change.values(state=DeliveryState.FAILED, reply="550 no such user")
        connection.execute(failed.where(delivery.c.subscriber_id == 2))
        connection.execute(update(mailing).values(state=MailingState.FINISHED))


@pytest.mark.usefixtures("doubtful")
def test_status_and_verify_name_who_is_in_doubt_and_who_failed(newsletter: Command) -> None:
    for words in (["status", "1"], ["status"], ["verify"]):
        answer = newsletter(*words)
        assert answer.code == 0
        assert "2 planned = 1 failed + 1 in_doubt" in answer.out
        assert "ana@example.org" in answer.out
        assert "550 no such user" in answer.out
        assert "newsletter resolve 1" in answer.out
    report = newsletter("verify", "--json").json
    assert report["balances"]
    assert report["mailings"][0]["in_doubt"] == ["ana@example.org"]
    assert report["mailings"][0]["failed"] == ["bo@example.org"]


def welcome(engine: Engine) -> None:
    """Set one letter to the first reader on its way."""
    errand = Errand(MailingKind.WELCOME, 1, "local", 86400)
    Mailings(engine).create_for_reader(make_letter("welcome"), errand)


@pytest.mark.usefixtures("doubtful")
def test_letters_to_single_readers_are_listed_apart(newsletter: Command, engine: Engine) -> None:
    welcome(engine)

    for command in ("queue", "status"):
        assert "welcome" not in newsletter(command).out
        answer = newsletter(command, "--service").out
        assert "welcome" in answer
        assert SAMPLE not in answer
    assert "welcome: queued" in newsletter("why", "ana@example.org").out


@pytest.mark.usefixtures("doubtful")
def test_letters_to_single_readers_have_to_balance_too(newsletter: Command, engine: Engine) -> None:
    welcome(engine)
    assert "  1 planned = 1 queued" in newsletter("verify").out
    assert newsletter("verify", "--json").json["service"]["balances"]
    with transaction(engine) as connection:
        connection.execute(delivery.delete().where(delivery.c.mailing_id == 2))

    answer = newsletter("verify")

    assert answer.code == 1
    assert "1 planned ≠ 0" in answer.out


@pytest.mark.usefixtures("doubtful")
def test_verify_fails_when_a_row_is_missing(newsletter: Command, engine: Engine) -> None:
    with transaction(engine) as connection:
        connection.execute(delivery.delete().where(delivery.c.subscriber_id == 2))

    answer = newsletter("verify")

    assert answer.code == 1
    assert "2 planned ≠ 1 in_doubt" in answer.out
    assert "NOT ALL BALANCE" in answer.out


@pytest.mark.usefixtures("doubtful")
def test_why_tells_one_readers_story(newsletter: Command) -> None:
    newsletter("subscribers", "leave", "ana@example.org")
    answer = newsletter("why", "ANA@example.org")

    assert "ana@example.org is left" in answer.out
    assert "joined: by hand" in answer.out
    assert f"{SAMPLE}: in_doubt, try 1 (no verdict)" in answer.out
    assert newsletter("why", "ana@example.org", "--json").json["deliveries"][0]["attempts"] == 1
    assert newsletter("why", "nobody@example.org").code == 2
    assert newsletter("why", "nonsense").code == 2


@pytest.mark.usefixtures("doubtful")
def test_a_doubt_is_settled_by_name_once(newsletter: Command) -> None:
    settle = ("resolve", "1", "ana@example.org", "--as", "sent")

    assert newsletter(*settle).code == 0
    assert "1 failed + 1 sent" in newsletter("status", "1").out
    assert newsletter(*settle).code == 2
    assert newsletter("resolve", "1", "nonsense", "--as", "sent").code == 2


@pytest.mark.usefixtures("doubtful")
def test_a_doubt_about_somebody_erased_is_settled_by_number(newsletter: Command) -> None:
    newsletter("subscribers", "erase", "ana@example.org", "--yes")

    assert newsletter("verify", "--json").json["mailings"][0]["in_doubt"] == ["erased:1"]
    settled = newsletter("resolve", "1", "erased:1", "--as", "sent")
    assert settled.out == "erased:1: settled as sent\n"
    assert "1 failed + 1 sent" in newsletter("status", "1").out


@pytest.mark.usefixtures("doubtful")
def test_sending_again_asks_since_it_may_be_a_second_copy(newsletter: Command) -> None:
    again = ("resolve", "1", "ana@example.org", "--as", "again")

    assert newsletter(*again).code == 2
    assert newsletter(*again, "--yes").code == 0
    assert newsletter("status", "1", "--json").json["mailings"][0]["mailing"]["state"] == "sending"


@pytest.mark.usefixtures("doubtful")
def test_a_late_mailing_is_sent_only_when_a_person_says_so(
    newsletter: Command, engine: Engine
) -> None:
    with transaction(engine) as connection:
        connection.execute(update(mailing).values(state=MailingState.LATE, note="its time passed"))

    refused = newsletter("resume", "1")
    assert refused.code == 2
    assert "its time passed" in refused.err
    assert newsletter("resume", "1", "--yes").out.strip() == "mailing 1 is sending"


def test_a_reader_nobody_wrote_to_has_a_short_story(newsletter: Command) -> None:
    newsletter("subscribers", "add", "ana@example.org")

    assert "No mailing has reached out" in newsletter("why", "ana@example.org").out


@pytest.mark.usefixtures("doubtful")
def test_those_who_were_refused_are_tried_again_when_a_person_says_so(newsletter: Command) -> None:
    assert newsletter("retry", "1").code == 2
    assert newsletter("retry", "1", "--yes").out.strip() == "mailing 1: 1 reader queued again"
    assert newsletter("status", "1", "--json").json["mailings"][0]["counts"] == {
        "in_doubt": 1,
        "queued": 1,
    }


@pytest.mark.usefixtures("doubtful")
def test_nobody_is_sent_again_from_a_cancelled_mailing(newsletter: Command, engine: Engine) -> None:
    with transaction(engine) as connection:
        connection.execute(update(mailing).values(state=MailingState.CANCELLED))

    answer = newsletter("resolve", "1", "ana@example.org", "--as", "again", "--yes")

    assert answer.code == 2
    assert "Schedule the issue anew" in answer.err
