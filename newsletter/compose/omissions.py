"""Whether all that editors wrote is in the letter: a template that forgets a part is found out."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from textwrap import shorten

from newsletter.compose.cards import Card
from newsletter.model import Finding, Level, Location

NOT_SHOWN = re.compile(r"<!--.*?-->|<(head|style|script)\b.*?</\1\s*>|<[^>]*>", re.DOTALL)
WORD = re.compile(r"\w+")
LONGEST = 60


def find_omissions(cards: Iterable[Card], html: str, text: str) -> Iterator[Finding]:
    """Yield what stands in a snippet, and not in the letter's HTML or not in its plain text."""
    shown, told = _words_of_html(html), _words(text)
    for card in cards:
        for prose in card.proses:
            if _words_of_html(prose.html) not in shown:
                yield _finding(card, prose.text, "HTML", "mjml")
            if _words(prose.text) not in told:
                yield _finding(card, prose.text, "plain text", "txt")
        for line in card.lines:
            if _words(line) not in shown:
                yield _finding(card, line, "HTML", "mjml")
            if _words(line) not in told:
                yield _finding(card, line, "plain text", "txt")


def _finding(card: Card, text: str, where: str, suffix: str) -> Finding:
    problem = f"“{shorten(text, LONGEST, placeholder=' …')}” is not in the letter's {where}"
    remedy = f"Print it in templates/blocks/{card.snippet.kind}.{suffix}, or in what that includes."
    return Finding("content-loss", Level.ERROR, Location(card.snippet.path, 1), problem, remedy)


def _words_of_html(html: str) -> str:
    return _words(unescape(NOT_SHOWN.sub(" ", html)))


def _words(text: str) -> str:
    """The words alone, a space around each, so that whole ones are compared."""
    return f" {' '.join(WORD.findall(text))} "
