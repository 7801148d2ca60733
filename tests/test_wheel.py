"""The wheel, built and installed alone: what a stranger gets."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = "2026-12-01-tiny-bumps"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an empty environment with the wheel in it, and what it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    # This environment's dependencies without its own newsletter: its links are not followed.
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


def test_the_wheel_carries_the_package_and_the_starter_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "newsletter/py.typed" in names
    assert "newsletter/defaults.toml" in names
    assert "newsletter/starter/templates/layouts/digest.mjml" in names
    assert "newsletter/starter/personas.yml" in names
    assert f"newsletter/starter/issues/{SAMPLE}/issue.md" in names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"newsletter"}
    assert not [name for name in names if name.endswith((".pyc", ".db", ".key"))]


def test_installed_alone_it_makes_a_workspace_and_builds_a_letter(
    programs: Path, tmp_path: Path
) -> None:
    # A stranger has no path to this checkout.
    strangers = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*words: str) -> str:
        command = [str(programs / words[0]), *words[1:]]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=strangers)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = run("python", "-c", "import newsletter; print(newsletter.__file__)")
    run("newsletter", "init", "w")
    run("newsletter", "-w", "w", "build")

    assert Path(where).is_relative_to(programs.parent)
    assert (tmp_path / "w" / "build" / SAMPLE / "letter.html").stat().st_size > 10_000
    assert (tmp_path / "w" / "templates" / "blocks" / "card.mjml").exists()
