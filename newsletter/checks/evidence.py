"""Rules about evidence: what is said must be known from somewhere."""

import re
from collections.abc import Iterator
from datetime import date

from newsletter.checks.lengths import FEWEST_WORDS, count_words
from newsletter.checks.manuscript import Manuscript
from newsletter.checks.phrases import find_phrases
from newsletter.checks.rule import Hit, rule
from newsletter.model import CITATION, Kind, Level, Location, Seen, Source

OPENED = {Seen.PAGE, Seen.RECORD}
"""What somebody must have seen of a source before we rely on it."""

YEARS_UNTIL_CHECKED_AGAIN = 1
YEARS_OF_USE = {
    "public health body": 3,
    "regulator": 5,
    "guideline": 5,
    "reference": 5,
}
"""After how many years a source of a kind is old; advice ages sooner than studies."""
YEARS_OF_USE_OF_STUDIES = 10


@rule(
    "source-needed",
    Manuscript,
    Level.ERROR,
    because="A statement marked [@?] is one that nobody has looked up yet.",
    remedy="Cite one as [@id], or take the statement out.",
)
def source_needed(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every `[@?]`."""
    for passage in manuscript.passages:
        for match in CITATION.finditer(passage.source):
            if match[1].strip() == "?":
                place = passage.place(match.start())
                yield Hit(place, "this statement still needs a source: [@?]")


MUST_CITE = {Kind.EXPLAINER, Kind.MYTH, Kind.EVIDENCE, Kind.NUMBERS}
"""Kinds that tell facts; an answer may be an opinion, and says whose."""


@rule(
    "source-missing",
    Manuscript,
    Level.ERROR,
    because="Facts about health that come from nowhere cannot be checked, by nobody.",
    remedy="Cite what each fact rests on as [@id], or mark it [@?] until somebody has looked.",
)
def source_missing(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield a text of some length that cites nothing at all; an answer as a warning."""
    snippet = manuscript.snippet
    if not snippet or snippet.kind not in {*MUST_CITE, Kind.QUESTION}:
        return
    words = count_words(manuscript)
    if words >= FEWEST_WORDS and not _marks_sources(manuscript):
        level = Level.ERROR if snippet.kind in MUST_CITE else Level.WARNING
        problem = f"this {snippet.kind} has {words} words and cites no source"
        yield Hit(manuscript.body[0].at, problem, level=level)


def _marks_sources(manuscript: Manuscript) -> bool:
    """Whether it cites anything, or says where it must."""
    return any(CITATION.search(each.source) for each in manuscript.passages) or any(
        claim.sources for claim in (manuscript.snippet.claims if manuscript.snippet else ())
    )


@rule(
    "source-unknown",
    Manuscript,
    Level.ERROR,
    because="A reader who doubts us must be able to find the source.",
    remedy="Add its “doi:”, “url:” or “in:” to sources.yml.",
)
def source_unknown(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every source that nobody can look up, where it is cited first."""
    for id, source, at in _cited(manuscript):
        if not (source.doi or source.url or source.in_):
            yield Hit(at, f"nobody can look up the source “{id}”: sources.yml does not say where")


@rule(
    "source-unchecked",
    Manuscript,
    Level.ERROR,
    because="What a source says must be read in the source, not in what others say of it.",
    remedy="Open the page or the record itself, then write “seen: page” or “seen: record”.",
)
def source_unchecked(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every source that nobody has opened, where it is cited first."""
    for id, source, at in _cited(manuscript):
        if source.seen not in OPENED:
            yield Hit(at, f"nobody has opened the source “{id}”: it was seen as “{source.seen}”")


@rule(
    "source-old",
    Manuscript,
    Level.WARNING,
    because="Advice changes, pages move, and papers are withdrawn.",
    remedy="Look for a newer source, or open this one again and change “checked:”.",
)
def source_old(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every source that has aged: since somebody looked, or since it was published."""
    today = manuscript.background.today
    for id, source, at in _cited(manuscript):
        if _years_later(source.checked, YEARS_UNTIL_CHECKED_AGAIN) < today:
            problem = f"nobody has looked at the source “{id}” since {source.checked}"
            yield Hit(at, problem, "Open it again, and change “checked:” in sources.yml.")
        years = YEARS_OF_USE.get(source.kind.casefold(), YEARS_OF_USE_OF_STUDIES)
        published = _last_day_of(source.published or "")
        if published and _years_later(published, years) < today:
            problem = (
                f"the source “{id}” is of {source.published}: "
                f"more than {years} years old for a source of its kind ({source.kind})"
            )
            yield Hit(at, problem, "Look for a newer one.")


STUDIES = r"""(?:stud(?:y|ies)|research(?:ers)?|trials?|evidence|science|scientists|experts?|data
    |literature)"""
SHOW = r"""(?:show[sn]?|showed|suggest(?:s|ed)?|f(?:inds?|ound)|prove[sdn]?|agrees?|agreed
    |indicate[sd]?|demonstrate[sd]?|confirm(?:s|ed)?|sa(?:y|ys|id)|recommend(?:s|ed)?|believe[sd]?
    |support(?:s|ed)?|point(?:s|ed)?\ to|reveal(?:s|ed)?|report(?:s|ed)?)"""
DOCTORS = r"(?:dermatologists|doctors|nurses|specialists|practitioners|professionals)"
AGREE = r"(?:agreed?|believed?|recommend(?:ed)?|swear)"
"""What doctors say and find is often about one case, or one word; what they agree on is not."""

BETWEEN = r"(?:ha(?:ve|s|d)|also|now|clearly|all|often|widely|strongly|recently|repeatedly|long)"
NOT_A_JOURNAL = r"""(?!(?:January|February|March|April|May|June|July|August|September|October
    |November|December|English|French|German|Spanish|Chinese|Malay|UK|US|Singapore|Europe)\b)"""

VAGUE = re.compile(
    rf"""\b(?:{STUDIES}\ (?:{BETWEEN}\ ){{0,3}}{SHOW}|{DOCTORS}\ (?:{BETWEEN}\ ){{0,3}}{AGREE})\b
      | \b(?:clinically|scientifically|medically)\ (?:proven|tested|shown)\b
      | \bdermatologist[- ](?:tested|approved|recommended)\b
      | \b(?:backed|supported|proven)\ by\ (?:science|research|studies|experts|evidence)\b
      | \baccording\ to\ (?:\w+\ )?(?:experts|studies|research|scientists|science|dermatologists)\b
      | \b[Pp]ublished\ in\ (?:(?:the|a|an)\ )?{NOT_A_JOURNAL}(?-i:[A-Z]|(?:\w+\ )?journal)[\w&]*
      | \bit\ is\ (?:well[- ])(?:known|established|documented)\b""",
    re.IGNORECASE | re.VERBOSE,
)
OUR_OWN = re.compile(r"\b(?:our|these|those|the|two|three|\d+)(?: \w+)? doctors\b", re.IGNORECASE)


@rule(
    "vague-evidence",
    Manuscript,
    Level.ERROR,
    because="Studies that nobody can name cannot be checked, and readers believe them.",
    remedy="Name the source as [@id] in the same paragraph, or leave the studies out.",
    english=True,
)
def vague_evidence(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every appeal to studies or experts in a paragraph that cites none."""
    for phrase in find_phrases(manuscript, VAGUE):
        ours = OUR_OWN.search(phrase.before[-20:] + phrase.words)
        if not (phrase.passage.cites or phrase.is_denied or ours):
            yield Hit(phrase.at, f"“{phrase.words}” names no source")


def _cited(manuscript: Manuscript) -> Iterator[tuple[str, Source, Location]]:
    """Yield each source that a manuscript relies on, with its first place."""
    places: dict[str, Location] = {}
    for passage in manuscript.passages:
        for match in CITATION.finditer(passage.source):
            places.setdefault(match[1].strip(), passage.place(match.start()))
    for number, claim in enumerate(manuscript.snippet.claims if manuscript.snippet else ()):
        for position, id in enumerate(claim.sources):
            places.setdefault(id, manuscript.line("claims", number, "sources", position))
    sources = manuscript.background.library.sources
    yield from ((id, sources[id], at) for id, at in places.items() if id in sources)


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; for 29 February, the day before."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _last_day_of(published: str) -> date | None:
    """The last day on which it may have been published: “2011-10” is some day in October."""
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$", published)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        return date(year, month, int(match[3] or 28))
    except ValueError:
        return None
