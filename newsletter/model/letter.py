"""A letter: an issue compiled once, with slots that are filled for each reader."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from newsletter.model.fields import OUR_LINKS, Field, FieldKind, compare_form
from newsletter.model.registers import Picture

LANGUAGE = "language"
"""What a condition may ask of every reader, whatever is declared."""


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
class Variant:
    """A letter as some readers get it: those of one language, for whom every condition holds.

    `conditions` are values by field, in lower case. `defaults` are the words for what a reader
    lacks, where this language has its own.
    """

    language: str
    conditions: Mapping[str, str]
    subject: Pieces
    preheader: Pieces
    html: Pieces
    text: Pieces
    defaults: Mapping[str, str] = field(default_factory=dict)

    @property
    def slots(self) -> frozenset[str]:
        """The fields that this variant speaks of."""
        written = (self.subject, self.preheader, self.html, self.text)
        return frozenset(slot for pieces in written for slot in pieces.slots)


@dataclass(frozen=True, slots=True)
class Letter:
    """What the readers of a mailing get, frozen: what was previewed is what is sent.

    The variants of the main language come first; within a language, those that ask for more.
    """

    issue: str
    sender: Sender
    fields: tuple[Field, ...]
    variants: tuple[Variant, ...]
    pictures: tuple[Picture, ...]

    @property
    def main(self) -> Variant:
        """The variant of the main language for readers who meet no condition."""
        return next(variant for variant in self.variants if not variant.conditions)

    def variant_for(self, language: str, values: Mapping[str, str]) -> Variant:
        """Return what a reader gets; `values` are theirs by field, as they are known.

        Their language decides, or else its nearest wider one, or else the main one; then the first
        variant whose conditions all hold.
        """
        nearest, known = self._nearest(language), self._known(language, values)
        return next(
            variant
            for variant in self.variants
            if variant.language == nearest and variant.conditions.items() <= known.items()
        )

    def fields_in(self, variant: Variant) -> tuple[Field, ...]:
        """The fields that a variant speaks of, with the defaults of its language."""
        return tuple(
            replace(each, default=variant.defaults.get(each.name, each.default))
            for each in self.fields
            if each.name in variant.slots
        )

    def pictures_in(self, variant: Variant) -> tuple[Picture, ...]:
        """The pictures that travel inside a variant."""
        return tuple(
            picture
            for picture in self.pictures
            if not picture.url and any(picture.src in text for text in variant.html.texts)
        )

    def _nearest(self, language: str) -> str:
        """The language of the letter that comes nearest to a reader's (RFC 4647 §3.4)."""
        written = {variant.language.casefold(): variant.language for variant in self.variants}
        wanted = language.casefold()
        while wanted and wanted not in written:
            wanted = wanted.rpartition("-")[0]
        return written.get(wanted, self.variants[0].language)

    def _known(self, language: str, values: Mapping[str, str]) -> dict[str, str]:
        """What is known of a reader and asked for by a condition, spelt as conditions are."""
        asked = {name for variant in self.variants for name in variant.conditions}
        known = {name: compare_form(values.get(name, "")) for name in asked}
        known[LANGUAGE] = primary_part(language or self.variants[0].language).casefold()
        return known

    @property
    def sample_links(self) -> dict[str, str]:
        """What stands for the readers' own links when nobody in particular reads."""
        return dict.fromkeys(OUR_LINKS, f"{self.sender.public_url}/leave/sample")

    @property
    def digest(self) -> str:
        """SHA-256 of everything in the letter, in hex: the same letter has the same digest."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Everything but the pictures' bytes, which are named by digest."""
        content = {
            "issue": self.issue,
            "sender": asdict(self.sender),
            "fields": [asdict(each) for each in self.fields],
            "variants": [asdict(each) for each in self.variants],
            "pictures": [
                [each.digest, each.path, each.media_type, each.width, each.height, each.url]
                for each in self.pictures
            ],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, picture_bytes: Mapping[str, bytes]) -> Self:
        """Read back what `to_json` wrote; `picture_bytes` goes by digest."""
        content = json.loads(text)
        return cls(
            issue=content["issue"],
            sender=Sender(**content["sender"]),
            fields=tuple(map(_read_field, content["fields"])),
            variants=tuple(map(_read_variant, content["variants"])),
            pictures=tuple(
                Picture(path, picture_bytes[digest], *rest)
                for digest, path, *rest in content["pictures"]
            ),
        )


def primary_part(language: str) -> str:
    """The language without its region: `fr` of `fr-CA` (RFC 5646 §2.2.1)."""
    return language.partition("-")[0]


def _read_field(written: dict[str, Any]) -> Field:
    return Field(**written | {"kind": FieldKind(written["kind"])})


def _read_variant(written: dict[str, Any]) -> Variant:
    pieces = {
        name: Pieces(tuple(written[name]["texts"]), tuple(written[name]["slots"]))
        for name in ("subject", "preheader", "html", "text")
    }
    return Variant(**written | pieces)
