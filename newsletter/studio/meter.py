"""How large a letter is, and how long and how hard it is to read."""

from dataclasses import dataclass

from newsletter.checks import MOST_BYTES, LetterPage, grade_of, words_of
from newsletter.compose import reading_time
from newsletter.model import Issue, Library, Part, Snippet
from newsletter.studio.shown import Shown


@dataclass(frozen=True, slots=True)
class Meter:
    """A letter's measures: `html` bytes as sent of the `limit` that programs show in full.

    `pictures` are the bytes of those inside the letter; `grade` is a school grade, where the
    letter's language can be graded.
    """

    html: int
    limit: int
    pictures: int
    words: int
    minutes: int
    grade: float | None


def measure(shown: Shown, page: LetterPage, library: Library) -> Meter:
    """Measure one variant for one reader."""
    owners = [manuscript.owner for manuscript in page.manuscripts]
    grade = grade_of(page.manuscripts, words_of(library.glossary.values()))
    return Meter(
        html=len(shown.html.encode()),
        limit=MOST_BYTES,
        pictures=sum(len(each.data) for each in page.letter.pictures_in(page.variant)),
        words=sum(map(count_words, owners)),
        minutes=reading_time(text for owner in owners for text in _texts(owner)),
        grade=round(grade.fkgl, 1) if grade else None,
    )


def count_words(owner: Snippet | Issue) -> int:
    """The words of running text that an editor wrote, headings among them."""
    return sum(len(text.split()) for text in _texts(owner))


def _texts(owner: Snippet | Issue) -> tuple[str, ...]:
    if isinstance(owner, Issue):
        return (owner.intro.text,)
    parts: tuple[Part, ...] = (*owner.parts, *owner.passages)
    return (owner.title, *(f"{part.heading or ''} {part.text}" for part in parts))
