"""What a field may hold: text, ids, addresses, days, times; and what every noun has in common."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from newsletter.localtime import LocalTime

CITATION = re.compile(r"\[@([^\[\]\n]+)\]")
"""`[@id]` cites a source; `[@?]` marks a statement that still needs one."""

PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
"""`{{ reader.first_name }}`: a place in an editor's text that is filled for each reader."""

WEB_ADDRESS = re.compile(r"(https?://[^\s/]+|mailto:[^\s@]+@)\S*", re.IGNORECASE)


def _id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 80:
        raise PydanticCustomError(
            "id",
            "“{text}” cannot be an id",
            {
                "text": text,
                "remedy": "Use lower-case letters, digits, single hyphens.",
            },
        )
    return text


def spell_language(text: str) -> str | None:
    """Return a language's code in its usual spelling, such as pt-BR; None if it is none.

    Only the form is checked: nobody knows all languages. Source: RFC 5646 §2.1 and §2.1.1.
    """
    if not re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", text):
        return None
    first, *others = text.lower().split("-")
    spelled = {2: str.upper, 4: str.capitalize}
    return "-".join([first, *(spelled.get(len(part), str)(part) for part in others)])


def _language(text: str) -> str:
    spelled = spell_language(text)
    if spelled != text:
        raise PydanticCustomError(
            "language",
            "“{text}” is not the code of a language",
            {"text": text, "remedy": f"Write it as {spelled or 'en, fr or pt-BR'}."},
        )
    return text


def _web_address(text: str) -> str:
    # A placeholder may be the whole address, or stand for a word in it.
    if not WEB_ADDRESS.fullmatch(PLACEHOLDER.sub("x", text)) and not PLACEHOLDER.fullmatch(text):
        raise PydanticCustomError(
            "web_address",
            "“{text}” is not an address to link to",
            {"text": text, "remedy": "Write it in full, such as https://example.org/page."},
        )
    return text


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("day", "this is not a date") from error


def _send_at(value: object) -> LocalTime:
    try:
        return value if isinstance(value, LocalTime) else LocalTime.parse(str(value))
    except ValueError as error:
        raise PydanticCustomError(
            "send_at",
            "{reason}",
            {"reason": str(error), "remedy": "Write it as 2026-12-01 08:00 Asia/Singapore."},
        ) from error


def _one_line(text: str) -> str:
    """Fold white space that may break; what cannot be seen cannot stand in a letter."""
    folded = re.sub(r"[^\S\u00a0\u202f]+", " ", text)
    if re.search(r"[\x00-\x1f\x7f-\x9f]", folded):
        raise PydanticCustomError(
            "control", "it holds a control character", {"remedy": "Take it out; it is invisible."}
        )
    return folded


class Lines(dict[tuple[str | int, ...], int]):
    """The line of every field of a file by its place: names and list positions, outermost first."""

    def of(self, *place: str | int) -> int:
        """The line of a place, or of the nearest thing around it; 1 where nothing is known."""
        while place and place not in self:
            place = place[:-1]
        return self.get(place, 1)


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)
]
Id = Annotated[Text, AfterValidator(_id)]
Language = Annotated[str, AfterValidator(_language)]
WebAddress = Annotated[Text, AfterValidator(_web_address)]
OneOrMore = Annotated[
    tuple[Id, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
]
Day = Annotated[date, BeforeValidator(_day)]
SendAt = Annotated[LocalTime, BeforeValidator(_send_at)]


class Noun(BaseModel):
    """A frozen value whose fields are written with hyphens in the editors' files."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        populate_by_name=False,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )
