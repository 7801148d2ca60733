"""Rules about pictures: words for those who do not see them, and leave from those who are seen."""

import re
from collections.abc import Iterator
from io import BytesIO

from PIL import ExifTags, Image

from newsletter.checks.manuscript import Manuscript
from newsletter.checks.rule import Hit, rule
from newsletter.model import Image as ImageWords
from newsletter.model import Level, Location, Picture

LONGEST_ALT = 125
SHOWN_AT = 520
"""Pixels of a screen that a picture takes in a letter, if it is wide enough."""

SHARPNESS = 2
FORMATS = ("JPEG", "PNG", "GIF")

SAYS_NOTHING = re.compile(
    r"(?:an?\s|the\s|our\s)?(?:photo(?:graph)?|picture|image|drawing|illustration|figure|graphic"
    r"|before\sand\safter)s?\W*\d*\W*",
    re.IGNORECASE,
)
IMAGE_OF = re.compile(r"(?:an?\s|the\s)?(?:image|photo(?:graph)?|picture)\sof\b", re.IGNORECASE)

DRAWN = re.compile(
    r"\b(?:drawings?|drawn|illustrat\w+|diagrams?|sketch\w*|icons?|cartoons?|charts?|graphs?)\b",
    re.IGNORECASE,
)
SKIN = re.compile(
    r"\b(?:skin|faces?|cheeks?|foreheads?|chins?|noses?|necks?|arms?|legs?|hands?|feet|foot|backs?"
    r"|chests?|scalps?|eyelids?|fingers?|nails?|rash(?:es)?|moles?|bumps?|spots?|scars?|patch(?:es)?"
    r"|close-up)\b",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|girls?|boys?|child(?:ren)?|bab(?:y|ies)|patients?|persons?|people|readers?"
    r"|doctors?|nurses?|selfies?|teenagers?|adults?|somebody|someone)\b",
    re.IGNORECASE,
)
SKIN_TONE = re.compile(
    r"\b(?:light|dark|darker|pale|fair|medium|deep|olive|tan|tanned|brown|black|white)"
    r"[\s-](?:\w+\s)?skin(?:ned)?\b|\bskin\s(?:tones?|colours?)\b",
    re.IGNORECASE,
)
BEFORE_AND_AFTER = re.compile(r"\bbefore\s?(?:and|&|/|-|_|–)?\s?after\b", re.IGNORECASE)


@rule(
    "image-alt",
    Manuscript,
    Level.ERROR,
    because="Some readers hear a picture, and many mail programs hide it at first.",
    remedy="Say in one sentence what somebody who cannot see it should know.",
)
def image_alt(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield words for a picture that say nothing, too much, or leave the colour of skin out."""
    image = manuscript.snippet and manuscript.snippet.image
    if not image:
        return
    at = manuscript.line("image", "alt")
    if SAYS_NOTHING.fullmatch(image.alt):
        yield Hit(at, f"“{image.alt}” does not say what the picture shows")
        return
    if len(image.alt) > LONGEST_ALT:
        problem = f"the alt text has {len(image.alt)} characters; up to {LONGEST_ALT} are read well"
        yield Hit(at, problem, "Shorten it, and write the rest below “long:”.", Level.WARNING)
    if manuscript.is_english:
        yield from _english_alt(image, at)


def _english_alt(image: ImageWords, at: Location) -> Iterator[Hit]:
    if match := IMAGE_OF.match(image.alt):
        problem = f"the alt text begins with “{match[0]}”, which screen readers say already"
        yield Hit(at, problem, "Begin with what one sees.", Level.INFO)
    words = f"{image.alt} {image.long or ''}"
    if not _is_drawn(image) and SKIN.search(words) and not SKIN_TONE.search(words):
        problem = "the alt text of this photo does not tell the colour of the skin"
        yield Hit(at, problem, "Add it, such as “on light brown skin”.", Level.WARNING)


@rule(
    "image-consent",
    Manuscript,
    Level.ERROR,
    because="Whoever is seen in a picture must have said yes to this letter.",
    remedy="Name the signed form as “consent:” and whose picture it is as “credit:”.",
)
def image_consent(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield pictures of a person without leave, before-and-after pictures, and places in files."""
    image = manuscript.snippet and manuscript.snippet.image
    if not image:
        return
    at = manuscript.line("image")
    words = " ".join(filter(None, (image.alt, image.caption, image.long)))
    if BEFORE_AND_AFTER.search(f"{words} {image.file}"):
        problem = "pictures from before and after promise every reader the same"
        yield Hit(at, problem, "Choose a picture that promises nothing.")
    missing = [name for name in ("consent", "credit") if not getattr(image, name)]
    shows_a_person = SKIN.search(words) or PERSON.search(words) or _may_be_anything(image)
    if missing and shows_a_person and not _is_drawn(image):
        problem = f"this picture may show a person, and has no {' and no '.join(missing)}"
        yield Hit(at, problem)
    picture = manuscript.background.library.pictures.get(image.file)
    if picture and _tells_place(picture):
        problem = f"{image.file} says where it was taken (GPS)"
        remedy = "Save it without its location; the letter leaves it out, this folder does not."
        yield Hit(manuscript.line("image", "file"), problem, remedy)


def _is_drawn(image: ImageWords) -> bool:
    return any(DRAWN.search(words) for words in (image.alt, image.caption, image.credit) if words)


def _may_be_anything(image: ImageWords) -> bool:
    """Whether the words leave open what is to be seen."""
    return bool(SAYS_NOTHING.fullmatch(image.alt))


def _tells_place(picture: Picture) -> bool:
    """Whether the notes in a picture's file say where it was taken."""
    try:
        with Image.open(BytesIO(picture.data), formats=FORMATS) as file:
            place = file.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:
        # Notes that cannot be read tell nobody anything.
        return False
    return ExifTags.GPS.GPSLatitude in place


@rule(
    "image-size",
    Manuscript,
    Level.INFO,
    because="Good screens show two pixels of a picture where others show one.",
    remedy="Take the picture as wide as it was made: 1040 pixels are enough.",
)
def image_size(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield a picture with fewer pixels than a good screen shows in its place."""
    image = manuscript.snippet and manuscript.snippet.image
    picture = image and manuscript.background.library.pictures.get(image.file)
    if picture and picture.width < SHOWN_AT * SHARPNESS:
        problem = f"{picture.path} is {picture.width} pixels wide; a sharp one has "
        problem += f"{SHOWN_AT * SHARPNESS}"
        yield Hit(manuscript.line("image", "file"), problem)
