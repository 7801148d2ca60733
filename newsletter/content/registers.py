"""The side files: who people are, what is cited, what words mean.

Every function keeps the entries that are right and adds to `findings` what is wrong with the
others, so that one bad entry does not make every snippet that cites its neighbours look wrong.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from newsletter.content.fields import Fields, Value, mistake
from newsletter.content.gathering import gathering
from newsletter.content.pages import beside, validate
from newsletter.content.pictures import is_file_name
from newsletter.model import Finding, Lines, Noun, Person, Picture, Register, Source, Term
from newsletter.validation import Place

Entry = TypeVar("Entry", bound=Noun)


def register_of(fields: Fields) -> Register:
    """Where the entries of a side file stand."""
    return Register(fields.path, Lines(fields.lines))


def parse_people(fields: Fields, findings: list[Finding]) -> dict[str, Person]:
    """Return people by id; photo paths become the workspace's."""
    values = {id: _with_photo(entry, fields.path) for id, entry in fields.values.items()}
    people = _parse_entries(Person, replace(fields, values=values), findings)
    for id, person in people.items():
        if not person.name and not person.unnamed:
            remedy = "Add “name: …”, or “unnamed: true”."
            findings.append(fields.finding((id,), f"{id} has no name", remedy))
        if person.photo and not person.photo_alt:
            remedy = "Add “photo-alt: …”."
            findings.append(fields.finding((id, "photo"), "a photo needs words for it", remedy))
        if person.photo and person.photo_alt and is_file_name(person.photo_alt, person.photo):
            problem = f"“{person.photo_alt}” is the name of a file, not what the photo shows"
            remedy = "Say who is to be seen, such as “Dr Silva, smiling”."
            findings.append(fields.finding((id, "photo-alt"), problem, remedy))
    return people


def _with_photo(entry: Value, path: Path) -> Value:
    photo = entry.get("photo") if isinstance(entry, dict) else None
    if isinstance(entry, dict) and isinstance(photo, str) and photo.strip():
        return {**entry, "photo": beside(path, photo.strip())}
    return entry


SMALLEST_PORTRAIT = 46
"""Pixels; it is shown as large as that."""


def check_portrait(picture: Picture, fields: Fields, place: Place) -> Iterator[Finding]:
    """Yield what keeps a picture from being a portrait; `place` is where it is named."""
    size = f"{picture.width} × {picture.height}"
    remedy = "Cut it to a square, 176 pixels wide or more."
    if abs(picture.width - picture.height) > picture.width / 20:
        yield fields.finding(place, f"a portrait is square; this one is {size}", remedy)
    elif picture.width < SMALLEST_PORTRAIT:
        yield fields.finding(place, f"this portrait is too small: {size} pixels", remedy)


def parse_sources(fields: Fields, findings: list[Finding]) -> dict[str, Source]:
    """Return sources by id."""
    return _parse_entries(Source, fields, findings)


def parse_glossary(fields: Fields, findings: list[Finding]) -> dict[str, Term]:
    """Return terms by word."""
    terms = {}
    for word, meaning in fields.values.items():
        if isinstance(meaning, str) and meaning.strip():
            terms[word] = Term(word, meaning.strip())
        else:
            remedy = "Write it as “word: plain words”."
            findings.append(fields.finding((word,), f"“{word}” has no meaning", remedy))
    return terms


def _parse_entries(model: type[Entry], fields: Fields, findings: list[Finding]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for id in fields.values:
        with gathering(findings):
            entries[id] = validate(model, entry_fields(fields, id), {})
    return entries


def entry_fields(fields: Fields, id: str) -> Fields:
    """Return the fields of one entry, as if they stood alone.

    Raises:
        FoundErrors: it has none.
    """
    value = fields.values[id]
    if not isinstance(value, dict):
        remedy = "Write its fields on lines of their own, indented below it."
        raise mistake(fields.path, fields.line((id,)), f"“{id}” has no fields", remedy)
    return fields.inside((id,), value)
