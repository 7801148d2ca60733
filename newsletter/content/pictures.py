"""The bytes of a picture file -> a picture that every mail client can show.

Pictures come from strangers, too. What is cheap to see is judged first; only a file that cannot
cost much is then unpacked as a whole, to know that it is one.
"""

import warnings
from collections import Counter
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath

from PIL import Image as Pillow

from newsletter.content.fields import mistake
from newsletter.content.formats import (
    ANIMATION,
    ENDS,
    FRAME,
    SCAN,
    SHOWN,
    explain_other,
    find_format,
    walk,
)
from newsletter.errors import FoundErrors
from newsletter.model import Picture

MOST_PIXELS = 65_000_000
"""Of a photo as phones take them. Its decoder can shrink it on the way: 65 megapixels need 3 MB."""

MOST_PIXELS_WHOLE = 25_000_000
"""Of what is unpacked at full size: 100 MB at four bytes a pixel."""

MOST_PIXELS_MOVING = 40_000_000
"""Of all frames together: half a second of work."""

MOST_FRAMES = 240
MOST_SCANS = 40
"""Passes over one JPEG; good encoders make ten. Each costs time in proportion to the pixels."""

MOST_PARTS = {"PNG": 20_000, "JPEG": 2_000, "GIF": 100_000}
"""In 20 MB there are up to 2,500 chunks, 600 markers, 80,000 blocks in files as they are made."""

SMALLEST = 32
LONGEST = 10
"""How many times as long as it is wide, or the other way round."""

NOT_WHOLE = "this {} is not whole"
DAMAGED = "Save it again, or copy it here again: part of it is missing or broken."
TOO_COMPLICATED = "this {} has more parts than any program writes"
SAVE_AGAIN = "Open it in a picture editor and save it again."
SAVE_SMALLER = "Save it smaller: 1040 pixels wide is enough."
SAVE_SHORTER = "Cut it to a few seconds, or save it smaller."


def parse_picture(data: bytes, path: Path) -> Picture:
    """Return the picture in a file; `path` is relative to the workspace.

    Width and height are as the file stores them: a photo may still lie on its side.

    Raises:
        FoundErrors: it is not a whole JPEG, PNG or GIF of a sensible size, named for what it is.
    """
    format = find_format(data)
    if not data:
        raise mistake(path, 1, "this file is empty", "Copy the picture here again.")
    if not format:
        raise mistake(path, 1, *explain_other(data))
    _check_name(path, format)
    parts = _count_parts(data, path, format)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Pillow.DecompressionBombWarning)
        try:
            width, height = _look(data, path, format, parts)
        except FoundErrors:
            raise
        except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError) as error:
            raise mistake(path, 1, "this picture has too many pixels", SAVE_SMALLER) from error
        except Exception as error:
            # A decoder that reads damaged bytes may say anything.
            raise mistake(path, 1, NOT_WHOLE.format(format), DAMAGED) from error
    return Picture(path.as_posix(), data, SHOWN[format].media_type, width, height)


def _check_name(path: Path, format: str) -> None:
    endings = SHOWN[format].endings
    if path.suffix.lower() not in endings:
        called = f"its name ends in {path.suffix}" if path.suffix else "its name does not say so"
        remedy = f"Rename it to {path.stem}{endings[0]}, and in this line, too."
        raise mistake(path, 1, f"this is a {format}, though {called}", remedy)


def _count_parts(data: bytes, path: Path, format: str) -> Counter[bytes]:
    most = MOST_PARTS[format]
    parts = Counter(islice(walk(data, format), most + 1))
    if parts.total() > most or (format == "JPEG" and parts[SCAN] > MOST_SCANS):
        raise mistake(path, 1, TOO_COMPLICATED.format(format), SAVE_AGAIN)
    if format == "GIF" and parts[FRAME] > MOST_FRAMES:
        problem = f"this GIF has more than {MOST_FRAMES} frames"
        raise mistake(path, 1, problem, SAVE_SHORTER)
    if format == "PNG" and parts[ANIMATION]:
        problem = "this PNG moves, which not every mail client shows"
        raise mistake(path, 1, problem, "Save it as GIF, or as a PNG of one picture.")
    if not parts[ENDS[format]]:
        raise mistake(path, 1, NOT_WHOLE.format(format), DAMAGED)
    return parts


def _look(data: bytes, path: Path, format: str, parts: Counter[bytes]) -> tuple[int, int]:
    """Unpack the picture, if that can be afforded; return its size."""
    with Pillow.open(BytesIO(data), formats=[format]) as image:
        size = image.size
        frames = parts[FRAME] if format == "GIF" else 1
        in_one_pass = format == "JPEG" and parts[SCAN] == 1
        _check_pixels(size, path, MOST_PIXELS if in_one_pass else MOST_PIXELS_WHOLE)
        if size[0] * size[1] * frames > MOST_PIXELS_MOVING and frames > 1:
            problem = f"this GIF is too long: {frames} frames of {_say(size)} pixels"
            raise mistake(path, 1, problem, SAVE_SHORTER)
        _check_shape(size, path)
        if in_one_pass:
            image.draft(None, (size[0] // 8, size[1] // 8))
        image.load()
        for number in range(1, frames):
            image.seek(number)
            image.load()
            if image.size != size:
                raise ValueError("a frame is larger than the picture")
        return size


def _check_pixels(size: tuple[int, int], path: Path, most: int) -> None:
    if size[0] * size[1] > most:
        problem = f"this picture has too many pixels: {_say(size)}"
        raise mistake(path, 1, problem, SAVE_SMALLER)


def _check_shape(size: tuple[int, int], path: Path) -> None:
    if min(size) < SMALLEST:
        problem = f"this picture is too small to show anything: {_say(size)} pixels"
        remedy = f"Use one of at least {SMALLEST} × {SMALLEST}; 1040 wide is best."
        raise mistake(path, 1, problem, remedy)
    if max(size) > LONGEST * min(size):
        problem = f"this picture is too long for a letter: {_say(size)} pixels"
        raise mistake(path, 1, problem, "Cut it into several pictures, or a part out of it.")


def _say(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


def is_file_name(words: str, file: str) -> bool:
    """Whether words that should describe a picture are only a file's name: photo.jpg, IMG_2041.

    A stem of letters alone may be a word, such as a person's name.
    """
    stem, said = PurePosixPath(file).stem.casefold(), words.strip().casefold()
    endings = tuple(ending for shown in SHOWN.values() for ending in shown.endings)
    return said.endswith(endings) or (said == stem and not stem.isalpha())
