"""What a sentence speaks of, however the words are bent."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from newsletter.checks.manuscript import WORD, Passage, Sentence

Stems = frozenset[str]

SMALL_WORDS = {
    "a", "an", "the", "and", "or", "of", "for", "in", "on", "at", "to", "with", "by", "from",
    "as", "against", "after", "before", "during", "its", "their", "your", "our",
}  # fmt: skip
GENERAL_WORDS = {"treatment", "treatments", "therapy", "care"}
"""Words that name no subject of their own while another word does."""

PRONOUN = re.compile(r"\b(?:it|this|these|they|them|that)\b", re.IGNORECASE)
ENDINGS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("es", "e"), ("s", ""))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word in one of its forms, in lower case: “Creams”, “cream” and “cream’s” are the same."""
    lower = re.sub(r"['’]s?$", "", word.casefold())
    for ending, instead in ENDINGS:
        if lower.endswith(ending) and len(lower) > len(ending) + 2 and not lower.endswith("ss"):
            return lower.removesuffix(ending) + instead
    return lower


def stems(text: str) -> Stems:
    """The words of a text that carry its meaning."""
    return _stems(WORD.findall(text.replace("-", " ")))


def subject_of(about: str) -> Stems:
    """The words that a sentence must have to speak of what a claim is about."""
    every = stems(about)
    return every - _stems(GENERAL_WORDS) or every


def spoken_of(passage: Passage) -> Iterator[tuple[Sentence, Stems]]:
    """Yield each sentence with what it speaks of.

    With “it” or “they” a sentence speaks also of what the one before it spoke of.
    """
    before: Stems = frozenset()
    for sentence in passage.sentences:
        before = stems(sentence.text) | (before if PRONOUN.search(sentence.text) else frozenset())
        yield sentence, before


def _stems(words: Iterable[str]) -> Stems:
    return frozenset(stem(word) for word in words if word.casefold() not in SMALL_WORDS)
