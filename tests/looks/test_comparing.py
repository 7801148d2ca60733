"""What the comparison of pictures sees, and what it overlooks."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from tests.looks.comparing import SLACK, compare
from tests.looks.gallery import look_at
from tests.looks.golden import Golden, few_colours, readable
from tests.looks.sheet import FONTS, MODES, WIDTHS, Table

CHANGES = {
    "a colour": ("color:#0b6b66", "color:#6a2c70"),
    "a ground": ("#e6f0f9", "#fcebea"),
    "a missing box": ('class="care-box', 'style="display:none" class="care-box'),
    "six pixels of padding": ("padding:14px 18px", "padding:14px 24px"),
    "six pixels of height": ("padding:14px 18px", "padding:17px 18px"),
    "another weight": ("<strong", '<strong style="font-weight:400"'),
    "a smaller headline": ("30px/37px", "26px/37px"),
    "a lost word": ("not rub", "rub"),
}
"""What a change of a template does to the HTML of a letter with boxes."""


def photograph(table: Table, change: tuple[str, str] = ("", "")) -> Image.Image:
    shown = look_at("blocks/care")
    assert change[0] in shown.html
    table.lay(replace(shown, html=shown.html.replace(*change)))
    return table.photograph()


@pytest.fixture(scope="module")
def sheet(table: Table, fonts: None) -> Image.Image:
    """The letter as it is."""
    _ = fonts
    return photograph(table)


@pytest.fixture(scope="module")
def kept(sheet: Image.Image) -> Image.Image:
    """The letter as a golden file keeps it."""
    return few_colours(sheet)


@pytest.mark.parametrize("change", CHANGES)
def test_a_real_change_is_seen(change: str, table: Table, kept: Image.Image) -> None:
    assert compare(kept, photograph(table, CHANGES[change]))


def test_glyphs_that_are_drawn_a_little_elsewhere_are_overlooked(
    table: Table, sheet: Image.Image, kept: Image.Image
) -> None:
    nudge = "<style>.ink { transform: translate(0.4px, 0.4px) }</style></head>"
    nudged = photograph(table, ("</head>", nudge))
    assert ImageChops.difference(sheet, nudged).getbbox()
    assert compare(kept, nudged) is None


def test_a_sheet_shows_every_width_in_every_mode(sheet: Image.Image) -> None:
    assert sheet.width > sum(WIDTHS) / 2
    third = sheet.height // len(MODES)
    corners = [sheet.getpixel((60, third * row + 30)) for row in range(len(MODES))]
    assert corners == [(255, 255, 255), (26, 32, 36), (0, 0, 0)]


@pytest.mark.parametrize("name", ["blocks/explainer", "letters/nine-kinds"])
def test_pictures_are_drawn_with_fonts_that_are_the_same_everywhere(
    name: str, table: Table
) -> None:
    table.lay(look_at(name))
    used = table.frames[600].evaluate(
        "[...document.querySelectorAll('p, li, h1, h2, strong, sup, th, code, .say')]"
        ".map(e => getComputedStyle(e).fontFamily)"
    )
    fonts = {family.split(",")[0].strip('"') for family in used}
    assert fonts - set(FONTS.values()) == set()
    assert len(fonts) >= 2


def drawn(change: Callable[[ImageDraw.ImageDraw], None] = lambda _: None) -> Image.Image:
    """A card with lines on it."""
    picture = Image.new("RGB", (400, 300), "#f7f4ee")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((20, 20, 380, 280), 10, fill="#ffffff")
    for top in range(40, 260, 20):
        pen.line((40, top, 300, top + 3), fill="#1f2933", width=2)
    change(pen)
    return picture


def test_the_same_is_the_same() -> None:
    assert compare(drawn(), drawn()) is None


@pytest.mark.parametrize(("share", "seen"), [(2, False), (12, True)])
def test_edges_half_a_pixel_away_are_overlooked(share: int, seen: bool) -> None:
    fine = drawn().resize((1600, 1200))
    moved = ImageChops.offset(fine, share, share).reduce(4)
    assert bool(compare(fine.reduce(4), moved)) == seen


def test_a_dot_is_seen() -> None:
    difference = compare(drawn(), drawn(lambda pen: pen.ellipse((330, 100, 342, 112), "#0b6b66")))
    assert difference
    left, top, right, bottom = difference.picture.getbbox() or (0, 0, 0, 0)
    assert 326 < left < 336 < right < 348
    assert 96 < top < 106 < bottom < 118
    assert "clearly different" in difference.words


def test_what_is_missing_is_seen_as_well_as_what_is_new() -> None:
    dotted = drawn(lambda pen: pen.ellipse((330, 100, 342, 112), "#0b6b66"))
    assert compare(dotted, drawn())


@pytest.mark.parametrize(("rows", "seen"), [(SLACK, False), (SLACK + 1, True)])
def test_another_height_is_seen_beyond_what_rounding_does(rows: int, seen: bool) -> None:
    longer = Image.new("RGB", (400, 300 + rows), "#f7f4ee")
    longer.paste(drawn())
    assert bool(compare(drawn(), longer)) == seen


def test_another_width_is_seen() -> None:
    assert compare(drawn(), drawn().crop((0, 0, 399, 300)))


def test_a_palette_keeps_grounds_as_they_are_and_loses_nothing_else() -> None:
    few = few_colours(drawn())
    assert few.mode == "P"
    assert few.convert("RGB").getpixel((5, 5)) == (0xF7, 0xF4, 0xEE)
    assert few.convert("RGB").getpixel((350, 150)) == (255, 255, 255)
    assert compare(few, drawn()) is None


def test_a_changed_picture_leaves_something_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.looks.golden.FOLDER", tmp_path / "golden")
    Golden(tmp_path, renew=True).check_picture("blocks/one.png", drawn())
    golden = Golden(tmp_path, renew=False)
    golden.check_picture("blocks/one.png", drawn())
    with pytest.raises(
        pytest.fail.Exception, match=r"actual\.png and difference\.png in"
    ) as caught:
        golden.check_picture("blocks/one.png", Image.new("RGB", (400, 300)))
    assert "--renew" in str(caught.value)
    assert (tmp_path / "actual.png").exists()
    assert (tmp_path / "difference.png").exists()


def test_a_changed_text_is_told_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.looks.golden.FOLDER", tmp_path / "golden")
    Golden(tmp_path, renew=True).check_text("blocks/one.txt", "one\ntwo\n")
    golden = Golden(tmp_path, renew=False)
    golden.check_text("blocks/one.txt", "one\ntwo\n")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)-two\n\+three.*--renew"):
        golden.check_text("blocks/one.txt", "one\nthree\n")


def test_html_is_kept_a_tag_a_line_and_without_what_pictures_weigh() -> None:
    html = '<p><img src="cid:aa@letter"> <img src="cid:bb@letter"><b>x</b> y</p>'
    assert readable(html) == (
        '<p>\n<img src="cid:picture-1">\n<img src="cid:picture-2">\n<b>x</b> y</p>\n'
    )
