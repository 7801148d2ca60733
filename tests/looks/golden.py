"""Golden files: what every show looked like when somebody last looked at it."""

import re
from difflib import unified_diff
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from tests.looks.comparing import compare

FOLDER = Path(__file__).parent / "golden"
COMMAND = "pytest tests/looks --renew"

FLAT = 32
"""How many of a picture's colours are kept exactly: its grounds."""

LINES_SHOWN = 40

Colour = tuple[int, ...]


class Golden:
    """Compares with golden files or, if `renew` is set, writes them."""

    def __init__(self, scratch: Path, *, renew: bool) -> None:
        self._scratch = scratch
        self._renew = renew

    def check_text(self, name: str, text: str) -> None:
        """Compare a text with the file `name`; fail with what has changed."""
        path = FOLDER / name
        if self._renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        golden = path.read_text(encoding="utf-8") if path.exists() else ""
        if golden != text:
            lines = unified_diff(
                golden.split("\n"), text.split("\n"), name, "now", lineterm="", n=1
            )
            shown = "\n".join(islice(lines, LINES_SHOWN))
            pytest.fail(f"{shown}\n\n{name} has changed. Is it wanted? {COMMAND}", pytrace=False)

    def check_picture(self, name: str, picture: Image.Image) -> None:
        """Compare a picture with the file `name`; leave both and the difference to look at."""
        path = FOLDER / name
        if self._renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            few_colours(picture).save(path, optimize=True)
        if not path.exists():
            pytest.fail(f"there is no {name} yet. {COMMAND}", pytrace=False)
        with Image.open(path) as golden:
            difference = compare(golden, picture)
        if difference:
            picture.save(self._scratch / "actual.png")
            difference.picture.save(self._scratch / "difference.png")
            places = f"Look at actual.png and difference.png in {self._scratch}"
            problem = f"{name} has changed: {difference.words}.\n{places}"
            pytest.fail(f"{problem}\nIs it wanted? {COMMAND}", pytrace=False)


def readable(html: str) -> str:
    """HTML for people who compare: a tag a line, and pictures by number, not by their bytes."""
    names = dict.fromkeys(re.findall(r"cid:[^\"]+", html))
    for number, name in enumerate(names, 1):
        html = html.replace(name, f"cid:picture-{number}")
    return re.sub(r">\s*<", ">\n<", html).strip() + "\n"


def few_colours(picture: Image.Image) -> Image.Image:
    """The picture with a palette: a third of the bytes, and no difference to the eye."""
    few = picture.quantize(method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    levels = few.getpalette() or []
    palette = [tuple(levels[n : n + 3]) for n in range(0, len(levels), 3)]
    counted = picture.getcolors(picture.width * picture.height) or []
    exact = list(palette)
    for _, colour in sorted(counted)[-FLAT:]:
        assert isinstance(colour, tuple)
        exact[_nearest(palette, colour)] = colour
    few.putpalette([level for colour in exact for level in colour])
    return few


def _nearest(palette: list[Colour], colour: Colour) -> int:
    distances = [sum((a - b) ** 2 for a, b in zip(one, colour, strict=True)) for one in palette]
    return distances.index(min(distances))
