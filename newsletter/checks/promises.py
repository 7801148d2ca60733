"""Rules about promises: a health letter says what is known, it does not sell."""

import re
from collections.abc import Iterator

from newsletter.checks.manuscript import Manuscript
from newsletter.checks.phrases import find_phrases
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level

PROMISE = re.compile(
    r"""\b(?:
        (?:completely|totally|perfectly|entirely)\ safe | safe(?:,|\ and|\ yet)\ effective
      | proven(?!\ otherwise) | guarantee(?:s|d)?
      | cures? (?!-?\ (?:time|rate)) | cured(?!\ (?:under|with)\ a\ lamp)
      | breakthroughs?(?!\ (?:bleed|pain|infection|spots?\b))
      | promising(?!\ (?:you|to|is)) | miracles? | miraculous(?:ly)? | magical(?:ly)?
      | (?:long-)?lasting\ results | permanent\ results | instant\ results | risk[- ]free
      | (?:painless|pain-free)\ (?:\w+\ )?(?:treatments?|procedures?|extractions?|removal|method
          |way|injections?|solution|option|sessions?|laser|peels?)
      | (?:without|no|zero)\ (?:any\ )?side[ ]effects
      | (?:works|work)\ (?:every\ time|for\ everyone|instantly)
      | \w+\ (?:for\ good(?=\W*$|[,;])|forever)
      | once\ and\ for\ all
    )\b | \b100\ ?%\ (?:safe|effective)\b""",
    re.IGNORECASE | re.VERBOSE,
)

SUPERLATIVE = re.compile(
    r"""(?<!\bat\ )(?<!\bworks\ )(?<!\bwork\ )(?<!\bas\ )(?<!\byour\ )(?<!\btheir\ )(?<!\bour\ )
      \bbest\b(?!\ (?:to|not|before|if|when|with|by|regards|wishes|known|avoided|left|kept|done
          |seen|performed|time|guess|practice|interests?|evidence|possible|available|judge)\b)
      | \bmost\ (?:effective|powerful|advanced|trusted|successful|popular)\b
      | \bsafest\b(?!\ to\b) | \b(?:fastest|strongest|gentlest)\b(?=\ \w)
      | \bleading\ (?:\w+\ )?(?:brands?|clinics?|doctors?|experts?|specialists?|treatments?|creams?
          |dermatologists?|products?|hospitals?|providers?|names?|solutions?|methods?)\b
      | \bultimate\b(?!\ (?:aim|cause|goal|decision)) | \bunrivall?ed\b | \bsecond\ to\ none\b
      | \#\ ?1\b | \bnumber\ one\b(?<!step\ number\ one)(?<!tip\ number\ one) | \bNo\.\ ?1\b
      | \b(?:award-winning|world-class|top-rated|state-of-the-art)\b""",
    re.IGNORECASE | re.VERBOSE,
)

WHO = r"(?:people|patients|users|readers|customers|individuals|women|men|parents|clients)"
SAYING = re.compile(
    rf"""\b(?:many|most|some|several|countless|numerous|thousands\ of|hundreds\ of|our|happy)
      \ (?:of\ (?:our|my)\ )?(?:\w+\ )?{WHO}\ (?:who\ (?:\w+\ ){{1,8}})?(?:have\ |now\ )?
      (?:say|said|swear|report(?:ed)?|told\ us|tell\ us|love|rave|notice[d]?|see\ (?:great|real)
        |are\ (?:happy|delighted|thrilled))\b
      | \breported\ (?:\w+\ )?(?:results|improvements?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
PRAISE = re.compile(
    r"""\b(?:amazing|incredible|stunning|fantastic|life-changing|remarkable|spectacular|real-world)
      \ (?:results?|improvements?|changes?|transformations?)\b
      | \b(?:testimonials?|success\ stor(?:y|ies)|changed\ my\ life|worked\ (?:wonders|for\ me)
        |works\ wonders)\b""",
    re.IGNORECASE | re.VERBOSE,
)


@rule(
    "promise",
    Manuscript,
    Level.ERROR,
    because="No treatment is sure to work and free of harm, and readers act on what is promised.",
    remedy="Say what is known, for whom, and how surely.",
    english=True,
)
def promise(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield words that promise an effect, unless the same clause denies them.

    A cure is a fact where a source says so: there are diseases that can be cured.
    """
    for phrase in find_phrases(manuscript, PROMISE):
        sourced = phrase.passage.cites and phrase.words.casefold().startswith("cure")
        if not (phrase.is_denied or sourced):
            yield Hit(phrase.at, f"“{phrase.words}” promises what nobody can keep")


@rule(
    "superlative",
    Manuscript,
    Level.WARNING,
    because="What is best depends on the person; a comparison needs a study that made it.",
    remedy="Say what it does, and let readers compare.",
    english=True,
)
def superlative(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield words that put one thing above all others."""
    for phrase in find_phrases(manuscript, SUPERLATIVE):
        if not phrase.is_denied:
            yield Hit(phrase.at, f"“{phrase.words}” puts one thing above all others")


@rule(
    "anecdote",
    Manuscript,
    Level.WARNING,
    because="Those who were not helped are not in the story.",
    remedy="Give a study with its numbers, or take the stories out.",
    english=True,
)
def anecdote(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield praise, and what people are said to say, if no source is named for it."""
    for phrase in find_phrases(manuscript, PRAISE):
        yield Hit(phrase.at, f"“{phrase.words}” is praise, not evidence")
    for phrase in find_phrases(manuscript, SAYING):
        if not phrase.passage.cites and not phrase.is_denied:
            yield Hit(phrase.at, f"“{phrase.words}” tells what people say, not what was measured")
