"""What is wrong with an installation or a workspace, and how to mend it."""

from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.cli.desk import Desk
from newsletter.cli.doctor import Installation, examine, read_installation
from tests.cli.conftest import Command

WELL = Installation(
    python=(3, 11),
    needs_python=">=3.11",
    needs={"mjml-python": "==1.4.2"},
    versions={"mjml-python": "1.4.2", "jinja2": "3.1.6"},
)


def problems(installation: Installation, workspace: Path) -> list[str]:
    found = examine(installation, Desk(workspace, environment={}))
    return [f"{each.check}: {each.found}. {each.remedy}" for each in found if not each.ok]


def test_a_sound_installation_has_one_line_a_check(newsletter: Command) -> None:
    answer = newsletter("doctor")

    assert answer.code == 0
    lines = answer.out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "ok       python",
        "ok       engine",
        "ok       settings",
        "ok       database",
    ]
    assert lines[1] == "ok       engine: mjml-python 1.4.2"


def test_the_pin_is_read_from_the_installed_package() -> None:
    installation = read_installation()

    assert installation.needs["mjml-python"] == "==1.4.2"
    assert installation.versions["mjml-python"] == "1.4.2"
    assert installation.needs_python == ">=3.11"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"python": (3, 10)}, "python: 3.10. Install Python 3.11 or newer."),
        (
            {"versions": {"mjml-python": "1.5.0"}},
            "engine: mjml-python 1.5.0, instead of 1.4.2. Run: pip install mjml-python==1.4.2",
        ),
        (
            {"versions": {}},
            "engine: mjml-python is not installed, instead of 1.4.2. "
            "Run: pip install mjml-python==1.4.2",
        ),
        (
            {"needs": {}},
            "engine: nobody says which mjml-python is needed. "
            "Install this program with pip, so that its needs are known.",
        ),
        (
            {"versions": {"mjml-python": "1.4.2", "mjml": "0.12.0"}},
            "engine: mjml 0.12.0 has the import name of mjml-python. "
            "Run: pip uninstall mjml mjml-python, then install mjml-python again.",
        ),
    ],
)
def test_what_is_wrong_with_the_installation_is_told(
    workspace: Path, changes: dict[str, object], expected: str
) -> None:
    assert problems(WELL, workspace) == []
    assert problems(replace(WELL, **changes), workspace) == [expected]  # type: ignore[arg-type] # by name


def test_a_newer_python_will_do(workspace: Path) -> None:
    assert problems(replace(WELL, python=(4, 0)), workspace) == []


def test_settings_that_are_wrong_are_told_by_line(newsletter: Command, workspace: Path) -> None:
    (workspace / "newsletter.toml").write_text("[newsletter]\nnmae = 'x'\n", encoding="utf-8")
    answer = newsletter("doctor")

    assert answer.code == 1
    assert "newsletter.toml:2: “nmae” is not a known field" in answer.out
    assert "database" not in answer.out


def test_a_database_that_cannot_be_opened_is_told(newsletter: Command, workspace: Path) -> None:
    (workspace / "newsletter.db").write_text("no database at all" * 100, encoding="utf-8")
    answer = newsletter("doctor", "--json")

    assert answer.code == 1
    assert answer.json["ok"] is False
    database = answer.json["checks"][-1]
    assert (database["check"], database["ok"]) == ("database", False)
    assert "cannot be opened" in database["found"]
    assert database["remedy"]


def test_outside_of_a_workspace_the_installation_is_looked_at(
    newsletter: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    answer = newsletter("doctor")

    assert answer.code == 1
    assert "ok       engine" in answer.out
    assert "problem  settings: there is no workspace" in answer.out
    assert "newsletter init" in answer.out
