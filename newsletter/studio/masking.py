"""Addresses by which their owners may be told from others, and not be written to."""

import re

ADDRESS = re.compile(r"[^\s<>()\"',;:@]+@[^\s<>()\"',;:@]+")


def mask(address: str) -> str:
    """The address with the first letter of each part alone."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain[:1]}…"


def mask_addresses(text: str) -> str:
    """The text with every address in it masked."""
    return ADDRESS.sub(lambda found: mask(found[0]), text)
