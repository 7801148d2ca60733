"""How hard English is to read: syllables, and two formulas for the school grade of a text.

Source: Kincaid and others 1975 (FKGL); McLaughlin 1969 (SMOG). Grades of short texts are noisy:
below some 200 words they are easily off by one and a half.
"""

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

VERSION = 1
"""Raised whenever the same text may get another grade."""

LONG = 3
"""Syllables that make a word long."""

VOWELS = re.compile(r"[aeiouy]+")

SILENT = re.compile(
    r"""
      (?<=[^aeiouy])(?<![^aeiouyl]l)e$                        # cause; not little
    | (?<=[^aeiouycgsxz])(?<!ch)(?<!sh)(?<![^aeiouyl]l)es$    # makes; not causes, wishes, titles
    | (?<=[^aeiouytd])(?<![^aeiouyl]l)ed$                     # caused; not treated, settled
    | (?<=[aeiouy][^aeiouy])e(?=(?:ly|ty|ment|ments|ful|fully|less|ness)$)      # likely, safety
    | (?:some|time|care|home|white|there|where|wide)(?=[bfghkmptw])             # sometimes
    | fore(?=[hm]) | life(?=[bgklst])                         # forehead, lifestyle
    """,
    re.VERBOSE,
)
"""Each match is a written vowel that is not heard."""

SPLIT = re.compile(
    r"""
      (?<![cst])ia(?!ge) | (?<=[cst])ia(?!l|ns?$)    # media, associate; not special, physician
    | (?<![cghlnstx])io | (?<=[ct])io(?!n|us) | ^lio # various, ratio; not motion, million
    | (?<=[aeou]l)io | (?<=n)io[tr]                  # violin, diorama
    | (?<![cgp])eo | (?<=g)eo(?!n|us)                # video, geology; not surgeon, people
    | (?<![gq])u(?=[ao]) | iu | ii | ao              # usual, continuous, medium, chaos
    | (?<![gq])ue(?=n[ct]|ls?$) | eu(?=[ms]$)        # influence, fuel, museum
    | ie(?=rs?$|st$) | iet                           # easier, diet
    | (?<=[dlnrvb])ie(?=n[ct])                       # client, experience
    | [aeiouy]ing | [ao]y(?=[aeiou]) | ey(?=o)       # being, layer, beyond
    | (?<=cr)ea(?=t) | (?<=r)ea(?=ct|l[ai])          # create, react
    | ui(?=ty) | oic$ | noin$                        # acuity, heroic
    | [ds]n't$ | sms?$ | thms?$                      # didn't, organism, rhythm
    """,
    re.VERBOSE,
)
"""Each match is one more than the groups of vowels show."""

EXCEPTIONS = {
    word: syllables
    for syllables, words in {
        1: "ache aches aged aren't pier priest tier tiers weren't",
        2: (
            "acne aloe business cashier eyelash eyelid eyelids every evening "
            "herpes hundred naked rosehip science soldier someone wicked"
        ),
        3: (
            "acetone anyone area areas benzoyl businesses dioxide element elements everything "
            "idea ideas nausea peroxide poetry recipe recipes rosacea sebaceous several "
            "urea"
        ),
        4: "alopecia autoimmune cooperate coordinate diabetes diarrhoea diarrhea seborrhoeic",
        5: "hyaluronic",
    }.items()
    for word in words.split()
}
"""Words that are said otherwise than they look; it grows with what the desk writes about."""


@lru_cache(maxsize=20_000)
def count_syllables(word: str) -> int:
    """How many syllables an English word has, as far as its letters tell; at least one."""
    return sum(map(_count_in, word.casefold().replace("’", "'").split("-")))


def _count_in(letters: str) -> int:
    if letters in EXCEPTIONS:
        return EXCEPTIONS[letters]
    heard = len(VOWELS.findall(letters)) - len(SILENT.findall(letters))
    return max(1, heard + len(SPLIT.findall(letters)))


@dataclass(frozen=True, slots=True)
class Grade:
    """How hard a text is: school grades by two formulas, and what they were reckoned from."""

    fkgl: float
    smog: float
    words: int
    sentences: int
    long_words: float


def grade(sentences: Iterable[list[str]], known: Collection[str] = ()) -> Grade | None:
    """The grade of sentences, each a list of its words; None where there is not a word.

    A word that is `known`, in small letters, counts as one syllable: what a text has explained
    does not make it harder.
    """
    counted = [[_weigh(word, known) for word in words] for words in sentences if words]
    syllables = [each for sentence in counted for each in sentence]
    if not syllables:
        return None
    long = sum(each >= LONG for each in syllables)
    return Grade(
        fkgl=0.39 * len(syllables) / len(counted) + 11.8 * sum(syllables) / len(syllables) - 15.59,
        smog=3.1291 + 1.0430 * math.sqrt(long * 30 / len(counted)),
        words=len(syllables),
        sentences=len(counted),
        long_words=long / len(syllables),
    )


def _weigh(word: str, known: Collection[str]) -> int:
    return 1 if word.casefold() in known else count_syllables(word)
