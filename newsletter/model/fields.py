"""Fields of readers: what a letter may say that differs from reader to reader."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from newsletter.model.values import WEB_ADDRESS

NAME = "name"
LEAVE_URL = "leave_url"
PREFERENCES_URL = "preferences_url"
OUR_LINKS = (LEAVE_URL, PREFERENCES_URL)
"""Fields that every reader has: how to write to them, their way off the list, their choices."""

LONGEST = 80

UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029"  # controls, and what ends a line in Unicode
    "\u202a-\u202e\u2066-\u2069"  # what turns the direction of the words around it
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters …
    f"{''.join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))}]"
)
"""What no value may bring into a letter: nobody sees it, and some of it changes what they see."""


class FieldKind(StrEnum):
    """What a value is, and so where in a letter it may stand.

    `text` stands among words, `url` is a whole address, `urlpart` stands inside one.
    """

    TEXT = "text"
    URL = "url"
    URLPART = "urlpart"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing known about readers; `default` is printed for a reader who has none.

    `name` is spelt as in templates: `first_name`. `longest` counts characters.
    """

    name: str
    kind: FieldKind = FieldKind.TEXT
    default: str = ""
    longest: int = LONGEST

    @property
    def spelt(self) -> str:
        """The name as it stands in files and settings: `first-name`."""
        return spell_in_files(self.name)

    def prepare(self, value: str) -> str:
        """Return what a letter prints for a value, before any escaping.

        White space is folded, what cannot be seen is left out. A value that is empty, too long or
        no address gives the default: half a name is worse than none.
        """
        return self._written(value) or self._written(self.default)

    def check(self, value: str) -> None:
        """Refuse a value that a letter would not print as it is.

        Raises:
            ValueError: it holds a control character, is too long, or is no address.
        """
        if UNSEEN.search(value):
            raise ValueError(f"“{self.spelt}” holds a line break or another control character")
        if len(value) > self.longest:
            raise ValueError(f"“{self.spelt}” is longer than {self.longest} characters")
        if value and not self._written(value):
            raise ValueError(f"“{self.spelt}” is not an address such as https://example.org/page")

    def _written(self, value: str) -> str:
        seen = " ".join(UNSEEN.sub("", " ".join(value.split())).split())
        if len(seen) > self.longest:
            return ""
        match self.kind:
            case FieldKind.URL:
                return seen if WEB_ADDRESS.fullmatch(seen) else ""
            case FieldKind.URLPART:
                return quote(seen, safe="")
            case FieldKind.TEXT:
                return seen


def compare_form(value: str) -> str:
    """A value as conditions compare it: folded, in lower case, and never a default."""
    return " ".join(UNSEEN.sub("", " ".join(value.split())).split()).casefold()


def spell_in_files(name: str) -> str:
    """The name of a field as editors write it in files: `first_name` → `first-name`."""
    return name.replace("_", "-")


def spell_in_templates(name: str) -> str:
    """The name of a field as templates and the database spell it: `first-name` → `first_name`."""
    return name.replace("-", "_")
