"""Signing up: who may send a form, whom to believe about where it came from, and how often."""

import ipaddress
import re
from typing import Annotated

from pydantic import AfterValidator, Field

from newsletter.settings.section import Section
from newsletter.settings.values import refuse


def _origin(text: str) -> str:
    if not re.fullmatch(r"https?://(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?", text):
        remedy = "Write scheme and host alone, in lower case: https://www.example.org."
        raise refuse(f"“{text}” is not the origin of a web site", remedy)
    return text


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        remedy = "Write it as 127.0.0.1 or 10.0.0.0/8."
        raise refuse(f"“{text}” is not an address or a network", remedy) from error
    return text


Many = Annotated[int, Field(ge=1)]


class Signup(Section):
    """What the public pages take from whom; the limits count sign-ups in an hour.

    A network is what one household or office has: the /24 of an IPv4 address, the /64 of an IPv6
    one.
    """

    origins: tuple[Annotated[str, AfterValidator(_origin)], ...] = ()
    trusted_proxies: tuple[Annotated[str, AfterValidator(_network)], ...] = ("127.0.0.1", "::1")
    per_network: Many = 20
    per_domain: Many = 200
    per_hour: Many = 2000
    goodbye: bool = False
