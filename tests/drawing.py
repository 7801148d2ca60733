"""Pictures for tests, drawn in memory: right ones, odd ones, and some that mean harm."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

GPS = 0x8825
ORIENTATION = 0x0112
SECRET = "Secret-Street-7"


def encode(image: Image.Image, format: str, **options: Any) -> bytes:
    """The picture as a file of this format."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def decode(data: bytes) -> Image.Image:
    """The picture in a file."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def corners(width: int = 120, height: int = 80) -> Image.Image:
    """Four fields of four colours: red, green above; blue, yellow below."""
    image = Image.new("RGB", (width, height), "red")
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2), "lime")
    draw.rectangle((0, height // 2, width // 2, height), "blue")
    draw.rectangle((width // 2, height // 2, width, height), "yellow")
    return image


def photo(width: int = 400, height: int = 300) -> Image.Image:
    """Something with as many colours as a photo has."""
    across = Image.linear_gradient("L").resize((width, height))
    down = across.rotate(90).resize((width, height))
    noise = Image.radial_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, noise))


def plain(format: str = "PNG", width: int = 64, height: int = 48) -> bytes:
    """A small picture, whole and harmless."""
    return encode(Image.new("L", (width, height), 128), format)


def talkative_exif(orientation: int = 1) -> Image.Exif:
    """Notes as a phone writes them: whose it is, where it was taken, which way up it was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x013B] = SECRET
    exif[GPS] = {1: "N", 2: (1.0, 17.0, 25.0), 3: "E", 4: (103.0, 50.0, 1.0), 29: SECRET}
    return exif


def talkative(format: str) -> bytes:
    """A picture with every kind of note that its format can carry, and something behind it."""
    xmp = f"<x:xmpmeta><where>{SECRET}</where></x:xmpmeta>".encode()
    options: dict[str, dict[str, Any]] = {
        "JPEG": {
            "exif": talkative_exif(),
            "xmp": xmp,
            "comment": SECRET.encode(),
            "extra": _iptc(),
        },
        "PNG": {"exif": talkative_exif(), "pnginfo": _png_texts(xmp.decode())},
        "GIF": {"comment": SECRET.encode()},
    }
    return encode(corners(), format, **options[format]) + f"<script>{SECRET}</script>".encode()


def _iptc() -> bytes:
    record = b"\x1c\x02\x5a" + struct.pack(">H", len(SECRET)) + SECRET.encode()
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    return b"\xff\xed" + struct.pack(">H", len(block) + 2) + block


def _png_texts(xmp: str) -> PngInfo:
    texts = PngInfo()
    texts.add_text("Author", SECRET)
    texts.add_text("Comment", SECRET, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", xmp)
    return texts


def moving(frames: int = 5, width: int = 60, height: int = 40, **options: Any) -> bytes:
    """A GIF on which a field walks from left to right."""
    drawn = []
    for number in range(frames):
        image = Image.new("RGB", (width, height), "white")
        left = number * (width - 10) // max(frames - 1, 1)
        ImageDraw.Draw(image).rectangle((left, 5, left + 9, height - 5), "navy")
        drawn.append(image.quantize(16))
    first, *others = drawn
    options = {"duration": [100 + 10 * number for number in range(frames)], "loop": 0} | options
    return encode(first, "GIF", save_all=True, append_images=others, **options)


def swapped_profile() -> bytes:
    """A colour profile in which red means blue and blue means red: easy to tell from none."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, blue = data.index(b"rXYZ"), data.index(b"bXYZ")
    first, last = sorted((red, blue))
    names = {red: b"bXYZ", blue: b"rXYZ"}
    between = data[first + 4 : last]
    return data[:first] + names[first] + between + names[last] + data[last + 4 :]


def claim_size(png: bytes, width: int, height: int) -> bytes:
    """The same PNG, saying in its header that it is this large."""
    header = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


def bomb(width: int, height: int) -> bytes:
    """A whole PNG of one colour: a thousand times as large unpacked."""
    row = bytes((width + 7) // 8 + 1)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def many_frames(count: int, width: int = 64, height: int = 64) -> bytes:
    """A GIF of this many frames of one pixel each, 16 bytes a frame."""
    head = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + bytes(3) + b"\xff" * 3
    frame = b",\0\0\0\0\x01\0\x01\0\0" + b"\x02\x02\x44\x01\0"
    return head + frame * count + b";"


def many_scans(count: int, width: int, height: int) -> bytes:
    """A progressive JPEG that passes over the same picture again and again."""
    data = encode(Image.new("L", (width, height), 128), "JPEG", progressive=True)
    scans = list(_scans(data))
    again = data[scans[-1][0] : scans[-1][1]]
    return data[: scans[-1][1]] + again * (count - len(scans)) + data[scans[-1][1] :]


def _scans(jpeg: bytes) -> Iterator[tuple[int, int]]:
    """Where each pass over a JPEG starts and ends."""
    starts = [at for at in range(len(jpeg) - 1) if jpeg[at : at + 2] == b"\xff\xda"]
    for start in starts:
        end = start + 2
        while not (jpeg[end] == 0xFF and jpeg[end + 1] not in (0, 0xFF)):
            end += 1
        yield start, end
