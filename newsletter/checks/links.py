"""Rules about links: each says where it leads, leads there, and follows nobody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newsletter.checks.addresses import (
    find_fault,
    host_of,
    is_same_place,
    is_shortened,
    is_unencrypted,
    trackers_in,
)
from newsletter.checks.letterpage import LetterPage
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import OUR_LINKS, Level, Location, primary_part

SAYS_NOTHING = {
    "en": {
        "article", "click", "click here", "continue", "continue reading", "details",
        "find out more", "full article", "go", "here", "info", "learn more", "link", "more",
        "more details", "more here", "more info", "more information", "page", "read", "read here",
        "read it here", "read more", "read on", "read this", "see here", "see more", "source",
        "tap here", "this", "this article", "this link", "this page", "this website", "visit",
        "website",
    },
    "de": {"hier", "hier klicken", "klicken sie hier", "link", "mehr", "mehr lesen", "weiterlesen"},
    "es": {"aquí", "haga clic aquí", "leer más", "más", "más información"},
    "fr": {"cliquez ici", "en savoir plus", "ici", "lire la suite", "lire plus", "plus"},
}  # fmt: skip
"""By language: words that leave open where a link leads, once it is read alone."""

BARE = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
DOMAIN = re.compile(
    r"(?:https?://|mailto:)?(?:[^\s@/]+@)?(?P<host>[\w-]+(?:\.[\w-]+)*"
    r"\.(?:com|org|net|edu|gov|info|int|health|io|eu|uk|ie|us|ca|au|nz|sg|my|in|za|de|fr|ch|es|it))"
    r"(?:[/:?#]\S*)?",
    re.IGNORECASE,
)
"""Words that are themselves the address of a page or a mailbox."""

OPEN_ADDRESS = re.compile(r"""href=["'](https?://[^"'\s]*)$""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page: what it says, and where it leads."""

    words: str
    target: str
    page: LetterPage

    @property
    def at(self) -> Location:
        """The line of its address; of a source, where it is first cited; else of its words."""
        return _place(self.page, self.words, self.target)

    @property
    def says_nothing(self) -> bool:
        """Whether its words leave open where it leads."""
        language = primary_part(self.page.language).casefold()
        return _plain(self.words) in SAYS_NOTHING.get(language, ())


@rule(
    "link-target",
    Proof,
    Level.ERROR,
    because="A link that leads nowhere, or where only the editor gets, cannot be mended once sent.",
    remedy="Write the whole address of a public page, such as https://example.org/page.",
)
def link_target(proof: Proof) -> Iterator[Hit]:
    """Yield every link that leads nowhere, and every one that is not encrypted."""
    for link in _links(proof):
        if fault := find_fault(link.target):
            yield Hit(link.at, f"the link “{link.words}” to “{link.target}” {fault}")
        elif is_unencrypted(link.target):
            problem = f"others can see who reads “{link.target}”: it is not encrypted"
            remedy = "Write https:// if the page can be had that way; or choose another page."
            yield Hit(link.at, problem, remedy, Level.WARNING)


@rule(
    "link-text",
    Proof,
    Level.WARNING,
    because="Screen readers list links without what stands around them; eyes skip from one to one.",
    remedy="Name in the link what readers will find there.",
)
def link_text(proof: Proof) -> Iterator[Hit]:
    """Yield every link whose words do not say where it leads."""
    for link in _links(proof):
        if not link.words:
            problem = f"the link to “{link.target}” has no words"
            yield Hit(link.at, problem, level=Level.ERROR)
        elif BARE.fullmatch(link.words):
            yield Hit(link.at, f"the link “{link.words}” shows an address instead of words")
        elif link.says_nothing:
            yield Hit(link.at, f"the link “{link.words}” does not say where it leads")


@rule(
    "same-text-other-target",
    Proof,
    Level.WARNING,
    because="Links with the same words are taken for the same link.",
    remedy="Name in each link what is different about its page.",
)
def same_text_other_target(proof: Proof) -> Iterator[Hit]:
    """Yield every link that has the words of an earlier one and leads elsewhere."""
    for page in proof.pages:
        first: dict[str, Link] = {}
        for link in _links_in(page):
            before = first.setdefault(_plain(link.words), link)
            if link.words and before.target != link.target:
                problem = (
                    f"the link “{link.words}” leads to “{link.target}”; "
                    f"with the same words, {before.at} leads to “{before.target}”"
                )
                yield Hit(link.at, problem)


@rule(
    "deceptive-link",
    Proof,
    Level.ERROR,
    because="A link that names one place and leads to another is what fraud looks like.",
    remedy="Let the words name the place that the link leads to.",
)
def deceptive_link(proof: Proof) -> Iterator[Hit]:
    """Yield every link whose words are an address at another place than its target."""
    for link in _links(proof):
        said = DOMAIN.fullmatch(link.words)
        if not said:
            continue
        shown, real = said["host"].casefold().removeprefix("www."), host_of(link.target)
        if real and not is_same_place(shown, real):
            yield Hit(link.at, f"the link says “{link.words}” and leads to {real}")


@rule(
    "link-tracking",
    Proof,
    Level.ERROR,
    because="What follows readers tells others that they read about their health.",
    remedy="Take the parameter out of the address: the page is the same without it.",
)
def link_tracking(proof: Proof) -> Iterator[Hit]:
    """Yield every link that tells who came from this letter, or that hides where it leads."""
    for link in _links(proof):
        if trackers := trackers_in(link.target):
            problem = f"“{', '.join(trackers)}” in the link “{link.words}” follows readers"
            yield Hit(link.at, problem)
        if is_shortened(link.target):
            problem = f"“{link.target}” hides where it leads, and counts who follows it"
            remedy = "Open it and copy the address of the page that it leads to."
            yield Hit(link.at, problem, remedy, Level.WARNING)


@rule(
    "reader-in-link",
    Proof,
    Level.WARNING,
    because="A field of a reader in an address tells the owner of the page who came.",
    remedy="Link to the same page for everybody.",
)
def reader_in_link(proof: Proof) -> Iterator[Hit]:
    """Yield every address that is different for each reader, but for the newsletter's own."""
    for page in proof.pages:
        html = page.variant.html
        for text, slot in zip(html.texts, html.slots, strict=False):
            address = OPEN_ADDRESS.search(text)
            if address and slot not in OUR_LINKS:
                host = host_of(address[1])
                yield Hit(page.place_of(address[1]), f"a link tells {host} the reader's “{slot}”")


def _links(proof: Proof) -> Iterator[Link]:
    for page in proof.pages:
        yield from _links_in(page)


def _links_in(page: LetterPage) -> Iterator[Link]:
    """Yield the links of a page but for those that are made for each reader."""
    own = set(page.letter.sample_links.values())
    for node in page.tree.css("a"):
        target, words = (node.attributes.get("href") or "").strip(), _words_of(node)
        if target not in own:
            yield Link(words, target, page)


def _words_of(node: LexborNode) -> str:
    """What a link says, the descriptions of its pictures among it."""
    pictures = [image.attributes.get("alt") or "" for image in node.css("img")]
    label = node.attributes.get("aria-label") or ""
    return " ".join(" ".join([node.text(), *pictures]).split()) or label


def _place(page: LetterPage, words: str, target: str) -> Location:
    at = page.place_of(target) if target else page.at
    if at == page.at:
        at = _citation_of(page, target) or at
    return page.place_of(words) if words and at == page.at else at


def _citation_of(page: LetterPage, target: str) -> Location | None:
    for manuscript in page.manuscripts:
        sources = manuscript.background.library.sources
        ids = [f"[@{id}]" for id, source in sources.items() if source.link == target]
        for passage in manuscript.passages:
            for found in (passage.source.find(id) for id in ids):
                if found >= 0:
                    return passage.place(found)
    return None


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
