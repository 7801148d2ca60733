"""Rules about medicines: what must be said beside them, and what a letter must never say."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from newsletter.checks.manuscript import Manuscript, Passage
from newsletter.checks.rule import Hit, rule
from newsletter.model import Kind, Level, Snippet


@dataclass(frozen=True)
class Medicine:
    """A medicine or a group of them: its names, and the caution that goes with it.

    One of `words` shows that the caution is there. What needs a `prescription` is not for tips.
    """

    called: tuple[str, ...]
    say: str
    words: tuple[str, ...]
    prescription: bool = False

    @cached_property
    def names(self) -> re.Pattern[str]:
        """What finds it in a text."""
        return _any_of(self.called)

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Words without which none of its names can be in a text, in small letters."""
        return tuple(name.split()[0].rstrip("*").casefold() for name in self.called)

    @cached_property
    def cautions(self) -> re.Pattern[str]:
        """What finds the caution in a text."""
        return _any_of(self.words)


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of these words; one that ends in * begins longer ones, too."""
    each = (r"\s+".join(map(re.escape, word.split())).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def _read_table() -> tuple[Medicine, ...]:
    table = files("newsletter.checks").joinpath("medicines.toml").read_text(encoding="utf-8")
    return tuple(
        Medicine(**entry | {"called": tuple(entry["called"]), "words": tuple(entry["words"])})
        for entry in tomllib.loads(table).values()
    )


MEDICINES = _read_table()

DOSE = re.compile(
    r"""(?<!\d)\d++(?:[.,]\d++)?\s?(?:mg|mcg|µg|μg|milligrams?|micrograms?|IU)\b
        (?!\s?(?:/|per\s)\s?(?:g|ml|l|dl)\b)
      | \btake\s\d+(?:[.,]\d+)?\s?ml\b
      | \btake\s(?:half\sa|an?|one|two|three|four|\d+)\s(?:tablet|capsule|pill)s?\b
      | \b(?:half\sa|one|two|three|four|\d+)\s(?:tablet|capsule|pill)s?
        \s(?:once|twice|daily|every|each|an?\s(?:day|week)|at\snight|in\sthe\smorning|per\sday)\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""How much to take. How strong a cream is (“0.05%”, “10 mg/g”) is none."""

NOT_FOR_MEDICINES = {Kind.TIP: "a tip", Kind.CALL: "a call"}


def names_medicine(snippet: Snippet) -> bool:
    """Whether a snippet names a medicine in its title, its text or its steps, in English."""
    parts = (*snippet.parts, *snippet.passages)
    text = "\n".join([snippet.title, *(part.text for part in parts)])
    return any(medicine.names.search(text) for medicine in MEDICINES)


@rule(
    "medicine-caution",
    Manuscript,
    Level.ERROR,
    because="A medicine that helps one reader can harm the next one.",
    remedy="Say when the medicine is not for you, and leave the dose to whoever prescribes it.",
)
def medicine_caution(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield doses, medicines without their caution, and prescriptions where they look like a tip.

    Names and cautions are known in English only; a dose is one in every language.
    """
    for passage in manuscript.passages:
        for match in DOSE.finditer(passage.text):
            problem = f"“{_as_said(match)}” is a dose"
            yield Hit(passage.place(match.start()), problem, "Take it out: a dose is personal.")
    if manuscript.snippet and manuscript.is_english:
        text = manuscript.text.casefold()
        for medicine in MEDICINES:
            # To compile a pattern takes longer than to look through a text for a word.
            if any(beginning in text for beginning in medicine.beginnings):
                yield from _judge(medicine, manuscript, manuscript.snippet)


def _judge(medicine: Medicine, manuscript: Manuscript, snippet: Snippet) -> Iterator[Hit]:
    found = _first(medicine, manuscript)
    if not found:
        return
    passage, match = found
    at, name = passage.place(match.start()), _as_said(match)
    if not medicine.cautions.search(manuscript.text):
        problem = f"“{name}” is named without its caution: {medicine.say}"
        yield Hit(at, problem, "Say so in plain words, near the name of the medicine.")
    place = "a sponsored snippet" if snippet.sponsor else NOT_FOR_MEDICINES.get(snippet.kind)
    if medicine.prescription and place:
        problem = f"“{name}” needs a prescription, and this is {place}"
        yield Hit(at, problem, "Write about it in an answer, an explainer or an evidence card.")


def _first(medicine: Medicine, manuscript: Manuscript) -> tuple[Passage, re.Match[str]] | None:
    """Where the medicine is named first."""
    for passage in manuscript.passages:
        if match := medicine.names.search(passage.text):
            return passage, match
    return None


def _as_said(match: re.Match[str]) -> str:
    return " ".join(match[0].split())
