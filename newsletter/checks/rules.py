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
from newsletter.checks.characters import hidden_characters
from newsletter.checks.duties import disclosure, disclosure_shown, footer, reviewed
from newsletter.checks.evidence import source_needed
from newsletter.checks.medicines import medicine_caution
from newsletter.checks.pictures import image_alt, image_consent, image_size
from newsletter.checks.privacy import personal_details, segment_health
from newsletter.checks.rule import AnyRule
from newsletter.checks.safety import not_a_diagnosis, region, see_doctor, skin_colour
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
    "Evidence": (source_needed,),
    "Safety": (see_doctor, medicine_caution, not_a_diagnosis, skin_colour, region),
    "People": (personal_details, hidden_characters, segment_health),
    "Pictures": (image_alt, image_consent, image_size),
    "Duties": (disclosure, disclosure_shown, footer, reviewed),
    "Size": (letter_size, picture_weight),
}

RULES: tuple[AnyRule, ...] = tuple(each for group in GROUPS.values() for each in group)
