"""What the address of a link says of itself: nothing is asked of the network."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlsplit

HOST = re.compile(r"(?!-)[\w-]{1,63}(?:\.(?!-)[\w-]{1,63})+")
MAIL = re.compile(r"[^\s@<>,]+@([^\s@<>,]+)")
PHONE = re.compile(r"\+?\d[\d ().-]*")
AT_HOME = re.compile(r"(?:.*\.)?(?:localhost|local|localdomain|internal|intranet|lan|home\.arpa)")

TRACKERS = {
    "_ga", "_hsenc", "_hsmi", "_kx", "ck_subscriber_id", "dclid", "dm_i", "fbclid", "gbraid",
    "gclid", "igsh", "igshid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "ml_subscriber",
    "ml_subscriber_hash", "msclkid", "oly_anon_id", "oly_enc_id", "s_cid", "ttclid", "twclid",
    "vero_conv", "vero_id", "wbraid", "yclid",
}  # fmt: skip
TRACKER = re.compile(r"(?:utm|mtm|pk|hsa)_\w+")
"""Parameters that tell the owner of a page which letter, or which reader, brought a visitor."""

SHORTENERS = {
    "bit.ly", "buff.ly", "cutt.ly", "dlvr.it", "fb.me", "goo.gl", "is.gd", "lnkd.in", "ow.ly",
    "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd",
}  # fmt: skip


def host_of(address: str) -> str:
    """The host of a web or mail address, in lower case without “www.”; empty if it has none."""
    parts = _split(address)
    if parts.scheme == "mailto":
        mail = MAIL.fullmatch(parts.path)
        return mail[1].casefold() if mail else ""
    return _host(parts).removeprefix("www.")


def is_same_place(host: str, other: str) -> bool:
    """Whether one of two hosts is the other, or lies within it."""
    return host == other or host.endswith(f".{other}") or other.endswith(f".{host}")


def find_fault(address: str) -> str:
    """Say why an address leads nowhere from a letter; empty if nothing speaks against it."""
    if not address.strip() or address.startswith("#"):
        return "leads nowhere"
    parts = _split(address)
    match parts.scheme:
        case "http" | "https":
            return _fault_of_page(address, parts)
        case "mailto":
            host = host_of(address)
            return "" if HOST.fullmatch(host) else "is not an address to write to"
        case "tel":
            digits = re.sub(r"\D", "", parts.path)
            known = PHONE.fullmatch(parts.path) and 3 <= len(digits) <= 15
            return "" if known else "is not a telephone number"
    return "is not an address that a letter can link to"


def is_unencrypted(address: str) -> bool:
    """Whether others on the way can see which page is read."""
    return _split(address).scheme == "http"


def trackers_in(address: str) -> list[str]:
    """The parameters of an address that serve to follow readers, as they are written."""
    names = [name for name, _ in parse_qsl(_split(address).query, keep_blank_values=True)]
    return [name for name in names if name.lower() in TRACKERS or TRACKER.fullmatch(name.lower())]


def is_shortened(address: str) -> bool:
    """Whether an address hides another one."""
    return host_of(address) in SHORTENERS


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        # A port that is no number shows only when it is asked for.
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _fault_of_page(address: str, parts: SplitResult) -> str:
    host = _host(parts)
    if parts.username is not None:
        return "names a user before the host"
    if _is_private(host):
        return "leads to a machine that readers cannot reach"
    if not HOST.fullmatch(host) and not _is_number(host):
        return "names no host that there can be"
    if re.search(r"\s|[<>\"]", address.strip()) or re.match(r"/*https?[:/]", parts.path):
        return "is not written as addresses are"
    return ""


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_private(host: str) -> bool:
    if _is_number(host):
        return not ip_address(host).is_global
    return bool(AT_HOME.fullmatch(host))
