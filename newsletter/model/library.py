"""Issues, and all that a workspace holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from newsletter.model.registers import Person, Picture, Register, Source, Term
from newsletter.model.segments import EVERYONE, Segment
from newsletter.model.snippets import Part, Snippet
from newsletter.model.values import Id, Lines, Noun, OneOrMore, SendAt, Text


class Issue(Noun):
    """A subject, a preheader, an intro and an ordered choice of snippets.

    `slug` is the name of its folder; `snippets` are resolved and in reading order. A snippet whose
    id is in `conditions` is for some readers only: those whose fields have these values. `allow`
    says by rule why a finding may stand.
    """

    from_the_file: ClassVar[frozenset[str]] = frozenset(
        {"slug", "path", "intro", "lines", "conditions"}
    )
    from_other_files: ClassVar[frozenset[str]] = frozenset({"snippets"})

    slug: Id
    path: Path
    intro: Part
    lines: Lines = Lines()

    subject: Text
    preheader: Text
    send_at: SendAt | None = None
    audience: Id = EVERYONE
    layout: Id | None = None
    authors: OneOrMore = ()
    allow: Mapping[Id, Text] = {}
    snippets: tuple[Snippet, ...]
    conditions: Mapping[Id, Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a workspace holds: the issues, and what they draw upon, each by its id.

    `pictures` goes by path, relative to the workspace. `translations` holds, by language, what
    there is of it in other languages: whole libraries, with the same ids. `registers` goes by
    “people”, “sources” and “glossary”; a translation has those of its own language only, and no
    `segments`.
    """

    issues: dict[str, Issue]
    snippets: dict[str, Snippet]
    people: dict[str, Person]
    sources: dict[str, Source]
    glossary: dict[str, Term]
    pictures: dict[str, Picture]
    translations: dict[str, "Library"] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)

    def similar_to(self, snippet: Snippet) -> list[Snippet]:
        """Snippets like this one, whichever of the two names the other, in library order."""
        return [
            other
            for other in self.snippets.values()
            if other.id in snippet.similar or snippet.id in other.similar
        ]
