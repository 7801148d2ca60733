"""`newsletter.toml`: read once, checked whole, then passed on as a value."""

import codecs
import ipaddress
import os
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from newsletter.errors import FoundErrors, UsageError
from newsletter.localtime import Slot, Weekday, find_zone
from newsletter.model import DoubtPolicy, Finding, Level, Location
from newsletter.validation import TOML, Place, explain

HEADER = re.compile(r"\s*(\[\[?)([^\[\]#]+)\]")
SETTING = re.compile(r"""\s*([\w-]+|"[^"]*"|'[^']*')\s*=""")

PLACEHOLDER = re.compile(
    r"(?<![\w-])example(\.(org|com|net)\b| (street|town|health desk)\b)", re.IGNORECASE
)
"""What the starter's settings say where a desk's own names belong."""

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _refuse(problem: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("setting", "{problem}", {"problem": problem, "remedy": remedy})


def _seconds(value: object) -> int:
    match = re.fullmatch(r"(\d{1,6})\s*([smhd])", str(value).strip())
    if not match:
        raise _refuse(f"“{value}” is not a length of time", "Write it as 30s, 5m, 12h or 2d.")
    return int(match[1]) * UNITS[match[2]]


def _zone(name: str) -> str:
    try:
        find_zone(name)
    except ValueError as error:
        raise _refuse(str(error), "Use a name from the time zone database.") from error
    return name


def _address(text: str) -> str:
    if not re.fullmatch(r"[!-;=?A-~]+@[A-Za-z0-9.-]+", text):
        raise _refuse(f"“{text}” is not an email address", "Write it as desk@example.org.")
    return text


def _list_id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        raise _refuse(f"“{text}” cannot be a list id", "Write it as letter.example.org.")
    return text


def _public_url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise _refuse(f"“{text}” is not a web address", "Write it as https://letter.example.org.")
    return text.rstrip("/")


def _clock(value: object) -> time:
    try:
        clock = time.fromisoformat(str(value))
        if clock.tzinfo:
            raise ValueError(value)
        return clock
    except ValueError as error:
        raise _refuse(f"“{value}” is not a time of day", "Write it as 08:00.") from error


def _beside(path: Path, info: ValidationInfo) -> Path:
    """A relative path is one as seen from the settings file."""
    folder = info.context or Path()
    return Path(folder) / path.expanduser()


def _weekday(value: object) -> Weekday:
    try:
        return Weekday[str(value).upper()]
    except KeyError as error:
        raise _refuse(f"“{value}” is not a day", "Use monday, tuesday … sunday.") from error


Line = Annotated[str, Field(min_length=1, pattern=r"^[^\r\n]*$")]
Seconds = Annotated[int, BeforeValidator(_seconds), Field(ge=1)]
FileBeside = Annotated[Path, AfterValidator(_beside)]
Zone = Annotated[str, AfterValidator(_zone)]
Address = Annotated[str, AfterValidator(_address)]


class Section(BaseModel):
    """A frozen table of the settings file."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.rstrip("_").replace("_", "-")
    )


class Identity(Section):
    """Who writes the letter, and what every letter says about that."""

    name: Line
    from_: Address
    reply_to: Address | None = None
    bounces: Address | None = None
    list_id: Annotated[str, AfterValidator(_list_id)]
    public_url: Annotated[str, AfterValidator(_public_url)]
    postal_address: Line
    reason: Line
    disclaimer: Line
    emergency_number: Line = "112"
    language: Annotated[str, Field(pattern=r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$")] = "en"
    direction: Literal["ltr", "rtl"] = "ltr"
    time_zone: Zone = "Europe/London"


class Look(Section):
    """Which layout and theme a letter wears."""

    layout: str = "digest"
    theme: str = "paper"


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


class Provider(Section):
    """One SMTP server: where it is, how to be safe with it, how to log in.

    `verdict_timeout` is for the reply to the final dot alone (RFC 5321 §4.5.3.2.6: 10 minutes).
    """

    host: Line
    port: Annotated[int, Field(ge=1, le=65535)]
    security: Literal["tls", "starttls", "none"]
    username: Line | None = None
    password_env: Line | None = None
    password_file: FileBeside | None = None
    timeout: Seconds = 60
    verdict_timeout: Seconds = 600
    ca_file: FileBeside | None = None
    allow_plaintext: bool = False

    @property
    def on_loopback(self) -> bool:
        """Whether letters to this server never leave the machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def password(self, environment: Mapping[str, str]) -> str | None:
        """Fetch the secret from where the settings point.

        Raises:
            UsageError: the environment variable is unset, or the file cannot be read.
        """
        if self.password_env:
            if self.password_env not in environment:
                raise UsageError(
                    f"the environment variable {self.password_env} is not set",
                    remedy="Set it to the provider's password before you start.",
                )
            return environment[self.password_env]
        return _read_secret(self.password_file) if self.password_file else None


class SlotSetting(Section):
    """A weekly place in the calendar."""

    name: Line
    weekday: Annotated[Weekday, BeforeValidator(_weekday)]
    time: Annotated[time, BeforeValidator(_clock)]
    zone: Zone

    @property
    def slot(self) -> Slot:
        """The same, able to count its occurrences."""
        return Slot(self.name, self.weekday, self.time, self.zone)


class Settings(Section):
    """All of `newsletter.toml`."""

    newsletter: Identity
    templates: Look = Look()
    database: Database = Database()
    sending: Sending = Sending()
    provider: dict[str, Provider]
    slot: tuple[SlotSetting, ...] = ()

    @property
    def slots(self) -> list[Slot]:
        """The recurring places in the calendar, in the order of the file."""
        return [setting.slot for setting in self.slot]

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
        return any(PLACEHOLDER.search(str(value)) for _, value in self.newsletter)


def load_settings(path: Path) -> Settings:
    """Read the settings file.

    Raises:
        FoundErrors: it is not TOML, or a setting is missing, unknown or wrong; all are listed.
    """
    text = _read_settings(path)
    try:
        return Settings.model_validate(tomllib.loads(text), context=path.parent)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FoundErrors([_syntax_finding(path, error, text.count("\n") + 1)]) from error
    except ValidationError as error:
        lines = _lines_of(text)
        findings = [
            Finding("settings", Level.ERROR, Location(path, _line(place, lines)), problem, remedy)
            for place, problem, remedy in explain(error, Settings, TOML)
        ]
        # Not "from error": it quotes the values, and a secret may be among them.
        raise FoundErrors(findings) from None


def database_url(settings: Settings, root: Path, environment: Mapping[str, str]) -> str:
    """Return the URL to open; a relative SQLite path is taken from `root`."""
    url = environment.get("NEWSLETTER_DATABASE") or settings.database.url
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return f"{prefix}{(root / url.removeprefix(prefix)).resolve()}"
    return url


def _syntax_finding(path: Path, error: Exception, last_line: int) -> Finding:
    match = re.search(r"\(at line (\d+)", str(error))
    problem = f"this is not valid TOML: {str(error).partition(' (at')[0]}"
    remedy = "Put text in double quotes; write one setting a line, as name = value."
    place = Location(path, int(match[1]) if match else last_line)
    return Finding("settings", Level.ERROR, place, problem, remedy)


def _read_settings(path: Path) -> str:
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = Location(path, data[: error.start].count(b"\n") + 1)
        problem, remedy = "this is not text in UTF-8", "Save the file as UTF-8 text."
        raise FoundErrors([Finding("settings", Level.ERROR, place, problem, remedy)]) from error


def _lines_of(text: str) -> dict[Place, int]:
    """The line of every table and setting by its place; tables of a list are counted from 0."""
    lines: dict[Place, int] = {}
    table: Place = ()
    count: Counter[Place] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            table = tuple(name.strip(" \t\"'") for name in header[2].split("."))
            lines.setdefault(table, number)
            if header[1] == "[[":
                count[table] += 1
                table = (*table, count[table] - 1)
                lines[table] = number
        elif setting := SETTING.match(line):
            lines[(*table, setting[1].strip("\"'"))] = number
    return lines


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    """The line of a place, or of the nearest thing around it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(
            f"the secret file {path} cannot be read: {os.strerror(error.errno or 0)}",
            remedy="Check the path and its permissions.",
        ) from error
    except UnicodeDecodeError:
        raise UsageError(
            f"the secret file {path} is not text", remedy="Save the secret as one line of text."
        ) from None
