"""Rules about the inbox: what readers see of a letter before they open it."""

import re
from collections.abc import Iterator

from newsletter.checks.background import SETTINGS_FILE
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level

LONGEST_SUBJECT = 50
"""Characters. Phones show about 48 of them, some only 33."""

SHOWN_BY_ALL = 33

LEAST_PREHEADER, MOST_PREHEADER = 40, 90
"""Characters that mail programs show beside or below the subject: 35 to 140."""

REPEATED = 0.8
"""The share of the preheader's words in the subject from which it says nothing new."""

LONGEST_NAME = 30

WORD = re.compile(r"[^\W\d_]+")
LOUD_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{4,}(?![^\W_])")
EXCLAMATIONS = re.compile(r"[!！]")
ADDRESS = re.compile(r"\S@\S|https?://|www\.", re.IGNORECASE)

PICTOGRAPH = "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]"
EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|{PICTOGRAPH}[\ufe0f\U0001f3fb-\U0001f3ff]*"
    f"(?:\u200d{PICTOGRAPH}[\ufe0f\U0001f3fb-\U0001f3ff]*)*"
)
"""One emoji: a flag, or a picture with all that is joined to it."""

SPELT_IN_CAPITALS = {
    "ADHD", "AIDS", "COPD", "COVID", "DRESS", "MHRA", "MRSA", "NICE", "PASI", "PCOS", "POEM",
    "PTSD", "PUVA", "SCORAD", "UNICEF",
}  # fmt: skip
"""Short forms of four letters and more; a glossary may know others."""


@rule(
    "subject-length",
    Proof,
    Level.WARNING,
    because="A list of letters shows about 50 characters of a subject, a narrow phone 33.",
    remedy="Shorten the subject, and put the words that matter first.",
)
def subject_length(proof: Proof) -> Iterator[Hit]:
    """Yield a subject that is longer than what mail programs show of it."""
    for page in proof.pages:
        subject = page.subject
        if len(subject) > LONGEST_SUBJECT:
            problem = (
                f"the subject has {len(subject)} characters; at most {LONGEST_SUBJECT} are shown, "
                f"on a narrow phone “{subject[:SHOWN_BY_ALL].rstrip()}”"
            )
            yield Hit(page.line("subject"), problem)


@rule(
    "preheader-length",
    Proof,
    Level.WARNING,
    because="Mail programs show 40 to 90 characters beside the subject.",
    remedy="Say in 40 to 90 characters what the subject leaves open.",
)
def preheader_length(proof: Proof) -> Iterator[Hit]:
    """Yield a preheader that leaves room unused, or is cut off."""
    for page in proof.pages:
        length = len(page.preheader)
        if not LEAST_PREHEADER <= length <= MOST_PREHEADER:
            fault = "most programs show more" if length < LEAST_PREHEADER else "it is cut off"
            problem = f"the preheader has {length} characters: {fault}"
            yield Hit(page.line("preheader"), problem)


@rule(
    "preheader-repeats-subject",
    Proof,
    Level.WARNING,
    because="Subject and preheader are read as one: what stands twice is wasted.",
    remedy="Say something in the preheader that the subject does not say.",
)
def preheader_repeats_subject(proof: Proof) -> Iterator[Hit]:
    """Yield a preheader that is made of the subject's words."""
    for page in proof.pages:
        words = _words(page.preheader)
        again = words & _words(page.subject)
        if words and len(again) / len(words) >= REPEATED:
            problem = f"the preheader “{page.preheader}” says what the subject says"
            yield Hit(page.line("preheader"), problem)


@rule(
    "shouting",
    Proof,
    Level.WARNING,
    because="Capitals, exclamation marks and rows of emoji look like an advert, to filters too.",
    remedy="Say it calmly, in the letters of a usual sentence.",
)
def shouting(proof: Proof) -> Iterator[Hit]:
    """Yield a subject or preheader that shouts."""
    known = _spelt_in_capitals(proof)
    for page in proof.pages:
        for field, words in (("subject", page.subject), ("preheader", page.preheader)):
            for fault in _loud(words, known):
                yield Hit(page.line(field), f"the {field} shouts: {fault}")


@rule(
    "sender-name",
    Proof,
    Level.WARNING,
    because="The sender's name is what readers look at first, and what tells a letter from spam.",
    remedy="Write a short name that readers know as “name” in [newsletter].",
)
def sender_name(proof: Proof) -> Iterator[Hit]:
    """Yield a sender's name that inboxes cut off, or that is no name."""
    name = proof.letter.sender.name
    if not name.strip():
        yield Hit(SETTINGS_FILE, "the letter has no sender's name")
    elif len(name) > LONGEST_NAME:
        problem = f"the sender's name “{name}” has {len(name)} characters; {LONGEST_NAME} are shown"
        yield Hit(SETTINGS_FILE, problem)
    elif ADDRESS.search(name):
        yield Hit(SETTINGS_FILE, f"the sender's name “{name}” is an address")


def _loud(words: str, known: set[str]) -> Iterator[str]:
    """Yield what is loud in some words; `known` are spelt in capitals by anybody."""
    capitals = [word for word in LOUD_WORD.findall(words) if word.isupper() and word not in known]
    if capitals:
        yield f"“{' '.join(capitals)}” in capitals"
    if len(marks := EXCLAMATIONS.findall(words)) > 1:
        yield f"{len(marks)} exclamation marks"
    if len(emoji := EMOJI.findall(words)) > 1:
        yield f"{len(emoji)} emoji"


def _spelt_in_capitals(proof: Proof) -> set[str]:
    """Short forms that are no shouting, the glossary's and the newsletter's own among them."""
    library = proof.background.library
    written = [proof.letter.sender.name]
    for each in (library, *library.translations.values()):
        written += [term.word for term in each.glossary.values()]
    return SPELT_IN_CAPITALS | {word for text in written for word in WORD.findall(text)}


def _words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}
