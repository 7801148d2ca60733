"""Rules about numbers: how many, out of how many, always out of the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from newsletter.checks.manuscript import Manuscript
from newsletter.checks.phrases import Phrase, find_phrases
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level, Location, Numbers

RELATIVE = re.compile(
    r"""(?<![\w.,])\d+(?:[.,]\d+)?(?:\ ?%|\ per\ ?cent\b|\ percent\b)
      | \b(?:\d+(?:[.,]\d+)?|two|three|four|five|six|ten|many|several)\ times
        \ (?:more|less|as\ (?:likely|many|much|high|common)|higher|lower|greater|likelier|the)\b
      | \b(?:twice|half)\ as\ (?:likely|many|much|high|common)\b
      | \b(?:doubl|tripl|halv)(?:es|ed|ing)\b | \b(?:two|three|four|five|ten|\d+)-?fold\b
      | \b(?:halve|double|triple)\ (?:the|your|their|his|her)\ (?:\w+\ )?(?:risk|chance|odds)\b
      | \b(?:(?:reduc|decreas|increas|rais)(?:es|ed)|lowers|lowered|cuts)
        \ (?:the|your|their)\ (?:\w+\ )?(?:risks?|chances?|odds)\b""",
    re.IGNORECASE | re.VERBOSE,
)
NUMBER = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten)"
BASE = r"(?:\d{1,3}(?:,\d{3})+|\d+|three|four|five|six|ten|twenty|(?:a\ )?hundred|(?:a\ )?thousand)"
FREQUENCY = re.compile(
    rf"""\b{NUMBER}\ (?:\w+\ )?(?:in|out\ of)\ (?:every\ |each\ )?(?P<base>{BASE})\b
      (?!\ (?:minutes?|hours?|days?|nights?|weeks?|months?|years?|seconds?)\b)(?!\ ?%)""",
    re.IGNORECASE | re.VERBOSE,
)
IN_WORDS = {
    "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twenty": 20,
    "hundred": 100, "thousand": 1000,
}  # fmt: skip
YEARS = range(1900, 2100)

OF_PEOPLE = re.compile(
    r"""^\ (?:of\ (?!(?:the|your|UV\w?|water|sun)\b)|fewer|less|more|better|higher|lower|had
      |have|got|get|were|was|are|who|improve|reduc|chance|risk|clear|cure|success)""",
    re.IGNORECASE | re.VERBOSE,
)
STRENGTH_AFTER = re.compile(
    r"""^[\s)]*(?:(?:to|or|and)\ \d[\d.]*\ ?%\ )?(?:
        strength | off\b | sure\b | of\ (?:the|your)\ (?:skin|body|face|scalp)\b
      | (?:of\ )?(?:the\ )?(?:UV[AB]?|sun|light|rays|water|air)\b
      | (?:(?!(?:of|in|with|on|after|by|from|using|and|for)\b)\w+\ ){0,2}
        (?:creams?|gels?|lotions?|ointments?|solutions?|wash(?:es)?|foams?|pastes?|soaps?|shampoos?
          |acids?|peroxide|alcohol|urea|hydrocortisone|strength|concentration|cotton|wool|humidity
          |perfume|zinc|glycerin|oil|sprays?|peels?|serums?|products?)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
STRENGTH_BEFORE = re.compile(
    r"""(?:\b(?:humidity|strengths?|concentrations?|contain(?:s|ing)?|creams?|gels?|lotions?|acid
        |peroxide|alcohol|urea|ointments?)
      |\b\w{3,}(?:azole|sone|lone|mycin|noin|lene|oxide|oxidil|amide|erin|afine))
      \ (?:\(?|(?:(?:of|is|at|with|only|about|up\ to|over|under|below|above|between)\ ){1,2}
      |of\ [\d.]+\ ?%?\ (?:to|or|and)\ )$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often, out of how many."""

    words: str
    base: int
    at: Location


@rule(
    "absolute-numbers",
    Manuscript,
    Level.ERROR,
    because="“Twice the risk” of something rare is still rare; readers need to know of how many.",
    remedy="Say it as a number of people, such as “from 4 to 2 in 100”.",
    english=True,
)
def absolute_numbers(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield shares and changes of risk in a paragraph that does not say of how many people."""
    for phrase in find_phrases(manuscript, RELATIVE):
        if not (_is_a_strength(phrase) or _tells_of_how_many(phrase.passage.text)):
            yield Hit(phrase.at, f"“{phrase.words}” does not say of how many people")


@rule(
    "same-denominator",
    Manuscript,
    Level.WARNING,
    because="“1 in 5” and “3 in 100” cannot be compared at a glance.",
    remedy="Give all of them out of the same number, such as 10, 100 or 1,000.",
    english=True,
)
def same_denominator(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield frequencies of a snippet that are out of another number than its first."""
    found = list(_frequencies(manuscript))
    for frequency in found[1:]:
        if frequency.base != found[0].base:
            problem = f"“{frequency.words}” is out of another number than “{found[0].words}”"
            yield Hit(frequency.at, problem)


def _is_a_strength(phrase: Phrase) -> bool:
    """Whether a percentage is of a cream, of the air, of the sun: not of people."""
    if not re.search(r"%|per ?cent", phrase.words):
        return False
    if OF_PEOPLE.match(phrase.after):
        return False
    return bool(STRENGTH_AFTER.match(phrase.after) or STRENGTH_BEFORE.search(phrase.before))


def _frequencies(manuscript: Manuscript) -> Iterator[Frequency]:
    """Yield the frequencies of a manuscript in the order of its file."""
    owner = manuscript.owner
    if isinstance(owner, Numbers):
        number = owner.number
        words = f"{number.value} in {number.out_of:,}"
        yield Frequency(words, number.out_of, manuscript.line("number", "out-of"))
    for phrase in find_phrases(manuscript, FREQUENCY):
        for base in _bases(phrase.words):
            yield Frequency(phrase.words, base, phrase.at)


@lru_cache(maxsize=8)
def _tells_of_how_many(paragraph: str) -> bool:
    """Whether a paragraph names a number of people; it is asked for each of its percentages."""
    return any(_bases(paragraph))


def _bases(text: str) -> Iterator[int]:
    """Yield what the frequencies of a text are out of; a year is not one."""
    for match in FREQUENCY.finditer(" ".join(text.split())):
        base = _read(match["base"])
        if base > 1 and base not in YEARS:
            yield base


def _read(number: str) -> int:
    word = number.lower().removeprefix("a ")
    return IN_WORDS.get(word) or int(word.replace(",", ""))
