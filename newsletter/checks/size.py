"""Rules about size: what mail programs cut off, and what takes long to load."""

import quopri
import re
from collections.abc import Iterable, Iterator

from newsletter.checks.letterpage import LetterPage
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Issue, Level, Location, Picture

WARN_BYTES = 80_000
MOST_BYTES = 98_000
"""Bytes of HTML. Gmail hides what comes after about 100,000, the way out of the list included."""

WARN_PICTURE_BYTES = 1_000_000
"""Bytes of the pictures inside a letter; encoded for mail they are a third more."""


TOKEN = 100
"""Characters by which a reader's own link may be longer than the sample of it."""

MOST_PICTURES = 20
"""More than that is an album; each has to be described, loaded and scrolled past."""

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
MOST_NAMED = 5

METER = 20
"""Marks of a whole meter."""


@rule(
    "letter-size",
    Proof,
    Level.ERROR,
    because="Gmail hides what comes after about 100,000 bytes, the way out of the list included.",
    remedy="Move a snippet to the next issue.",
)
def letter_size(proof: Proof) -> Iterator[Hit]:
    """Yield a letter that is cut off, or nearly so, by the reader's mail program."""
    page = _longest_page(proof)
    size = len(_longest(page))
    if size > WARN_BYTES:
        level = Level.ERROR if size > MOST_BYTES else Level.WARNING
        yield Hit(proof.at, clip_meter(proof), _shorten(page), level)


def clip_meter(proof: Proof) -> str:
    """How near a letter is to being cut off, for the reader with the longest page and values."""
    html = _longest(_longest_page(proof))
    marks = "▮" * min(round(len(html) / MOST_BYTES * METER), METER)
    return (
        f"{marks:▯<{METER}} {len(html) / MOST_BYTES:.0%} of what is shown in full: "
        f"the letter has up to {len(html):,} bytes of {MOST_BYTES:,}, "
        f"and {len(quopri.encodestring(html)):,} on its way (quoted-printable)"
    )


def _longest_page(proof: Proof) -> LetterPage:
    return max(proof.pages, key=lambda page: len(_longest(page)))


def _longest(page: LetterPage) -> bytes:
    """The HTML of a reader whose every field is as long as it may be."""
    longest = {field.name: "x" * field.longest for field in page.letter.fields_in(page.variant)}
    ours = {name: f"{link}{'x' * TOKEN}" for name, link in page.letter.sample_links.items()}
    values = dict.fromkeys(page.variant.slots, "") | longest | ours
    return page.variant.html.fill(values).encode()


def _shorten(page: LetterPage) -> str:
    """What to do: move the snippet that takes the most bytes, where that is known."""
    if not page.cards:
        return ""
    snippet, start, end = max(page.cards, key=lambda card: card[2] - card[1])
    size = len(page.html[start:end].encode())
    return f"Move a snippet to the next issue; “{snippet.id}” is the longest, {size:,} bytes."


@rule(
    "plain-characters",
    Proof,
    Level.WARNING,
    because="Letters with characters beyond ASCII were seen to be cut off by Gmail much earlier.",
    remedy="Write it in the template as &#8230; with its number.",
)
def plain_characters(proof: Proof) -> Iterator[Hit]:
    """Yield characters that stand in the HTML as they are, each once."""
    found = dict.fromkeys(
        character
        for page in proof.pages
        for character in BEYOND_ASCII.findall("".join(page.variant.html.texts))
    )
    if found:
        which = ", ".join(f"“{each}” (&#{ord(each)};)" for each in list(found)[:MOST_NAMED])
        more = " and others" if len(found) > MOST_NAMED else ""
        yield Hit(proof.at, f"not written as a number in the HTML: {which}{more}")


@rule(
    "image-count",
    Proof,
    Level.WARNING,
    because="Every picture has to be loaded, and to be described for readers who do not see it.",
    remedy="Leave pictures out, or move a snippet to the next issue.",
)
def image_count(proof: Proof) -> Iterator[Hit]:
    """Yield a letter with very many pictures."""
    most = max(sum(tag.name == "img" for tag in page.tags) for page in proof.pages)
    if most > MOST_PICTURES:
        yield Hit(proof.at, f"the letter shows {most} pictures; more than {MOST_PICTURES} are many")


@rule(
    "picture-weight",
    Proof,
    Level.WARNING,
    because="Pictures inside a letter are sent to every reader, again and again.",
    remedy="Make pictures smaller, or leave one out.",
)
def picture_weight(proof: Proof) -> Iterator[Hit]:
    """Yield pictures that are too heavy together, at the heaviest of them."""
    inside = max(map(proof.letter.pictures_in, proof.letter.variants), key=_weigh)
    weight = _weigh(inside)
    if weight > WARN_PICTURE_BYTES:
        heaviest = max(inside, key=lambda picture: len(picture.data))
        problem = (
            f"the pictures in this letter have {weight:,} bytes together; with more than "
            f"{WARN_PICTURE_BYTES:,} it loads slowly. The heaviest is {heaviest.path}, "
            f"{len(heaviest.data):,} bytes as it is sent"
        )
        yield Hit(_place_of(heaviest, proof.issue), problem, HEAVY[heaviest.media_type])


HEAVY = {
    "image/jpeg": "Cut the photo to what matters, or leave a picture out.",
    "image/png": "If it is a photo, save it as JPEG; or leave a picture out.",
    "image/gif": "Cut it to a few seconds, or use a still picture.",
}


def _weigh(pictures: Iterable[Picture]) -> int:
    return sum(len(picture.data) for picture in pictures)


def _place_of(picture: Picture, issue: Issue) -> Location:
    """The line that names the picture; for a portrait, the issue."""
    for snippet in issue.snippets:
        if snippet.image and snippet.image.file == picture.path:
            return Location(snippet.path, snippet.lines.of("image", "file"))
    return Location(issue.path, 1)
