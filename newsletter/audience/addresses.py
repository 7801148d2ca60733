"""Email addresses: which can be mailed, and when two are the same."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email


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
        ValueError: it cannot be mailed; the message says why.
    """
    try:
        checked = validate_email(
            text.strip(), check_deliverability=False, strict=True, test_environment=True
        )
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    if not checked.ascii_email:
        raise ValueError("letters outside ASCII before the @ cannot be mailed everywhere")
    return Address(checked.ascii_email, checked.ascii_email.casefold())
