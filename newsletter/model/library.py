"""Issues, and all that a workspace holds."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from newsletter.model.registers import Person, Picture, Source, Term
from newsletter.model.snippets import Part, Snippet
from newsletter.model.values import Id, Noun, SendAt, Text


class Issue(Noun):
    """A subject, a preheader, an intro and an ordered choice of snippets.

    `slug` is the name of its folder; `snippets` are resolved and in reading order.
    """

    from_the_file: ClassVar[frozenset[str]] = frozenset({"slug", "path", "intro"})
    from_other_files: ClassVar[frozenset[str]] = frozenset({"snippets"})

    slug: Id
    path: Path
    intro: Part

    subject: Text
    preheader: Text
    send_at: SendAt | None = None
    audience: Id = "everyone"
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a workspace holds: the issues, and what they draw upon, each by its id.

    `pictures` goes by path, relative to the workspace.
    """

    issues: dict[str, Issue]
    snippets: dict[str, Snippet]
    people: dict[str, Person]
    sources: dict[str, Source]
    glossary: dict[str, Term]
    pictures: dict[str, Picture]

    def similar_to(self, snippet: Snippet) -> list[Snippet]:
        """Snippets like this one, whichever of the two names the other, in library order."""
        return [
            other
            for other in self.snippets.values()
            if other.id in snippet.similar or snippet.id in other.similar
        ]
