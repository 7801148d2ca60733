"""Where a request comes from: from a page of ours or another's, and from which network.

A form of ours is sent with the token in its address: another site does not know it, so nothing here
is the only lock. What a browser says of itself it says truly, but old ones say less.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def is_from_our_page(headers: Headers, public_url: str) -> bool:
    """Whether a form was sent by a page of ours.

    Our pages send no referrer, so browsers call their origin “null” (Fetch §3.2) and say in
    Sec-Fetch-Site that it is our own.
    """
    host, public = headers.get("host", ""), urlsplit(public_url)
    ours = {f"{public.scheme}://{public.netloc}", f"http://{host}", f"https://{host}", "null"}
    sites = headers.get("sec-fetch-site", "same-origin")
    return headers.get("origin", "null") in ours and sites in {"same-origin", "none"}


@dataclass(frozen=True, slots=True)
class Networks:
    """Tells whose address a request comes from, believing these proxies and nobody else."""

    trusted: tuple[Network, ...]

    @classmethod
    def trusting(cls, proxies: Iterable[str]) -> "Networks":
        """Believe the proxies with these addresses, or in these networks."""
        return cls(tuple(ip_network(proxy) for proxy in proxies))

    def find_address(self, request: Request) -> str:
        """The address of whoever asks: the last one that a trusted proxy did not add itself.

        Empty where there is none, such as behind a Unix socket.
        """
        address = _parse(request.client.host if request.client else "")
        for said in reversed(",".join(request.headers.getlist("x-forwarded-for")).split(",")):
            before = _parse(said)
            if not (address and before and self._trusts(address)):
                break
            address = before
        return str(address or "")

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self.trusted)


def _parse(text: str) -> Address | None:
    """Read an address; an IPv4 one that travels as IPv6 is what it is."""
    try:
        address = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
