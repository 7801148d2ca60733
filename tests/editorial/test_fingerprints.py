"""The program is known by its files; a change in one of them is a change of the program."""

import time
from pathlib import Path

import pytest

import newsletter
from newsletter.editorial.fingerprints import Digests, program, read_digest, trace


def fingerprint(package: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(newsletter, "__file__", str(package / "__init__.py"))
    return program.__wrapped__()


def test_a_file_that_is_changed_added_or_gone_makes_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checks").mkdir()
    rules = tmp_path / "checks" / "rules.py"
    rules.write_text("one")
    seen = [fingerprint(tmp_path, monkeypatch)]
    rules.write_text("other")
    seen.append(fingerprint(tmp_path, monkeypatch))
    (tmp_path / "more.py").write_text("")
    seen.append(fingerprint(tmp_path, monkeypatch))
    rules.unlink()
    seen.append(fingerprint(tmp_path, monkeypatch))

    assert len(set(seen)) == len(seen)
    (tmp_path / "__pycache__").mkdir()
    assert fingerprint(tmp_path, monkeypatch) == seen[-1]


def test_a_file_that_has_not_changed_is_known_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> str:
        raise AssertionError(f"{path} was read again")

    (tmp_path / "a.txt").write_text("one")
    digests, tomorrow = Digests(), time.time_ns() + 24 * 3600 * 10**9
    monkeypatch.setattr("newsletter.editorial.fingerprints.time_ns", lambda: tomorrow)
    first = trace(tmp_path, read=digests.read)
    monkeypatch.setattr("newsletter.editorial.fingerprints.read_digest", refuse)

    assert trace(tmp_path, read=digests.read) == first == trace(tmp_path, read=read_digest)


def test_a_change_a_moment_later_has_another_fingerprint(tmp_path: Path) -> None:
    file, digests = tmp_path / "a.txt", Digests()
    seen = set()
    for word in ("one", "two", "six"):
        file.write_text(word)
        seen.add(digests.read(str(file)))

    assert len(seen) == 3
