"""Rules about typography: marks as they are printed, not as keyboards type them."""

import re
from collections.abc import Iterator

from newsletter.checks.manuscript import Manuscript, Passage
from newsletter.checks.marks import is_table
from newsletter.checks.rule import Hit, rule
from newsletter.model import Level

NOT_PROSE = re.compile(r"`[^`\n]*`|https?://\S+|(?<=\])\([^()\n]*\)|\{\{[^{}\n]*\}\}")
"""Code, addresses, and places to fill: they must stay as they are."""

SLIPS = {
    "straight quotes": (
        re.compile(r'(?<![\w"])"(?! )[^"\n]+"(?![\w"])'),
        "Write “…” around the words.",
    ),
    "three dots": (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "Write the one character …."),
    "a hyphen as a dash": (
        re.compile(r"(?<=\w) --?-? (?=\w)|(?<=\w)--(?=\w)"),
        "Write a comma, a colon or a dash (–).",
    ),
    "a double space": (re.compile(r"(?<=\S) {2,}(?=\S)"), "Write one space."),
    "a space before a mark": (re.compile(r"(?<=\w) +(?=[,;:.!?](?:\s|$))"), "Take the space out."),
}
"""What it is, how it looks, what to write."""


@rule(
    "typography",
    Manuscript,
    Level.INFO,
    because="Careful marks tell readers that the facts were handled with care, too.",
    remedy="Run “newsletter check --fix”.",
    english=True,
)
def typography(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield marks and spaces that are typed, not set."""
    for passage in manuscript.passages:
        prose = NOT_PROSE.sub(lambda match: "x" * len(match[0]), passage.source)
        for name, (slip, remedy) in SLIPS.items():
            for match in slip.finditer(prose):
                if not (is_table(passage.source) and match[0].isspace()):
                    yield _hit(passage, match, name, remedy)


def _hit(passage: Passage, match: re.Match[str], name: str, remedy: str) -> Hit:
    start = passage.source.rfind(" ", 0, max(match.start() - 1, 0)) + 1
    around = " ".join(passage.source[start : match.end() + 12].split("\n")[0].split())
    return Hit(passage.place(match.start()), f"{name}: {around}", remedy)
