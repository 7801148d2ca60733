"""Rewriting a page tag by tag and sheet by sheet; whatever is not asked for stays as written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape, unescape

PART = re.compile(
    r"(?is)(?P<opening><style\b[^<>]*>)(?P<sheet>.*?)(?=</style\s*>|\Z)"
    r"""|<(?P<name>[a-z][\w:-]*+)(?P<written>(?:[^<>"']|"[^"]*"|'[^']*')*+)>"""
)
"""What is found once is not tried again in shorter pieces: a page of any kind takes linear time."""

TAG = re.compile(r"(?s)<([a-zA-Z][\w:-]*)(.*)>")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")


@dataclass(frozen=True, slots=True)
class Element:
    """An opening tag: its name and its attributes in lower case, values as they are meant."""

    name: str
    attributes: Mapping[str, str]

    def given(self, **changes: str) -> "Element":
        """The same with other values; `data_block` is the attribute data-block."""
        changed = {name.replace("_", "-"): value for name, value in changes.items()}
        return replace(self, attributes={**self.attributes, **changed})

    def without(self, *names: str) -> "Element":
        """The same without some attributes."""
        kept = {key: value for key, value in self.attributes.items() if key not in names}
        return replace(self, attributes=kept)

    def __str__(self) -> str:
        pairs = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        return f"<{self.name}{pairs}>"


Change = Callable[[Element], Element | str]
"""What is to stand in the place of an opening tag."""


def rewrite(html: str, change: Change, restyle: Callable[[str], str] = str) -> str:
    """Return the page with every opening tag changed, and the text of every `<style>` restyled."""

    def put(part: re.Match[str]) -> str:
        tag = _changed(part["opening"] or part[0], change)
        return tag + restyle(part["sheet"]) if part["opening"] else tag

    return PART.sub(put, html)


def _changed(tag: str, change: Change) -> str:
    element = read_element(tag)
    changed = change(element)
    return tag if changed is element else str(changed)


@lru_cache(maxsize=4096)
def read_element(tag: str) -> Element:
    """Read an opening tag; of attributes that stand twice the first counts, as in browsers."""
    # A letter has few different tags, and each of them many times.
    name, _, written = TAG.sub(r"\1 \2", tag).partition(" ")
    pairs = reversed(ATTRIBUTE.findall(written))
    found = {key.lower(): unescape("".join(values)) for key, *values in pairs}
    return Element(name.lower(), dict(reversed(found.items())))
