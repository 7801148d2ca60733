"""How strictly a workspace judges its own texts: levels of rules, and who must have read what."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from newsletter.model import Id
from newsletter.settings.section import Section
from newsletter.settings.values import FileBeside

LONGEST_REVIEW = 36
"""Months after which any health text is to be read again."""

Months = Annotated[int, Field(ge=1, le=LONGEST_REVIEW)]


class LevelSetting(StrEnum):
    """How much a finding of a rule weighs here; “off” means that the rule is not asked."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


class Checks(Section):
    """The checks: levels by rule where they differ, and the mail programs that readers use."""

    levels: dict[Id, LevelSetting] = Field(default_factory=dict)
    clients: tuple[Id, ...] = ("gmail", "apple-mail", "outlook", "yahoo", "samsung-email")


class ReviewLevel(StrEnum):
    """What an approval must be: nothing, a record, a signature, or one by a key kept elsewhere."""

    OFF = "off"
    RECORDED = "recorded"
    SIGNED = "signed"
    PINNED = "pinned"


class ReviewPolicy(Section):
    """Who must have read what before it is sent.

    An approval lasts for `months`; `months_for` has its own number by kind of snippet. `signers`
    lists the reviewers' keys, in the form of ssh-keygen's ALLOWED SIGNERS.
    """

    level: ReviewLevel = ReviewLevel.RECORDED
    months: Months = 12
    months_for: dict[Id, Months] = Field(default_factory=lambda: {"evidence": 6})
    signers: FileBeside | None = None
