"""A reader's verbs: the links in a letter, and what happens when one is used."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from newsletter.audience import Purpose, Subscribers, read_token, sign_token
from newsletter.model import LEAVE_URL, Keyring, Letter, Proof

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


def leave_by_token(
    keys: Keyring, subscribers: Subscribers, token: str, now: datetime, source: str
) -> None:
    """Take the reader of this token off the list.

    Repeatable; a token that is not ours changes nothing and looks the same from outside.
    """
    read = read_token(keys, Purpose.LEAVE, token, now)
    if read:
        subscribers.leave(read.subscriber, Proof(source))


def language_by_token(keys: Keyring, subscribers: Subscribers, token: str, now: datetime) -> str:
    """The language that the reader of this token chose; empty for a token that is not good."""
    read = read_token(keys, Purpose.PREFERENCES, token, now)
    reader = subscribers.get(read.subscriber) if read and not read.expired else None
    return reader.language if reader else ""


def choose_language_by_token(
    keys: Keyring, subscribers: Subscribers, token: str, now: datetime, language: str, source: str
) -> None:
    """Send the reader of this token letters in this language.

    Repeatable; a token that is not good changes nothing and looks the same from outside.
    """
    read = read_token(keys, Purpose.PREFERENCES, token, now)
    reader = subscribers.get(read.subscriber) if read and not read.expired else None
    if reader:
        choices = replace(reader.choices, language=language)
        subscribers.choose(reader.id, choices, Proof(source))
