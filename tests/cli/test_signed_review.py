"""Signed approvals, by real keys: what is wrong with one stops `schedule`, and stops sending."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsletter.cli import run
from tests.cli.conftest import Command
from tests.conftest import IN_CI, ask_for_reviews

SAMPLE = "2026-12-01-tiny-bumps"
SNIPPET = "sunscreen-label"
NAMESPACE = "newsletter-review@v1"
FILE = f"issues/snippets/{SNIPPET}.md"


@dataclass(frozen=True)
class SignedDesk:
    """A workspace whose reviewers sign, and their keys."""

    folder: Path
    keys: Path
    run: Command

    @property
    def record(self) -> Path:
        """The first approval of the snippet."""
        return min((self.folder / "reviews" / SNIPPET).glob("*-dr-hale.txt"))

    @property
    def signature(self) -> Path:
        return self.record.with_name(f"{self.record.name}.sig")

    def approve(self) -> None:
        approve(self.folder, self.keys)

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def sign_again(self, person: str, namespace: str) -> None:
        key = str(self.keys / person)
        command = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", namespace]
        with self.record.open("rb") as record:
            done = subprocess.run(command, stdin=record, capture_output=True, check=True)
        self.signature.write_bytes(done.stdout)


def approve(folder: Path, keys: Path) -> None:
    """Sign for all of the sample."""
    who = ("--by", "dr-hale", "--key", str(keys / "dr-hale"))
    assert run(["-w", str(folder), "review", "approve", SAMPLE, "--all", *who, "--yes"]) == 0


def list_signers(folder: Path, keys: Path, options: str = "") -> None:
    limits = f'namespaces="{NAMESPACE}"{options}'
    lines = [
        f"{person} {limits} {(keys / f'{person}.pub').read_text(encoding='utf-8')}"
        for person in ("dr-hale", "nurse-kay")
    ]
    (folder / "reviews/allowed_signers").write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("ssh-keygen"):
        if IN_CI:
            pytest.fail("ssh-keygen is not installed")
        pytest.skip("needs ssh-keygen")
    folder = tmp_path_factory.mktemp("keys")
    for person in ("dr-hale", "nurse-kay"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / person)]
        subprocess.run(made, check=True)
    return folder


@pytest.fixture(scope="module")
def signed(prepared: Path, keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose reviewers have signed for all of the sample; to be copied."""
    folder = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("signed") / "workspace"))
    ask_for_reviews(folder, "signed")
    shutil.rmtree(folder / "reviews")
    (folder / "reviews").mkdir()
    list_signers(folder, keys)
    approve(folder, keys)
    return folder


