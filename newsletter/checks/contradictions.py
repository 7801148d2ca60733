"""Rules about contradictions: a text that says one thing here, and another thing there."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from newsletter.checks.conditions import conditions_known
from newsletter.checks.conflicts import says_where_they_differ
from newsletter.checks.manuscript import Manuscript, Sentence
from newsletter.checks.naming import Stems, spoken_of, stems
from newsletter.checks.phrases import NEGATION, Phrase, find_phrases, states
from newsletter.checks.rule import Hit, rule
from newsletter.checks.safety import story_of_one_reader
from newsletter.model import Kind, Level, Location, Snippet

POSITIVE = re.compile(
    r"""\b(?:effective|efficacy|beneficial|benefits?|improve[sd]?|improvements?|clear(?:s|ed)
      |cure[sd]?|proven|promising|amazing|success\w*|works|heal(?:s|ed)?|reduce[sd]?|reducing
      |help(?:s|ed)|safe)\b""",
    re.IGNORECASE | re.VERBOSE,
)
NEGATIVE = re.compile(
    r"""\b(?:worse|worsens?|exacerbate[sd]?|not\ (?:\w+[ -]){0,2}(?:effective|work|help|clear
        |guaranteed|suitable|definitive\w*|established|documented|proven|straightforward|safe)
      |less\ (?:clear|certain|straightforward)|unclear|unproven|limited\ (?:\w+\ )?evidence
      |no\ (?:\w+\ )?evidence|ineffective|debate|caution|harms?|doubt\w*|does(?:\ not|n['’]t)
      |fail(?:s|ed)?|risks)\b""",
    re.IGNORECASE | re.VERBOSE,
)
SOME = 2
"""Sentences on each side that may be a conflict, if only their paragraphs name the subject."""

SEVERAL = 3
"""Sentences on each side that are one, if each of them speaks of the subject."""

MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Sides:
    """What a text says of a subject: sentences that speak well of it, and badly."""

    well: tuple[Sentence, ...]
    badly: tuple[Sentence, ...]

    @property
    def fewer(self) -> int:
        """How many sentences the weaker side has."""
        return min(len(self.well), len(self.badly))


@rule(
    "mixed-message",
    Manuscript,
    Level.INFO,
    because="A text that is for and against the same thing leaves readers with what they hoped.",
    remedy="Say first what is known, then what is not.",
    english=True,
)
def mixed_message(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield what a snippet speaks of well and badly; as a warning if each side is said often."""
    for names in _subjects(manuscript):
        subject = " with ".join(f"“{name}”" for name in names)
        wanted = stems(" ".join(names))
        exact, loose = _told(manuscript, wanted), _told_nearby(manuscript, wanted)
        if exact.fewer >= SEVERAL:
            problem = f"{_spell(subject, exact)}: they conflict"
            remedy = "Decide what is known, cite it, and take out what says otherwise."
            yield Hit(exact.badly[0].at, problem, remedy, Level.WARNING)
        elif len(names) > 1 and loose.fewer >= SOME:
            yield Hit(loose.badly[0].at, _spell(subject, loose))


def _subjects(manuscript: Manuscript) -> Iterator[tuple[str, ...]]:
    """Yield pairs of topics, or of terms in the title; or the one that there is."""
    if not (snippet := manuscript.snippet):
        return
    title = stems(snippet.title)
    terms = (term.word for term in manuscript.background.library.glossary.values())
    named = (term.casefold() for term in terms if stems(term) and stems(term) <= title)
    different = {stems(name): name for name in (*named, *snippet.topics)}
    names = tuple(different.values())
    yield from combinations(names, 2) if len(names) > 1 else [names]


def _told(manuscript: Manuscript, wanted: Stems) -> Sides:
    """The sides of those sentences that speak of all of it."""
    return _take_sides(
        sentence
        for passage in manuscript.body
        for sentence, named in spoken_of(passage)
        if wanted <= named
    )


def _told_nearby(manuscript: Manuscript, wanted: Stems) -> Sides:
    """The sides of all sentences of those paragraphs that name all of it."""
    near = (passage for passage in manuscript.body if wanted <= stems(passage.text))
    return _take_sides(sentence for passage in near for sentence in passage.sentences)


def _take_sides(sentences: Iterable[Sentence]) -> Sides:
    stating = [each for each in sentences if states(each)]
    badly = tuple(each for each in stating if NEGATIVE.search(each.text))
    well = (each for each in stating if POSITIVE.search(each.text) and each not in badly)
    return Sides(tuple(well), badly)


def _spell(subject: str, sides: Sides) -> str:
    well, badly = (_lines(each.at for each in side) for side in (sides.well, sides.badly))
    return (
        f"of {subject}, {len(sides.well)} sentences speak well ({well}) "
        f"and {len(sides.badly)} badly ({badly})"
    )


def _lines(places: Iterable[Location]) -> str:
    """Name lines: the first few of them, each once."""
    numbers = list(dict.fromkeys(str(place.line) for place in places))
    more = " …" if len(numbers) > MOST_LINES else ""
    return f"line{'s' * (len(numbers) > 1)} {', '.join(numbers[:MOST_LINES])}{more}"


@rule(
    "answers-differ",
    Manuscript,
    Level.WARNING,
    because="Who is told two names for the same bumps will believe the one that is liked better.",
    remedy="Say below the answers, under a heading, where they differ and why; or keep one.",
    english=True,
)
def answers_differ(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield the first answer to a reader that names another condition than one before it."""
    if (snippet := manuscript.snippet) and _answers(manuscript, snippet):
        found = _diagnoses(manuscript, snippet)
        other = next((name for name in found if name != next(iter(found))), None)
        if other and not says_where_they_differ(snippet):
            said = "; ".join(f"“{name}” in {_lines(places)}" for name, places in found.items())
            yield Hit(found[other][0], f"the answers name different conditions: {said}")


def _answers(manuscript: Manuscript, snippet: Snippet) -> bool:
    return snippet.kind == Kind.QUESTION or story_of_one_reader(manuscript) is not None


def _diagnoses(manuscript: Manuscript, snippet: Snippet) -> dict[str, list[Location]]:
    """What each answer, or paragraph of a text without answers, says that it is, and where."""
    known = conditions_known(manuscript.background) | set(snippet.topics)
    first: dict[object, Phrase] = {}
    for phrase in find_phrases(manuscript, _naming(frozenset(known))):
        if not NEGATION.search(" ".join(phrase.before.split()[-3:])):
            first.setdefault(phrase.passage.person or phrase.passage, phrase)
    found: dict[str, list[Location]] = {}
    for phrase in first.values():
        found.setdefault(_name_in(phrase.words, known), []).append(phrase.at)
    return found


IT_IS = r"""\b(?:(?:look|appear|seem)s?\ (?:\w+\ ){0,3}(?:like|to\ be)|diagnosis\ (?:\w+\ )?is
    |(?:this|these|those|they)\ (?:is|are)\ (?:most\ likely|probably|likely)|consistent\ with
    |I\ see|I\ (?:would\ )?think\ (?:this|these|those|it|they)\ (?:is|are))\b"""


@lru_cache(maxsize=8)
def _naming(conditions: frozenset[str]) -> re.Pattern[str]:
    """What finds a sentence that says “it looks like …” of any of these."""
    names = "|".join(_spelt(name) for name in sorted(conditions, key=len, reverse=True))
    return re.compile(rf"{IT_IS}(?:\W+\w+){{0,8}}?\W+(?:{names})\b", re.IGNORECASE | re.VERBOSE)


def _spelt(name: str) -> str:
    """A pattern for a condition as it is written in a file or in a sentence."""
    return r"[-\ ]".join(map(re.escape, re.split(r"[- ]", name)))


def _name_in(words: str, conditions: Collection[str]) -> str:
    """The condition with which some words end."""
    ends = (name for name in conditions if re.search(rf"{_spelt(name)}$", words, re.IGNORECASE))
    return max(ends, key=len).replace("-", " ")
