"""The studio as files: the page, and letters that were made beforehand; no server is needed.

Left out is what an export has nobody to ask for, and what is nobody else's business: the queue and
the mailbox, test letters, readers and their numbers, other personas than the usual one, snippets
alone, and where files lie on this machine.
"""

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

from newsletter.errors import UsageError
from newsletter.studio import Look
from newsletter.web.preview.answers import as_json
from newsletter.web.preview.bundle import DATA, stand_alone
from newsletter.web.preview.files import INDEX, read_static
from newsletter.web.preview.policies import EXPORT_POLICY, LETTER_ASKS
from newsletter.web.preview.views import Frame, Letters, Reader, Tab

PRIVATE = {"open", "planned", "readers", "sent"}
"""Fields that are emptied wherever they stand: places on this machine, numbers of people."""

MARK = "window.STUDIO_EXPORT"
"""How the data of an export begin."""

OWN_FOLDERS = ("static", "data", "letters")
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written; `missing` are the issues of which no letter could be made."""

    page: Path
    issues: int
    letters: int
    missing: tuple[str, ...]


def export(letters: Letters, slugs: Iterable[str], folder: Path) -> Exported:
    """Write the studio with these issues into a folder; an export that lies there is replaced.

    Each variant is written for the usual persona in every look, with and without images, for
    browsers and for Outlook.

    Raises:
        UsageError: the folder holds something else, or cannot be written.
    """
    try:
        _clear(folder)
        _write_page(folder)
        made = {slug: _write_issue(letters, slug, folder) for slug in slugs}
        _write_data(folder / DATA, MARK, _desk(letters, made))
    except OSError as error:
        problem = f"{folder} cannot be written: {os.strerror(error.errno or 0)}"
        raise UsageError(problem, remedy="Choose another folder with --export.") from error
    missing = tuple(slug for slug, count in made.items() if not count)
    return Exported(folder / INDEX, len(made), sum(made.values()), missing)


def _clear(folder: Path) -> None:
    """Make room for an export, and delete nothing but an earlier one."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()) and not _is_export(folder):
        remedy = "Choose one that is new, empty, or an earlier export."
        raise UsageError(f"{folder} holds something else than an export", remedy=remedy)
    for name in OWN_FOLDERS:
        if (folder / name).is_dir():
            shutil.rmtree(folder / name)


def _is_export(folder: Path) -> bool:
    """Whether an export lies here; other pages have a `data.js`, and a folder `static`, too."""
    data = folder / DATA
    if not data.is_file():
        return False
    with data.open("rb") as opened:
        return opened.read(len(MARK)) == MARK.encode()


def _write_page(folder: Path) -> None:
    static = {name: file.body.decode() for name, file in read_static().items()}
    for name, text in stand_alone(static).items():
        _write(folder / name, _allow(text, EXPORT_POLICY) if name == INDEX else text)


def _write_issue(letters: Letters, slug: str, folder: Path) -> int:
    """Write all that the page shows of an issue; return how many letters that are."""
    view = _read(letters.issue(slug, Reader()))
    keys = [each["key"] for each in view["variants"]]
    for number, key in enumerate(keys, 1):
        for name, html in _letters(letters, slug, key):
            _write(folder / "letters" / slug / f"{number}-{name}.html", html)
    variants = {key: _variant(letters, slug, key) for key in keys}
    held = {"usual": view["variant"], "variants": variants or {"": {"view": view, "tabs": {}}}}
    _write_data(folder / "data" / f"{slug}.js", f"{MARK}.issues[{_js(slug)}]", held)
    return len(keys) * len(list(_frames()))


def _letters(letters: Letters, slug: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield each letter of a variant, with the words of the switches that ask for it."""
    for frame in _frames():
        images, client = "on" if frame.images else "off", "word" if frame.word else "web"
        html = letters.letter(slug, Reader(variant=key), frame)
        yield f"{frame.look}-{images}-{client}", _allow(html, LETTER_ASKS)


def _frames() -> Iterator[Frame]:
    for look, images, word in product(Look, (True, False), (False, True)):
        yield Frame(look, images, word)


def _variant(letters: Letters, slug: str, key: str) -> Fields:
    """What stands around one variant: its tabs first, for they bring the findings."""
    reader = Reader(variant=key)
    tabs = {tab.value: _read(letters.tab(slug, tab, reader)) for tab in Tab}
    return {"view": _read(letters.issue(slug, reader)), "tabs": tabs}


def _desk(letters: Letters, slugs: Iterable[str]) -> Fields:
    """The workspace at a glance, as far as it is in the export."""
    desk, chosen = _read(letters.desk()), set(slugs)
    return {
        "desk": {
            **desk,
            "workspace": "",
            "editor": "",
            "mailbox": False,
            "test": {"addresses": [], "provider": ""},
            "snippets": [],
            "issues": [each for each in desk["issues"] if each["slug"] in chosen],
            "personas": [each for each in desk["personas"] if each["default"]],
        },
        "issues": {},
    }


def _read(view: object) -> Fields:
    """A view as plain data, without what is private."""
    plain = _without(as_json(view))
    assert isinstance(plain, dict)
    return plain


def _without(value: Any) -> Any:
    match value:
        case dict():
            return {k: None if k in PRIVATE else _without(each) for k, each in value.items()}
        case list():
            return [_without(each) for each in value]
    return value


def _allow(html: str, policy: str) -> str:
    """The document with what a server would say of it: that it is UTF-8, and what it may do."""
    content = escape(policy, quote=False)
    meta = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{content}">'
    return HEAD.sub(lambda head: head[0] + meta, html, count=1)


def _write_data(path: Path, name: str, value: Mapping[str, object]) -> None:
    """Write a script that gives a value a name."""
    _write(path, f"{name} = {_js(value)};\n")


def _js(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
