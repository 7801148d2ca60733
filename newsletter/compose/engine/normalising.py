"""What goes into `mjml-python`, written so that the engine prints what was meant.

The engine prints attribute values with Rust's debug escaping: a line feed becomes a backslash and
an n, a no-break space a code in braces. It takes a unitless 0 in a padding for full width, lets
the last of two equal attributes win, and stops at two hyphens in a comment. Character references,
units and fewer words avoid all that, and stay right should the engine be mended.
"""

import re
from functools import lru_cache
from html import unescape
from html.entities import html5

VALUE = r"""(?:"[^"]*+"|'[^']*+')"""
ATTRIBUTE = rf"[\w:.-]++(?:\s*+=\s*+{VALUE})?+"
TAG = rf"<(?P<name>[a-zA-Z][\w:-]*+)(?P<attributes>(?:\s++{ATTRIBUTE})*+)(?P<close>\s*+/?)>"
# A comment that says something to Outlook alone, or to all others, is no remark.
CONDITION = r"<!--\[if[^>]*>(?:<!--(?:\s*--)?>|-->)?|<!--<!\[endif\]-->"
REMARK = r"<!--.*?-->"
TOKEN = re.compile(rf"(?P<condition>{CONDITION})|{REMARK}|{TAG}", re.DOTALL)
NAME_AND_VALUE = re.compile(rf"([\w:.-]++)(?:\s*+=\s*+({VALUE}))?+")
TITLE = re.compile(r"(<mj-title[^>]*>)([^<]*)(?=</mj-title)")
PADDING = re.compile(r"(^|-)padding(-|$)")
UNITLESS_ZERO = re.compile(r"(?<![\w.#-])0(?![\w.%])")
REFERENCE = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*+(?:;|(?!=)))")
SPACES = re.compile(r"[\r\n\t ]+")
# Also the control characters above 127: a character reference to them would mean another.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
UNSAFE = re.compile(r'[^\x20-\x7e]|[&<>"\\]')
NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def before_engine(mjml: str) -> str:
    """Return MJML that the engine prints as it was meant. Doing it twice changes nothing."""
    written = TOKEN.sub(_rewrite, NO_CHARACTER.sub("", mjml))
    # The engine copies the title into an attribute.
    return TITLE.sub(lambda match: match[1] + encode_value(decode_value(match[2])), written)


def read_attributes(written: str) -> dict[str, str | None]:
    """Return a tag's attributes, decoded; None where no value is given, the first of equal ones."""
    attributes: dict[str, str | None] = {}
    for name, value in NAME_AND_VALUE.findall(written):
        attributes.setdefault(name, decode_value(value[1:-1]) if value else None)
    return attributes


@lru_cache(maxsize=4096)
def decode_value(value: str) -> str:
    """Return an attribute's value as browsers read it, in one line."""
    text = REFERENCE.sub(_decode, value)
    return SPACES.sub(lambda match: " " if match[0].strip(" ") else match[0], text)


@lru_cache(maxsize=4096)
def encode_value(value: str) -> str:
    """Return a value as it stands between double quotes, in printable ASCII."""
    return UNSAFE.sub(lambda match: NAMED.get(match[0], f"&#{ord(match[0])};"), value)


def _rewrite(match: re.Match[str]) -> str:
    if not match["name"]:
        return match["condition"] or ""
    attributes = read_attributes(match["attributes"])
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    return f"<{match['name']}{written}{match['close']}>"


def _attribute(name: str, value: str | None) -> str:
    if value is None:
        return f" {name}"
    if PADDING.search(name):
        value = UNITLESS_ZERO.sub("0px", value.strip())
    return f' {name}="{encode_value(value)}"'


def _decode(match: re.Match[str]) -> str:
    """Unlike in text, “&copy=1” within an address is no ©."""
    return unescape(match[0]) if match[1].startswith("#") else html5.get(match[1], match[0])
