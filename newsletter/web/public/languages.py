"""The languages of a page: what they are called, and which one a browser's user reads."""

import re
from collections import Counter
from collections.abc import Sequence

from babel import Locale

from newsletter.model import primary_part

WANTED = re.compile(
    r"([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)(?:\s*;\s*q\s*=\s*([01](?:\.\d{0,3})?))?", re.ASCII
)
"""No two parts of it may match the same space: whoever sent many would stop every page."""

MOST = 20
"""Languages of a browser that are looked at; nobody reads more."""


def prefer_language(accepted: str, offered: Sequence[str]) -> str:
    """The one of `offered` that an Accept-Language header likes best; else the first.

    A language will do for another region's: `fr-CA` is content with `fr`, `en` with `en-GB`.
    Source: RFC 9110 §12.5.4.
    """
    for wanted in _in_order(accepted):
        for same in (str.casefold, _primary):
            found = next((each for each in offered if same(each) == same(wanted)), None)
            if found:
                return found
    return offered[0]


def name_languages(codes: Sequence[str]) -> dict[str, str]:
    """What these languages call themselves; their region only where it tells two of them apart."""
    several = Counter(map(_primary, codes))
    return {code: _name(code, several[_primary(code)] > 1) for code in codes}


def _name(code: str, with_region: bool) -> str:
    locale = Locale.parse(code, sep="-")
    name = locale.get_display_name() if with_region else locale.get_language_name()
    return name or code


def _in_order(accepted: str) -> list[str]:
    """The languages of a header, the most wanted first."""
    matches = [WANTED.fullmatch(each.strip()) for each in accepted.split(",", MOST)[:MOST]]
    liked = [(float(match[2] or 1), match[1]) for match in matches if match]
    return [tag for weight, tag in sorted(liked, key=lambda each: -each[0]) if weight > 0]


def _primary(tag: str) -> str:
    return primary_part(tag).casefold()
