"""What a setting may hold: lengths of time, zones, addresses, files."""

import ipaddress
import re
from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

from newsletter.localtime import Weekday, find_zone

LOOPBACK = "127.0.0.1"
FIELD_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

TAKEN = {
    "address",
    "time-zone",
    "language",
    "topics",
    "joined",
    "confirm-url",
    "data-url",
    "asked-at",
    "leave-url",
    "preferences-url",
}
"""What is known of every reader without being declared, and cannot be declared otherwise."""


def refuse(problem: str, remedy: str) -> PydanticCustomError:
    """The error to raise for a setting that cannot be."""
    return PydanticCustomError("setting", "{problem}", {"problem": problem, "remedy": remedy})


def refuse_at(place: tuple[str, ...], problem: str, remedy: str) -> ValidationError:
    """The error to raise for what only the settings as a whole can tell of one place in them."""
    details = InitErrorDetails(type=refuse(problem, remedy), loc=place, input=None)
    return ValidationError.from_exception_data("Settings", [details])


def _seconds(value: object) -> int:
    match = re.fullmatch(r"(\d{1,6})\s*([smhd])", str(value).strip())
    if not match:
        raise refuse(f"“{value}” is not a length of time", "Write it as 30s, 5m, 12h or 2d.")
    return int(match[1]) * UNITS[match[2]]


def _line(text: str) -> str:
    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text):
        raise refuse("it holds a line end or a control character", "Write one line of plain text.")
    return text


def _zone(name: str) -> str:
    try:
        find_zone(name)
    except ValueError as error:
        raise refuse(str(error), "Use a name from the time zone database.") from error
    return name


def _address(text: str) -> str:
    if not re.fullmatch(r"[!-;=?A-~]+@[A-Za-z0-9.-]+", text):
        raise refuse(f"“{text}” is not an email address", "Write it as desk@example.org.")
    return text


def parse_list_id(text: str) -> str:
    """Check a list id (RFC 2919)."""
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        raise refuse(f"“{text}” cannot be a list id", "Write it as letter.example.org.")
    return text


def parse_public_url(text: str) -> str:
    """Check a web address; no slash at its end."""
    if not (text.isascii() and re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text)):
        raise refuse(f"“{text}” is not a web address", "Write it as https://letter.example.org.")
    return text.rstrip("/")


def parse_base_url(text: str) -> str:
    """Check the address of a folder of pictures; no slash at its end."""
    plain = re.fullmatch(r"(https?)://(\[[0-9a-fA-F:]+\]|[\w.-]+)(:\d+)?(/[\w.~%+=@,:/-]*)?", text)
    if not (text.isascii() and plain):
        remedy = "Write it as https://pictures.example.org/letter."
        raise refuse(f"“{text}” is not the address of a folder on the web", remedy)
    if plain[1] != "https" and not is_loopback(plain[2].strip("[]")):
        remedy = "Write https://: anybody on the way could see, or change, what readers look at."
        raise refuse(f"“{text}” is not encrypted", remedy)
    return text.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether what is sent to this host never leaves the machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse_clock(value: object) -> time:
    """Read a time of day on some wall clock."""
    try:
        clock = time.fromisoformat(str(value))
        if clock.tzinfo:
            raise ValueError(value)
        return clock
    except ValueError as error:
        raise refuse(f"“{value}” is not a time of day", "Write it as 08:00.") from error


def _field_name(text: str) -> str:
    if not FIELD_NAME.fullmatch(text):
        problem = f"“{text}” cannot be the name of a field"
        raise refuse(problem, "Use lower-case letters, digits, single hyphens: first-name.")
    return text


def _own_field_name(text: str) -> str:
    if text in TAKEN:
        raise refuse(f"every reader has “{text}” already", "Choose another name for the field.")
    return text


def _beside(path: Path, info: ValidationInfo) -> Path:
    """A relative path is one as seen from the settings file."""
    folder = info.context or Path()
    return Path(folder) / path.expanduser()


def parse_weekday(value: object) -> Weekday:
    """Read the name of a day."""
    try:
        return Weekday[str(value).upper()]
    except KeyError as error:
        raise refuse(f"“{value}” is not a day", "Use monday, tuesday … sunday.") from error


Line = Annotated[str, Field(min_length=1), AfterValidator(_line)]
Seconds = Annotated[int, BeforeValidator(_seconds), Field(ge=1)]
FileBeside = Annotated[Path, AfterValidator(_beside)]
Zone = Annotated[str, AfterValidator(_zone)]
Address = Annotated[str, AfterValidator(_address)]
FieldName = Annotated[str, AfterValidator(_field_name)]
OwnFieldName = Annotated[FieldName, AfterValidator(_own_field_name)]
