"""The numbers of sources, for those who have no letter before them."""

from newsletter.compose.album import Album
from newsletter.compose.cards import CardMaker
from newsletter.compose.markdown import Citations
from newsletter.model import Issue, Library, Picture
from newsletter.settings import Pictures


def number_sources(issue: Issue, library: Library) -> dict[str, int]:
    """Return the number of each source that an issue cites, by id, as its letter prints it.

    `issue` holds just the snippets that its readers get, and is in the language of `library`.

    Raises:
        FoundErrors: a text has more in it than a letter can hold.
    """
    citations = Citations(library.sources)
    maker = CardMaker(library, citations, Album(library.pictures, Pictures(), _keep))
    maker.read_intro(issue)
    for snippet in issue.snippets:
        maker.make_one(snippet)
    return citations.numbers


def _keep(picture: Picture, _: int) -> Picture:
    """A picture as it is: nobody looks at it here."""
    return picture
