"""Where phrases stand in a manuscript, and whether a sentence takes them back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.checks.manuscript import Manuscript, Passage, Sentence
from newsletter.model import Location, Myth, Verdict


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words as they were found: where in which sentence of which passage."""

    words: str
    start: int
    sentence: Sentence
    passage: Passage

    @property
    def at(self) -> Location:
        """The line on which the words begin, which may be below that of their sentence."""
        return self.sentence.place(self.start)

    @property
    def before(self) -> str:
        """What leads to the words; of a sentence without end, the last of it."""
        return self.sentence.text[max(0, self.start - LONGEST_BEFORE) : self.start]

    @property
    def after(self) -> str:
        """What follows the words in their sentence, as much of it at most."""
        end = self.start + len(self.words)
        return self.sentence.text[end : end + LONGEST_BEFORE]

    @property
    def is_denied(self) -> bool:
        """Whether the same clause says no to it: “there is no cure”."""
        clause = CLAUSE_END.split(self.before)[-1]
        return bool(NEGATION.search(clause))


LONGEST_BEFORE = 400
"""Characters; what is further away from some words than this is not about them any more."""

CLAUSE_END = re.compile(
    r"[;:—–]|\b(?:but|however|instead|and (?:is|are|it|they))\b|,(?=(?: \S+){3})"
)
NEGATION = re.compile(
    r"""\b(?:no(?!\ (?:doubt|wonder|need|longer))|not(?!\ (?:only|just|to\ mention))|never|none|nor
      |neither|nobody|nothing|cannot|without(?!\ (?:a\ )?doubt)|hardly|rarely|yet\ to
      |\w+n['’]t|(?<!\ba\ )few|unlikely)\b""",
    re.IGNORECASE | re.VERBOSE,
)
HEARSAY = re.compile(
    r"""\b(?:you\ (?:may|might|will|could)\ (?:also\ )?have\ (?:read|heard|seen)|beware|be\ wary
      |(?:adverts?|ads|sellers?|shops?|pages|websites|brands)\ (?:often\ )?(?:promise|say|claim)
      |too\ good\ to\ be\ true|so-called|(?:sold|marketed|advertised)\ as
      |(?:do\ not|don['’]t)\ trust|myths?|(?:is|are)\ not\ true
      |(?:anyone|anything|whoever|who|that)\ (?:promises?|claims?))\b""",
    re.IGNORECASE | re.VERBOSE,
)


def find_phrases(manuscript: Manuscript, pattern: re.Pattern[str]) -> Iterator[Phrase]:
    """Yield what a manuscript itself states in these words; a space stands for any white space.

    Questions state nothing; what others say is not said by us, nor is the saying of a myth.
    """
    for passage in manuscript.passages:
        if _is_a_saying(manuscript, passage):
            continue
        for sentence in passage.sentences:
            if states(sentence):
                for match in pattern.finditer(sentence.text):
                    yield Phrase(match[0], match.start(), sentence, passage)


def states(sentence: Sentence) -> bool:
    """Whether it says something for itself: it is no question, and tells nothing from hearsay."""
    is_question = sentence.text.rstrip("\"'”’)]").endswith("?")
    return not is_question and not HEARSAY.search(sentence.text)


def _is_a_saying(manuscript: Manuscript, passage: Passage) -> bool:
    """Whether it is the title of a myth that the text does not uphold."""
    owner = manuscript.owner
    return isinstance(owner, Myth) and passage.field == "title" and owner.verdict != Verdict.TRUE
