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
        "kind", "topics", "similar", "replaced-by", "verdict", "file", "consent", "sensitive",
        "says", "certainty", "by", "sources", "searched", "out-of",
    }
)  # fmt: skip
"""Fields, at whatever depth, that are the same in every language."""

TAKEN_OVER = FACTS | {"url"}
"""What a translation may leave out; a link may lead to a page in its own language."""

THOUSANDS = re.compile(r"(?<=\d)[\s.,'’٬](?=\d{3})")
FIGURE = re.compile(r"\d+(?:[.,٫]\d+)?")


def take_over(values: dict[str, Value], original: Mapping[str, Value]) -> None:
    """Fill in the facts that a translation leaves out, at every depth, from its original."""
    for name, value in original.items():
        if name in TAKEN_OVER:
            values.setdefault(name, value)
        else:
            _take_over_inside(values.get(name), value)


def _take_over_inside(value: Value | None, original: Value) -> None:
    if isinstance(value, dict) and isinstance(original, dict):
        take_over(value, original)
    elif isinstance(value, list) and isinstance(original, list) and original:
        # Entries too many are reported by their number, not by what they lack.
        for entry, same in zip(value, chain(original, repeat(original[-1])), strict=False):
            _take_over_inside(entry, same)


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
        name = next((step for step in reversed(place) if isinstance(step, str)), "")
        if isinstance(there, dict):
            yield from self._compare_fields(place, there, here)
        elif name in FACTS:
            if there != here:
                remedy = "Take the line out here, or correct the one that is wrong."
                yield self._differ(place, name, _words(there), _words(here), remedy)
        elif isinstance(there, list):
            yield from self._compare_entries(place, name, there, here)
        elif name == "value" and _figures(there) != _figures(here):
            remedy = "Write the same numbers, in digits."
            yield self._differ(place, name, there, here, remedy)

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
        self, place: Place, name: str, there: list[Any], here: list[Any]
    ) -> Iterator[Finding]:
        if len(there) != len(here):
            problem = f"“{name}” lists {len(here)} here and {len(there)} in "
            remedy = "Translate each entry, in the same order."
            yield self._finding(place, problem + self._there(place), remedy)
            return
        for position, (original, translation) in enumerate(zip(there, here, strict=True)):
            yield from self.compare((*place, position), original, translation)

    def _differ(self, place: Place, name: str, there: str, here: str, remedy: str) -> Finding:
        problem = f"“{name}” is “{here}” here and “{there}” in {self._there(place)}"
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
        mode="json", by_alias=True, exclude_defaults=True, exclude=set(Snippet.from_the_file)
    )


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _figures(text: str) -> list[float]:
    """The numbers in a text, whatever a language puts between thousands and before decimals."""
    found = FIGURE.findall(THOUSANDS.sub("", text))
    return sorted(float(re.sub("[.,٫]", ".", figure)) for figure in found)
