"""The tables of `newsletter.toml`, checked and frozen."""

import re
from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from newsletter.errors import UsageError
from newsletter.localtime import Slot, Weekday
from newsletter.model import (
    NAME,
    OUR_LINKS,
    SNIPPET_OF_KIND,
    DoubtPolicy,
    FieldKind,
    Id,
    Language,
    Snippet,
    Vocabulary,
    make_kind,
)
from newsletter.model import Field as ReaderField
from newsletter.settings.judging import Checks, ReviewPolicy
from newsletter.settings.own import FieldSetting, KindSetting
from newsletter.settings.preview import Preview
from newsletter.settings.privacy import Privacy
from newsletter.settings.provider import Provider
from newsletter.settings.section import Section
from newsletter.settings.signup import Signup
from newsletter.settings.values import (
    FIELD_NAME,
    Address,
    Line,
    OwnFieldName,
    Seconds,
    Zone,
    parse_base_url,
    parse_clock,
    parse_list_id,
    parse_public_url,
    parse_weekday,
    refuse,
    refuse_at,
)
from newsletter.validation import known_fields, nearest

PLACEHOLDER = re.compile(
    r"(?<![\w-])example(\.(org|com|net)\b| (street|town|health desk)\b)", re.IGNORECASE
)
"""What the starter's settings say where a desk's own names belong."""

LONGEST_LINK = 2000


class Identity(Section):
    """Who writes the letter, and what every letter says about that."""

    name: Line
    from_: Address
    reply_to: Address | None = None
    bounces: Address | None = None
    list_id: Annotated[str, AfterValidator(parse_list_id)]
    public_url: Annotated[str, AfterValidator(parse_public_url)]
    postal_address: Line
    reason: Line
    disclaimer: Line
    emergency_number: Line = "112"
    language: Language = "en-GB"
    time_zone: Zone = "Europe/London"


class Translation(Section):
    """What the letter says of itself in another language; what is left out, as in [newsletter]."""

    name: Line | None = None
    postal_address: Line | None = None
    reason: Line
    disclaimer: Line
    emergency_number: Line | None = None
    topics: dict[Id, Line] = Field(default_factory=dict)


class Look(Section):
    """Which layout and theme a letter wears."""

    layout: Id = "digest"
    theme: Id = "paper"


class Pictures(Section):
    """Where a letter's pictures are: inside it, or at a web address that readers' programs ask."""

    in_letter: bool | None = None
    base_url: Annotated[str, AfterValidator(parse_base_url)] | None = None

    @model_validator(mode="after")
    def _require_a_place(self) -> Self:
        if self.in_letter is False and not self.base_url:
            raise refuse(
                "pictures that are not in the letter need a “base-url”",
                "Add base-url, or take the line “in-letter” out.",
            )
        return self

    @property
    def inside(self) -> bool:
        """Whether pictures travel inside the letter: unless said otherwise, if there is no URL."""
        return self.base_url is None if self.in_letter is None else self.in_letter

    @property
    def on_loopback(self) -> bool:
        """Whether the web address is one of this machine's own, for trying things out."""
        return bool(self.base_url) and not str(self.base_url).startswith("https:")


class Database(Section):
    """Where the memory lies: an SQLAlchemy URL; SQLite paths are relative to the workspace."""

    url: str = "sqlite:///newsletter.db"


class Sending(Section):
    """How patiently and how boldly to send; times in seconds."""

    provider: str = "local"
    not_after: Seconds = 12 * 3600
    in_doubt: DoubtPolicy = DoubtPolicy.HOLD
    attempts: Annotated[int, Field(ge=1, le=100)] = 8
    retry_after: Seconds = 300
    lease: Seconds = 60
    grace: Seconds = 900


class SlotSetting(Section):
    """A weekly place in the calendar."""

    name: Line
    weekday: Annotated[Weekday, BeforeValidator(parse_weekday)]
    time: Annotated[time, BeforeValidator(parse_clock)]
    zone: Zone

    @property
    def slot(self) -> Slot:
        """The same, able to count its occurrences."""
        return Slot(self.name, self.weekday, self.time, self.zone)


