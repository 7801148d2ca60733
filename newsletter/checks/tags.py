"""The tags of a page as they are written, before any program mends them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from types import MappingProxyType

TAG = re.compile(
    r"""<(?P<slash>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>"""
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
RAW = re.compile(r"(?is)(<(style|script|title)\b[^>]*>)(.*?)(?=</\2\s*>)")
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; `start` is its place in the page. `written` is what stands between name and `>`."""

    name: str
    written: str
    start: int
    closes: bool = False

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The attributes in the order in which they are written, each as often as it is."""
        return _pairs(self.written)

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes; of those that are written twice the first, as in every browser."""
        return _attributes(self.written)

    @property
    def stands_alone(self) -> bool:
        """Whether nothing can stand in it."""
        return self.name in VOID or self.written.endswith("/")


@lru_cache(maxsize=4096)
def _pairs(written: str) -> tuple[tuple[str, str], ...]:
    """A letter has few different tags, and each of them many times."""
    found = ATTRIBUTE.findall(written)
    return tuple((name.lower(), unescape("".join(values))) for name, *values in found)


@lru_cache(maxsize=4096)
def _attributes(written: str) -> Mapping[str, str]:
    return MappingProxyType(dict(reversed(_pairs(written))))


@lru_cache(maxsize=64)
def read_tags(html: str) -> tuple[Tag, ...]:
    """Return the tags of a page without comments, in order; what stands in styles has none."""
    return tuple(_tags(RAW.sub(_without_tags, html)))


def _tags(html: str) -> Iterator[Tag]:
    for tag in TAG.finditer(html):
        yield Tag(tag["name"].lower(), tag["attributes"], tag.start(), bool(tag["slash"]))


def _without_tags(match: re.Match[str]) -> str:
    return match[1] + match[3].replace("<", " ")
