"""The links of one reader, as a letter's slots want them."""

from collections.abc import Mapping
from datetime import datetime

from newsletter.audience import Purpose, sign_token
from newsletter.model import LEAVE_URL, Keyring, Letter

SLOTS = {f"{purpose}_url": purpose for purpose in Purpose}


def reader_values(
    keys: Keyring, letter: Letter, subscriber: int, now: datetime
) -> Mapping[str, str]:
    """The links of one reader that a letter has slots for, by slot; the way off the list always."""
    slots = {field.name for field in letter.fields} | {LEAVE_URL}
    return {
        slot: f"{letter.sender.public_url}/{purpose}/{sign_token(keys, purpose, subscriber, now)}"
        for slot, purpose in SLOTS.items()
        if slot in slots
    }
