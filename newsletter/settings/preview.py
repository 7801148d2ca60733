"""The preview studio: which program opens a file at its line, and who may get a test letter."""

import os
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator

from newsletter.settings.section import Section
from newsletter.settings.values import Address, refuse

NO_EDITORS = {"http", "https", "javascript", "data", "vbscript", "blob", "file"}
"""Schemes that lead to the web, or run in the page that holds the link."""


def parse_editor(text: str) -> str:
    """Check the address with which a text editor opens a file; empty for none."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", text)
    fits = scheme and re.fullmatch(r"[!-~]+", text) and "{path}" in text
    if text and not fits:
        remedy = "Write it as vscode://file/{path}:{line}."
        raise refuse(f"“{text}” is not the address of a file in an editor", remedy)
    if scheme and scheme[1] in NO_EDITORS:
        remedy = "Use the scheme of a text editor on this machine, such as vscode: or zed:."
        raise refuse(f"“{scheme[1]}:” opens no editor", remedy)
    return text


class Preview(Section):
    """What the studio may do beyond showing: open an editor, send a test to these addresses."""

    editor: Annotated[str, AfterValidator(parse_editor)] = ""
    test_addresses: tuple[Address, ...] = ()

    def open_at(self, path: Path, line: int) -> str:
        """The link that opens a file (its whole path) at a line; empty without an editor."""
        where = quote(os.fsencode(path.as_posix().removeprefix("/")), safe="/:")
        return self.editor.replace("{path}", where).replace("{line}", str(line or 1))
