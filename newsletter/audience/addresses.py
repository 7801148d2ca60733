"""Email addresses: which can be mailed, and when two are the same."""

import re
from dataclasses import dataclass

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

LONGEST = 254
"""Characters of an address. Source: RFC 5321 §4.5.3.1.3, RFC 3696 erratum 1690."""

ATOM = r"[a-zA-Z0-9_!#$%&'*+\-/=?^`{|}~]+"
LABEL = r"(?!..--)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
PLAIN = re.compile(rf"(?=[^@]{{1,64}}@)({ATOM}(?:\.{ATOM})*)@((?:{LABEL}\.)+{LABEL}(?<=[a-zA-Z]))")
"""What nearly all addresses look like: ASCII, and of a form that leaves nothing to decide.

Source: RFC 5321 §4.1.2, §4.5.3.1.1; RFC 1123 §2.1; RFC 5891 §4.2.3.1 for the hyphens.
"""
RESERVED = tuple(f"{mark}{name}" for name in SPECIAL_USE_DOMAIN_NAMES for mark in ".@")


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is mailed (ASCII), and the form by which it is compared."""

    mailed: str
    canonical: str


def parse_address(text: str) -> Address:
    """Check an address by its form alone; nothing is looked up.

    The domain becomes its ASCII form (RFC 5891). Two addresses that differ only in upper and lower
    case are the same reader.

    Raises:
        ValueError: it cannot be mailed; the message says why, and does not quote it.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError(f"an address has at most {LONGEST} characters")
    mailed = _parse_plain(text) or _parse_any(text)
    return Address(mailed, mailed.casefold())


def _parse_plain(text: str) -> str:
    """Return a plain address as `_parse_any` would, in a fiftieth of the time; else nothing."""
    match = PLAIN.fullmatch(text)
    if not match:
        return ""
    local, domain = match[1], match[2].lower()
    # “Postmaster” and its like are the same in any case (RFC 2142): that is for the library.
    if f"@{domain}".endswith(RESERVED) or (local.isalpha() and not local.islower()):
        return ""
    return f"{local}@{domain}"


def _parse_any(text: str) -> str:
    try:
        checked = validate_email(
            text, check_deliverability=False, strict=True, test_environment=True
        )
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    if not checked.ascii_email:
        raise ValueError("letters outside ASCII before the @ cannot be mailed everywhere")
    return checked.ascii_email
