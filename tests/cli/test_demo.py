from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from newsletter.cli.demo import AWKWARD_NAMES, READERS, Proof, sample_rows
from newsletter.delivery import Balance
from newsletter.mailfolder import read_log
from newsletter.model import DeliveryState
from tests.cli.conftest import Command


def test_the_demo_sends_to_two_hundred_readers_and_proves_it(
    newsletter: Command, tmp_path: Path
) -> None:
    answer = newsletter("demo", "--folder", str(tmp_path / "demo"))

    assert answer.code == 0
    assert "200 planned = 200 sent" in answer.out
    assert "200 received, 200 readers, 0 twice" in answer.out
    assert "Balance:  proved" in answer.out
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in answer.out
    assert "newsletter init" in answer.out
    received = list(read_log(tmp_path / "demo" / "mailbox"))
    assert Counter(each.recipient for each in received) == Counter(
        row.address.mailed for row in sample_rows()
    )
    for each in received[: len(AWKWARD_NAMES)]:
        content = (tmp_path / "demo" / "mailbox" / each.file).read_bytes()
        message = message_from_bytes(content, policy=policy.default)
        (address,) = message["To"].addresses
        assert address.addr_spec == each.recipient
        assert message["Message-ID"] == each.message_id


def test_the_demo_tells_a_program_the_same_and_keeps_away_from_a_real_list(
    newsletter: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tmp_path / "real.db"
    monkeypatch.setenv("NEWSLETTER_DATABASE", f"sqlite:///{real}")

    answer = newsletter("demo", "--folder", str(tmp_path / "demo"), "--json").json

    assert answer["balances"]
    assert answer["planned"] == answer["received"] == READERS
    assert answer["counts"] == {"sent": READERS}
    assert Path(answer["html"]).exists()
    assert not real.exists()


def test_a_proof_fails_when_somebody_got_two_or_none() -> None:
    balance = Balance(1, 2, Counter({DeliveryState.SENT: 2}))

    assert Proof(balance, Counter({"a": 1, "b": 1})).holds
    assert not Proof(balance, Counter({"a": 2, "b": 1})).holds
    assert not Proof(balance, Counter({"a": 1})).holds
    assert not Proof(Balance(1, 3, balance.counts), Counter({"a": 1, "b": 1})).holds


def test_the_demo_keeps_away_from_a_folder_with_something_in_it(
    newsletter: Command, workspace: Path
) -> None:
    before = (workspace / "newsletter.toml").read_text(encoding="utf-8")
    answer = newsletter("demo", "--folder", str(workspace))

    assert answer.code == 2
    assert "is not empty" in answer.err
    assert (workspace / "newsletter.toml").read_text(encoding="utf-8") == before
