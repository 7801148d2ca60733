"""A variant of a letter filled for one reader, with what is not known of them marked."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape

from newsletter.model import Field, Letter, Picture, Pieces, Variant


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that the reader has no value in, as files spell it, and what is shown instead."""

    field: str
    shown: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter for one reader: `html` and `text` as they are sent.

    `marked` is the HTML with what is missing in `<mark>`, for looking at only. `pictures` holds a
    data: address for each `src`.
    """

    html: str
    text: str
    subject: str
    preheader: str
    marked: str
    missing: tuple[Missing, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)


def show(letter: Letter, variant: Variant, values: Mapping[str, str]) -> Shown:
    """Fill a variant with what is known of a reader, by field; their own links are samples."""
    known = {**letter.sample_links, **values}
    fields = letter.fields_in(variant)
    printed = {each.name: each.prepare(known.get(each.name, "")) for each in fields}
    missing = [each for each in fields if not _is_known(each, known.get(each.name, ""))]
    marks = {each.name: mark_of(each, printed[each.name]) for each in missing}
    return Shown(
        html=variant.html.fill(printed, escape),
        text=variant.text.fill(printed),
        subject=variant.subject.fill(printed),
        preheader=variant.preheader.fill(printed),
        marked=_fill_marked(variant.html, {k: escape(v) for k, v in printed.items()}, marks),
        missing=tuple(Missing(each.spelt, printed[each.name]) for each in missing),
        pictures={each.src: _data(each) for each in letter.pictures},
    )


def mark_of(missing: Field, shown: str) -> str:
    """What stands among the words of a page for a value that is missing."""
    title = escape(f"This reader has no “{missing.spelt}”")
    return f'<mark data-missing="{escape(missing.spelt)}" title="{title}">{escape(shown)}</mark>'


def _is_known(asked: Field, value: str) -> bool:
    return bool(replace(asked, default="").prepare(value))


def _fill_marked(pieces: Pieces, values: Mapping[str, str], marks: Mapping[str, str]) -> str:
    """Fill a page; where words stand, with marks, and with values inside of tags and titles."""
    filled = pieces.texts[0]
    for slot, text in zip(pieces.slots, pieces.texts[1:], strict=True):
        filled += marks.get(slot, values[slot]) if _ends_among_words(filled) else values[slot]
        filled += text
    return filled


def _ends_among_words(html: str) -> bool:
    """Whether what comes next stands neither inside of a tag nor in the page's title."""
    inside_tag = html.rfind("<") > html.rfind(">")
    return not inside_tag and html.rfind("<title") <= html.rfind("</title")


def _data(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"
