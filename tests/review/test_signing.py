"""Signatures by real keys: each way in which one does not fit has its own reason."""

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsletter.errors import NewsletterError
from newsletter.model import Approval
from newsletter.review import judge, make_signature_check, read_records, sign, write_record
from newsletter.review.signing import NAMESPACE
from newsletter.settings import ReviewLevel, ReviewPolicy
from tests.conftest import IN_CI
from tests.review.making import NOON, TEXT, make_approval, make_people, make_sheet

SIGNED = ReviewPolicy(level=ReviewLevel.SIGNED)
RECORD = "reviews/milia/2026-11-21-dr-hale.txt"

Keys = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _ssh_keygen() -> None:
    if not shutil.which("ssh-keygen"):
        if IN_CI:
            pytest.fail("ssh-keygen is not installed")
        pytest.skip("needs ssh-keygen")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Return a function that gives each person a key of their own."""
    folder = tmp_path_factory.mktemp("keys")

    def key_of(person: str) -> Path:
        key = folder / person
        if not key.exists():
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)]
            subprocess.run(command, check=True)
        return key

    return key_of


@pytest.fixture
def root(tmp_path: Path, keys: Keys) -> Path:
    """A workspace that knows the keys of two reviewers."""
    folder = tmp_path / "workspace"
    write_signers(folder / "reviews" / "allowed_signers", keys)
    return folder


def write_signers(path: Path, keys: Keys, options: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f'{person} namespaces="{NAMESPACE}"{options} {keys(person).with_suffix(".pub").read_text()}'
        for person in ("dr-hale", "dr-two")
    ]
    path.write_text("".join(lines), encoding="utf-8")


def put(root: Path, key: Path, approval: Approval | None = None) -> Approval:
    """Sign and write a record."""
    said = approval or make_approval()
    return write_record(root, said, sign(said, key))


def problem(
    root: Path, policy: ReviewPolicy = SIGNED, now: datetime = NOON, text: str = TEXT
) -> str:
    """What stands against the sheet, by all that lies in the workspace."""
    check = make_signature_check(root, policy, now)
    records = read_records(root)
    (standing,) = judge([make_sheet(text)], records, make_people(), policy, now, check)
    return standing.problem


def test_a_signed_approval_holds(root: Path, keys: Keys) -> None:
    put(root, keys("dr-hale"))

    assert problem(root) == ""


def test_a_record_with_line_ends_of_another_system_is_still_signed(root: Path, keys: Keys) -> None:
    put(root, keys("dr-hale"))
    record = root / RECORD
    record.write_bytes(record.read_bytes().replace(b"\n", b"\r\n"))

    assert problem(root) == ""


def test_an_approval_without_a_signature_is_refused(root: Path) -> None:
    write_record(root, make_approval())

    assert problem(root) == "the approval of “milia” is not signed"
    assert problem(root, ReviewPolicy(level=ReviewLevel.RECORDED)) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [("harmless", "harmfull"), ("2027-11-21", "2027-11-20"), ("recorded", "signed")],
)
def test_a_changed_byte_is_seen(root: Path, keys: Keys, old: str, new: str) -> None:
    put(root, keys("dr-hale"))
    record = root / RECORD
    record.write_bytes(record.read_bytes().replace(old.encode(), new.encode()))

    text = TEXT.replace(old, new)
    assert problem(root, text=text) == "the approval of “milia” was changed after it was signed"


def test_the_key_of_somebody_else_is_refused(root: Path, keys: Keys) -> None:
    put(root, keys("dr-two"))

    assert problem(root) == (
        "the approval of “milia” is signed with the key of dr-two, not of dr-hale"
    )


def test_a_key_that_nobody_knows_is_refused(root: Path, keys: Keys) -> None:
    put(root, keys("stranger"))

    assert problem(root) == (
        "the approval of “milia” is signed with a key that allowed_signers does not list"
    )


def test_a_signature_for_something_else_is_refused(root: Path, keys: Keys) -> None:
    written = put(root, keys("dr-hale"))
    record = root / written.path
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(keys("dr-hale")), "-n", "git"]
    with record.open("rb") as file:
        done = subprocess.run(command, stdin=file, capture_output=True, check=True)
    (root / f"{RECORD}.sig").write_bytes(done.stdout)

    assert problem(root) == ("the approval of “milia” is signed for another purpose than a review")


def test_what_is_no_signature_is_refused(root: Path, keys: Keys) -> None:
    put(root, keys("dr-hale"))
    (root / f"{RECORD}.sig").write_text("Yours, Robin Hale", encoding="utf-8")

    assert "has a signature that cannot be read" in problem(root)


@pytest.mark.parametrize(
    ("options", "now", "invalid_on"),
    [
        (',valid-before="20261120"', NOON, "2026-11-21"),
        (',valid-before="20261201"', NOON, None),
        (',valid-before="20261201"', NOON + timedelta(days=30), "2026-12-21"),
        (',valid-after="20261122"', NOON + timedelta(days=30), "2026-11-21"),
        (',valid-before="20261121120001"', NOON, None),
    ],
)
def test_a_key_has_to_be_valid_when_it_signs_and_still_now(
    root: Path, keys: Keys, options: str, now: datetime, invalid_on: str | None
) -> None:
    write_signers(root / "reviews/allowed_signers", keys, options)
    put(root, keys("dr-hale"))

    found = problem(root, now=now)
    reason = f"is signed with a key of dr-hale that was not valid on {invalid_on}"
    assert found == (f"the approval of “milia” {reason}" if invalid_on else "")


def test_a_deleted_approval_is_missed(root: Path, keys: Keys) -> None:
    written = put(root, keys("dr-hale"))
    (root / written.path).unlink()

    assert problem(root) == "nobody has reviewed “milia” yet"


def test_an_older_text_is_not_approved_again_by_its_old_signature(root: Path, keys: Keys) -> None:
    newer = TEXT.replace("harmless", "tiny")
    put(root, keys("dr-hale"))
    put(root, keys("dr-hale"), make_approval(newer, at=NOON + timedelta(days=1)))
    now = NOON + timedelta(days=2)

    assert problem(root, now=now, text=newer) == ""
    assert "is back at the older text of 2026-11-21" in problem(root, now=now)


def test_an_old_record_that_is_dated_anew_is_seen(root: Path, keys: Keys) -> None:
    put(root, keys("dr-hale"))
    forged = make_approval(at=NOON + timedelta(days=1))
    write_record(root, forged, (root / f"{RECORD}.sig").read_bytes())

    now = NOON + timedelta(days=2)
    assert "was changed after it was signed" in problem(root, now=now)


def test_a_pinned_list_of_keys_lies_outside_the_workspace(
    root: Path, keys: Keys, tmp_path: Path
) -> None:
    outside = tmp_path / "desk" / "allowed_signers"
    write_signers(outside, keys)
    put(root, keys("dr-hale"))

    assert problem(root, ReviewPolicy(level=ReviewLevel.PINNED, signers=outside)) == ""


def test_a_key_that_an_editor_adds_is_no_pinned_key(root: Path, keys: Keys, tmp_path: Path) -> None:
    outside = tmp_path / "desk" / "allowed_signers"
    write_signers(outside, keys)
    own = keys("editor").with_suffix(".pub").read_text()
    (root / "reviews/allowed_signers").write_text(f"dr-hale {own}", encoding="utf-8")
    put(root, keys("editor"))

    assert problem(root) == ""
    pinned = ReviewPolicy(level=ReviewLevel.PINNED, signers=outside)
    assert "a key that allowed_signers does not list" in problem(root, pinned)


@pytest.mark.parametrize(
    ("level", "signers", "told"),
    [
        ("pinned", "", "the settings name none"),
        ("pinned", "reviews/allowed_signers", "lies in the workspace"),
        ("pinned", "link/allowed_signers", "lies in the workspace"),
        ("pinned", "../nowhere", "there is no list of reviewers' keys"),
        ("signed", "nowhere", "there is no list of reviewers' keys"),
    ],
)
def test_a_list_of_keys_that_proves_nothing_is_an_error(
    root: Path, level: str, signers: str, told: str
) -> None:
    (root.parent / "link").symlink_to(root / "reviews")
    path = root.parent / signers if signers.startswith("link") else root / signers
    policy = ReviewPolicy(level=ReviewLevel(level), signers=path if signers else None)
    with pytest.raises(NewsletterError) as caught:
        make_signature_check(root, policy, NOON)

    assert told in caught.value.problem
    assert caught.value.remedy.endswith(".")


def test_a_key_that_cannot_sign_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NewsletterError) as caught:
        sign(make_approval(), tmp_path / "no-key")

    assert "no-key cannot sign" in caught.value.problem


def test_a_machine_without_ssh_keygen_says_so(
    root: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys("dr-hale")
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(NewsletterError) as caught:
        sign(make_approval(), key)

    assert "there is no ssh-keygen on this machine" in caught.value.problem
    assert "Install OpenSSH" in caught.value.remedy


def test_times_are_those_of_the_world_wherever_the_machine_is(
    root: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    write_signers(root / "reviews/allowed_signers", keys, ',valid-before="20261121120001"')
    noon = dataclasses.replace(make_approval(), at=NOON.astimezone(UTC))
    put(root, keys("dr-hale"), noon)

    assert problem(root) == ""
