"""Invented readers, as whom editors look at a letter."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Persona:
    """A reader to look at letters as; `note` says what is to be seen that way.

    What is empty is not known of them. `fields` goes by name, spelt as in templates.
    """

    id: str
    note: str = ""
    name: str = ""
    address: str = ""
    language: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
