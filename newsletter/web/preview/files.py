"""The files of the page: read into memory at the start, and served from there by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

INDEX = "index.html"

MEDIA_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
"""What a file of the page may be; others are not served."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """The bytes of a file, and what they are."""

    body: bytes
    media_type: str


def read_static() -> Mapping[str, StaticFile]:
    """Everything that the page is made of, by file name. A later file is not served."""
    folder = files("newsletter.web.preview") / "static"
    return {
        each.name: StaticFile(each.read_bytes(), media_type)
        for each in folder.iterdir()
        for ending, media_type in MEDIA_TYPES.items()
        if each.is_file() and each.name.endswith(ending)
    }
