"""Cells that are safe: to open in a spreadsheet, to show on a terminal.

A spreadsheet takes a cell that begins with =, +, - or @ for a formula, and runs it. An apostrophe
in front makes it text. Source: OWASP, CSV Injection.
"""

import re

STARTS = "=+\\-@\t\r\n＝＋－＠"
FORMULA = re.compile(f"'*[{STARTS}]")
DEFUSED = re.compile(f"'+[{STARTS}]")


def defuse(cell: str) -> str:
    """Put an apostrophe before what could be a formula; `restore` takes it off."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """Return a cell as it was before `defuse`."""
    return cell[1:] if cell[:1] == "'" and DEFUSED.match(cell) else cell


def shown(text: str, longest: int = 60) -> str:
    """Return what a person may be shown of a text from a file: one line of visible characters."""
    seen = "".join(each if each.isprintable() else "�" for each in text[: longest + 1])
    return seen if len(text) <= longest else f"{seen[:longest]}…"
