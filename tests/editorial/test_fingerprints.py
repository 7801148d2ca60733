"""The program is known by its files; a change in one of them is a change of the program."""

from pathlib import Path

import pytest

import newsletter
from newsletter.editorial.fingerprints import program


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
