"""As whom an editor looks at a letter: invented readers, and real ones without their addresses."""

import re
from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Engine

from newsletter.audience import Group, find_reader, search_readers
from newsletter.content import load_personas
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import LANGUAGE, NAME, Finding, Letter, Persona, Subscriber, Variant
from newsletter.studio.masking import mask
from newsletter.validation import nearest
from newsletter.workspace import Workspace

READER = "reader:"
"""What the id of a real reader begins with."""

NUMBER = re.compile(r"[0-9]{1,18}")
"""What follows it: a number that a database can hold."""

Count = Callable[[Collection[str]], Iterable[Group]]
"""Counts readers who are alike in these fields, and in their language."""

DEFAULTS = (
    Persona("typical", "An everyday name", "Ana Silva", "ana@example.org"),
    Persona("no-name", "Gave an address and nothing else", "", "nobody@example.org"),
    Persona(
        "long-name",
        "A name longer than a phone is wide",
        "Maria Wilhelmina Oluwaseun Fernández-Katzenellenbogen van der Westhuizen-Rajagopalan",
        "maria@example.org",
    ),
    Persona(
        "right-to-left", "A name that is read from the right", "ליאת בן־דוד", "liat@example.org"
    ),
    Persona(
        "markup",
        "Signs that mean something to a browser",
        '<b>O\'Neil & "Co"</b>',
        "oneil@example.org",
    ),
)


def list_personas(workspace: Workspace) -> tuple[Persona, ...]:
    """The personas of a workspace; where it has none, the program's own, and one for each language.

    Raises:
        FoundErrors: there are mistakes in `personas.yml`.
    """
    settings = workspace.settings
    own = load_personas(workspace.root, settings.reader_fields)
    return own or (*DEFAULTS, *_by_language(settings.languages[1:]))


def read_personas(workspace: Workspace) -> tuple[tuple[Persona, ...], tuple[Finding, ...]]:
    """The personas, and what is wrong with their file; the program's own until it is mended."""
    try:
        return list_personas(workspace), ()
    except FoundErrors as error:
        usual = (*DEFAULTS, *_by_language(workspace.settings.languages[1:]))
        return usual, tuple(error.findings)


def find_persona(id: str, personas: Iterable[Persona], engine: Engine) -> Persona:
    """Return the persona or the reader of that id.

    Raises:
        UsageError: there is none.
    """
    if id.startswith(READER) and NUMBER.fullmatch(id.removeprefix(READER)):
        return _from_reader(find_reader(engine, int(id.removeprefix(READER))))
    known = {each.id: each for each in personas}
    if id not in known:
        raise UsageError(f"there is no persona “{id}”", remedy=nearest(id, known))
    return known[id]


def search(words: str, engine: Engine) -> tuple[Persona, ...]:
    """Readers with these words in their name or address, as personas, their addresses masked."""
    return tuple(map(_from_reader, search_readers(engine, words)))


def values_of(persona: Persona, letter: Letter) -> dict[str, str]:
    """What is known of a persona, by field, and what stands for the links of their own."""
    return {**persona.fields, NAME: persona.name, **letter.sample_links}


def variant_for(persona: Persona, letter: Letter) -> Variant:
    """What this reader would get."""
    return letter.variant_for(persona.language, values_of(persona, letter))


def count_by_variant(letter: Letter, count: Count) -> tuple[int, ...]:
    """How many readers on the list would get each variant, in the order of the letter."""
    asked = {name for variant in letter.variants for name in variant.conditions} - {LANGUAGE}
    counts = {id(variant): 0 for variant in letter.variants}
    for group in count(asked):
        counts[id(letter.variant_for(group.language, group.values))] += group.readers
    return tuple(counts.values())


def _from_reader(reader: Subscriber) -> Persona:
    return Persona(
        id=f"{READER}{reader.id}",
        name=reader.name,
        address=mask(reader.address),
        language=reader.language,
        fields=reader.fields,
    )


def _by_language(languages: Iterable[str]) -> Iterable[Persona]:
    for language in languages:
        name = f"reads-{language.lower()}"
        yield Persona(
            name, f"Asked for the language “{language}”", "Ana Silva", "ana@example.org", language
        )