@pytest.fixture(scope="module")
def scheduled(signed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a workspace with a reader, and with the sample to go at once; to be copied."""
    folder = Path(shutil.copytree(signed, tmp_path_factory.mktemp("scheduled") / "workspace"))
    assert run(["-w", str(folder), "subscribers", "add", "ana@example.org"]) == 0
    assert run(["-w", str(folder), "schedule", SAMPLE, "--now", "--yes"]) == 0
    return folder


@pytest.fixture
def workspace(signed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed, tmp_path / "workspace"))


@pytest.fixture
def desk(newsletter: Command, workspace: Path, keys: Path) -> SignedDesk:
    return SignedDesk(workspace, keys, newsletter)


def pin(desk: SignedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine ask for pinned keys, of which it knows a nurse's only."""
    signers = desk.keys / "allowed_signers"
    key = (desk.keys / "nurse-kay.pub").read_text(encoding="utf-8")
    signers.write_text(f"nurse-kay {key}", encoding="utf-8")
    monkeypatch.setenv("NEWSLETTER_REVIEW_LEVEL", "pinned")
    monkeypatch.setenv("NEWSLETTER_REVIEW_SIGNERS", str(signers))


UNLISTED = "is signed with a key that allowed_signers does not list"


@pytest.mark.parametrize("level", ["off", "recorded", "signed"])
def test_no_edit_of_the_workspace_lowers_what_the_machine_asks_for(
    desk: SignedDesk, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    ask_for_reviews(desk.folder, level)
    pin(desk, monkeypatch)

    for command in (
        ("schedule", SAMPLE, "--now", "--yes"),
        ("check", SAMPLE),
        ("review", "verify"),
    ):
        answer = desk.run(*command)
        assert answer.code == 3
        assert UNLISTED in answer.out + answer.err


def test_what_is_signed_as_it_should_be_is_scheduled(desk: SignedDesk) -> None:
    assert desk.run("schedule", SAMPLE, "--now", "--dry-run").code == 0


def test_what_was_scheduled_on_laxer_terms_is_held_by_the_machine_that_sends(
    desk: SignedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_reviews(desk.folder, "recorded")
    assert desk.run("subscribers", "add", "ana@example.org").code == 0
    assert desk.run("schedule", SAMPLE, "--now", "--yes").code == 0
    pin(desk, monkeypatch)

    assert UNLISTED in desk.run("run", "--until-done").err
    assert UNLISTED in desk.run("resume", "1", "--yes").err

    (account,) = desk.run("status", "--json").json["mailings"]
    assert account["mailing"]["state"] == "held"


def test_a_level_that_there_is_not_stops_every_command(
    desk: SignedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSLETTER_REVIEW_LEVEL", "strict")

    for command in (("check",), ("schedule", SAMPLE, "--now", "--yes"), ("run", "--until-done")):
        answer = desk.run(*command)
        assert answer.code == 2
        assert "NEWSLETTER_REVIEW_LEVEL is “strict”" in answer.err


def test_an_approval_by_a_key_that_does_not_count_is_not_written(desk: SignedDesk) -> None:
    before = sorted((desk.folder / "reviews").rglob("*"))
    wrong = ("--by", "dr-hale", "--key", str(desk.keys / "nurse-kay"))

    answer = desk.run("review", "approve", SNIPPET, *wrong, "--yes")

    assert answer.code == 2
    assert "is signed with the key of nurse-kay, not of dr-hale" in answer.err
    assert "Use the key that is listed for dr-hale" in answer.err
    assert sorted((desk.folder / "reviews").rglob("*")) == before
    assert desk.run("schedule", SAMPLE, "--now", "--dry-run").code == 0


def change_a_byte(desk: SignedDesk) -> None:
    desk.edit(desk.record, "how: signed", "how: relayed")


def sign_as_somebody_else(desk: SignedDesk) -> None:
    desk.sign_again("nurse-kay", NAMESPACE)


def sign_for_something_else(desk: SignedDesk) -> None:
    desk.sign_again("dr-hale", "git")


def let_the_key_expire(desk: SignedDesk) -> None:
    list_signers(desk.folder, desk.keys, ',valid-before="20200101"')


def delete_the_approval(desk: SignedDesk) -> None:
    desk.signature.unlink()
    desk.record.unlink()


def return_to_older_words(desk: SignedDesk) -> None:
    """Have newer words approved, then take the older ones out again."""
    desk.edit(desk.folder / FILE, "SPF 30", "SPF 50")
    desk.approve()
    desk.edit(desk.folder / FILE, "SPF 50", "SPF 30")


def replay_the_old_record(desk: SignedDesk) -> None:
    """Ask for changes, then lay a copy of the old approval on top."""
    asked = ("review", "changes", SNIPPET, "--by", "nurse-kay", "--note", "Which SPF?")
    assert desk.run(*asked).code == 0
    for path in (desk.record, desk.signature):
        shutil.copy(path, path.with_name(path.name.replace(path.name[:10], "2099-01-01")))


BOTH = [
    (sign_as_somebody_else, "is signed with the key of nurse-kay, not of dr-hale"),
    (sign_for_something_else, "is signed for another purpose than a review"),
    (let_the_key_expire, "is signed with a key of dr-hale that was not valid on 20"),
    (replay_the_old_record, f"changes to “{SNIPPET}” were asked for by Kay Morris"),
]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        *BOTH,
        (change_a_byte, "was changed after it was signed"),
        (delete_the_approval, f"nobody has reviewed “{SNIPPET}” yet"),
        (return_to_older_words, f"“{SNIPPET}” is back at the older text of"),
    ],
)
def test_what_is_not_signed_as_it_should_be_is_not_scheduled(
    desk: SignedDesk, spoil: Callable[[SignedDesk], None], reason: str
) -> None:
    spoil(desk)

    answer = desk.run("schedule", SAMPLE, "--now", "--yes")

    assert answer.code == 3
    assert reason in answer.err
    assert desk.run("queue", "--json").json["mailings"] == []


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        *BOTH,
        (change_a_byte, f"the approval of “{SNIPPET}” was edited: reviews/{SNIPPET}/"),
        (delete_the_approval, f"the approval of “{SNIPPET}” is gone: reviews/{SNIPPET}/"),
    ],
)
def test_what_is_not_signed_any_more_as_it_should_be_is_not_sent(
    desk: SignedDesk, scheduled: Path, spoil: Callable[[SignedDesk], None], reason: str
) -> None:
    for part in scheduled.glob("newsletter.db*"):
        shutil.copy(part, desk.folder)
    spoil(desk)

    ended = desk.run("run", "--until-done")

    assert ended.code == 1
    assert reason in ended.err
    (account,) = desk.run("status", "--json").json["mailings"]
    assert account["mailing"]["state"] == "held"
    assert reason in account["mailing"]["note"]
    assert account["counts"] == {}
