"""Reading `newsletter.toml`, once and whole: a mistake names its line and never quotes a secret."""

import codecs
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from newsletter.errors import FoundErrors
from newsletter.model import Finding, Level, Location
from newsletter.settings.tables import Settings
from newsletter.validation import TOML, Place, explain

HEADER = re.compile(r"\s*(\[\[?)([^\[\]#]+)\]")
SETTING = re.compile(r"""\s*([\w-]+|"[^"]*"|'[^']*')\s*=""")


def load_settings(path: Path) -> Settings:
    """Read the settings file.

    Raises:
        FoundErrors: it is not TOML, or a setting is missing, unknown or wrong; all are listed.
    """
    text = _read_settings(path)
    try:
        return Settings.model_validate(tomllib.loads(text), context=path.parent)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FoundErrors([_syntax_finding(path, error, text.count("\n") + 1)]) from error
    except ValidationError as error:
        lines = _lines_of(text)
        findings = [
            Finding("settings", Level.ERROR, Location(path, _line(place, lines)), problem, remedy)
            for place, problem, remedy in explain(error, Settings, TOML)
        ]
        # Not "from error": it quotes the values, and a secret may be among them.
        raise FoundErrors(findings) from None


def database_url(settings: Settings, root: Path, environment: Mapping[str, str]) -> str:
    """Return the URL to open; a relative SQLite path is taken from `root`."""
    url = environment.get("NEWSLETTER_DATABASE") or settings.database.url
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return f"{prefix}{(root / url.removeprefix(prefix)).resolve()}"
    return url


def _syntax_finding(path: Path, error: Exception, last_line: int) -> Finding:
    match = re.search(r"\(at line (\d+)", str(error))
    problem = f"this is not valid TOML: {str(error).partition(' (at')[0]}"
    remedy = "Put text in double quotes; write one setting a line, as name = value."
    place = Location(path, int(match[1]) if match else last_line)
    return Finding("settings", Level.ERROR, place, problem, remedy)


def _read_settings(path: Path) -> str:
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = Location(path, data[: error.start].count(b"\n") + 1)
        problem, remedy = "this is not text in UTF-8", "Save the file as UTF-8 text."
        raise FoundErrors([Finding("settings", Level.ERROR, place, problem, remedy)]) from error


def _lines_of(text: str) -> dict[Place, int]:
    """The line of every table and setting by its place; tables of a list are counted from 0."""
    lines: dict[Place, int] = {}
    table: Place = ()
    count: Counter[Place] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            table = tuple(name.strip(" \t\"'") for name in header[2].split("."))
            lines.setdefault(table, number)
            if header[1] == "[[":
                count[table] += 1
                table = (*table, count[table] - 1)
                lines[table] = number
        elif setting := SETTING.match(line):
            lines[(*table, setting[1].strip("\"'"))] = number
    return lines


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    """The line of a place, or of the nearest thing around it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
