"""A rule about characters: nothing that nobody can see, nothing that a program might obey."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from newsletter.checks.background import Background
from newsletter.checks.entries import all_entries, entries_used, strings_in
from newsletter.checks.manuscript import Manuscript, Passage
from newsletter.checks.rule import Hit, rule
from newsletter.model import Issue, Level, Location, Snippet

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # what turns the direction of the words
    "\u2028\u2029\ufff9-\ufffb\U000e0000-\U000e007f"
    "\ufe00-\ufe0d\U000e0100-\U000e01ef]"  # what varies the character before it
    "|(?<=[\ufe00-\ufe0f])[\ufe0e\ufe0f]"
    "|[\u200c\u200d](?<![\u0590-\U0010ffff].)|[\u200c\u200d](?![\u0590-\U0010ffff])"
)
"""What nobody sees. Joiners between letters of Arabic or Indic scripts, or in emoji, do a job; so
does the one character that makes an emoji of the sign before it."""

FLAG = re.compile(
    "\U0001f3f4\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
    "|\U000e0077\U000e006c\U000e0073)"
    "\U000e007f"
)
"""The flags of England, Scotland and Wales: the only ones that are spelt in unseen letters."""

CODE = re.compile(
    r"(?P<code>\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)|\{\{(?!\s*reader\.\w+\s*\}\}).*?(?:\}\}|$))"
    r"|`[^`\n]*`"
    r"|(?P<tag></?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--)",
    re.MULTILINE,
)

LONGEST_WORD = 40
"""Characters of a word to either side of a place; more than that is shown to nobody."""

NOT_WORDS = {"id", "path", "parts", "lines", "intro", "slug", "snippets", "conditions", "allow"}


REMEDY = "Delete it and type the words anew."


@rule(
    "hidden-characters",
    Manuscript,
    Level.ERROR,
    because="What nobody can see, nobody can review: it may change what readers see.",
    remedy=REMEDY,
    allowable=False,
)
def hidden_characters(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield what cannot be seen in a text, and in people, sources and terms that it draws upon."""
    for passage in (*_texts(manuscript.owner), *entries_used(manuscript)):
        yield from _hidden_in(passage)


@rule(
    "hidden-characters",
    Background,
    Level.ERROR,
    because="What people, sources and terms hide reaches whatever draws upon them next.",
    remedy=REMEDY,
    allowable=False,
)
def hidden_characters_in_library(background: Background) -> Iterator[Hit]:
    """Yield what cannot be seen in people, sources and terms, whether anything uses them or not."""
    for passage in all_entries(background.library):
        yield from _hidden_in(passage)


def _hidden_in(passage: Passage) -> Iterator[Hit]:
    """Yield characters that cannot be seen, HTML and code of templates, and loose accents."""
    yield from _unseen(passage)
    yield from _code(passage)
    if _is_loose(text := passage.text):
        place = bisect_left(range(len(text)), True, key=lambda n: _is_loose(text[: n + 1]))
        problem = f"“{_word_at(text, place)}” is spelt with a loose accent (not NFC)"
        yield Hit(passage.place(place), problem, "Type the word anew on a keyboard.")


def _texts(owner: Snippet | Issue) -> Iterator[Passage]:
    """Yield everything that is written in the file, shown or not."""
    for part in owner.parts if isinstance(owner, Snippet) else (owner.intro,):
        yield _as_written(part.heading or "", Location(owner.path, part.line - 1))
        yield _as_written(part.text, Location(owner.path, part.line))
    for place, value in strings_in(owner.model_dump(by_alias=True, exclude=NOT_WORDS)):
        yield _as_written(value, Location(owner.path, owner.lines.of(*place)))


def _as_written(text: str, at: Location) -> Passage:
    return Passage(text, text, at, field="")


def _unseen(passage: Passage) -> Iterator[Hit]:
    text = FLAG.sub(lambda flag: " " * len(flag[0]), passage.text)
    for match in UNSEEN.finditer(text):
        name = unicodedata.name(match[0], "control character").lower()
        problem = f"there is a character that nobody sees: {name} (U+{ord(match[0]):04X})"
        if word := _word_at(passage.text, match.start()):
            problem += f", in “{word}”"
        yield Hit(passage.place(match.start()), problem)


def _code(passage: Passage) -> Iterator[Hit]:
    for match in CODE.finditer(passage.text):
        if match["tag"]:
            remedy = "Use Markdown, such as **bold**."
            yield Hit(passage.place(match.start()), f"“{match[0]}” is HTML", remedy)
        elif match["code"]:
            problem = f"“{match[0]}” is code of a template"
            remedy = "Take it out: only {{ reader.… }} is filled."
            yield Hit(passage.place(match.start()), problem, remedy)


def _is_loose(text: str) -> bool:
    """Whether an accent stands alone somewhere; once in a text, it is in all longer ones."""
    return not unicodedata.is_normalized("NFC", text)


def _word_at(text: str, offset: int) -> str:
    """The word around a place, without what cannot be seen."""
    before = text[max(0, offset - LONGEST_WORD) : offset].split() or [""]
    after = text[offset : offset + LONGEST_WORD].split() or [""]
    first = before[-1] if offset and not text[offset - 1].isspace() else ""
    return UNSEEN.sub("", first + after[0])
