"""Everything that there is to look at, by the name of its golden files."""

from functools import cache

from tests.looks.blocks import BLOCKS
from tests.looks.letters import LETTERS
from tests.looks.shows import Render, Shown

SHOWS: dict[str, Render] = {
    **{f"blocks/{name}": block.render for name, block in BLOCKS.items()},
    **LETTERS,
}


@cache
def look_at(name: str) -> Shown:
    """Render a show, once."""
    return SHOWS[name]()
