"""Where in the templates a tag comes from, and which snippet fills it.

Templates are made of each other: blocks, macros, inherited layouts. So every tag carries its own
place, `at="blocks/tip.mjml:12"`, from the moment its template is read until the guard takes it out.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from jinja2.ext import Extension
from jinja2.lexer import TOKEN_DATA, TOKEN_RAW_BEGIN, TOKEN_RAW_END

from newsletter.compose.engine.tags import NAME, ORIGIN, OWNER

CARD = "card.snippet.id if card is defined and card.snippet is defined"
"""What the layouts call the snippet that is being rendered."""

STEP = re.compile(rf"<!--(?!\[if|<!\[)|-->|(</?)({NAME})(?=[\s/>])|[\"'>]", re.ASCII)


class Origins(Extension):
    """Writes its origin into every tag of a `.mjml` template, without moving a line."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Mark what stands outside Jinja's own braces."""
        if name is None or not name.endswith(".mjml"):
            return source
        text = re.sub(r"\r\n?", "\n", source.removeprefix("\ufeff"))
        marker = _Marker(name)
        marked, done = [], 0
        for start, data, raw in self._data(text, name, filename):
            marked += [text[done:start], marker.mark(data, text.count("\n", done, start), raw)]
            done = start + len(data)
        return "".join([*marked, text[done:]])

    def _data(self, text: str, name: str, filename: str | None) -> Iterator[tuple[int, str, bool]]:
        """Yield offset and text of what is no Jinja, and whether it is shielded from Jinja."""
        place, raw = 0, False
        for _, kind, value in self.environment.lexer.tokeniter(text, name, filename):
            # The lexer leaves out white space that a minus sign takes away.
            place = text.index(value, place)
            raw = kind == TOKEN_RAW_BEGIN or (raw and kind != TOKEN_RAW_END)
            if kind == TOKEN_DATA:
                yield place, value, raw
            place += len(value)


def read_origin(mark: str) -> tuple[str, int] | None:
    """Return the template and the line that a mark names; nothing if it is no mark."""
    match = re.fullmatch(r"([^:]+):(\d{1,9})", mark)
    return (unquote(match[1]), int(match[2])) if match else None


class _Marker:
    """Goes through one template's data, piece by piece: a tag may begin in one, end in another."""

    def __init__(self, name: str) -> None:
        self._name = quote(name)
        self._line = 1
        self._awaits = ""
        """What ends the tag, the value or the comment that we are in."""

    def mark(self, data: str, skipped_lines: int, raw: bool) -> str:
        """Return the data with marks in its tags."""
        self._line += skipped_lines
        marked, done = [], 0
        for step in STEP.finditer(data):
            marked.append(data[done : step.end()])
            self._line += data.count("\n", done, step.end())
            done = step.end()
            if self._enters_tag(step):
                marked.append(self._marks(step[1], step[2], raw))
        self._line += data.count("\n", done)
        return "".join([*marked, data[done:]])

    def _enters_tag(self, step: re.Match[str]) -> bool:
        """Move on by one step; whether it is the beginning of a tag."""
        if step[1] and (self._awaits in ("", ">") or self._lost(step[2])):
            self._awaits = ">"
            return True
        if self._awaits in ("", ">"):
            if step[0] == "<!--":
                self._awaits = "-->"
            elif self._awaits and step[0] in "\"'>":
                self._awaits = "" if step[0] == ">" else step[0]
        elif step[0] == self._awaits:
            self._awaits = "" if step[0] == "-->" else ">"
        return False

    def _lost(self, tag: str) -> bool:
        """Whether a quote is missing above: no value holds a component."""
        return self._awaits in ('"', "'") and tag.startswith("mj-")

    def _marks(self, bracket: str, tag: str, raw: bool) -> str:
        origin = f' {ORIGIN}="{self._name}:{self._line}"'
        fills = bracket == "<" and tag.startswith("mj-") and not raw
        return origin + (f' {OWNER}="{{{{ {CARD} }}}}"' if fills else "")
