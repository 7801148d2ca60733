"""What must not leave the house unseen."""

from newsletter.checks.background import Background
from newsletter.checks.conditional import for_word
from newsletter.checks.duties import reviewed
from newsletter.checks.letterpage import LetterPage, find_cards
from newsletter.checks.manuscript import Manuscript
from newsletter.checks.medicines import names_medicine
from newsletter.checks.proof import Proof
from newsletter.checks.reading import grade_of, words_of
from newsletter.checks.rule import AnyRule, Rule
from newsletter.checks.rules import GROUPS, RULES
from newsletter.checks.running import run
from newsletter.checks.size import MOST_BYTES, clip_meter

__all__ = [
    "GROUPS",
    "MOST_BYTES",
    "RULES",
    "AnyRule",
    "Background",
    "LetterPage",
    "Manuscript",
    "Proof",
    "Rule",
    "clip_meter",
    "find_cards",
    "for_word",
    "grade_of",
    "names_medicine",
    "reviewed",
    "run",
    "words_of",
]
