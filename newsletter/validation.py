"""Pydantic's errors in an editor's words: what is wrong with a field, and what to write instead."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Place = tuple[str | int, ...]
"""The way to a value: field names and list positions, outermost first."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How the file is written that a mistake is in: what to tell its editor."""

    missing: str
    empty: str
    items: str
    fields: str
    elsewhere: str


YAML = Notation(
    missing="Add a line that starts with “{field}:”.",
    empty="Write something after the colon, or take the line out.",
    items="Write a list: one entry a line, each after “- ”.",
    fields="Write its fields on lines of their own, indented below it.",
    elsewhere="Indent it below the field that it belongs to, or take the line out.",
)
TOML = Notation(
    missing="Add a line that starts with “{field} =”.",
    empty="Write something between the quotes, or take the line out.",
    items="Write each entry below a line [[…]] of its own.",
    fields="Write its settings below a line […] of its own.",
    elsewhere="Move it below the line […] that it belongs to, or take it out.",
)


SHOULD_BE = {
    "string_type": "it should be text",
    "tuple_type": "it should be a list",
    "int_parsing": "it should be a number",
    "bool_parsing": "it should be true or false",
    "model_type": "it should have fields of its own",
    "model_attributes_type": "it should have fields of its own",
    "dict_type": "it should have fields of its own",
}

KEY = "[key]"
"""The last step of a place that means the name of a field instead of its value."""


def explain(
    error: ValidationError, model: type[BaseModel], notation: Notation = YAML
) -> Iterator[tuple[Place, str, str]]:
    """Yield place, problem and remedy for every mistake in the order of the fields."""
    mistakes = error.errors(include_url=False)
    for details in mistakes:
        if details["type"] == "too_short" and _holds_others(details, mistakes):
            continue
        problem, remedy = _explain_one(details, model, notation)
        yield details["loc"], problem, remedy


def nearest(word: str, known: Collection[str]) -> str:
    """Return “Did you mean …?”, or the known words where none is near."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    if matches:
        return f"Did you mean “{matches[0]}”?"
    return f"Known are: {', '.join(sorted(known))}." if known else "There are none yet."


def _explain_one(
    details: ErrorDetails, model: type[BaseModel], notation: Notation
) -> tuple[str, str]:
    field = _name(details["loc"])
    context = details.get("ctx", {})
    match details["type"]:
        case "missing":
            return f"“{field}” is missing", notation.missing.format(field=field)
        case "extra_forbidden":
            return f"“{field}” is not a known field", _place_for(
                field, known_fields(model), notation
            )
        case "enum" | "literal_error":
            return f"“{field}” cannot be “{details['input']}”", f"Use {context['expected']}."
        case "string_too_short":
            return f"“{field}” is empty", notation.empty
        case "day" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return f"“{field}” is not a date", "Write it as 2026-12-31."
        case "too_short":
            least = context["min_length"]
            return f"“{field}” needs {least} or more entries", "Add another entry to the list."
        case "id" if field in ("id", "slug"):
            thing = "file" if field == "id" else "folder"
            problem = f"the {thing}'s name “{details['input']}” cannot be an id"
            return problem, f"Rename the {thing}. {context['remedy']}"
        case _ if "remedy" in context and details["loc"][-1:] == (KEY,):
            return details["msg"], str(context["remedy"])
        case _ if "remedy" in context:
            return f"“{field}”: {details['msg']}", str(context["remedy"])
        case kind:
            problem = f"“{field}” is not right: {SHOULD_BE.get(kind, details['msg'])}"
            return problem, _remedies(notation).get(kind, "Correct the value.")


def _remedies(notation: Notation) -> dict[str, str]:
    """What to do about a value of the wrong shape, by the library's name for the mistake."""
    return {
        "string_type": "Write plain text here.",
        "tuple_type": notation.items,
        "int_parsing": "Write a whole number in digits, such as 10.",
        "bool_parsing": "Write true or false.",
        "model_type": notation.fields,
        "model_attributes_type": notation.fields,
        "dict_type": notation.fields,
    }


def _holds_others(details: ErrorDetails, mistakes: list[ErrorDetails]) -> bool:
    """Whether something inside this value is wrong, too, and the value is short only for that."""
    place = details["loc"]
    return any(other["loc"][: len(place)] == place != other["loc"] for other in mistakes)


def _place_for(field: str, known: set[str], notation: Notation) -> str:
    """What to do with a field that is not known where it stands."""
    if field in known:
        return notation.elsewhere
    return nearest(field, known)


def _name(place: Place) -> str:
    """The field a reader would point at: the last name on the way, with its position in a list."""
    names = [part for part in place if isinstance(part, str) and part != "[key]"]
    return names[-1] if names else "the file"


def known_fields(model: type[BaseModel]) -> set[str]:
    """Every field name an editor may write in `model` or below it."""
    names: set[str] = set()
    hidden: frozenset[str] = getattr(model, "from_the_file", frozenset())
    elsewhere: frozenset[str] = getattr(model, "from_other_files", frozenset())
    for name, field in model.model_fields.items():
        if name not in hidden:
            names.add(field.alias or name)
        if name not in hidden | elsewhere:
            for inner in _models_in(field.annotation):
                names |= known_fields(inner)
    return names


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