class Settings(Section):
    """All of `newsletter.toml`."""

    newsletter: Identity
    translation: dict[Language, Translation] = Field(default_factory=dict)
    templates: Look = Look()
    pictures: Pictures = Pictures()
    database: Database = Database()
    sending: Sending = Sending()
    provider: dict[str, Provider]
    slot: tuple[SlotSetting, ...] = ()
    checks: Checks = Checks()
    review: ReviewPolicy = ReviewPolicy()
    preview: Preview = Preview()
    signup: Signup = Signup()
    privacy: Privacy = Privacy()
    kind: dict[str, KindSetting] = Field(default_factory=dict)
    fields: dict[OwnFieldName, FieldSetting] = Field(default_factory=dict)
    topics: dict[Id, Line] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _require_a_plain_name(self) -> Self:
        if NAME in self.fields and self.fields[NAME].kind != FieldKind.TEXT:
            raise refuse("a reader's name is text", "Take “kind” out of [fields.name].")
        return self

    @model_validator(mode="after")
    def _require_patience(self) -> Self:
        longest = max((each.verdict_timeout for each in self.provider.values()), default=0)
        if self.sending.grace <= longest:
            raise refuse(
                "“grace” in [sending] is not longer than a provider's “verdict-timeout”",
                "Make grace longer: until then, a letter may still get its verdict.",
            )
        return self

    @model_validator(mode="after")
    def _require_new_kinds(self) -> Self:
        for name, kind in self.kind.items():
            if not FIELD_NAME.fullmatch(name) or name in SNIPPET_OF_KIND:
                raise refuse(
                    f"“{name}” cannot be a kind of your own",
                    "Use lower-case letters and hyphens, and no name that the program has already.",
                )
            if taken := known_fields(Snippet).intersection((*kind.needs, *kind.may)):
                raise refuse(
                    f"“{min(taken)}” in [kind.{name}] is a field that every snippet may have",
                    "Choose another name for it.",
                )
        return self

    @property
    def kinds(self) -> dict[str, type[Snippet]]:
        """The workspace's own kinds of snippet, by name."""
        return {name: make_kind(name, kind.needs, kind.may) for name, kind in self.kind.items()}

    @model_validator(mode="after")
    def _require_other_languages(self) -> Self:
        own = self.newsletter.language
        if own in self.translation:
            remedy = "Write its words in [newsletter], and take this table out."
            problem = "this is the newsletter's own language"
            raise refuse_at(("translation", own), problem, remedy)
        return self

    @model_validator(mode="after")
    def _require_known_topics(self) -> Self:
        for language, translation in self.translation.items():
            for topic in translation.topics.keys() - self.topics.keys():
                place = ("translation", language, "topics", topic)
                raise refuse_at(place, "it is not one of [topics]", nearest(topic, self.topics))
        return self

    @property
    def languages(self) -> tuple[str, ...]:
        """What the newsletter speaks: its own language first, then the order of the file."""
        return (self.newsletter.language, *self.translation)

    def identity_in(self, language: str) -> Identity:
        """Return who writes the letter, as readers of this language are told.

        Raises:
            UsageError: the newsletter does not speak it.
        """
        if language == self.newsletter.language:
            return self.newsletter
        if language not in self.translation:
            raise UsageError(
                f"the newsletter does not speak “{language}”",
                remedy=f"Use one of: {', '.join(self.languages)}; or add [translation.{language}].",
            )
        words = self.translation[language].model_dump(exclude_none=True, exclude={"topics"})
        return self.newsletter.model_copy(update={**words, "language": language})

    def topics_in(self, language: str) -> dict[str, str]:
        """What readers of this language may choose: titles by id, in the order of the file.

        A title that is not translated stays in the newsletter's own language.
        """
        translation = self.translation.get(language)
        return {**self.topics, **(translation.topics if translation else {})}

    @property
    def slots(self) -> list[Slot]:
        """The recurring places in the calendar, in the order of the file."""
        return [setting.slot for setting in self.slot]

    @property
    def reader_fields(self) -> tuple[ReaderField, ...]:
        """What letters may say of a reader: name, links of their own, and the declared fields.

        What to call readers without a name is for each language to say, unless it is set here.
        """
        own = (setting.named(name) for name, setting in self.fields.items() if name != NAME)
        name = self.fields[NAME].named(NAME) if NAME in self.fields else ReaderField(NAME)
        links = (ReaderField(link, FieldKind.URL, longest=LONGEST_LINK) for link in OUR_LINKS)
        return (name, *links, *own)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the rules of segments may speak of."""
        own = tuple(each for each in self.reader_fields if each.name not in (NAME, *OUR_LINKS))
        identity = self.newsletter
        return Vocabulary(own, tuple(self.topics), identity.language, identity.time_zone)

    def find_provider(self, name: str) -> Provider:
        """Return the provider of that name.

        Raises:
            UsageError: the settings have none.
        """
        if name not in self.provider:
            raise UsageError(
                f"no provider is called “{name}”",
                remedy=f"Use one of: {', '.join(sorted(self.provider))}; or add [provider.{name}].",
            )
        return self.provider[name]

    @property
    def speaks_of_example(self) -> bool:
        """Whether a placeholder of the starter is still in what readers would see or answer to."""
        tables: list[Section] = [self.newsletter, *self.translation.values(), self.pictures]
        return any(PLACEHOLDER.search(str(value)) for table in tables for _, value in table)
