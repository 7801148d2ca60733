"""Places in a letter that are filled for each reader.

A template sees an opaque mark. It travels through Jinja and MJML as plain letters, and afterwards
the letter is cut at the marks: readers' data enters only after everything is compiled, so it can
neither contain a mark nor change the markup.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NoReturn

from markupsafe import Markup

from newsletter.model import Pieces


class Slot:
    """A mark that may be printed and nothing else: no filter, no comparison, no joining."""

    __slots__ = ("_mark",)

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("a reader's slot can only be printed as it is")

    __str__ = __repr__ = __eq__ = __ne__ = __hash__ = _refuse


class ReaderSlots:
    """What templates know as `reader`: its attributes are slots, and itself it is nothing."""

    def __init__(self, slots: Mapping[str, Slot]) -> None:
        self.__dict__.update(slots)

    def __str__(self) -> str:
        raise TypeError("print one of the reader's slots, such as reader.leave_url")


class Slots:
    """The slots that templates of one letter may use, by name.

    `nonce` must not occur in the letter's own text.
    """

    def __init__(self, names: Iterable[str], nonce: str) -> None:
        self._marks = {f"Zq{nonce}v{number}qZ": name for number, name in enumerate(names)}

    def for_templates(self) -> ReaderSlots:
        """The marks, as attributes by name."""
        return ReaderSlots({name: Slot(mark) for mark, name in self._marks.items()})

    def cut(self, text: str) -> Pieces:
        """Split compiled text at the marks."""
        pattern = "|".join(map(re.escape, self._marks))
        parts = re.split(f"({pattern})", text)
        return Pieces(tuple(parts[::2]), tuple(self._marks[mark] for mark in parts[1::2]))


def print_slot(value: object) -> object:
    """Let a slot be printed by a template of either kind (Jinja's `finalize`)."""
    return Markup(value._mark) if isinstance(value, Slot) else value
