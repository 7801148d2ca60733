"""Straight quotes, three dots, spaces: what a typewriter left, mended where nobody need judge.

What is no prose stays as it is: code, links, addresses, HTML, readers' fields, citations, names of
people who answer, tables as far as their columns go.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from newsletter.model import primary_part

QUOTES = {
    "de": ("„", "“"),
    "en": ("“", "”"),
    "es": ("«", "»"),
    "fr": ("«\u00a0", "\u00a0»"),
    "it": ("«", "»"),
    "nl": ("“", "”"),
    "pt": ("“", "”"),
}
"""What stands before and after somebody's words, by language."""

SPACED = {"fr"}
"""Languages that set a space before a question mark and the like."""

NOT_PROSE = re.compile(
    r"""\\.                                  # an escaped character
      | (?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)       # code
      | (?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)     # where a link leads, and its title
      | ^[ ]{0,3}\[[^\]\n]+\]:[^\n]*         # a link's address, given below the text
      | \[@[^\[\]\n]*\]                      # a citation
      | \{\{.*?\}\} | \{%.*?%\}              # a reader's field
      | <[^<>\n]+>                           # HTML, an address in brackets
      | \bhttps?://[^\s<>]+ | \bwww\.[^\s<>]+
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
      | ^\#\#[ \t]+@[^\n]*                   # who answers
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
CODE_BLOCK = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|^(?: {4}|\t)[^\n]*$",
    re.MULTILINE | re.DOTALL,
)
BLANK_LINE = re.compile(r"(\n[ \t]*\n)")
SHIELD = "\ue000"
"""Stands for what is no prose; it is no character of any text."""

THREE_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
LINE_START = re.compile(r"[ \t]*(?:(?:[-*+>]|\#{1,6}|\d+[.)])[ \t]+)*")
SPACES = re.compile(r"(?<=\S)  +(?=\S)")
DASH = re.compile(r"(?<=[^\s|–-]) -(?= [^\s|–-])")
STRAY = re.compile(r"(?<=[\w)\]”’»\ue000]) +(?=[,.;!?](?:\s|$))")
WIDE = re.compile(r"(?<=[\w)\]”’»\ue000]) +(?=[,.](?:\s|$))")
"""Spaces before a mark; where other marks have one by right, before comma and full stop only."""

QUOTE = re.compile(r'"')
BEFORE = re.compile(r"[\s(\[{*_~—–/“‘«]")
AFTER = re.compile(r"[\s.,;:!?…)\]}*_~—–/”’»]")


def mend_prose(text: str, language: str) -> str:
    """Return Markdown with the marks that a printer would have set."""
    if SHIELD in text:
        return text
    shielded = _Shielded()
    hidden = NOT_PROSE.sub(shielded.hide, CODE_BLOCK.sub(shielded.hide, text))
    blocks = BLANK_LINE.split(hidden)
    return shielded.show("".join(_mend_block(block, language) for block in blocks))


@dataclass(slots=True)
class _Shielded:
    """What was taken out of a text, in the order in which it goes back."""

    kept: list[str] = field(default_factory=list)

    def hide(self, match: re.Match[str]) -> str:
        """Keep the match; what was hidden before stays inside it."""
        self.kept.append(match[0])
        return f"{SHIELD}{len(self.kept) - 1}{SHIELD}"

    def show(self, text: str) -> str:
        """Put everything back, the last that was hidden first."""
        for place in reversed(range(len(self.kept))):
            text = text.replace(f"{SHIELD}{place}{SHIELD}", self.kept[place])
        return text


def _mend_block(block: str, language: str) -> str:
    code = primary_part(language).casefold()
    block = THREE_DOTS.sub("…", block)
    block = APOSTROPHE.sub("’", block)
    if code in QUOTES:
        block = _mend_quotes(block, *QUOTES[code])
    return "\n".join(_mend_spaces(line, code) for line in block.split("\n"))


def _mend_spaces(line: str, code: str) -> str:
    """Mend a line from where its words begin; the columns of a table are left alone."""
    start = LINE_START.match(line)
    begin = start.end() if start else 0
    words = line[begin:]
    if "|" in words or not words.strip(" -*_="):
        return line
    words = SPACES.sub(" ", words)
    words = (WIDE if code in SPACED else STRAY).sub("", words)
    return line[:begin] + DASH.sub(" –", words)


def _mend_quotes(block: str, opening: str, closing: str) -> str:
    """Turn straight quotes; only if each that opens has one that closes, so nobody need guess."""
    kinds = [_kind(block, match.start()) for match in QUOTE.finditer(block)]
    if kinds != ["opens", "closes"] * (len(kinds) // 2):
        return block
    marks = iter([opening, closing] * (len(kinds) // 2))
    turn: Callable[[re.Match[str]], str] = lambda _: next(marks)  # noqa: E731
    return QUOTE.sub(turn, block)


def _kind(block: str, place: int) -> str:
    """Whether a quote opens or closes, as far as what stands around it tells."""
    before, after = block[place - 1 : place] or " ", block[place + 1 : place + 2] or " "
    opens = BEFORE.match(before) and not after.isspace()
    closes = AFTER.match(after) and not before.isspace()
    return "unclear" if bool(opens) == bool(closes) else "opens" if opens else "closes"
