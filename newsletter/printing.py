"""Letters as files: what an editor opens in a browser, and what goes to the web."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from newsletter.errors import UsageError
from newsletter.model import Letter, Variant, spell_in_files


@dataclass(frozen=True, slots=True)
class Built:
    """Where a letter was written to; `others` are the HTML files of its other variants.

    `uploads` are the pictures to be put on the web, by URL.
    """

    html: Path
    text: Path
    others: tuple[Path, ...]
    uploads: Mapping[str, Path]


def build(letter: Letter, folder: Path) -> Built:
    """Write the letter as a browser shows it, its text, and its pictures, each variant apart.

    The written HTML takes every picture from the disk beside it, also those that readers will
    get from the web.

    Raises:
        UsageError: the folder cannot be written.
    """
    place = folder / letter.issue
    try:
        place.mkdir(parents=True, exist_ok=True)
        for old in (*place.glob("letter*.html"), *place.glob("letter*.txt")):
            old.unlink()
        for picture in letter.pictures:
            (place / picture.name).write_bytes(picture.data)
        for variant in letter.variants:
            _write_variant(letter, variant, place / _stem(letter, variant))
    except OSError as error:
        raise UsageError(
            f"{place} cannot be written: {os.strerror(error.errno or 0)}",
            remedy="Choose another folder with --out.",
        ) from error
    others = [each for each in letter.variants if each is not letter.main]
    return Built(
        place / "letter.html",
        place / "letter.txt",
        tuple(place / f"{_stem(letter, each)}.html" for each in others),
        {picture.url: place / picture.name for picture in letter.pictures if picture.url},
    )


def _write_variant(letter: Letter, variant: Variant, path: Path) -> None:
    """Write one variant beside its pictures, filled for a reader of whom nothing else is known."""
    known = {**variant.conditions, **letter.sample_links}
    values = {
        field.name: field.prepare(known.get(field.name, "")) for field in letter.fields_in(variant)
    }
    html = variant.html.fill(values, escape)
    for picture in letter.pictures:
        html = html.replace(picture.src, picture.name)
    path.with_name(f"{path.name}.html").write_text(html, encoding="utf-8")
    path.with_name(f"{path.name}.txt").write_text(variant.text.fill(values), encoding="utf-8")


def _stem(letter: Letter, variant: Variant) -> str:
    """What the files of a variant are called: `letter`, `letter.fr`, `letter.skin-dry`."""
    language = [variant.language] if variant.language != letter.main.language else []
    conditions = [
        f"{spell_in_files(name)}-{quote(value, safe='')}"
        for name, value in sorted(variant.conditions.items())
    ]
    return ".".join(["letter", *language, *conditions])
