"""Rules about reading: short sentences, and words that most people can read."""

from collections.abc import Collection, Iterable, Iterator

from newsletter.checks.manuscript import Manuscript
from newsletter.checks.proof import Proof
from newsletter.checks.readability import Grade, grade
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level, Term

WARN_WORDS = 20
MOST_WORDS = 25
"""Words in a sentence."""

WARN_GRADE = 6
HIGH_GRADE = 8
REFUSED_GRADE = 12
"""School grades: of an issue, of an issue that most people give up, of a snippet."""

ENOUGH_WORDS = 100
"""Words below which the grade of one snippet says nothing."""

MANY_WORDS = 200
"""Words from which the grade of one snippet says as much as that of an issue."""


@rule(
    "sentence-length",
    Manuscript,
    Level.ERROR,
    because="Whoever reads slowly has forgotten the start of a long sentence at its end.",
    remedy="Make two sentences of it.",
    english=True,
)
def sentence_length(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every sentence that is long, and as an error one that is too long."""
    for sentence in manuscript.sentences:
        words = sentence.words
        if len(words) > WARN_WORDS:
            level = Level.ERROR if len(words) > MOST_WORDS else Level.WARNING
            start = " ".join(sentence.text.split()[:5])
            problem = f"the sentence “{start} …” has {len(words)} words; at most {WARN_WORDS}"
            yield Hit(sentence.at, problem, level=level)


@rule(
    "grade",
    Manuscript,
    Level.ERROR,
    because="Text for specialists does not become a letter by being pasted into one.",
    remedy="Say it again in short sentences and plain words, as you would to a neighbour.",
    english=True,
)
def grade_of_snippet(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield a snippet that is hard to read; as an error one that is as hard as a textbook."""
    found = grade_of([manuscript])
    if not found or found.words < ENOUGH_WORDS:
        return
    place = manuscript.body[0].at
    if found.fkgl > REFUSED_GRADE:
        yield Hit(place, f"this snippet is too hard to read: {_spell(found)}")
    elif found.fkgl > (WARN_GRADE if found.words >= MANY_WORDS else HIGH_GRADE):
        problem = f"this snippet is hard to read: {_spell(found)}; aim at {WARN_GRADE}"
        yield Hit(place, problem, level=Level.WARNING)


@rule(
    "grade",
    Proof,
    Level.WARNING,
    because="Half of all adults find health texts hard; nobody minds an easy one.",
    remedy="Cut long sentences in two, and use shorter words.",
)
def grade_of_issue(proof: Proof) -> Iterator[Hit]:
    """Yield an issue that is hard to read; words of the glossary count as easy."""
    known = words_of(proof.background.library.glossary.values())
    found = grade_of(proof.manuscripts, known)
    if found and found.fkgl > WARN_GRADE:
        far = found.fkgl > HIGH_GRADE
        verdict = "most people will find this issue hard" if far else "this issue is not easy"
        yield Hit(proof.at, f"{verdict} to read: {_spell(found)}; aim at {WARN_GRADE}")


def grade_of(manuscripts: Iterable[Manuscript], known: Collection[str] = ()) -> Grade | None:
    """The grade of their running text; None without any in English.

    Words that are `known`, in small letters, count as easy: the glossary's, say.
    """
    return grade(
        (
            sentence.words
            for manuscript in manuscripts
            if manuscript.is_english
            for passage in manuscript.body
            for sentence in passage.sentences
        ),
        known,
    )


def words_of(terms: Iterable[Term]) -> frozenset[str]:
    """The words of the terms in small letters, each alone, as they are and with an s."""
    words = [word for term in terms for word in term.word.casefold().split()]
    return frozenset(words) | {f"{word}s" for word in words}


def _spell(found: Grade) -> str:
    return f"school grade {found.fkgl:.1f} (FKGL), {found.smog:.1f} (SMOG)"
