"""Rules about size: what mail programs cut off, and what takes long to load."""

from collections.abc import Iterable, Iterator

from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Issue, Level, Location, Picture

WARN_BYTES = 80_000
MOST_BYTES = 98_000
"""Bytes of HTML. Gmail hides what comes after about 100,000, the way out of the list included."""

WARN_PICTURE_BYTES = 1_000_000
"""Bytes of the pictures inside a letter; encoded for mail they are a third more."""


@rule(
    "letter-size",
    Proof,
    Level.ERROR,
    because="Gmail hides what comes after about 100,000 bytes, the way out of the list included.",
    remedy="Move a snippet to the next issue.",
)
def letter_size(proof: Proof) -> Iterator[Hit]:
    """Yield a letter that is cut off, or nearly so, by the reader's mail program."""
    size = max(sum(map(len, variant.html.texts)) for variant in proof.letter.variants)
    if size > WARN_BYTES:
        level = Level.ERROR if size > MOST_BYTES else Level.WARNING
        problem = f"the letter has {size:,} bytes; at most {MOST_BYTES:,} are shown in full"
        yield Hit(proof.at, problem, level=level)


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
