"""Rules about legibility: words that all readers can see, by day and in the dark."""

import re
from collections.abc import Iterator

from newsletter.checks.colours import contrast
from newsletter.checks.inbox import EMOJI
from newsletter.checks.letterpage import LetterPage
from newsletter.checks.looks import Look, Words, read_words
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level

LEAST_CONTRAST, LEAST_OF_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 24.0, 18.66
"""Pixels from which less contrast is enough, as WCAG 2.2 has it in 1.4.3."""

LEAST_SIZE = 14.0
"""Pixels of the smallest words; running text is larger."""

LONGEST_CAPITALS = 30
"""Letters: a label may stand in capitals, a sentence may not."""

UNSEEN_CONTRAST = 1.1
UNSEEN_SIZE = 2.0

LETTERS = re.compile(r"[^\W\d_]")


@rule(
    "a11y-contrast",
    Proof,
    Level.WARNING,
    because="One in ten readers cannot tell words from their ground with less than 4.5:1.",
    remedy="Choose a darker or lighter colour in the theme, for both light and dark.",
)
def a11y_contrast(proof: Proof) -> Iterator[Hit]:
    """Yield every pair of colours that is hard to read, at the first words that wear it."""
    for page in proof.pages:
        seen = set()
        for words in _shown(page):
            for mode, look in (("by day", words.light), ("in the dark", words.dark)):
                if _is_faint(look) and (pair := (look.colour, look.ground, mode)) not in seen:
                    seen.add(pair)
                    yield Hit(page.place_of(words.text), _faint(words.text, look, mode))


@rule(
    "a11y-text-size",
    Proof,
    Level.WARNING,
    because="Many readers of health letters are older: small print is not read.",
    remedy="Make the words at least 14 pixels high in the template; 16 is better.",
)
def a11y_text_size(proof: Proof) -> Iterator[Hit]:
    """Yield words that are too small to be read."""
    for page in proof.pages:
        for words in _shown(page):
            if words.light.size < LEAST_SIZE:
                problem = f"“{words.text}” is {words.light.size:g} pixels high"
                yield Hit(page.place_of(words.text), problem)


@rule(
    "a11y-links",
    Proof,
    Level.WARNING,
    because="Who does not see colours does not see a link that is told by its colour alone.",
    remedy="Underline the link, or put it into a box of its own.",
)
def a11y_links(proof: Proof) -> Iterator[Hit]:
    """Yield links that look like the words around them, but for their colour."""
    for page in proof.pages:
        for words in _shown(page):
            if words.plain_link:
                yield Hit(page.place_of(words.text), f"the link “{words.text}” is not underlined")


@rule(
    "a11y-alignment",
    Proof,
    Level.WARNING,
    because="Justified lines have gaps, which are hard for people who read slowly.",
    remedy="Align the words to the side where they begin.",
)
def a11y_alignment(proof: Proof) -> Iterator[Hit]:
    """Yield justified words."""
    for page in proof.pages:
        for words in _shown(page):
            if words.light.justified:
                yield Hit(page.place_of(words.text), f"“{words.text}” is justified")


@rule(
    "a11y-capitals",
    Proof,
    Level.WARNING,
    because="Words in capitals have no shape; some screen readers spell them out.",
    remedy="Write it in small letters; make it bold if it matters.",
)
def a11y_capitals(proof: Proof) -> Iterator[Hit]:
    """Yield whole sentences in capitals."""
    for page in proof.pages:
        for words in _shown(page):
            letters = LETTERS.findall(words.text)
            loud = words.light.capitals or words.text.isupper()
            if loud and len(letters) > LONGEST_CAPITALS:
                yield Hit(page.place_of(words.text), f"“{words.text}” stands in capitals")


@rule(
    "a11y-emoji",
    Proof,
    Level.WARNING,
    because="Emoji look different everywhere and are read out as odd words.",
    remedy="Say it in words; an emoji may stand beside them.",
)
def a11y_emoji(proof: Proof) -> Iterator[Hit]:
    """Yield lines that say something by emoji alone."""
    for page in proof.pages:
        for line in page.text.split("\n"):
            if EMOJI.search(line) and not re.search(r"\w", line):
                yield Hit(page.place_of(line), f"“{line}” is all that this line says")


@rule(
    "hidden-text",
    Proof,
    Level.ERROR,
    because="What readers do not see has been approved for nothing, and is how spam is hidden.",
    remedy="Show the words, or take them out of the template.",
    allowable=False,
)
def hidden_text(proof: Proof) -> Iterator[Hit]:
    """Yield words that stand in the page and are not to be seen, but for the preheader."""
    for page in proof.pages:
        preheader = " ".join(page.preheader.split()) or None
        for words in read_words(page):
            is_preheader = preheader and words.text.startswith(preheader)
            if _is_unseen(words.light) and not is_preheader:
                yield Hit(page.place_of(words.text), f"“{words.text}” is hidden in the page")


def _shown(page: LetterPage) -> Iterator[Words]:
    """Yield the words that are meant to be seen."""
    return (words for words in read_words(page) if not _is_unseen(words.light))


def _is_faint(look: Look) -> bool:
    large = look.size >= (LARGE_BOLD if look.bold else LARGE)
    least = LEAST_OF_LARGE if large else LEAST_CONTRAST
    return look.ground is not None and contrast(look.colour, look.ground) < least


def _faint(text: str, look: Look, mode: str) -> str:
    ratio = contrast(look.colour, look.ground or look.colour)
    return (
        f"“{text}” is hard to read {mode}: {look.colour} on {look.ground} has a contrast of "
        f"{ratio:.1f}:1"
    )


def _is_unseen(look: Look) -> bool:
    faint = look.ground is not None and contrast(look.colour, look.ground) < UNSEEN_CONTRAST
    return look.hidden or look.size < UNSEEN_SIZE or faint
