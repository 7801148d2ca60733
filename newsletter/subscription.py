"""A reader's verbs: the links in a letter, and what happens when one is used."""

from collections.abc import Mapping

from newsletter.audience import Purpose, Subscribers, read_token, sign_token
from newsletter.model import LEAVE_URL, Letter


def reader_values(key: bytes, letter: Letter, subscriber: int) -> Mapping[str, str]:
    """What a letter says to one reader alone, beside what is stored of them."""
    token = sign_token(key, Purpose.LEAVE, subscriber)
    return {LEAVE_URL: f"{letter.sender.public_url}/leave/{token}"}


def leave_by_token(key: bytes, subscribers: Subscribers, token: str, source: str) -> None:
    """Take the reader of this token off the list.

    Repeatable; a token that is not ours changes nothing and looks the same from outside.
    """
    subscriber = read_token(key, Purpose.LEAVE, token)
    if subscriber is not None:
        subscribers.leave(subscriber, source)
