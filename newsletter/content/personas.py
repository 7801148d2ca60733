"""`personas.yml`: the invented readers as whom a desk looks at its letters."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from newsletter.content.fields import Fields
from newsletter.content.gathering import gathering
from newsletter.content.pages import validate
from newsletter.content.reading import Reading
from newsletter.content.registers import entry_fields
from newsletter.errors import FoundErrors
from newsletter.model import (
    NAME,
    OUR_LINKS,
    Field,
    Finding,
    Language,
    Noun,
    Persona,
    Text,
    spell_in_templates,
)
from newsletter.validation import nearest

PERSONAS = Path("personas.yml")
IDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
INVENTED = re.compile(r"[A-Za-z0-9._+-]+@(?:[a-z0-9-]+\.)*example\.(?:org|com|net)")
NOT_OF_THEIR_OWN = (NAME, *OUR_LINKS)


def load_personas(root: Path, fields: Sequence[Field] = ()) -> tuple[Persona, ...]:
    """Read `personas.yml` in a workspace, in the order of the file; none where there is no file.

    `fields` are those that readers may have.

    Raises:
        FoundErrors: every mistake in the file.
    """
    reading = Reading(root)
    entries = reading.fields(PERSONAS)
    personas = parse_personas(entries, fields, reading.findings) if entries else ()
    if reading.findings:
        raise FoundErrors(reading.findings)
    return personas


def parse_personas(
    entries: Fields, fields: Iterable[Field], findings: list[Finding]
) -> tuple[Persona, ...]:
    """Return the personas that are right, and add to `findings` what is wrong with the others."""
    known = {each.spelt: each for each in fields if each.name not in NOT_OF_THEIR_OWN}
    personas = []
    for id in entries.values:
        with gathering(findings):
            personas.append(_parse_persona(id, entries, known))
    return tuple(personas)


def _address(text: str) -> str:
    if not INVENTED.fullmatch(text):
        raise PydanticCustomError(
            "address",
            "“{text}” may be somebody's own address",
            {"text": text, "remedy": "Write one that nobody has, such as ana@example.org."},
        )
    return text


class _Entry(Noun):
    """What the file says of a persona; an empty value is one that nobody knows."""

    note: Text | None = None
    name: Text | None = None
    address: Annotated[Text, AfterValidator(_address)] | None = None
    language: Language | None = None
    fields: Mapping[str, Text] = {}


def _parse_persona(id: str, entries: Fields, known: Mapping[str, Field]) -> Persona:
    if not IDS.fullmatch(id):
        remedy = "Use lower-case letters, digits, single hyphens."
        raise FoundErrors([entries.finding((id,), f"“{id}” cannot be an id", remedy)])
    own = entry_fields(entries, id)
    entry = validate(_Entry, own, {})
    if wrong := list(_judge(entry.fields, own, known)):
        raise FoundErrors(wrong)
    return Persona(
        id=id,
        note=entry.note or "",
        name=entry.name or "",
        address=entry.address or "",
        language=entry.language or "",
        fields={spell_in_templates(name): value for name, value in entry.fields.items()},
    )


def _judge(values: Mapping[str, str], own: Fields, known: Mapping[str, Field]) -> Iterator[Finding]:
    """Yield what is wrong with what a persona says of readers' fields."""
    for name, value in values.items():
        place = ("fields", name)
        if name not in known:
            yield own.finding(place, f"“{name}” is no field of readers", nearest(name, known))
            continue
        try:
            known[name].check(value)
        except ValueError as error:
            remedy = "Correct the value: no reader on the list can have it."
            yield own.finding(place, str(error), remedy)
