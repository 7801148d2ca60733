"""Places in a letter that are filled for each reader.

A template sees an opaque mark. It travels through Jinja and MJML as plain letters, and afterwards
the letter is cut at the marks: readers' data enters only after everything is compiled, so it can
neither contain a mark nor change the markup. Each printing has a mark of its own, so that one that
gets lost or ends up in the wrong place can be named.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NoReturn

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from newsletter.errors import FoundErrors
from newsletter.model import Field, Location, Pieces

BROKEN = 8
"""Characters of the nonce by which what is left of a mark is known."""


@dataclass(frozen=True, slots=True)
class Use:
    """One printing of a field: by an editor at `at`, or else by the template of this name."""

    field: Field
    at: Location | None = None
    template: str = ""


class Slots:
    """The marks of one letter, each with the field that it stands for.

    `nonce` must not occur in the letter's own text. `pattern` finds whole marks, `remains` also
    those that a filter has cut off or put into other letters.
    """

    def __init__(self, fields: Iterable[Field], nonce: str) -> None:
        self.fields = {field.name: field for field in fields}
        self.uses: dict[str, Use] = {}
        self.pattern = re.compile(rf"Zq{nonce}v\d+qZ")
        self.remains = re.compile(nonce[:BROKEN], re.IGNORECASE)
        self._nonce = nonce

    def mark(self, use: Use) -> str:
        """Return the mark of one more printing."""
        mark = f"Zq{self._nonce}v{len(self.uses)}qZ"
        self.uses[mark] = use
        return mark

    def for_templates(self) -> "ReaderSlots":
        """What templates know as `reader`."""
        return ReaderSlots(self)

    def show(self, text: str) -> str:
        """The text as its editor wrote it, with fields instead of marks."""
        return self.pattern.sub(
            lambda mark: f"{{{{ reader.{self.uses[mark[0]].field.name} }}}}", text
        )

    @contextmanager
    def shown_as_written(self) -> Iterator[None]:
        """Let what is wrong inside speak of fields: an editor has never seen a mark."""
        try:
            yield
        except FoundErrors as error:
            shown = [replace(each, problem=self.show(each.problem)) for each in error.findings]
            raise FoundErrors(shown) from error

    def cut(self, text: str) -> Pieces:
        """Split compiled text at the marks."""
        names = tuple(self.uses[mark].field.name for mark in self.pattern.findall(text))
        return Pieces(tuple(self.pattern.split(text)), names)


class Slot:
    """A field that may be printed and nothing else: no filter, no comparison, no joining."""

    __slots__ = ("_field", "_slots")

    def __init__(self, slots: Slots, field: Field) -> None:
        self._slots = slots
        self._field = field

    def _print(self, template: str) -> Markup:
        return Markup(self._slots.mark(Use(self._field, template=template)))

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("a reader's slot can only be printed as it is")

    __str__ = __repr__ = __eq__ = __ne__ = __hash__ = _refuse


class ReaderSlots:
    """What templates know as `reader`: its attributes are slots, and itself it is nothing."""

    def __init__(self, slots: Slots) -> None:
        self.__dict__.update({name: Slot(slots, field) for name, field in slots.fields.items()})

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        # Not an AttributeError: Jinja would answer that in the words of a programmer.
        raise TypeError(f"readers have no field “{name}”")

    def __str__(self) -> str:
        raise TypeError("print one of the reader's slots, such as reader.leave_url")


@pass_context
def print_slot(context: Context, value: object) -> object:
    """Let a slot be printed by a template of either kind (Jinja's `finalize`)."""
    return value._print(context.name or "") if isinstance(value, Slot) else value
