"""What is new in a letter since the last one that readers got."""

from dataclasses import dataclass
from datetime import datetime

from newsletter.delivery import Mailings
from newsletter.model import Letter, Mailing, MailingState
from newsletter.studio.differing import Difference, compare_lines

ON_THEIR_WAY = (MailingState.SENDING, MailingState.PAUSED, MailingState.FINISHED)


@dataclass(frozen=True, slots=True)
class Sent:
    """An issue that readers got, and when that began."""

    slug: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """The text of a letter beside that of the last one; nothing was sent before without `since`."""

    since: Sent | None
    diff: Difference


def find_changes(letter: Letter, mailings: Mailings) -> Changes:
    """Compare the main variant of a letter with that of the issue which was sent last.

    Raises:
        SpoiltLetter: the letter that was sent is not in the database as it was frozen.
    """
    last = _find_last(letter.issue, mailings)
    if last is None:
        return Changes(None, ())
    diff = compare_lines(_text_of(mailings.letter(last.letter)), _text_of(letter))
    return Changes(Sent(last.issue, last.starts_at), diff)


def _find_last(slug: str, mailings: Mailings) -> Mailing | None:
    """The newest mailing of another issue that has begun, if there is one."""
    begun = (each for each in mailings.all(ON_THEIR_WAY) if each.issue != slug)
    return next((each for each in reversed(list(begun)) if each.planned), None)


def _text_of(letter: Letter) -> str:
    """The text of nobody in particular: fields are named, so that readers make no difference."""
    text = letter.main.text
    return text.fill({name: f"{{{{ reader.{name} }}}}" for name in text.slots})
