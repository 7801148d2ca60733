"""One reader as a file names them: every value checked, as it will be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from babel import Locale

from newsletter.audience.addresses import Address, parse_address
from newsletter.audience.files.quoting import shown
from newsletter.audience.names import check_name, check_seen
from newsletter.localtime import find_zone
from newsletter.model import NAME, OUR_LINKS, Field, SubscriberState, spell_language
from newsletter.validation import nearest

EVERYBODYS = (NAME, *OUR_LINKS)
"""Fields that are no column of their own."""

LONGEST_BASIS = 2000
"""Characters of a basis for consent."""

MOST_SPELLINGS = 1000
"""Languages, zones and topics that are remembered as they were read: a list repeats the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reader in a file; what the file does not say is empty.

    `basis` is the reason why this reader may be written to, in the words of the file.
    """

    address: Address
    name: str
    time_zone: str
    language: str
    fields: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the settings say may be known of readers; `topics` are titles by id."""

    fields: Sequence[Field] = ()
    topics: Mapping[str, str] = field(default_factory=dict)

    @property
    def own_fields(self) -> dict[str, Field]:
        """The fields that have a column of their own, by name."""
        return {each.name: each for each in self.fields if each.name not in EVERYBODYS}


class RowMaker:
    """Makes rows of values by meaning: `address`, `name`, `language`, declared fields.

    `basis` stands for everybody of whom the file gives none.
    """

    def __init__(self, declared: Declared, basis: str) -> None:
        self._fields = declared.own_fields
        self._topics = declared.topics
        self._basis = basis
        self._read_zone = lru_cache(MOST_SPELLINGS)(read_zone)
        self._read_language = lru_cache(MOST_SPELLINGS)(read_language)
        self._read_topics = lru_cache(MOST_SPELLINGS)(self._split_topics)

    def make(self, values: Mapping[str, str]) -> Row:
        """Return the row that these values make.

        Raises:
            ValueError: one of them cannot be kept; the message does not quote the address.
        """
        given = values.get
        if state := given("state"):
            check_state(state)
        address = parse_address(given("address", ""))
        if name := given("name", ""):
            check_name(name)
        return Row(
            address,
            name,
            self._read_zone(given("time_zone", "")),
            self._read_language(given("language", "")),
            self._check_fields(values),
            self._read_topics(given("topics", "")),
            self._choose_basis(given("consent", "")),
        )

    def _check_fields(self, values: Mapping[str, str]) -> dict[str, str]:
        kept = {}
        for name, each in self._fields.items():
            if value := values.get(name):
                each.check(value)
                kept[name] = value
        return kept

    def _split_topics(self, text: str) -> tuple[str, ...]:
        """Read ids between semicolons or bars; each once, in the order of the settings."""
        named = {part.strip() for part in text.replace("|", ";").split(";")} - {""}
        for each in sorted(named):
            if each not in self._topics:
                problem = f"“{shown(each)}” is not one of [topics]"
                raise ValueError(f"{problem}. {nearest(each[:80], self._topics)}")
        return tuple(each for each in self._topics if each in named)

    def _choose_basis(self, text: str) -> str:
        if not (basis := text or self._basis):
            raise ValueError("nothing says why this reader may be written to")
        if text:
            check_basis(text)
        return basis


def check_basis(text: str) -> None:
    """Refuse what cannot be kept as the basis of a consent.

    Raises:
        ValueError: there is a control or an unseen character in it, or it is too long.
    """
    if len(text) > LONGEST_BASIS:
        raise ValueError(f"the basis for consent is longer than {LONGEST_BASIS} characters")
    check_seen("the basis for consent", text)


def check_state(state: str) -> None:
    """Refuse readers who, in the list that the file comes from, get no letters.

    Raises:
        ValueError: the state is not that of somebody who does.
    """
    if state.casefold() != SubscriberState.ACTIVE:
        raise ValueError(f"the file says “{shown(state)}”: only who is active gets letters")


def read_zone(text: str) -> str:
    """Return the name of a time zone.

    Raises:
        ValueError: there is none of that name.
    """
    try:
        return find_zone(text).key if text else ""
    except ValueError:
        raise ValueError(f"“{shown(text)}” is not a time zone such as Asia/Singapore") from None


def read_language(text: str) -> str:
    """Return the code of a language in its usual spelling: `fr_FR` → fr-FR.

    Raises:
        ValueError: it is no code, or nobody speaks that language.
    """
    if not text:
        return ""
    spelled = spell_language(text.replace("_", "-"))
    if not spelled or spelled.partition("-")[0] not in Locale("en").languages:
        raise ValueError(f"“{shown(text)}” is not the code of a language, such as en or pt-BR")
    return spelled
