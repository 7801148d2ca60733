"""A snippet alone, in a letter of its own: for looking at what no issue carries yet."""

from dataclasses import replace

from newsletter.checks import Proof
from newsletter.errors import UsageError
from newsletter.model import Issue, Library, Part
from newsletter.validation import nearest

ISSUE = "issue"
"""The kind of a sheet that is an issue's."""


def find_alone(library: Library, id: str) -> Issue:
    """An issue of nothing but one snippet.

    Raises:
        UsageError: there is no such snippet.
    """
    if id not in library.snippets:
        raise UsageError(f"there is no snippet “{id}”", remedy=nearest(id, library.snippets))
    snippet = library.snippets[id]
    # No folder is called like that, whatever issues there are.
    return Issue.model_construct(
        slug=f"snippet:{id}",
        path=snippet.path,
        intro=Part("", 1),
        subject=snippet.title,
        preheader=snippet.title,
        snippets=(snippet,),
        allow=snippet.allow,
    )


def without_issue(proof: Proof) -> Proof:
    """The proof of a snippet alone without the sheet of an issue that nobody has written."""
    standings = tuple(each for each in proof.standings if each.sheet.kind != ISSUE)
    return replace(proof, standings=standings)
