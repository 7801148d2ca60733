"""Rules about language: who does what, how many, and how bad, in words that say so."""

import re
from collections.abc import Iterator

from newsletter.checks.manuscript import Manuscript
from newsletter.checks.phrases import find_phrases
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level, Location, primary_part

PASSIVE = re.compile(
    r"""\b(?:is|are|was|were|be|been|being)\ (?:(?:not|also|often|usually|only|\w+ly)\ )?
      (?!(?:interested|worried|tired|related|used\ to|supposed|pleased|scared|allowed|closed|blocked
        |infected|inflamed|raised|married|confused|red|indeed|pregnant)\b)
      (?:\w{2,}(?<!e)ed|done|drawn|found|given|kept|known|made|seen|sent|shown|taken|told|written)\b
      (?!-)""",
    re.IGNORECASE | re.VERBOSE,
)
VAGUE_QUANTITY = re.compile(
    r"""\b(?:many|several|numerous|countless|various|(?:a|the|vast|large)\ (?:large\ |vast\ )?
        (?:number|majority|minority)\ of)\ (?!(?:times|ways|thanks|fine|tiny|small|of)\b)\w+
      | \b(?:dramatically|significantly|considerably|noticeably)\ \w+""",
    re.IGNORECASE | re.VERBOSE,
)
MINIMISER = re.compile(
    r"""\bminimally\ invasive\b | \bnothing\ to\ worry\ about\b | \bno\ big\ deal\b
      | \b(?:quick|simple|safe)\ and\ (?:easy|simple|painless)\b
      | \b(?:is|are|it['’]s)\ (?:just|only|merely|simply)\ an?\b
      | \b(?:just|only|merely)\ (?:a\ )?(?:mild|minor|slight|little)\b
      | \b(?:minor|mild|slight|a\ little|a\ bit\ of|some)\ (?:discomfort|pain|soreness|sting(?:ing)?
        |procedure|side\ effects?|redness|irritation)\b
      | \broutine\ procedure\b | \bslightly\ (?:uncomfortable|painful|sore)\b""",
    re.IGNORECASE | re.VERBOSE,
)


@rule(
    "passive",
    Manuscript,
    Level.INFO,
    because="“It was advised” hides who advised it, and costs the reader a thought.",
    remedy="Say who does it, if that matters.",
    english=True,
)
def passive(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield what is done, and not said by whom."""
    for phrase in find_phrases(manuscript, PASSIVE):
        yield Hit(phrase.at, f"“{phrase.words}” does not begin with who does it")


@rule(
    "vague-quantity",
    Manuscript,
    Level.INFO,
    because="“Many” is one in ten to some readers, and nine in ten to others.",
    remedy="Give the number if there is one: “3 in 10 people”.",
    english=True,
)
def vague_quantity(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield quantities without a number."""
    for phrase in find_phrases(manuscript, VAGUE_QUANTITY):
        yield Hit(phrase.at, f"“{phrase.words}” does not say how many, or how much")


@rule(
    "minimiser",
    Manuscript,
    Level.INFO,
    because="What is little to a doctor may be much to the person who has it.",
    remedy="Say what people feel, how often, and for how long.",
    english=True,
)
def minimiser(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield words that make something small."""
    for phrase in find_phrases(manuscript, MINIMISER):
        if not phrase.is_denied:
            yield Hit(phrase.at, f"“{phrase.words}” makes it sound small")


@rule(
    "language-unchecked",
    Manuscript,
    Level.INFO,
    because="Rules about words know English only.",
    remedy="Have somebody who speaks the language read it with docs/checks.md beside it.",
    allowable=False,
)
def language_unchecked(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield a text whose words no rule has looked at."""
    if not manuscript.is_english:
        at = Location(manuscript.path, 1)
        yield Hit(
            at, f"the words were not checked: they are in another language ({manuscript.language})"
        )


@rule(
    "language-unchecked",
    Proof,
    Level.INFO,
    because="Rules about words know English only.",
    remedy="Have somebody who speaks the language read it with docs/checks.md beside it.",
    allowable=False,
)
def languages_unchecked(proof: Proof) -> Iterator[Hit]:
    """Yield each language into which an issue is translated and which no rule can read."""
    main = proof.letter.variants[0].language
    for language in dict.fromkeys(each.language for each in proof.letter.variants):
        if language != main and primary_part(language).casefold() != "en":
            yield Hit(proof.at, f"the words in “{language}” were not checked")
