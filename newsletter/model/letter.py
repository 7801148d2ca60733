"""A letter: an issue compiled once, with slots that are filled for each reader."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from newsletter.model.registers import Picture


@dataclass(frozen=True, slots=True)
class Pieces:
    """Text with slots: `texts` has one more member than `slots`, and they alternate."""

    texts: tuple[str, ...]
    slots: tuple[str, ...] = ()

    def fill(self, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
        """Return the text with every slot's value in place, each passed through `escape`.

        Raises:
            KeyError: a slot has no value.
        """
        filled = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            filled += [escape(values[slot]), text]
        return "".join(filled)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a letter is from, as its headers and links say it.

    `bounces` is the envelope's sender; `list_id` and `public_url` carry no health word.
    """

    name: str
    address: str
    reply_to: str
    bounces: str
    list_id: str
    public_url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What every reader of a mailing gets, frozen: what was previewed is what is sent."""

    issue: str
    subject: str
    preheader: str
    language: str
    sender: Sender
    html: Pieces
    text: Pieces
    pictures: tuple[Picture, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of everything in the letter, in hex: the same letter has the same digest."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Everything but the pictures' bytes, which are named by digest."""
        return json.dumps(
            {
                "issue": self.issue,
                "subject": self.subject,
                "preheader": self.preheader,
                "language": self.language,
                "sender": {name: getattr(self.sender, name) for name in Sender.__slots__},
                "html": [self.html.texts, self.html.slots],
                "text": [self.text.texts, self.text.slots],
                "pictures": [
                    [
                        picture.digest,
                        picture.path,
                        picture.media_type,
                        picture.width,
                        picture.height,
                    ]
                    for picture in self.pictures
                ],
            },
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str, picture_bytes: Mapping[str, bytes]) -> Self:
        """Read back what `to_json` wrote; `picture_bytes` goes by digest."""
        fields = json.loads(text)
        return cls(
            issue=fields["issue"],
            subject=fields["subject"],
            preheader=fields["preheader"],
            language=fields["language"],
            sender=Sender(**fields["sender"]),
            html=Pieces(*map(tuple, fields["html"])),
            text=Pieces(*map(tuple, fields["text"])),
            pictures=tuple(
                Picture(path, picture_bytes[digest], media_type, width, height)
                for digest, path, media_type, width, height in fields["pictures"]
            ),
        )
