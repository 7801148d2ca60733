"""A reader's verbs: the links in a letter, and what happens when one is used."""

from collections.abc import Mapping

from newsletter.audience import Purpose, Subscribers, read_token, sign_token
from newsletter.model import Letter


def reader_values(key: bytes, letter: Letter, subscriber: int) -> Mapping[str, str]:
    """What fills a letter's slots for one reader."""
    tokens = {purpose: sign_token(key, purpose, subscriber) for purpose in Purpose}
    return {
        f"{purpose}_url": f"{letter.sender.public_url}/{purpose}/{token}"
        for purpose, token in tokens.items()
    }


def leave_by_token(key: bytes, subscribers: Subscribers, token: str, source: str) -> None:
    """Take the reader of this token off the list.

    Repeatable; a token that is not ours changes nothing and looks the same from outside.
    """
    subscriber = read_token(key, Purpose.LEAVE, token)
    if subscriber is not None:
        subscribers.leave(subscriber, source)


def language_by_token(key: bytes, subscribers: Subscribers, token: str) -> str:
    """The language that the reader of this token chose; empty for a token that is not ours."""
    subscriber = read_token(key, Purpose.PREFERENCES, token)
    return "" if subscriber is None else subscribers.language(subscriber)


def choose_language_by_token(
    key: bytes, subscribers: Subscribers, token: str, language: str, source: str
) -> None:
    """Send the reader of this token letters in this language.

    Repeatable; a token that is not ours changes nothing and looks the same from outside.
    """
    subscriber = read_token(key, Purpose.PREFERENCES, token)
    if subscriber is not None:
        subscribers.choose_language(subscriber, language, source)
