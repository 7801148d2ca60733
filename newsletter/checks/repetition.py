"""Rules about repetition: what is said once is read; what is said twice looks pasted."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from newsletter.checks.manuscript import Manuscript, Sentence
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level

SHARED = 0.4
"""The part of a sentence's word triples that makes it a repetition."""

FEWEST_TRIPLES = 6
"""Shorter sentences are alike by chance."""

TO_BE_SAID = re.compile(r"\b(?:brown (?:and|or) black skin|diagnos\w+|pregnan\w+)", re.IGNORECASE)
"""Lines of safety belong into every snippet that needs them."""

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, its triples of words, and the number of the manuscript that it stands in."""

    sentence: Sentence
    triples: frozenset[Triple]
    manuscript: int


@rule(
    "repeats-itself",
    Manuscript,
    Level.WARNING,
    because="What is said twice takes the place of what is not said yet.",
    remedy="Keep the better of the two.",
    english=True,
)
def repeats_itself(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every sentence that says again what stands further up."""
    for earlier, later in _repetitions(_lines(manuscript, 0)):
        yield _hit(earlier, later)


@rule(
    "repeats-itself",
    Proof,
    Level.WARNING,
    because="A reader meets all snippets of an issue within a minute.",
    remedy="Say it in one of the two.",
)
def repeats_another(proof: Proof) -> Iterator[Hit]:
    """Yield every sentence that says again what another text of the issue has said."""
    english = [each for each in proof.manuscripts if each.is_english]
    lines = chain.from_iterable(_lines(each, number) for number, each in enumerate(english))
    for earlier, later in _repetitions(lines):
        if earlier.manuscript != later.manuscript:
            yield _hit(earlier, later)


def _hit(earlier: Line, later: Line) -> Hit:
    start = " ".join(later.sentence.text.split()[:5])
    return Hit(later.sentence.at, f"“{start} …” says again what stands at {earlier.sentence.at}")


def _lines(manuscript: Manuscript, number: int) -> Iterator[Line]:
    for passage in manuscript.body:
        for sentence in passage.sentences:
            words = [word.casefold() for word in sentence.words]
            triples = frozenset(zip(words, words[1:], words[2:], strict=False))
            if len(triples) >= FEWEST_TRIPLES and not TO_BE_SAID.search(sentence.text):
                yield Line(sentence, triples, number)


def _repetitions(lines: Iterable[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield each sentence that repeats an earlier one, after the first that it repeats."""
    seen: dict[Triple, list[Line]] = defaultdict(list)
    for line in lines:
        near = dict.fromkeys(chain.from_iterable(seen.get(each, ()) for each in line.triples))
        earlier = [each for each in near if _alike(each, line)]
        if earlier:
            yield min(earlier, key=lambda each: (each.manuscript, each.sentence.at)), line
        for triple in line.triples:
            seen[triple].append(line)


def _alike(one: Line, other: Line) -> bool:
    fewer = min(len(one.triples), len(other.triples))
    return len(one.triples & other.triples) >= SHARED * fewer
