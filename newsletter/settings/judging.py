"""How strictly a workspace judges its own texts: levels of rules, and who must have read what."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from newsletter.errors import UsageError
from newsletter.model import Id
from newsletter.settings.section import Section
from newsletter.settings.values import FileBeside

LONGEST_REVIEW = 36
"""Months after which any health text is to be read again."""

LEVEL = "NEWSLETTER_REVIEW_LEVEL"
SIGNERS = "NEWSLETTER_REVIEW_SIGNERS"
"""What a machine that sends asks for, whatever `newsletter.toml` says."""

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

    def no_laxer_than(self, environment: Mapping[str, str]) -> "ReviewPolicy":
        """Return this policy as strict as the machine wants it; a workspace cannot lower that.

        Of two levels, the stricter counts; a list of keys that the machine names takes the place of
        the workspace's own.

        Raises:
            UsageError: the environment asks for what there is not.
        """
        strictness = list(ReviewLevel)
        floor, signers = _read_floor(environment), _read_signers(environment)
        if floor is ReviewLevel.PINNED and not signers:
            raise UsageError(
                f"{LEVEL} is “pinned”, and {SIGNERS} names no list of keys",
                remedy=f"Set {SIGNERS}=/etc/newsletter/allowed_signers, too.",
            )
        level = max(self.level, floor, key=strictness.index)
        return self.model_copy(update={"level": level, "signers": signers or self.signers})


def _read_floor(environment: Mapping[str, str]) -> ReviewLevel:
    text = environment.get(LEVEL, "").strip()
    try:
        return ReviewLevel(text or ReviewLevel.OFF)
    except ValueError as error:
        levels = ", ".join(ReviewLevel)
        raise UsageError(
            f"{LEVEL} is “{text}”, which is no level of review",
            remedy=f"Set it to one of: {levels}; or to nothing.",
        ) from error


def _read_signers(environment: Mapping[str, str]) -> Path | None:
    text = environment.get(SIGNERS, "").strip()
    if text and not Path(text).is_absolute():
        raise UsageError(
            f"{SIGNERS} is “{text}”, which depends on the folder that a command runs in",
            remedy="Write the whole path, such as /etc/newsletter/allowed_signers.",
        )
    return Path(text) if text else None
