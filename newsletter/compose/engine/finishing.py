"""What comes out of `mjml-python`, made fit for mail.

Mail is safest in ASCII, Outlook knows only whole widths and is told many things twice, and some
readers' programs spell out the address of a picture that has no alternative text.
"""

import re

from newsletter.compose.engine.normalising import ATTRIBUTE, read_attributes

IMAGE = re.compile(rf"<img((?:\s++{ATTRIBUTE})*+)(?=\s*+/?>)", re.IGNORECASE)
WIDTH = re.compile(r'(<[a-z][^<>]*?\swidth=")(\d+\.\d+)(?=(?:px)?")')
CELL_OF_IMAGE = re.compile(r'(<td style="width:)(\d+\.\d+)(?=px;">)')
CELL_FOR_OUTLOOK = re.compile(r"((?<![\w-])width:)(\d+\.\d+)(?=px)")
TO_END_OF_COMMENT = r"[^-]*+(?:-(?!->)[^-]*+)*+-->"
FOR_OUTLOOK = re.compile(rf"<!--\[if {TO_END_OF_COMMENT}")
SEVERAL_FOR_OUTLOOK = re.compile(rf"(?:<!--\[if mso \| IE\]>{TO_END_OF_COMMENT}){{2,}}")
# The engine hides a carousel's arrows on every screen; only in Yahoo Mail do they not work.
FOR_YAHOO = ("@media screen, yahoo {", "@media screen yahoo {")
JOINT = "<![endif]--><!--[if mso | IE]>"
STYLE = re.compile(r"(<style\b.*?</style>)", re.DOTALL | re.IGNORECASE)
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
SLACK = 0.01
"""The engine counts in 32-bit fractions: 199.99998 means 200."""


def after_engine(html: str) -> str:
    """Return the engine's HTML as it goes into a letter. Doing it twice changes nothing."""
    html = _whole_widths(IMAGE.sub(_with_alt, html.replace(*FOR_YAHOO)))
    return _in_ascii(_join_comments(html))


def _with_alt(match: re.Match[str]) -> str:
    named = {name.lower() for name in read_attributes(match[1])}
    return match[0] if "alt" in named else f'{match[0]} alt=""'


def _whole_widths(html: str) -> str:
    html = CELL_OF_IMAGE.sub(_whole, WIDTH.sub(_whole, html))
    return FOR_OUTLOOK.sub(lambda comment: CELL_FOR_OUTLOOK.sub(_whole, comment[0]), html)


def _whole(match: re.Match[str]) -> str:
    return f"{match[1]}{int(float(match[2]) + SLACK)}"


def _join_comments(html: str) -> str:
    """Let one comment say to Outlook what several say in a row."""
    return SEVERAL_FOR_OUTLOOK.sub(lambda comments: comments[0].replace(JOINT, ""), html)


def _in_ascii(html: str) -> str:
    """Character references say any character in HTML; a style sheet has spellings of its own."""
    pieces = STYLE.split(html)
    pieces[1::2] = [NOT_ASCII.sub(lambda c: f"\\{ord(c[0]):x} ", css) for css in pieces[1::2]]
    return "".join(pieces).encode("ascii", "xmlcharrefreplace").decode("ascii")
