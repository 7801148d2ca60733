"""The lines of a sheet: for readers as they will see them, for the desk alone behind a mark."""

import re
from collections.abc import Iterable, Iterator

DESK = "# "


def say(*texts: str | None) -> Iterator[str]:
    """Yield the lines of what readers will see, of the texts that there are."""
    for text in filter(None, texts):
        for line in text.split("\n"):
            yield f" {line}" if line.startswith(DESK[0]) else line


def note(text: str) -> str:
    """A line that readers do not see."""
    return f"{DESK}{' '.join(text.split())}"


def write(lines: Iterable[str]) -> str:
    """Put lines below each other, with one empty line where there are several."""
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"
