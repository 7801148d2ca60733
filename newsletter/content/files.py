"""Reading an editor's files with care: never outside the workspace, never too large."""

import codecs
import os
import stat
from pathlib import Path

from newsletter.content.fields import mistake
from newsletter.content.pictures import parse_picture
from newsletter.model import Picture

LARGEST_TEXT = 64 * 1024
LARGEST_PICTURE = 20 * 1024 * 1024
"""Photos of 50 megapixels have up to 18 MB; a letter carries a small copy."""


def read_text(path: Path, root: Path) -> str:
    """Return the file's text with plain line feeds and without a byte order mark.

    Raises:
        FoundErrors: it lies outside `root`, is too large, or is not text in UTF-8.
    """
    data = _read(path, root, LARGEST_TEXT, "Split it: a snippet is a page at most.")
    data = data.removeprefix(codecs.BOM_UTF8)
    name = path.relative_to(root)
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise mistake(name, line, "this is not text: it holds a NUL byte", "Save it as plain text.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise mistake(
            name, line, "this is not text in UTF-8", "Save the file as UTF-8 text."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_picture(path: Path, root: Path) -> Picture:
    """Return a picture that every mail client can show.

    Raises:
        FoundErrors: it lies outside `root`, is missing, too large, or not PNG, JPEG or GIF.
    """
    data = _read(path, root, LARGEST_PICTURE, "Save it smaller: 1040 pixels wide is enough.")
    return parse_picture(data, path.relative_to(root))


def is_inside(path: Path, root: Path) -> bool:
    """Whether the file really lies in `root`, wherever links lead."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        # Links in a circle, or a name that no file can have.
        return False


def _read(path: Path, root: Path, largest: int, if_larger: str) -> bytes:
    name = Path(os.path.relpath(path, root))
    if not is_inside(path, root):
        raise mistake(name, 1, "this leads out of the workspace", "Copy the file into it.")
    try:
        status = path.stat()
        size = status.st_size
        if stat.S_ISDIR(status.st_mode):
            raise mistake(name, 1, "this is a folder", "Name a file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise mistake(name, 1, "this is not a file", "Put a file of that name here.")
        if size > largest:
            problem = f"this file is too large: {size:,} bytes, at most {largest:,}"
            raise mistake(name, 1, problem, if_larger)
        return path.read_bytes()
    except OSError as error:
        problem = f"this file cannot be read: {os.strerror(error.errno or 0)}"
        raise mistake(name, 1, problem, "Check its name and permissions.") from error
