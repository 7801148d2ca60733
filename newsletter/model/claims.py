"""What is said of a subject, by us and by others, and how surely."""

from enum import StrEnum

from newsletter.model.values import Day, Noun, OneOrMore, Text


class Says(StrEnum):
    """What a claim says of its subject."""

    HELPS = "helps"
    DOES_NOT_HELP = "does not help"
    HARMS = "harms"
    UNCLEAR = "unclear"
    NOT_NEEDED = "not needed"


class Certainty(StrEnum):
    """How sure the evidence makes us."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    NONE = "none"


class Claim(Noun):
    """One statement about one subject; `by` makes it the opinion of named people."""

    about: Text
    says: Says
    certainty: Certainty
    by: OneOrMore = ()
    sources: OneOrMore = ()
    searched: Day | None = None


class Heard(Noun):
    """What is going round, recorded without making it our claim."""

    says: Says
    cites: Text
