"""Rules about pictures as a letter shows them: described, at hand, and no larger than they look."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level, Picture

HEAVY_BYTES = 200_000
"""Bytes of one picture: a photo of 1040 pixels takes about half of that."""

SHARPEST = 2
"""Pixels of a picture for each pixel that is shown; more cannot be seen."""

FEWEST_WORDS = 50
"""Words of a letter with pictures; with fewer, filters take it for a picture of words."""

SHOWN_EVERYWHERE = {"image/png", "image/jpeg", "image/gif"}
ENDINGS = re.compile(r"\.(png|jpe?g|gif)(?:[?#].*)?$", re.IGNORECASE)
PIXELS = re.compile(r"\d+")
WORD = re.compile(r"[^\W_]+")


@rule(
    "picture-described",
    Proof,
    Level.ERROR,
    because="Many programs show no pictures at first, and some readers see none at all.",
    remedy='Print the words for it as alt="…"; mark a mere ornament with aria-hidden="true".',
)
def picture_described(proof: Proof) -> Iterator[Hit]:
    """Yield every picture of the page that has no words for those who do not see it."""
    for page in proof.pages:
        for image in page.tree.css("img"):
            if not (image.attributes.get("alt") or "").strip() and not _is_ornament(image):
                source = image.attributes.get("src") or ""
                yield Hit(page.place_of(source), f"the picture “{source}” is not described")


@rule(
    "picture-source",
    Proof,
    Level.ERROR,
    because="A picture that a mail program cannot load or show is an empty frame.",
    remedy="Put a PNG, JPEG or GIF into the workspace and name it in “image”.",
)
def picture_source(proof: Proof) -> Iterator[Hit]:
    """Yield every picture that would not be shown, or not safely."""
    for page in proof.pages:
        known = {picture.src: picture for picture in proof.letter.pictures}
        for image in page.tree.css("img"):
            source = image.attributes.get("src") or ""
            if fault := _find_fault(source, known.get(source)):
                shown = source if len(source) < 80 else f"{source[:40]}…"
                yield Hit(page.place_of(source), f"the picture “{shown}” {fault}")


@rule(
    "picture-bytes",
    Proof,
    Level.WARNING,
    because="A heavy picture comes late or not at all where the network is slow.",
    remedy="Cut it to what matters, or save a photo as JPEG.",
)
def picture_bytes(proof: Proof) -> Iterator[Hit]:
    """Yield every picture that is heavy on its own."""
    for picture in proof.letter.pictures:
        if len(picture.data) > HEAVY_BYTES:
            problem = f"{picture.path} has {len(picture.data):,} bytes; {HEAVY_BYTES:,} are plenty"
            yield Hit(proof.pages[0].place_of(picture.src), problem)


@rule(
    "picture-pixels",
    Proof,
    Level.WARNING,
    because="More than two pixels for each that is shown are loaded and never seen.",
    remedy="Let the template show the picture at the width that it asked for.",
)
def picture_pixels(proof: Proof) -> Iterator[Hit]:
    """Yield every picture with far more pixels than its place in the page."""
    known = {picture.src: picture for picture in proof.letter.pictures}
    for page in proof.pages:
        for image in page.tree.css("img"):
            picture = known.get(image.attributes.get("src") or "")
            shown = PIXELS.fullmatch(image.attributes.get("width") or "")
            if picture and shown and picture.width > SHARPEST * int(shown[0]):
                problem = (
                    f"{picture.path} has {picture.width} pixels and is shown on {shown[0]} of them"
                )
                yield Hit(page.place_of(picture.src), problem)


@rule(
    "image-only",
    Proof,
    Level.WARNING,
    because="Filters distrust letters made of pictures; many readers see only the words.",
    remedy="Say in words what the pictures say.",
)
def image_only(proof: Proof) -> Iterator[Hit]:
    """Yield a letter that shows pictures and hardly says a word."""
    for page in proof.pages:
        words = len(WORD.findall(page.text))
        if page.tree.css("img") and words < FEWEST_WORDS:
            yield Hit(page.at, f"the letter shows pictures and says {words} words")


def _is_ornament(image: LexborNode) -> bool:
    """Whether a picture, or what it stands in, is kept from those who listen."""
    if image.attributes.get("role") in ("presentation", "none"):
        return True
    node: LexborNode | None = image
    while node:
        if node.attributes.get("aria-hidden") == "true":
            return True
        node = node.parent
    return False


def _find_fault(source: str, picture: Picture | None) -> str:
    if picture:
        # Where the letter's own pictures lie is for the settings to judge.
        strange = picture.media_type not in SHOWN_EVERYWHERE
        return f"is {picture.media_type}, which some programs do not show" if strange else ""
    match source.partition(":")[0].lower():
        case "cid":
            return "does not travel in the letter"
        case "data":
            return "stands in the page itself, where Gmail and Outlook do not show it"
        case "http":
            return "is not loaded safely: write https://"
        case "https":
            known = ENDINGS.search(source)
            return "" if known else "may be of a kind that some programs do not show"
    return "has no address that a letter can load"
