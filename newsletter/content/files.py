"""Reading an editor's files with care: never outside the workspace, never too large."""

import codecs
import io
import os
import stat
from pathlib import Path

from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

from newsletter.content.fields import mistake
from newsletter.model import Picture

LARGEST_TEXT = 64 * 1024
LARGEST_PICTURE = 2 * 1024 * 1024
MOST_PIXELS = 20_000_000
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}


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
    data = _read(path, root, LARGEST_PICTURE, "Save it smaller: 1200 pixels wide is enough.")
    name = path.relative_to(root)
    try:
        width, height, kind = _measure(data)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise mistake(
            name, 1, "this is not a whole PNG, JPEG or GIF", "Save it as one of these."
        ) from error
    except (PillowImage.DecompressionBombWarning, PillowImage.DecompressionBombError) as error:
        raise mistake(name, 1, "this picture has too many pixels", "Save it smaller.") from error
    return Picture(name.as_posix(), data, MEDIA_TYPES[kind], width, height)


def _measure(data: bytes) -> tuple[int, int, str]:
    """Decode the whole picture; return width, height and format."""
    with PillowImage.open(io.BytesIO(data), formats=list(MEDIA_TYPES)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise PillowImage.DecompressionBombWarning
        image.load()
        return image.width, image.height, str(image.format)


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
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise mistake(name, 1, "this is not a file", "Put a file of that name here.")
        if size > largest:
            problem = f"this file is too large: {size:,} bytes, at most {largest:,}"
            raise mistake(name, 1, problem, if_larger)
        return path.read_bytes()
    except OSError as error:
        problem = f"this file cannot be read: {os.strerror(error.errno or 0)}"
        raise mistake(name, 1, problem, "Check its name and permissions.") from error
