"""Rules about a page's structure as those hear it who do not see it: language, headings, tables."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from newsletter.checks.letterpage import LetterPage
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level, primary_part

HEADINGS = "h1,h2,h3,h4,h5,h6"
NO_TABLE = {"presentation", "none"}
DIRECTIONS = {"ltr", "rtl", "auto"}


@rule(
    "a11y-language",
    Proof,
    Level.WARNING,
    because="Screen readers choose their voice by the language that a page names.",
    remedy='Write lang="{{ letter.language }}" and dir="{{ words.direction }}" into <mjml>.',
)
def a11y_language(proof: Proof) -> Iterator[Hit]:
    """Yield a page that does not name its language or its direction."""
    for page in proof.pages:
        root = page.tree.css_first("html")
        named = (root.attributes.get("lang") if root else "") or ""
        if primary_part(named).casefold() != primary_part(page.language).casefold():
            problem = f"the page names “{named}” as its language, and is in {page.language}"
            yield Hit(page.at, problem if named else "the page does not name its language")
        if not root or root.attributes.get("dir") not in DIRECTIONS:
            yield Hit(page.at, "the page does not say in which direction it is read")


@rule(
    "a11y-title",
    Proof,
    Level.WARNING,
    because="A page's title is what is read out first, and what its window is called.",
    remedy="Write <mj-title>{{ subject }}</mj-title> into the template.",
)
def a11y_title(proof: Proof) -> Iterator[Hit]:
    """Yield a page without a title."""
    for page in proof.pages:
        title = page.tree.css_first("title")
        if not title or not title.text().strip():
            yield Hit(page.at, "the page has no title")


@rule(
    "a11y-headings",
    Proof,
    Level.WARNING,
    because="Who listens to a letter goes from heading to heading, as others skim it.",
    remedy="Use one first heading, and below each heading the next rank: ## and ### in Markdown.",
)
def a11y_headings(proof: Proof) -> Iterator[Hit]:
    """Yield headings that say nothing, skip a rank, or are not the only first one."""
    for page in proof.pages:
        headings = [(int((each.tag or "h0")[1]), _words(each)) for each in page.tree.css(HEADINGS)]
        first = [words for rank, words in headings if rank == 1]
        if len(first) != 1:
            yield Hit(page.at, f"the page has {len(first)} headings of the first rank, not one")
        yield from _skipped(page, headings)


@rule(
    "a11y-tables",
    Proof,
    Level.WARNING,
    because="Screen readers announce rows and columns, unless a table says that it is none.",
    remedy='Give a table of facts headings; write role="presentation" on one that only lays out.',
)
def a11y_tables(proof: Proof) -> Iterator[Hit]:
    """Yield tables that neither have headings nor say that they are for show."""
    for page in proof.pages:
        for table in page.tree.css("table"):
            if table.attributes.get("role") not in NO_TABLE and not table.css("th"):
                words = " ".join(_words(table).split()[:6])
                problem = f"the table “{words} …” has no headings"
                yield Hit(page.place_of(words) if words else page.at, problem)


def _skipped(page: LetterPage, headings: list[tuple[int, str]]) -> Iterator[Hit]:
    # The first headline is of the first rank instead of the second: what stands below both
    # is of the third.
    before = 2
    for rank, words in headings:
        if not words:
            yield Hit(page.at, f"a heading of rank {rank} has no words")
        elif rank > max(before, 2) + 1:
            problem = f"the heading “{words}” is of rank {rank}, below one of rank {before}"
            yield Hit(page.place_of(words), problem)
        before = rank


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())
