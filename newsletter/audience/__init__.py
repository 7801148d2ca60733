"""Who gets letters: subscribers, their addresses, their consent, their links."""

from newsletter.audience.adding import Imported
from newsletter.audience.addresses import Address, parse_address
from newsletter.audience.attempts import Letters
from newsletter.audience.erasing import erase
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
from newsletter.audience.holdings import count_holdings, export_person
from newsletter.audience.matching import Answer, belongs, describe, explain
from newsletter.audience.names import check_name
from newsletter.audience.readers import Group, count_groups, find_reader, search_readers
from newsletter.audience.retention import UNCONFIRMED, Forgotten, forget_old
from newsletter.audience.segments import count_readers, count_segments
from newsletter.audience.signups import SignUps, Waiting
from newsletter.audience.steps import MOVES, Move, Step
from newsletter.audience.subscribers import Subscribers
from newsletter.audience.suppression import Suppressions
from newsletter.audience.tokens import Purpose, Token, read_token, sign_token
from newsletter.audience.wordings import Wordings

__all__ = [
    "MOVES",
    "UNCONFIRMED",
    "Address",
    "Answer",
    "Declared",
    "Forgotten",
    "Form",
    "Group",
    "Imported",
    "Letters",
    "Move",
    "Purpose",
    "Refusal",
    "Row",
    "SignUps",
    "Step",
    "Subscribers",
    "Suppressions",
    "Token",
    "Waiting",
    "Wordings",
    "belongs",
    "check_basis",
    "check_name",
    "count_groups",
    "count_holdings",
    "count_readers",
    "count_segments",
    "describe",
    "divert_refusals",
    "erase",
    "explain",
    "export_person",
    "find_reader",
    "forget_old",
    "inspect",
    "parse_address",
    "read_language",
    "read_rows",
    "read_token",
    "search_readers",
    "sign_token",
    "write_readers",
]
