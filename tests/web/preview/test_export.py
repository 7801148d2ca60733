"""The studio as files: what is in them, what is left out, what is never overwritten."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsletter.errors import UsageError
from newsletter.web import Exported, Frame, Reader, Tab, export
from tests.web.preview.conftest import Shelf

SLUG = "2026-12-01-sun"
WINTER = "2027-01-05-winter"


class Library(Shelf):
    """Views of an issue in two languages, and of one that could not be made."""

    def desk(self) -> object:
        issue = {"subject": "Sun", "state": "sent", "sent": 812, "planned": 812}
        personas = [{"id": id, "default": id == "ana"} for id in ("ana", "zoe")]
        return {
            "newsletter": "Skin",
            "workspace": "/home/somebody/desk",
            "editor": "vscode://file/{path}:{line}",
            "mailbox": True,
            "test": {"addresses": ["somebody@example.org"], "provider": "local"},
            "snippets": [{"id": "hats"}],
            "personas": personas,
            "issues": [{"slug": slug, **issue} for slug in (SLUG, WINTER, "another")],
            "problems": [{"file": "a.md", "open": "vscode://file/home/somebody/desk/a.md:1"}],
        }

    def issue(self, slug: str, reader: Reader) -> object:
        keys = () if slug == WINTER else ("en", "fr&skin=dry")
        variants = [{"key": key, "readers": 812} for key in keys]
        return {"slug": slug, "variant": reader.variant or "en", "variants": variants}

    def tab(self, slug: str, tab: Tab, reader: Reader) -> object:
        return {"of": (slug, tab), "variant": reader.variant, "open": "/home/somebody"}

    def letter(self, slug: str, reader: Reader, frame: Frame) -> str:
        words = f"{slug} {reader.variant} {frame.look}"
        return f"<!doctype html><html><head lang=en></head>{words}</html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


def told(path: Path) -> Any:
    """What a script gives a name to."""
    return json.loads(path.read_text(encoding="utf-8").partition(" = ")[2].rstrip(";\n"))


def test_each_variant_is_there_in_every_look_with_and_without_images(folder: Path) -> None:
    exported = export(Library(), [SLUG], folder)

    assert exported == Exported(folder / "index.html", 1, 32, ())
    letters = {path.name for path in (folder / "letters" / SLUG).iterdir()}
    looks = ("light", "dark", "partial", "full")
    assert letters == {
        f"{number}-{look}-{images}-{client}.html"
        for number in (1, 2)
        for look in looks
        for images in ("on", "off")
        for client in ("web", "word")
    }
    second = (folder / "letters" / SLUG / "2-dark-on-web.html").read_text(encoding="utf-8")
    assert f"{SLUG} fr&skin=dry dark" in second


def test_what_a_server_would_say_of_a_document_stands_at_its_top(folder: Path) -> None:
    export(Library(), [SLUG], folder)

    letter = (folder / "letters" / SLUG / "1-light-on-web.html").read_text(encoding="utf-8")
    (policy,) = re.findall(
        r'<head lang=en><meta charset="utf-8">'
        r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"></head>',
        letter,
    )
    assert policy.startswith("default-src 'none'; img-src data:;")
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert index.index("Content-Security-Policy") < index.index("<link")


def test_each_variant_has_views_and_tabs_of_its_own(folder: Path) -> None:
    export(Library(), [SLUG], folder)

    issue = told(folder / "data" / f"{SLUG}.js")
    assert issue["usual"] == "en"
    assert list(issue["variants"]) == ["en", "fr&skin=dry"]
    french = issue["variants"]["fr&skin=dry"]
    assert french["view"]["variant"] == "fr&skin=dry"
    assert set(french["tabs"]) == set(Tab)
    assert french["tabs"]["mjml"]["variant"] == "fr&skin=dry"


def test_what_concerns_this_machine_or_readers_stays_here(folder: Path) -> None:
    export(Library(), [SLUG], folder)

    files = [path.read_text(encoding="utf-8") for path in folder.rglob("data*/*.js")]
    files.append((folder / "data.js").read_text(encoding="utf-8"))
    assert not re.findall(r"somebody|812|vscode|zoe|hats|another", "".join(files))
    desk = told(folder / "data.js")["desk"]
    assert [each["slug"] for each in desk["issues"]] == [SLUG]


def test_an_issue_without_a_letter_is_there_with_what_is_wrong(folder: Path) -> None:
    exported = export(Library(), [SLUG, WINTER], folder)

    assert (exported.issues, exported.letters, exported.missing) == (2, 32, (WINTER,))
    issue = told(folder / "data" / f"{WINTER}.js")
    assert issue["variants"][""]["view"]["slug"] == WINTER


def test_an_earlier_export_is_replaced(folder: Path) -> None:
    export(Library(), [SLUG], folder)
    export(Library(), [WINTER], folder)

    assert [path.name for path in (folder / "data").iterdir()] == [f"{WINTER}.js"]
    assert not (folder / "letters").exists()


def test_a_folder_with_anything_else_is_left_alone(folder: Path) -> None:
    (folder / "letters").mkdir(parents=True)
    with pytest.raises(UsageError, match="holds something else"):
        export(Library(), [SLUG], folder)

    assert [path.name for path in folder.iterdir()] == ["letters"]


def test_a_folder_that_cannot_be_written_is_said_in_words(folder: Path) -> None:
    folder.write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        export(Library(), [SLUG], folder)


def test_a_page_of_somebody_elses_that_has_data_too_is_left_alone(folder: Path) -> None:
    (folder / "static").mkdir(parents=True)
    (folder / "static" / "mine.css").write_text("p{}", encoding="utf-8")
    (folder / "data.js").write_text("const mine = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="holds something else"):
        export(Library(), [SLUG], folder)

    assert (folder / "static" / "mine.css").exists()
