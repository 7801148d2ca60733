"""Rules about what differs from reader to reader: no gap, and no words too long."""

import re
from collections.abc import Iterator

from newsletter.checks.background import SETTINGS_FILE
from newsletter.checks.letterpage import LetterPage
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import FieldKind, Level, Location

LONGEST_SUBJECT = 150
"""Characters. Beyond that some mail programs cut a subject even where a letter is open."""

FOREIGN = (
    r"\*\|[^|\n]{1,60}\|\*"
    r"|(?<![\w%/])%%?[A-Za-z][A-Za-z_.-]{2,40}%%?(?!\w)"
    r"|\$\{[^}\n]{0,60}\}"
    r"|<<\s*\w[\w .-]{0,40}>>"
    r"|\[(?:insert\b[^\[\]\n]*|(?:(?:first|last|full|your|reader|recipient)[ _-]?)*name)\](?!\()"
    r"|\blorem ipsum\b|(?-i:\bTODO\b)"
)
"""Places to fill as other tools and drafts write them."""

LEFT_BY_AN_EDITOR = re.compile(FOREIGN, re.IGNORECASE)
LEFT_IN_A_LETTER = re.compile(rf"\{{\{{.*?\}}\}}|\{{%.*?%\}}|\{{\{{|\{{%|{FOREIGN}", re.IGNORECASE)
"""Our own places, too: in a letter they have become slots."""

TAG = re.compile(r"<[^<>]*>")


@rule(
    "unfilled",
    Proof,
    Level.ERROR,
    because="A place that nobody fills is printed as it is: “Dear [First Name]”.",
    remedy="Write {{ reader.name }}, or a field of [fields]; or take it out.",
)
def unfilled(proof: Proof) -> Iterator[Hit]:
    """Yield every place to fill that would reach readers as it is."""
    named = set()
    for manuscript in proof.manuscripts:
        for passage in manuscript.passages:
            for match in LEFT_BY_AN_EDITOR.finditer(passage.source):
                named.add(match[0].casefold())
                yield _still_there(match[0], passage.place(match.start()))
    for page in proof.pages:
        for left in dict.fromkeys(_left_in(page)):
            if left.casefold() not in named:
                yield _still_there(left, page.at)


@rule(
    "missing-default",
    Proof,
    Level.WARNING,
    because="Some readers have no value in a field; without a default they get a gap.",
    remedy="Add default = “…” to the field in newsletter.toml.",
)
def missing_default(proof: Proof) -> Iterator[Hit]:
    """Yield every field that prints nothing for a reader who has no value in it."""
    links = proof.letter.sample_links
    for page in proof.pages:
        for field in proof.letter.fields_in(page.variant):
            if field.name not in links and not field.prepare(""):
                problem = f"the letter speaks of “{field.spelt}”, which has no default"
                level = None if field.kind is FieldKind.URLPART else Level.ERROR
                yield Hit(SETTINGS_FILE, problem, level=level)


@rule(
    "longest-subject",
    Proof,
    Level.WARNING,
    because="A subject grows with the longest value that a field may have.",
    remedy="Give the field a smaller “longest” in newsletter.toml, or take it out of the subject.",
)
def longest_subject(proof: Proof) -> Iterator[Hit]:
    """Yield a subject that becomes far too long for some reader."""
    for page in proof.pages:
        fields = {field.name: field for field in proof.letter.fields}
        subject = page.variant.subject
        length = len(subject.texts[0]) + sum(
            len(text) + fields[slot].longest
            for slot, text in zip(subject.slots, subject.texts[1:], strict=True)
        )
        if subject.slots and length > LONGEST_SUBJECT:
            problem = f"the subject may grow to {length} characters, with the longest values"
            yield Hit(page.line("subject"), problem)


def _still_there(written: str, at: Location) -> Hit:
    return Hit(at, f"“{written}” would reach the readers as it is")


def _left_in(page: LetterPage) -> Iterator[str]:
    """Yield what is left to fill in the words of a variant; addresses are not looked at."""
    variant = page.variant
    plain = (*variant.subject.texts, *variant.preheader.texts, *variant.text.texts)
    for text in (*plain, *(TAG.sub(" ", html) for html in variant.html.texts)):
        yield from LEFT_IN_A_LETTER.findall(text)
