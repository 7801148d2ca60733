"""Rules of law and decency: readers can leave, know who writes, and are not followed."""

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from newsletter.checks.addresses import host_of
from newsletter.checks.background import SETTINGS_FILE
from newsletter.checks.letterpage import LetterPage
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import LEAVE_URL, Level, Pieces

ENOUGH_WORDS = 0.8
"""The share of the page's words that the plain text must have as well."""

OPENS_LINK = re.compile(r"""<a\b[^<>]*\shref\s*=\s*["']$""", re.IGNORECASE)
LINK_SAYS = re.compile(r"""["'][^<>]*>(.*?)</a>""", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
"""A word; in scripts that put no space between words, a letter."""

LOADED = "[src],[srcset],[background],[poster],[data],link[href]"
REMOTE = re.compile(r"(?:https?:)?//[^\s,'\")]+", re.IGNORECASE)
IN_STYLES = re.compile(r"(?:url\(\s*|@import\s+)['\"]?\s*((?:https?:)?//[^\s'\")]+)", re.IGNORECASE)
NO_SIZE = re.compile(r"[01](?:px)?")
STYLED_AWAY = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)", re.IGNORECASE)


@rule(
    "unsubscribe",
    Proof,
    Level.ERROR,
    because="The law and every large mailbox ask for a way off the list in each letter.",
    remedy="Print reader.leave_url as a link with words, in the page and in the plain text.",
    allowable=False,
)
def unsubscribe(proof: Proof) -> Iterator[Hit]:
    """Yield a letter that readers cannot leave by."""
    for page in proof.pages:
        if not _has_way_out(page.variant.html):
            yield Hit(page.at, "the letter's page has no link by which readers leave the list")
        if LEAVE_URL not in page.variant.text.slots:
            yield Hit(page.at, "the letter's plain text has no address to leave the list")


@rule(
    "postal-address",
    Proof,
    Level.ERROR,
    because="Laws on mail ask for the sender's postal address in each letter.",
    remedy="Print letter.postal_address at the end of the layout, in the page and the plain text.",
    allowable=False,
)
def postal_address(proof: Proof) -> Iterator[Hit]:
    """Yield a letter that does not say where its sender can be found."""
    settings = proof.background.settings
    for page in proof.pages:
        known = page.language in settings.languages
        identity = settings.identity_in(page.language) if known else settings.newsletter
        for part, text in (("page", page.text), ("plain text", page.plain_text)):
            if _squeeze(identity.postal_address) not in _squeeze(text):
                problem = f"“{identity.postal_address}” is not in the letter's {part}"
                yield Hit(page.at, problem)


@rule(
    "plain-text",
    Proof,
    Level.ERROR,
    because="Some readers and many filters read the plain text: it must say what the page says.",
    remedy="Let the layout's .txt print what its .mjml prints.",
    allowable=False,
)
def plain_text(proof: Proof) -> Iterator[Hit]:
    """Yield a letter without plain text, or with one that leaves much of the page out."""
    for page in proof.pages:
        words, also = Counter(_words(page.text)), Counter(_words(page.plain_text))
        share = (words & also).total() / max(1, words.total())
        if not also:
            yield Hit(page.at, "the letter has no plain text")
        elif share < ENOUGH_WORDS:
            missing = ", ".join(word for word, _ in (words - also).most_common(5))
            problem = (
                f"only {share:.0%} of the page's words are in the plain text; "
                f"among those missing are: {missing}"
            )
            yield Hit(page.at, problem)


@rule(
    "tracking",
    Proof,
    Level.ERROR,
    because="What a letter loads from elsewhere tells others who reads it, and when.",
    remedy="Let pictures travel in the letter or lie at “base-url”; use fonts that readers have.",
    allowable=False,
)
def tracking(proof: Proof) -> Iterator[Hit]:
    """Yield whatever would be fetched from somebody else when a reader opens the letter."""
    own = str(proof.background.settings.pictures.base_url or "").rstrip("/")
    for page in proof.pages:
        for address in dict.fromkeys(_loaded_by(page)):
            if not own or not address.startswith(f"{own}/"):
                host = host_of(address if ":" in address else f"https:{address}")
                problem = f"{host} would learn who opens the letter: it loads “{address}”"
                yield Hit(page.place_of(address), problem)
        for source in _pixels_in(page):
            yield Hit(page.at, f"“{source}” is a picture that nobody can see: it counts readers")


@rule(
    "sender-address",
    Proof,
    Level.WARNING,
    because="Readers answer letters; mailboxes trust senders that can be answered.",
    remedy="Write an address that somebody reads as “from” or “reply-to” in [newsletter].",
)
def sender_address(proof: Proof) -> Iterator[Hit]:
    """Yield an address for answers that says that nobody reads them."""
    address = proof.letter.sender.reply_to
    if re.match(r"(do[-_.]?)?not?[-_.]?reply", address, re.IGNORECASE):
        yield Hit(SETTINGS_FILE, f"answers go to “{address}”, which nobody reads")


def _has_way_out(html: Pieces) -> bool:
    """Whether the reader's own address stands in a link that says something."""
    for before, slot, after in zip(html.texts, html.slots, html.texts[1:], strict=False):
        says = LINK_SAYS.match(after)
        if (
            slot == LEAVE_URL
            and OPENS_LINK.search(before)
            and says
            and TAG.sub("", says[1]).strip()
        ):
            return True
    return False


def _loaded_by(page: LetterPage) -> Iterator[str]:
    """Yield every address that a mail program would ask by itself."""
    for tree in (page.tree, page.outlook):
        yield from _loaded_by_tags(tree)
    yield from IN_STYLES.findall(page.html)


def _loaded_by_tags(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css(LOADED):
        for name in ("src", "srcset", "background", "poster", "data"):
            yield from REMOTE.findall(node.attributes.get(name) or "")
        if node.tag == "link":
            yield from REMOTE.findall(node.attributes.get("href") or "")


def _pixels_in(page: LetterPage) -> Iterator[str]:
    """Yield the source of each picture on the web that is shown with no size."""
    for node in page.tree.css("img[src]"):
        source = node.attributes.get("src") or ""
        sizes = [node.attributes.get(name) or "" for name in ("width", "height")]
        tiny = any(map(NO_SIZE.fullmatch, sizes))
        if REMOTE.match(source) and (
            tiny or STYLED_AWAY.search(node.attributes.get("style") or "")
        ):
            yield source


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())
