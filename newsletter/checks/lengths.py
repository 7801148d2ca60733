"""Rules about length: letters are read in a minute, and the first lines before all others."""

from collections.abc import Iterator
from itertools import groupby

from newsletter.checks.manuscript import Manuscript, Passage
from newsletter.checks.marks import is_entry, is_table
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Issue, Kind, Level

FEWEST_WORDS = 40
MOST_WORDS = 120
MOST_WORDS_OF = {Kind.QUESTION: 190}
MAY_BE_SHORT = {Kind.CALL, Kind.POLL, Kind.NUMBERS, Kind.GET_HELP}
"""Kinds whose number, button, options or levels say it."""

AIM_OF_ISSUE = 400
MOST_WORDS_OF_ISSUE = 450

MOST_ENTRIES = 6
MOST_SENTENCES = 3

MOST_WORDS_FIRST = 25
MOST_SENTENCES_FIRST = 2


@rule(
    "main-message-first",
    Manuscript,
    Level.WARNING,
    because="Most readers see the first lines and no more.",
    remedy="Open with the answer: one or two sentences, at most 25 words.",
    english=True,
)
def main_message_first(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield a first paragraph that is more than the main message."""
    for passage in manuscript.body[:1]:
        words, sentences = _count(passage), len(passage.sentences)
        if words > MOST_WORDS_FIRST:
            problem = f"the first paragraph has {words} words; at most {MOST_WORDS_FIRST}"
            yield Hit(passage.at, problem)
        elif sentences > MOST_SENTENCES_FIRST:
            problem = f"the first paragraph has {sentences} sentences, not one or two"
            yield Hit(passage.at, problem)


@rule(
    "length",
    Manuscript,
    Level.WARNING,
    because="A short piece is read to its end; a long one is put off.",
    remedy="Leave out what the reader can do without.",
    english=True,
)
def length(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield what is too long: the snippet, its lists, its paragraphs; or a snippet too short."""
    yield from _length_of_whole(manuscript)
    yield from _lengths_of_lists(manuscript)
    for passage in manuscript.body:
        sentences = len(passage.sentences)
        if sentences > MOST_SENTENCES and not is_table(passage.source):
            problem = f"this paragraph has {sentences} sentences; at most {MOST_SENTENCES}"
            yield Hit(passage.at, problem, "Put a blank line where a new thought begins.")


@rule(
    "length",
    Proof,
    Level.WARNING,
    because="Readers give a letter a minute: about 200 words read, twice as many looked at.",
    remedy="Move a snippet to the next issue.",
)
def length_of_issue(proof: Proof) -> Iterator[Hit]:
    """Yield an issue that has too many words for those readers who get the most of them."""
    words = max(sum(map(count_words, page.manuscripts)) for page in proof.pages)
    if words > MOST_WORDS_OF_ISSUE:
        yield Hit(proof.at, f"this issue has {words} words; aim at {AIM_OF_ISSUE}")


def count_words(manuscript: Manuscript) -> int:
    """How many words of running text there are."""
    return sum(map(_count, manuscript.body))


def _count(passage: Passage) -> int:
    return sum(len(sentence.words) for sentence in passage.sentences)


def _length_of_whole(manuscript: Manuscript) -> Iterator[Hit]:
    if isinstance(manuscript.owner, Issue) or not manuscript.body:
        return
    kind, words = manuscript.owner.kind, count_words(manuscript)
    most = MOST_WORDS_OF.get(kind, MOST_WORDS)
    if words > most:
        problem = f"this {kind} has {words} words; at most {most}"
        yield Hit(manuscript.body[0].at, problem)
    elif words < FEWEST_WORDS and kind not in MAY_BE_SHORT:
        words_of = "1 word" if words == 1 else f"{words} words"
        problem = f"this {kind} has {words_of}; at least {FEWEST_WORDS}"
        yield Hit(manuscript.body[0].at, problem, "Say what to do, and when to get help.")


def _lengths_of_lists(manuscript: Manuscript) -> Iterator[Hit]:
    for is_list, passages in groupby(manuscript.body, key=_is_entry):
        entries = list(passages)
        if is_list and len(entries) > MOST_ENTRIES:
            problem = f"this list has {len(entries)} entries; at most {MOST_ENTRIES}"
            yield Hit(entries[0].at, problem, "Keep those that matter most.")


def _is_entry(passage: Passage) -> bool:
    return passage.field == "steps" or is_entry(passage.source)
