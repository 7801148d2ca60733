"""What the page shows of letters, put together from a workspace and its database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from time import perf_counter

from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Finding
from newsletter.settings import Preview
from newsletter.studio import (
    Problem,
    Studio,
    count_by_variant,
    find_problems,
    make_page,
    read_personas,
    search,
)
from newsletter.web.preview.around import describe, describe_nothing
from newsletter.web.preview.census import Census
from newsletter.web.preview.filling import Filled, OpenEngine, fill, key_of
from newsletter.web.preview.glance import glance
from newsletter.web.preview.sides import Sides
from newsletter.web.preview.views import Frame, Reader, Tab

Fields = dict[str, object]

DRAWINGS = 16
"""How many documents are kept: a page asks for each twice, to show it and to measure it."""


class LetterViews:
    """What the page can ask for about letters; `editor` goes before the settings' one."""

    def __init__(
        self, studio: Studio, engine: OpenEngine, now: Callable[[], datetime], editor: str = ""
    ) -> None:
        self._studio, self._engine, self._now, self._editor = studio, engine, now, editor
        self._census = Census(engine, now)

    def desk(self) -> Fields:
        """The workspace at a glance."""
        studio = self._studio
        _, mistaken = read_personas(studio.workspace)
        problems = self.problems((*studio.problems, *mistaken))
        return glance(studio, self._engine, self._now().date(), self._preview, problems)

    def issue(self, slug: str, reader: Reader) -> Fields:
        """What stands around a letter; where there never was one, what is wrong instead."""
        started = perf_counter()
        try:
            around = self._around(slug, reader)
        except FoundErrors as error:
            around = {"problems": self.problems(error.findings)}
        except UsageError:
            # Nothing is there while the files cannot be read.
            if not self._studio.problems:
                raise
            around = {"problems": self.problems(self._studio.problems)}
        took = round((perf_counter() - started) * 1000)
        return {**describe_nothing(slug, self._studio.revision), **around, "took": took}

    def tab(self, slug: str, tab: Tab, reader: Reader) -> object:
        """One side of an issue."""
        filled = self.find_letter(slug, reader)
        return Sides(filled, self._studio, self._engine, self._now(), self._preview).show(tab)

    def audience(self, slug: str) -> Fields:
        """How many readers would get each variant; counting a million takes seconds."""
        proof = self._studio.view(slug).proof
        segment = proof.background.library.segments.get(proof.issue.audience)
        rule, letter = segment.rule if segment else None, proof.letter
        counts = count_by_variant(letter, partial(self._census.groups, rule=rule))
        keys = map(key_of, letter.variants)
        return {"variants": dict(zip(keys, counts, strict=True))}

    def letter(self, slug: str, reader: Reader, frame: Frame) -> str:
        """The HTML document of a letter."""
        filled = self.find_letter(slug, reader)
        return _draw(_Drawing(filled.shown.marked, frame, filled))

    def problems(self, findings: Sequence[Finding]) -> Sequence[Problem]:
        """Findings with the lines around them."""
        return find_problems(findings, self._studio.workspace.root, self._preview)

    def readers(self, text: str) -> Fields:
        """Subscribers that a text finds."""
        found = search(text, self._engine()) if text.strip() else ()
        names = ("id", "name", "address", "language")
        return {"readers": [{name: getattr(each, name) for name in names} for each in found]}

    def find_letter(self, slug: str, reader: Reader) -> Filled:
        """The letter of an issue as this reader would get it."""
        return fill(slug, reader, self._studio, self._engine)

    @property
    def _preview(self) -> Preview:
        preview = self._studio.workspace.settings.preview
        return preview.model_copy(update={"editor": self._editor}) if self._editor else preview

    def _around(self, slug: str, reader: Reader) -> Fields:
        filled = self.find_letter(slug, reader)
        around = describe(filled, self._studio, self._now().date())
        return {**around, "problems": self.problems(filled.view.problems)}


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What a document is made of; the words and how they are shown tell it from others."""

    marked: str
    frame: Frame
    filled: Filled = field(compare=False)


@lru_cache(maxsize=DRAWINGS)
def _draw(drawing: _Drawing) -> str:
    filled, frame = drawing.filled, drawing.frame
    blocks = filled.view.issue.snippets
    return make_page(filled.shown, frame.look, images=frame.images, word=frame.word, blocks=blocks)
