"""What git remembers of records that are gone, or were edited."""

import shutil
import subprocess
from pathlib import Path

import pytest

from newsletter.errors import NewsletterError
from newsletter.review import find_changes, write_record
from tests.conftest import IN_CI
from tests.review.making import make_approval

RECORD = "reviews/milia/2026-11-21-dr-hale.txt"
SECOND = "reviews/milia/2026-11-21-dr-hale-2.txt"


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *who, *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


def commit(root: Path, message: str = "more") -> None:
    git(root, "add", "--all")
    git(root, "commit", "--message", message)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose workspace, a folder in it, holds two committed records."""
    if not shutil.which("git"):
        if IN_CI:
            pytest.fail("git is not installed")
        pytest.skip("needs git")
    git(tmp_path, "init", "--initial-branch", "main")
    folder = tmp_path / "letters"
    for _ in range(2):
        write_record(folder, make_approval(), b"signed")
    commit(folder)
    return folder


def changes(root: Path) -> list[tuple[str, str, bool]]:
    return [(each.path, each.what, bool(each.commit)) for each in find_changes(root)]


def test_records_that_are_only_added_to_have_no_history(root: Path) -> None:
    write_record(root, make_approval())
    commit(root)

    assert changes(root) == []


def test_a_record_that_was_deleted_is_named_even_if_it_came_back(root: Path) -> None:
    record = root / RECORD
    kept = record.read_bytes()
    record.unlink()
    assert changes(root) == [(RECORD, "deleted", False)]

    commit(root)
    record.write_bytes(kept)
    commit(root)
    assert changes(root) == [(RECORD, "deleted", True)]


def test_a_record_and_a_signature_that_were_edited_are_named(root: Path) -> None:
    (root / RECORD).write_text("newsletter review 1\n", encoding="utf-8")
    commit(root)
    (root / f"{SECOND}.sig").write_bytes(b"other")

    assert changes(root) == [(f"{SECOND}.sig", "edited", False), (RECORD, "edited", True)]


def test_a_record_that_was_moved_is_gone_from_its_place(root: Path) -> None:
    git(root, "mv", RECORD, "reviews/milia/other.txt")
    commit(root)

    assert changes(root) == [(RECORD, "deleted", True)]


def test_a_record_that_only_a_merge_has_lost_is_named(root: Path) -> None:
    git(root, "switch", "--create", "side")
    (root / "notes.md").write_text("Notes.", encoding="utf-8")
    commit(root)
    git(root, "switch", "main")
    (root / "more.md").write_text("More.", encoding="utf-8")
    commit(root)
    git(root, "merge", "--no-commit", "side")
    (root / RECORD).unlink()
    commit(root)

    assert changes(root) == [(RECORD, "deleted", True)]


def test_the_list_of_keys_may_be_edited(root: Path) -> None:
    signers = root / "reviews" / "allowed_signers"
    for text in ("one", "two"):
        signers.write_text(text, encoding="utf-8")
        commit(root)

    assert changes(root) == []


def test_a_repository_without_a_commit_has_no_history(tmp_path: Path) -> None:
    git(tmp_path, "init")

    assert find_changes(tmp_path) == ()


def test_without_a_repository_nobody_can_tell(tmp_path: Path) -> None:
    with pytest.raises(NewsletterError) as caught:
        find_changes(tmp_path)

    assert "git cannot tell what was done to reviews" in caught.value.problem
    assert "only a history shows what was lost" in caught.value.remedy


def test_without_git_nobody_can_tell(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(NewsletterError) as caught:
        find_changes(root)

    assert "there is no git on this machine" in caught.value.problem


def test_records_behind_a_link_have_no_history(root: Path) -> None:
    (root / "reviews").rename(root / "elsewhere")
    (root / "reviews").symlink_to("elsewhere")
    with pytest.raises(NewsletterError, match="reviews/ is a link"):
        find_changes(root)


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
def test_signatures_of_commits_may_be_shown_to_people(root: Path) -> None:
    key = root.parent / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    for name, value in {
        "gpg.format": "ssh",
        "user.signingKey": str(key),
        "log.showSignature": "true",
    }.items():
        git(root, "config", name, value)
    (root / RECORD).unlink()
    git(root, "add", "--all")
    git(root, "commit", "--gpg-sign", "--message", "signed")

    assert changes(root) == [(RECORD, "deleted", True)]


def test_a_part_of_the_history_is_not_enough(root: Path, tmp_path: Path) -> None:
    (root / "notes.md").write_text("Notes.", encoding="utf-8")
    commit(root)
    shallow = tmp_path.parent / f"{tmp_path.name}-shallow"
    git(tmp_path, "clone", "--depth", "1", tmp_path.as_uri(), str(shallow))
    with pytest.raises(NewsletterError) as caught:
        find_changes(shallow / "letters")

    assert "only a part of the history is here" in caught.value.problem
