"""Rules about terms: a word that a reader may not know is explained where it comes first."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from newsletter.checks.manuscript import RUNNING, WORD, Manuscript, Passage
from newsletter.checks.passages import ADDRESS
from newsletter.checks.readability import count_syllables
from newsletter.checks.rule import Hit, rule
from newsletter.model import Issue, Level, Location

LONG_AND_RARE = 5
"""Syllables from which a word is taken for rare, unless everybody uses it."""

EVERYDAY = frozenset(
    word
    for line in (
        "administration antibiotic approximately association automatically characteristic",
        "communication considerably creativity curiosity electricity examination executive",
        "imagination immediately individual individually international occasionally",
        "opportunity organisation organization originally particularly personality",
        "possibility pronunciation recommendation refrigerator responsibility",
        "simultaneously temporarily unfortunately university vegetarian",
        "aroma diploma diagnosis sympathy empathy",
    )
    for word in line.split()
)
LEARNED = re.compile(r"\w{3,}(?:itis|oma|osis|ectomy|plasty|oscopy|aemia|algia|pathy)$")
"""How words end that only medicine has."""

INTRODUCED = re.compile(
    r"""(?:\((?:[\w’'-]+\ ){0,3} | \b(?:called|named|known\ as|such\ as|means|term)\ [“"]?
      (?:an?\ |the\ )?)$""",
    re.VERBOSE,
)
EXPLAINED_AFTER = re.compile(
    r"""[”"]?(?:\ \((?!\w*\)) [^()]{3,} | ,\ (?:an?|the|which|or|that|meaning)\b
      | \ (?:means?|refers?\ to|(?:is|are)\ (?:an?|the|small|tiny|closed))\b)""",
    re.VERBOSE,
)
PLURAL = re.compile(r"[^siu]s$")
IN_BOLD = re.compile(r"[^\w*]*\*\*[^*]*$")
IS_SOMETHING = re.compile(r"[”\"*]*:?[”\"*]*(?::|\ (?:is|are)\b)")

ACRONYM = re.compile(r"(?<![\w-])[A-Z]{2,6}(?=s?(?![\w-]))")
KNOWN_TO_ALL = {
    *("DNA", "EU", "GP", "HIV", "ID", "NHS", "OK", "TV", "UK", "US", "USA"),
    *("SPF", "UV", "UVA", "UVB"),  # printed on every bottle
    *("AND", "DO", "IF", "NO", "NOT", "NOW", "ONLY", "OR", "STOP"),  # words, shouted
}


@dataclass(frozen=True, slots=True)
class Use:
    """Where a term stands: the words around it in its passage."""

    passage: Passage
    start: int
    end: int

    @property
    def at(self) -> Location:
        """Its place in the file."""
        return self.passage.place(self.start)

    @property
    def words(self) -> str:
        """The term as it is written there."""
        return " ".join(self.passage.text[self.start : self.end].split())

    @property
    def is_explained(self) -> bool:
        """Whether plain words stand before or behind it: “blocked pores (comedones)”."""
        before = re.sub(r"\s+", " ", self.passage.text[: self.start])
        after = re.sub(r"\s+", " ", self.passage.text[self.end :])
        if INTRODUCED.search(before[-60:]) or EXPLAINED_AFTER.match(after):
            return True
        bold = IN_BOLD.match(self.passage.source[: self.start])
        return bool(bold and IS_SOMETHING.match(after))


@rule(
    "jargon",
    Manuscript,
    Level.WARNING,
    because="A reader who stumbles over a word has stopped reading.",
    remedy="Say it in plain words, or explain it as “plain words (term)”.",
    english=True,
)
def jargon(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every term and rare word that is not explained where the text uses it first.

    What a title or another field says may be explained in the text, and what an issue says in one
    of its snippets.
    """
    meanings = _meanings(manuscript)
    uses = _first_uses(manuscript, meanings)
    unexplained = {term: use for term, use in uses.items() if not use.is_explained}
    explained_below = _explained_in_snippets(manuscript, meanings) if unexplained else ()
    for term, use in unexplained.items():
        if term not in explained_below:
            plain = meanings[term].partition(";")[0]
            remedy = f"Write “{plain} ({use.words})”, or only the plain words."
            yield Hit(use.at, f"“{use.words}” is not explained where it comes first", remedy)
    for use in _rare_words(manuscript, meanings):
        yield Hit(use.at, f"“{use.words}” is a word that few people use")


@rule(
    "acronym",
    Manuscript,
    Level.INFO,
    because="Whoever does not know the letters cannot guess them.",
    remedy="Write the words, and the letters after them in brackets.",
    english=True,
)
def acronym(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every abbreviation in capitals that is not explained where it comes first."""
    first: dict[str, Use] = {}
    for passage in _in_reading_order(manuscript):
        for match in ACRONYM.finditer(_words_of(passage)):
            first.setdefault(match[0], Use(passage, *match.span()))
    for letters, use in first.items():
        if letters not in KNOWN_TO_ALL and not use.is_explained:
            yield Hit(use.at, f"“{letters}” is not spelt out where it comes first")


def _meanings(manuscript: Manuscript) -> dict[str, str]:
    """What terms mean, by the term in small letters: the house's list, and the workspace's own."""
    glossary = manuscript.background.library.glossary.values()
    own = {term.word.casefold(): term.meaning for term in glossary if not term.word.isupper()}
    return _house_words() | own


@cache
def _house_words() -> dict[str, str]:
    file = resources.files("newsletter.checks") / "housewords.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _first_uses(manuscript: Manuscript, meanings: Mapping[str, str]) -> dict[str, Use]:
    """Where each term comes first; what is part of a longer term is no use of the shorter."""
    pattern, terms = _any_of(tuple(meanings))
    first: dict[str, Use] = {}
    for passage in _in_reading_order(manuscript):
        for match in pattern.finditer(_words_of(passage)):
            term = terms[" ".join(match[1].casefold().split())]
            first.setdefault(term, Use(passage, *match.span()))
    return first


@lru_cache(maxsize=8)
def _any_of(terms: tuple[str, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """What finds any of the terms, and which term is meant by what is found."""
    by_stem = {_stem(term): term for term in terms}
    stems = sorted(by_stem, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, stem.split())) for stem in stems)
    pattern = re.compile(rf"(?<![\w-])({words})(?:e?s)?(?![\w-])", re.IGNORECASE)
    return pattern, MappingProxyType(by_stem)


def _stem(term: str) -> str:
    """A term without the s of its plural: “comedones” is listed, “comedone” is meant too."""
    return term[:-1] if PLURAL.search(term) else term


def _in_reading_order(manuscript: Manuscript) -> Iterator[Passage]:
    """Yield the running text, then the fields beside it."""
    yield from manuscript.body
    yield from (each for each in manuscript.passages if each.field not in RUNNING)


def _words_of(passage: Passage) -> str:
    """The passage with spaces for addresses, of the same length."""
    return ADDRESS.sub(lambda match: " " * len(match[0]), passage.text)


def _explained_in_snippets(manuscript: Manuscript, meanings: Mapping[str, str]) -> set[str]:
    owner = manuscript.owner
    snippets = owner.snippets if isinstance(owner, Issue) else ()
    return {
        term
        for snippet in snippets
        for term, use in _first_uses(replace(manuscript, owner=snippet), meanings).items()
        if use.is_explained
    }


def _rare_words(manuscript: Manuscript, meanings: Mapping[str, str]) -> Iterator[Use]:
    """Yield the first use of each long word that no list knows, unless it is explained."""
    seen = {word for term in meanings for word in term.split()}
    for passage in _in_reading_order(manuscript):
        for match in WORD.finditer(_words_of(passage)):
            word = _stem(match[0].casefold())
            if word not in seen and _is_rare(word):
                seen.add(word)
                use = Use(passage, *match.span())
                if not use.is_explained:
                    yield use


def _is_rare(word: str) -> bool:
    if "-" in word or word in EVERYDAY:
        return False
    return count_syllables(word) >= LONG_AND_RARE or bool(LEARNED.match(word))
