"""What a translation leaves as it is: one that says something else is a medical mistake."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from newsletter.content.fields import Value, content_error
from newsletter.content.pages import Page
from newsletter.model import CITATION, Finding, Location, Snippet
from newsletter.validation import Place

FACTS = frozenset(
    {
        "kind", "topics", "similar", "replaced-by", "verdict", "image.file", "image.consent",
        "image.sensitive", "claims.says", "claims.certainty", "claims.by", "claims.sources",
        "claims.searched", "heard.says", "number.out-of",
    }
)  # fmt: skip
"""Fields that are the same in every language."""

TAKEN_OVER = FACTS | {"url", "button.url"}
"""What a translation may leave out; a link may lead to a page in its own language."""

OF_THE_FILE = Snippet.from_the_file | {"authors", "allow"}
"""What each language says for itself: who wrote it, and what may stand in it."""

THOUSANDS = re.compile(r"(?<=\d)[\s.,'’٬](?=\d{3})")
FIGURE = re.compile(r"\d+(?:[.,٫]\d+)?")


def take_over(
    values: Mapping[str, Value], original: Mapping[str, Value], place: Place = ()
) -> dict[str, Value]:
    """Return the values, and what a translation may leave out, at every depth, of its original."""
    taken = dict(values)
    for name, value in original.items():
        inside = (*place, name)
        if _dotted(inside) in TAKEN_OVER:
            taken.setdefault(name, value)
        elif name in taken:
            taken[name] = _take_over_inside(taken[name], value, inside)
    return taken


def _take_over_inside(value: Value, original: Value, place: Place) -> Value:
    if isinstance(value, dict) and isinstance(original, dict):
        return take_over(value, original, place)
    if isinstance(value, list) and isinstance(original, list) and original:
        # Entries too many are reported by their number, not by what they lack.
        pairs = zip(value, chain(original, repeat(original[-1])), strict=False)
        return [_take_over_inside(entry, same, place) for entry, same in pairs]
    return value


def find_other_facts(original: Snippet, translation: Snippet) -> Iterator[Finding]:
    """Yield every field in which the translation says more, less or something else."""
    pair = _Pair(original, translation)
    return pair.compare((), _dump(original), _dump(translation))


def find_other_names(original: Page, translation: Page) -> Iterator[Finding]:
    """Yield every answer and every source that stands in the text of one page only."""
    without_text = list(_compare_names(original, translation, _text))
    answers = _compare_names(original, translation, _answers)
    citations = _compare_names(original, translation, _citations)
    yield from without_text or chain(answers, citations)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A snippet and its translation; each place is looked up in both files."""

    original: Snippet
    translation: Snippet

    def compare(self, place: Place, there: Any, here: Any) -> Iterator[Finding]:
        if isinstance(there, dict):
            yield from self._compare_fields(place, there, here)
        elif _dotted(place) in FACTS:
            if there != here:
                remedy = "Take the line out here, or correct the one that is wrong."
                yield self._differ(place, "is", _words(here), _words(there), remedy)
        elif isinstance(there, list):
            yield from self._compare_entries(place, there, here)
        else:
            yield from self._compare_words(place, there, here)

    def _compare_fields(
        self, place: Place, there: dict[str, Any], here: dict[str, Any]
    ) -> Iterator[Finding]:
        for name in {**there, **here}:
            inside = (*place, name)
            if name not in here:
                problem = f"“{name}” is missing; it stands in {self._there(inside)}"
                yield self._finding(place, problem, "Write it here in this language.")
            elif name not in there:
                problem = f"“{name}” does not stand in {self.original.path.as_posix()}"
                yield self._finding(inside, problem, "Write it there first, or take it out here.")
            else:
                yield from self.compare(inside, there[name], here[name])

    def _compare_entries(
        self, place: Place, there: list[Any], here: list[Any]
    ) -> Iterator[Finding]:
        if len(there) != len(here):
            count = f"“{_name(place)}” lists {len(here)} here and {len(there)} in "
            remedy = "Translate each entry, in the same order."
            yield self._finding(place, count + self._there(place), remedy)
            return
        for position, (original, translation) in enumerate(zip(there, here, strict=True)):
            yield from self.compare((*place, position), original, translation)

    def _compare_words(self, place: Place, there: str, here: str) -> Iterator[Finding]:
        if _dotted(place) == "number.value" and _figures(there) != _figures(here):
            yield self._differ(place, "is", here, there, "Write the same numbers, in digits.")
        cited, also = (sorted(set(CITATION.findall(text))) for text in (here, there))
        if cited != also:
            remedy = "Cite the same sources in both."
            cited, also = cited or ["nothing"], also or ["nothing"]
            yield self._differ(place, "cites", _words(cited), _words(also), remedy)

    def _differ(self, place: Place, verb: str, here: str, there: str, remedy: str) -> Finding:
        problem = f"“{_name(place)}” {verb} “{here}” here and “{there}” in {self._there(place)}"
        return self._finding(place, problem, remedy)

    def _there(self, place: Place) -> str:
        return str(Location(self.original.path, self.original.lines.of(*place)))

    def _finding(self, place: Place, problem: str, remedy: str) -> Finding:
        line = self.translation.lines.of(*place)
        return content_error(self.translation.path, line, problem, remedy)


def _compare_names(
    original: Page, translation: Page, find: Callable[[Page], dict[str, int]]
) -> Iterator[Finding]:
    there, here = find(original), find(translation)
    for name in there:
        if name not in here:
            problem = f"{name} is missing; it stands in {Location(original.path, there[name])}"
            remedy = "Write it here, too: a translation says neither more nor less."
            yield content_error(translation.path, translation.body.line, problem, remedy)
    for name in here:
        if name not in there:
            problem = f"{name} does not stand in {original.path.as_posix()}"
            remedy = "Write it there first, or take it out here."
            yield content_error(translation.path, here[name], problem, remedy)


def _text(page: Page) -> dict[str, int]:
    """The text as a whole, if there is any."""
    return {"the text below the fields": page.parts[0].line} if page.parts else {}


def _answers(page: Page) -> dict[str, int]:
    """The headings that start an answer, each with its line."""
    return {f"“## @{part.person}”": part.line - 1 for part in page.parts if part.person}


def _citations(page: Page) -> dict[str, int]:
    """The citations in a page's text, each with the line of its last."""
    return {
        match[0]: part.line + part.text[: match.start()].count("\n")
        for part in page.parts
        for match in CITATION.finditer(part.text)
    }


def _dump(snippet: Snippet) -> dict[str, Any]:
    """The fields of a snippet as an editor would write them."""
    return snippet.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude=set(OF_THE_FILE)
    )


def _dotted(place: Place) -> str:
    """The names on the way to a value; which entry of a list it is makes no difference."""
    return ".".join(step for step in place if isinstance(step, str))


def _name(place: Place) -> str:
    return _dotted(place).rpartition(".")[2]


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _figures(text: str) -> list[float]:
    """The numbers in a text, whatever a language puts between thousands and before decimals."""
    found = FIGURE.findall(THOUSANDS.sub("", text))
    return sorted(float(re.sub("[.,٫]", ".", figure)) for figure in found)
