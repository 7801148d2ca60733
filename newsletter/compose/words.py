"""What the letter itself says, in the reader's language: gettext catalogues, the locale's dates.

The English words stand in the templates and below; a catalogue `words/fr.po` translates them. What
it lacks is noted, never passed off in English.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO, StringIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Certainty, Finding, Kind, Level, Location, Says, Verdict

WRITTEN_IN = "en"

VALUE = re.compile(r"%\((\w+)\)s")
NOT_QUOTED = re.compile(r"\s*msg(id|id_plural|str(\[\d\])?)\s+(?!\s*\".*\"\s*$)")
QUOTES = 'Write msgid "…" and msgstr "…", each in straight double quotes.'


def N_(text: str) -> str:
    """Mark a text for translators, and leave it as it is."""
    return text


LABELS: dict[str, str] = {
    Kind.QUESTION: N_("Question"),
    Kind.EXPLAINER: N_("In short"),
    Kind.MYTH: N_("Myth or fact"),
    Kind.EVIDENCE: N_("Claim we checked"),
    Kind.TIP: N_("Today's tip"),
    Kind.NUMBERS: N_("Number to know"),
    Kind.GET_HELP: N_("When to get help"),
    Kind.CALL: N_("Your turn"),
    Kind.POLL: N_("Quick poll"),
}
VERDICTS = {
    Verdict.TRUE: N_("True"),
    Verdict.PARTLY: N_("Partly true"),
    Verdict.UNPROVEN: N_("Not proven"),
    Verdict.FALSE: N_("Not true"),
}
CARE = {
    "routine": N_("See a doctor if"),
    "urgent": N_("Get help today if"),
    "emergency": N_("Call %(number)s now if"),
}
CERTAINTIES = {
    Certainty.HIGH: N_("very sure"),
    Certainty.MODERATE: N_("fairly sure"),
    Certainty.LOW: N_("not very sure"),
    Certainty.VERY_LOW: N_("not sure at all"),
    Certainty.NONE: N_("no study found"),
}
SAYINGS = {
    Says.HELPS: N_("helps"),
    Says.DOES_NOT_HELP: N_("does not help"),
    Says.HARMS: N_("may do harm"),
    Says.UNCLEAR: N_("may or may not help"),
    Says.NOT_NEEDED: N_("is not needed"),
}


class Words:
    """The words of one language; `missing` gathers what its catalogue could not translate."""

    def __init__(self, language: str, catalogues: Iterable[Catalog] = ()) -> None:
        self.language = language
        self.locale = _locale(language)
        self.missing: dict[str, None] = {}
        self._translations: NullTranslations = _Untranslated(self)
        for catalogue in reversed(list(catalogues)):
            translations = _compiled(catalogue)
            translations.add_fallback(self._translations)
            self._translations = translations

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.locale.text_direction

    @property
    def label(self) -> dict[str, str]:
        """What each kind of snippet is called."""
        return {kind: self.say(text) for kind, text in LABELS.items()}

    @property
    def verdict(self) -> dict[Verdict, str]:
        """What a myth turned out to be."""
        return {verdict: self.say(text) for verdict, text in VERDICTS.items()}

    @property
    def certainty(self) -> dict[Certainty, str]:
        """How sure the evidence makes us."""
        return {certainty: self.say(text) for certainty, text in CERTAINTIES.items()}

    @property
    def says(self) -> dict[Says, str]:
        """What a claim says of its subject."""
        return {says: self.say(text) for says, text in SAYINGS.items()}

    def care(self, emergency_number: str) -> dict[str, str]:
        """How each level of care begins."""
        return {level: self.say(text, number=emergency_number) for level, text in CARE.items()}

    def say(self, message: str, **values: object) -> str:
        """Translate a text; `%(name)s` in it stands for a value."""
        text = self._translations.gettext(message)
        return text % values if values else text

    def count(self, one: str, many: str, num: int) -> str:
        """Translate a text that counts; `%(num)s` in it stands for the number."""
        return self._translations.ngettext(one, many, num) % {"num": num}

    def day(self, day: date) -> str:
        """A day of this year: “1 December”."""
        return format_skeleton("MMMMd", day, locale=self.locale)

    def long_day(self, day: date) -> str:
        """A day with its year: “1 December 2026”."""
        return format_date(day, "long", locale=self.locale)

    def month(self, day: date) -> str:
        """A day's month and year: “December 2026”."""
        return format_skeleton("yMMMM", day, locale=self.locale)


class _Untranslated(NullTranslations):
    """Where a text ends up that no catalogue has; English needs none."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._missing = words.missing
        self._wanted = words.locale.language != WRITTEN_IN

    def gettext(self, message: str) -> str:
        if self._wanted:
            self._missing[message] = None
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@lru_cache(maxsize=16)
def read_catalogue(path: Path, data: bytes) -> Catalog:
    """Read a `.po` file.

    Raises:
        FoundErrors: it is not one, or a translation lost or gained a `%(name)s`.
    """
    try:
        text = data.decode("utf-8")
        catalogue = read_po(StringIO(text), abort_invalid=True)
    except (PoFileError, LookupError, ValueError) as error:
        line = getattr(error, "lineno", 0)
        problem = f"this is not a catalogue of words: {error}"
        raise FoundErrors([_finding(path, line, problem, QUOTES)]) from error
    # It is read as UTF-8, whatever its header says.
    catalogue.charset = "utf-8"
    findings = [
        _finding(path, number, "the text on this line is not in quotes", QUOTES)
        for number, line in enumerate(text.split("\n"), 1)
        if NOT_QUOTED.match(line)
    ]
    for message in catalogue:
        findings += _check_values(path, message)
    if findings:
        raise FoundErrors(findings)
    return catalogue


def _check_values(path: Path, message: Message) -> Iterator[Finding]:
    """Yield a translation that does not hold the same values as its original."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    names = {name for id in ids for name in VALUE.findall(id)}
    for string in filter(None, strings):
        if message.id and (set(VALUE.findall(string)) != names or "%" in VALUE.sub("", string)):
            wanted = ", ".join(f"%({name})s" for name in sorted(names)) or "no %"
            problem = f"“{string}” must hold {wanted}, as the English does"
            yield _finding(
                path, message.lineno or 0, problem, "Keep %(…)s as it is; write no other %."
            )


def refuse_missing(words: Words, path: Path) -> None:
    """Refuse a letter that would be in two languages.

    Raises:
        FoundErrors: something was asked for that no catalogue has.
    """
    remedy = f'Add it to {path.as_posix()}: msgid "…" in English, msgstr "…" in {words.language}.'
    findings = [_finding(path, 0, f"“{text}” is not translated", remedy) for text in words.missing]
    if findings:
        raise FoundErrors(findings)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        remedy = "Write it as en, en-GB, fr or pt-BR."
        raise UsageError(f"there is no language “{language}”", remedy=remedy) from error


def _compiled(catalogue: Catalog) -> GNUTranslations:
    file = BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return GNUTranslations(file)


def _finding(path: Path, line: int, problem: str, remedy: str) -> Finding:
    return Finding("words", Level.ERROR, Location(path, line), problem, remedy)
