"""Views as JSON, and refusals in words: every answer of the studio that is not a page or a file."""

import json
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import PurePath

from pydantic import BaseModel
from starlette.responses import Response

from newsletter.localtime import LocalTime

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def as_json(view: object) -> Json:
    """What JSON can write of a view: names without the underscore that spares a keyword.

    Paths are posix text, days are ISO 8601, moments too and in UTC; a local time names its
    place. Sets are sorted.

    Raises:
        TypeError: the view holds something that is no plain data.
    """
    match view:
        case Enum():
            return as_json(view.value)
        case None | bool() | int() | float() | str():
            return view
        case PurePath():
            return view.as_posix()
        case LocalTime():
            # As people have written it: on the clock of a place, which it names.
            return str(view)
        case datetime():
            return view.astimezone(UTC).isoformat()
        case date():
            return view.isoformat()
        case Mapping():
            return {str(key): as_json(value) for key, value in view.items()}
        case Set():
            return [as_json(each) for each in sorted(view)]
        case list() | tuple():
            return [as_json(each) for each in view]
    return record_of(view)


def record_of(view: object) -> dict[str, Json]:
    """A dataclass or one of the nouns, field by field.

    Raises:
        TypeError: it is neither.
    """
    if is_dataclass(view):
        names = [field.name for field in fields(view)]
    elif isinstance(view, BaseModel):
        names = list(type(view).model_fields)
    else:
        raise TypeError(f"{type(view).__name__} cannot be written as JSON")
    return {name.rstrip("_"): as_json(getattr(view, name)) for name in names}


def write_json(view: object) -> bytes:
    """The JSON of a view, in UTF-8; of a file's name that is none, as much as can be read."""
    text = json.dumps(as_json(view), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def answer(view: object, status: int = 200) -> Response:
    """Answer with a view."""
    return Response(write_json(view), status, media_type="application/json")


def refuse(status: int, problem: str, remedy: str) -> Response:
    """Answer that it cannot be, and what to do instead."""
    return answer({"problem": problem, "remedy": remedy}, status)
