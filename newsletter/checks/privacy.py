"""Rules about privacy: nothing that tells of one person, nothing that nobody can see."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsletter.checks.background import Background
from newsletter.checks.conditions import conditions_known
from newsletter.checks.manuscript import Manuscript, Passage
from newsletter.checks.rule import Hit, rule
from newsletter.model import Issue, Level, Location
from newsletter.settings import Settings

SETTINGS = Location(Path("newsletter.toml"))


@dataclass(frozen=True, slots=True)
class Detail:
    """What may tell who somebody is: how to find it, and what to call it."""

    what: str
    pattern: re.Pattern[str]
    level: Level = Level.ERROR
    may_stand: Callable[[re.Match[str], Background], bool] | None = None


def _is_ours(match: re.Match[str], background: Background) -> bool:
    """Whether an address is the desk's own."""
    identity = background.settings.newsletter
    return match[0].casefold() in {
        address.casefold() for address in (identity.from_, identity.reply_to) if address
    }


def _is_no_nhs_number(match: re.Match[str], _: Background) -> bool:
    """Whether the last digit is no check digit (modulus 11, as NHS numbers have it)."""
    digits = [int(digit) for digit in match[0] if digit.isdigit()]
    total = sum(digit * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 != digits[9]


def _is_no_private_line(match: re.Match[str], _: Background) -> bool:
    """Whether a number is free to call, as help lines are."""
    return bool(re.match(r"\(?(?:0800|0808|0300|1?-?800\b|888\b|877\b|116\b)", match[0]))


def _is_one_of_us(match: re.Match[str], background: Background) -> bool:
    """Whether a name is that of somebody in people.yml, who is named on purpose."""
    names = {name for each in background.library.people.values() for name in _names(each.name)}
    return match["name"].casefold() in names


def _names(name: str | None) -> list[str]:
    return (name or "").casefold().split()


MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
DATE = (
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}\b|\b{MONTH}\s\d{{1,2}}\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b)"
)
PICTURE = r"(?:photo(?:graph)?|picture|image|selfie)s?"
MEETING = (
    rf"(?:{PICTURE}|appointment|consultation|biopsy|(?:your|her|his|their|last|first)\svisit"
    r"|sent|saw\s(?:you|her|him|them)|came\sin|wrote)"
)
NAME = rf"(?P<name>(?!{MONTH}\b)[A-Z][^\W\d_]+)"
GROUP = r"(?:People|Adults|Women|Men|Children|Girls|Boys|Babies|Teenagers|Patients|Readers)"

DETAILS = (
    Detail(
        "a mail address",
        re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]+(?:\.[\w-]+)+"),
        may_stand=_is_ours,
    ),
    Detail("an identity number", re.compile(r"\b[STFGM]\d{7}[A-Z]\b|\b\d{3}-\d{2}-\d{4}\b")),
    Detail(
        "an NHS number",
        re.compile(r"(?<![\d+-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])"),
        may_stand=_is_no_nhs_number,
    ),
    Detail(
        "a phone number",
        re.compile(
            r"(?<![\w.,/+-])(?:\+\d{1,3}(?:[ -]?\(?\d{2,5}\)?){2,4}"
            r"|\(?0\d{2,4}\)?(?:[ -]?\d{3,4}){2}"
            r"|\(?\d{3}\)?[ -]\d{3}-\d{4}|[3689]\d{3}[ -]?\d{4})(?![\w/]|[.,-]\d)"
        ),
        may_stand=_is_no_private_line,
    ),
    Detail(
        "somebody's name",
        re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s(?:[A-Z](?:\.|[^\W\d_]*)\s)?{NAME}"),
        may_stand=_is_one_of_us,
    ),
    Detail(
        "a name and an age",
        re.compile(
            rf"\b(?!{GROUP}\b){NAME}(?:,\s(?:aged?\s)?\d{{1,2}}(?=[,)])"
            r"|(?:,\s|\s\()aged\s\d{1,2}\b(?!\s(?:to|and|or)\b))"
        ),
    ),
    Detail(
        "an age and a place",
        re.compile(
            r"\b(?:\d{1,3}[- ]years?[- ]old|aged\s\d{1,3})"
            r"(?:\s(?:man|woman|girl|boy|patient|reader))?"
            r",?\s(?:from|of|who\slives\sin|living\sin)\s[A-Z]\w+"
        ),
    ),
    Detail(
        "one reader's own case",
        re.compile(
            rf"\bIn\syour\scase\b|\b(?:[Ff]rom|In|On)\syour\s{PICTURE}\b"
            rf"|\b{PICTURE}\s(?:that\s|which\s)?you(?:\shave|’ve)?\s(?:sent|shared|attached|uploaded)\b"
            rf"|\b[Yy]our\squestion\sand\s{PICTURE}\b"
        ),
    ),
    Detail(
        "words to one reader",
        re.compile(rf"\b[Yy]our\s{PICTURE}\b|\bin\syour\scase\b"),
        Level.WARNING,
    ),
    Detail(
        "when something began for one reader",
        re.compile(
            r"\b[Yy]ou(?:r|’ve)?\b[^.!?]{0,80}\b(?:past|last)\s\d+\s(?:days|weeks|months|years)\b"
        ),
        Level.WARNING,
    ),
    Detail(
        "a date that belongs to one person",
        re.compile(rf"\b{MEETING}\b[^.!?]{{0,40}}{DATE}|{DATE}[^.!?]{{0,40}}\b{MEETING}\b"),
        Level.WARNING,
    ),
)


@rule(
    "personal-details",
    Manuscript,
    Level.ERROR,
    because="What is told of one person is health data, and a letter cannot be called back.",
    remedy="Take it out, or tell it so that it could be anybody.",
)
def personal_details(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield what may tell who somebody is; each stretch of a text once, by its worst name."""
    for passage in manuscript.passages:
        yield from _details(passage, manuscript.background)


def _details(passage: Passage, background: Background) -> Iterator[Hit]:
    taken: set[int] = set()
    for detail in DETAILS:
        for match in detail.pattern.finditer(passage.source):
            stretch = set(range(*match.span()))
            if stretch & taken or _may_stand(detail, match, background):
                continue
            taken |= stretch
            problem = f"“{' '.join(match[0].split())}” is {detail.what}"
            yield Hit(passage.place(match.start()), problem, level=detail.level)


def _may_stand(detail: Detail, match: re.Match[str], background: Background) -> bool:
    return bool(detail.may_stand and detail.may_stand(match, background))


@rule(
    "segment-health",
    Manuscript,
    Level.WARNING,
    because="Who is on a list that is named after a condition is known to have it.",
    remedy="Choose a name that says nothing of health.",
)
def segment_health(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield the names of audiences, topics, a list or a sender that speak of a condition."""
    if not isinstance(manuscript.owner, Issue):
        return
    background = manuscript.background
    conditions = conditions_known(background)
    audience = ("the audience", manuscript.owner.audience, manuscript.line("audience"))
    names = (*_public_names(background.settings), *_readers_names(background))
    for what, name, at in (audience, *names):
        if condition := _names_condition(name, conditions):
            yield Hit(at, f"{what} “{name}” speaks of a condition: {condition}")


def _public_names(settings: Settings) -> Iterator[tuple[str, str, Location]]:
    """Yield what stands in the headers and links of every letter."""
    identity = settings.newsletter
    yield "the sender's name", identity.name, SETTINGS
    yield "the sender's address", identity.from_, SETTINGS
    yield "the list", identity.list_id, SETTINGS
    yield "the public address", identity.public_url, SETTINGS
    for translation in settings.translation.values():
        yield "the sender's name", translation.name or "", SETTINGS


def _readers_names(background: Background) -> Iterator[tuple[str, str, Location]]:
    """Yield what groups of readers are called, and what each of them may have asked for."""
    for segment in background.library.segments.values():
        yield "the segment", segment.id, segment.at
        yield "the title", segment.title, segment.at
    settings = background.settings
    for topics in (settings.topics, *(each.topics for each in settings.translation.values())):
        for topic, title in topics.items():
            yield "the topic", topic, SETTINGS
            yield "the topic", title, SETTINGS


def _names_condition(name: str, conditions: set[str]) -> str | None:
    """The first condition, in alphabetical order, that a name speaks of."""
    spelt = "-".join(re.findall(r"[^\W_]+", name.casefold()))
    return next((each for each in sorted(conditions) if f"-{each}-" in f"-{spelt}-"), None)
