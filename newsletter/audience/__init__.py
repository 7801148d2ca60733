"""Who gets letters: subscribers, their addresses, their consent, their links."""

from newsletter.audience.adding import Imported
from newsletter.audience.addresses import Address, parse_address
from newsletter.audience.files import (
    Declared,
    Form,
    Refusal,
    Row,
    check_basis,
    divert_refusals,
    inspect,
    read_language,
    read_rows,
    write_readers,
)
from newsletter.audience.names import check_name
from newsletter.audience.readers import Group, count_groups, find_reader, search_readers
from newsletter.audience.steps import MOVES, Move, Step
from newsletter.audience.subscribers import Subscribers
from newsletter.audience.tokens import Purpose, Token, read_token, sign_token
from newsletter.audience.wordings import Wordings

__all__ = [
    "MOVES",
    "Address",
    "Declared",
    "Form",
    "Group",
    "Imported",
    "Move",
    "Purpose",
    "Refusal",
    "Row",
    "Step",
    "Subscribers",
    "Token",
    "Wordings",
    "check_basis",
    "check_name",
    "count_groups",
    "divert_refusals",
    "find_reader",
    "inspect",
    "parse_address",
    "read_language",
    "read_rows",
    "read_token",
    "search_readers",
    "sign_token",
    "write_readers",
]
