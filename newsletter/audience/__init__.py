"""Who gets letters: subscribers, their addresses, their consent, their links."""

from newsletter.audience.addresses import Address, parse_address
from newsletter.audience.attempts import Letters
from newsletter.audience.csvfile import Row, check_name, read_csv
from newsletter.audience.erasing import erase
from newsletter.audience.holdings import count_holdings, export_person
from newsletter.audience.readers import Group, count_groups, find_reader, search_readers
from newsletter.audience.retention import UNCONFIRMED, Forgotten, forget_old
from newsletter.audience.signups import SignUps, Waiting
from newsletter.audience.steps import MOVES, Move, Step
from newsletter.audience.subscribers import Imported, Subscribers
from newsletter.audience.suppression import Suppressions
from newsletter.audience.tokens import Purpose, Token, read_token, sign_token
from newsletter.audience.wordings import Wordings

__all__ = [
    "MOVES",
    "UNCONFIRMED",
    "Address",
    "Forgotten",
    "Group",
    "Imported",
    "Letters",
    "Move",
    "Purpose",
    "Row",
    "SignUps",
    "Step",
    "Subscribers",
    "Suppressions",
    "Token",
    "Waiting",
    "Wordings",
    "check_name",
    "count_groups",
    "count_holdings",
    "erase",
    "export_person",
    "find_reader",
    "forget_old",
    "parse_address",
    "read_csv",
    "read_token",
    "search_readers",
    "sign_token",
]
