"""Which words name a condition: those of everywhere, and what this desk writes about."""

from newsletter.checks.background import Background

CONDITIONS = {
    "acne", "alopecia", "cancer", "dermatitis", "diabetes", "eczema", "fungal", "herpes", "hiv",
    "hives", "impetigo", "keloid", "lupus", "melanoma", "melasma", "patient", "patients",
    "pregnancy", "pregnant", "psoriasis", "ringworm", "rosacea", "scabies", "shingles", "vitiligo",
    "warts",
}  # fmt: skip
NO_CONDITIONS = {
    "babies", "children", "hair", "nails", "news", "skin", "skin-care", "sun", "sun-protection",
    "sunscreen",
}  # fmt: skip


def conditions_known(background: Background) -> set[str]:
    """The names of conditions, and the topics of a desk's library that may be some."""
    snippets = background.library.snippets.values()
    topics = {topic for snippet in snippets for topic in snippet.topics}
    return CONDITIONS | topics - NO_CONDITIONS
