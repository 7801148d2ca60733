"""Who gets letters: subscribers, their addresses, their consent, their links."""

from newsletter.audience.addresses import Address, parse_address
from newsletter.audience.csvfile import Row, check_name, read_csv
from newsletter.audience.subscribers import Imported, Subscribers
from newsletter.audience.tokens import Purpose, read_token, sign_token

__all__ = [
    "Address",
    "Imported",
    "Purpose",
    "Row",
    "Subscribers",
    "check_name",
    "parse_address",
    "read_csv",
    "read_token",
    "sign_token",
]
