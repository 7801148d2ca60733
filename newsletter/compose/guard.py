"""What goes into `mjml-python`, and what comes out, made safe.

The engine prints attribute values with Rust's debug escaping: a line feed becomes a backslash and
an n, a no-break space a code in braces. It also takes a unitless 0 in a padding for full width.
Character references and units avoid both, and stay right should the engine be mended.
"""

import re
from html import escape, unescape

TAG = re.compile(
    r"""<(?P<name>[a-zA-Z][\w-]*)
        (?P<attributes>(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)
        (?P<close>\s*/?)>""",
    re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
UNITLESS_ZERO = re.compile(r"(?<![\w.#-])0(?![\w.%])")
FRACTION_OF_WIDTH = re.compile(r'(<[a-z]+\b[^<>]*?\bwidth=")(\d+)\.\d+"')
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NOT_ASCII = re.compile(r"[^\x20-\x7e]")


def before_engine(mjml: str) -> str:
    """Return MJML that the engine prints as it was meant."""
    return TAG.sub(_tag, NO_CHARACTER.sub("", mjml))


def after_engine(html: str) -> str:
    """Return the engine's HTML in ASCII, with whole image widths (Outlook knows no others)."""
    whole = FRACTION_OF_WIDTH.sub(r'\1\2"', html)
    return whole.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _tag(match: re.Match[str]) -> str:
    name = match["name"]
    attributes = {
        key: _value(key, double or single)
        for key, double, single in ATTRIBUTE.findall(match["attributes"])
    }
    if name in ("img", "mj-image"):
        attributes.setdefault("alt", "")
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}{match['close']}>"


def _value(name: str, value: str) -> str:
    text = re.sub(r"[\r\n\t ]+", " ", unescape(value))
    if re.search(r"(^|-)padding(-|$)", name):
        text = UNITLESS_ZERO.sub("0px", text)
    safe = escape(text).replace("\\", "&#92;")
    return NOT_ASCII.sub(lambda character: f"&#{ord(character[0])};", safe)
