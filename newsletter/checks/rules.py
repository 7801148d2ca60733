"""Every rule there is, by what it is about: the order in which the documents list them."""

from newsletter.checks.claims import certainty_words, claim_without_evidence
from newsletter.checks.conflicts import conflict_in_issue, conflict_in_library, mixed_message
from newsletter.checks.evidence import (
    source_needed,
    source_old,
    source_unchecked,
    source_unknown,
    vague_evidence,
)
from newsletter.checks.numbers import absolute_numbers, same_denominator
from newsletter.checks.promises import anecdote, promise, superlative
from newsletter.checks.rule import AnyRule
from newsletter.checks.size import letter_size, picture_weight

GROUPS: dict[str, tuple[AnyRule, ...]] = {
    "Evidence": (source_needed, source_unknown, source_unchecked, source_old, vague_evidence),
    "Promises": (promise, superlative, anecdote),
    "Claims": (
        certainty_words,
        claim_without_evidence,
        conflict_in_issue,
        conflict_in_library,
        mixed_message,
    ),
    "Numbers": (absolute_numbers, same_denominator),
    "Size": (letter_size, picture_weight),
}

RULES: tuple[AnyRule, ...] = tuple(each for group in GROUPS.values() for each in group)
