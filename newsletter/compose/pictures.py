"""A picture as a letter carries it: small, upright, in true colours, and with nothing beside it.

Whatever else a file holds ends here: places and times (EXIF), notes (XMP, IPTC, comments), what
was hung on behind the picture. The same picture gives the same bytes.
"""

import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from PIL import ExifTags, Image, ImageCms, ImageSequence

from newsletter.model import Picture

SHARPNESS = 2
"""Pixels of the picture for each pixel of its width in the letter: good screens have two."""

QUALITY = 82
"""Of a JPEG: the difference cannot be seen at twice the width."""

FORMATS = ("JPEG", "PNG", "GIF")

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What brings a picture upright, by the number in its file (EXIF 2.32, tag 0x0112)."""

SIDEWAYS = (5, 6, 7, 8)

SRGB = ImageCms.createProfile("sRGB")


def fit(picture: Picture, width: int) -> Picture:
    """Return the picture for a place of this width in a letter; never enlarged.

    A JPEG stays a JPEG, a GIF that moves stays a GIF, everything else becomes a PNG. What one can
    see through becomes white: dark lines must not vanish on a dark card.
    """
    most = width * SHARPNESS
    with _unwarned(), Image.open(BytesIO(picture.data), formats=FORMATS) as image:
        if getattr(image, "is_animated", False) and picture.media_type == "image/gif":
            return _fit_moving(picture, image, most)
        return _fit_still(picture, image, most)


def _fit_still(picture: Picture, image: Image.Image, most: int) -> Picture:
    had_palette = image.mode == "P"
    drawn = _draw(image, most)
    # What stands in here would be written into the file.
    drawn.info = {}
    file = BytesIO()
    if picture.media_type == "image/jpeg":
        drawn.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        return _renew(picture, file, "image/jpeg", drawn.size)
    _with_few_colours(drawn, had_palette).save(file, "PNG", optimize=True)
    return _renew(picture, file, "image/png", drawn.size)


def _fit_moving(picture: Picture, image: Image.Image, most: int) -> Picture:
    size = _size_within(most, image.size)
    frames, durations = [], []
    for shown in ImageSequence.Iterator(image):
        frame = _reduce_colours(_resize(_flatten(shown), size))
        frame.info = {}
        frames.append(frame)
        durations.append(shown.info.get("duration", 0))
    loop = {"loop": image.info["loop"]} if "loop" in image.info else {}
    file = BytesIO()
    first, *others = frames
    first.save(file, "GIF", save_all=True, append_images=others, duration=durations, **loop)
    return _renew(picture, file, "image/gif", size)


def _renew(picture: Picture, file: BytesIO, media_type: str, size: tuple[int, int]) -> Picture:
    width, height = size
    data = file.getvalue()
    return replace(picture, data=data, media_type=media_type, width=width, height=height)


def _draw(image: Image.Image, most: int) -> Image.Image:
    """The picture upright, at most this wide, in grey or sRGB, with nothing to be seen through."""
    turn = _orientation(image)
    size = _size_within(most, _turned(image.size, turn))
    # A large photo may come at a fraction of its size; twice of what is wanted reduces well.
    image.draft(None, _turned((2 * size[0], 2 * size[1]), turn))
    upright = image.transpose(TURNS[turn]) if turn in TURNS else image
    return _to_srgb(_resize(_flatten(upright), size), image.info.get("icc_profile"))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:
        # Notes that cannot be read are no reason to lose the picture.
        return 1


def _flatten(image: Image.Image) -> Image.Image:
    """The picture in grey, RGB or CMYK, at eight bits, on white where one could see through."""
    if image.mode.startswith("I"):
        return image.point(lambda depth: depth * (1 / 256)).convert("L")
    if image.has_transparency_data:
        above = image.convert("RGBA")
        paper = Image.new("RGB", above.size, "white")
        paper.paste(above, mask=above.getchannel("A"))
        return paper
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _size_within(most: int, size: tuple[int, int]) -> tuple[int, int]:
    """The size at most this wide, of the same shape."""
    width, height = size
    return size if width <= most else (most, max(1, round(height * most / width)))


def _turned(size: tuple[int, int], turn: int) -> tuple[int, int]:
    return (size[1], size[0]) if turn in SIDEWAYS else size


def _resize(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image.copy() if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in the colours that every screen means; a profile that is no use is ignored."""
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
            if converted:
                return converted
    return image.convert("RGB") if image.mode == "CMYK" else image


def _with_few_colours(image: Image.Image, had_palette: bool) -> Image.Image:
    """A drawing with a palette where it had one, or where that loses nothing: half the bytes."""
    few = had_palette or image.getcolors(256)
    return _reduce_colours(image) if few and image.mode == "RGB" else image


def _reduce_colours(image: Image.Image) -> Image.Image:
    return image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


@contextlib.contextmanager
def _unwarned() -> Iterator[None]:
    """Keep the library's remarks about odd files from an editor's screen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
