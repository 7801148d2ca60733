"""Who gets letters: subscribers, their addresses, their consent, their links."""

from newsletter.audience.addresses import Address, parse_address
from newsletter.audience.csvfile import Row, check_name, read_csv
from newsletter.audience.matching import Answer, belongs, describe, explain
from newsletter.audience.readers import Group, count_groups, find_reader, search_readers
from newsletter.audience.segments import count_readers, count_segments
from newsletter.audience.subscribers import Imported, Subscribers
from newsletter.audience.tokens import Purpose, Token, read_token, sign_token

__all__ = [
    "Address",
    "Answer",
    "Group",
    "Imported",
    "Purpose",
    "Row",
    "Subscribers",
    "Token",
    "belongs",
    "check_name",
    "count_groups",
    "count_readers",
    "count_segments",
    "describe",
    "explain",
    "find_reader",
    "parse_address",
    "read_csv",
    "read_token",
    "search_readers",
    "sign_token",
]
