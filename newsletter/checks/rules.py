"""Every rule there is, by what it is about: the order in which the documents list them."""

from newsletter.checks.accessibility import (
    a11y_headings,
    a11y_language,
    a11y_tables,
    a11y_title,
)
from newsletter.checks.characters import hidden_characters, hidden_characters_in_library
from newsletter.checks.claims import certainty_words, claim_without_evidence
from newsletter.checks.compatibility import client_support
from newsletter.checks.conflicts import conflict_in_issue, conflict_in_library
from newsletter.checks.contradictions import answers_differ, mixed_message
from newsletter.checks.duties import (
    disclosure,
    disclosure_shown,
    footer,
    reviewed,
    reviewer_untranslated,
)
from newsletter.checks.evidence import (
    source_missing,
    source_needed,
    source_old,
    source_unchecked,
    source_unknown,
    vague_evidence,
)
from newsletter.checks.inbox import (
    preheader_length,
    preheader_repeats_subject,
    sender_name,
    shouting,
    subject_length,
)
from newsletter.checks.language import (
    language_unchecked,
    languages_unchecked,
    minimiser,
    passive,
    vague_quantity,
)
from newsletter.checks.legibility import (
    a11y_alignment,
    a11y_capitals,
    a11y_contrast,
    a11y_emoji,
    a11y_links,
    a11y_text_size,
    hidden_text,
)
from newsletter.checks.lengths import length, length_of_issue, main_message_first
from newsletter.checks.links import (
    deceptive_link,
    link_target,
    link_text,
    link_tracking,
    reader_in_link,
    same_text_other_target,
)
from newsletter.checks.medicines import medicine_caution
from newsletter.checks.numbers import absolute_numbers, same_denominator
from newsletter.checks.outlook import outlook
from newsletter.checks.personalisation import longest_subject, missing_default, unfilled
from newsletter.checks.pictures import image_alt, image_consent, image_size
from newsletter.checks.pictures_in_letter import (
    image_only,
    picture_bytes,
    picture_described,
    picture_pixels,
    picture_source,
)
from newsletter.checks.privacy import personal_details, segment_health
from newsletter.checks.promises import anecdote, promise, superlative
from newsletter.checks.reading import grade_of_issue, grade_of_snippet, sentence_length
from newsletter.checks.repetition import repeats_another, repeats_itself
from newsletter.checks.rule import AnyRule
from newsletter.checks.safety import not_a_diagnosis, region, see_doctor, skin_colour
from newsletter.checks.sending import (
    plain_text,
    postal_address,
    sender_address,
    tracking,
    unsubscribe,
)
from newsletter.checks.size import image_count, letter_size, picture_weight, plain_characters
from newsletter.checks.structure import content_kept, structure
from newsletter.checks.terms import acronym, jargon
from newsletter.checks.typography import typography

GROUPS: dict[str, tuple[AnyRule, ...]] = {
    "Evidence": (
        source_needed,
        source_missing,
        source_unknown,
        source_unchecked,
        source_old,
        vague_evidence,
    ),
    "Promises": (promise, superlative, anecdote),
    "Claims": (
        certainty_words,
        claim_without_evidence,
        conflict_in_issue,
        conflict_in_library,
        mixed_message,
        answers_differ,
    ),
    "Numbers": (absolute_numbers, same_denominator),
    "Safety": (see_doctor, medicine_caution, not_a_diagnosis, skin_colour, region),
    "People": (personal_details, hidden_characters, hidden_characters_in_library, segment_health),
    "Reading": (
        sentence_length,
        grade_of_snippet,
        grade_of_issue,
        main_message_first,
        length,
        length_of_issue,
        repeats_itself,
        repeats_another,
    ),
    "Words": (
        jargon,
        acronym,
        passive,
        vague_quantity,
        minimiser,
        typography,
        language_unchecked,
        languages_unchecked,
    ),
    "Pictures": (image_alt, image_consent, image_size),
    "Duties": (disclosure, disclosure_shown, footer, reviewed, reviewer_untranslated),
    "Size": (letter_size, picture_weight, image_count, plain_characters),
    "Structure": (structure, content_kept),
    "Mail programs": (client_support, outlook),
    "Links": (
        link_target,
        link_text,
        same_text_other_target,
        deceptive_link,
        link_tracking,
        reader_in_link,
    ),
    "Pictures in the letter": (
        picture_described,
        picture_source,
        picture_bytes,
        picture_pixels,
        image_only,
    ),
    "Structure for listeners": (a11y_language, a11y_title, a11y_headings, a11y_tables),
    "Legibility": (
        a11y_contrast,
        a11y_text_size,
        a11y_links,
        a11y_alignment,
        a11y_capitals,
        a11y_emoji,
        hidden_text,
    ),
    "Inbox": (
        subject_length,
        preheader_length,
        preheader_repeats_subject,
        shouting,
        sender_name,
    ),
    "Law and privacy": (unsubscribe, postal_address, plain_text, tracking, sender_address),
    "Personalisation": (unfilled, missing_default, longest_subject),
}

RULES: tuple[AnyRule, ...] = tuple(each for group in GROUPS.values() for each in group)
