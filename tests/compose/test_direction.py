"""Letters in languages that are written from right to left."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsletter.compose import Templates, compose
from newsletter.model import Letter
from newsletter.settings import Settings
from tests.compose.making import (
    ROOT,
    body_of,
    html_of,
    nine_kinds,
    text_of,
    with_identity,
    write_english_as,
)

SIDES = {"left": "right", "right": "left"}


@pytest.fixture(scope="module")
def mirrored(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Letter:
    """The letter in Arabic, with English words: what is tested is where they stand."""
    folder = tmp_path_factory.mktemp("templates")
    write_english_as("ar", folder)
    templates = Templates([folder, ROOT / "templates"])
    return compose(*nine_kinds(), with_identity(settings, language="ar"), templates)


def test_the_direction_is_set(mirrored: Letter, full_letter: Letter) -> None:
    for letter, direction in ((mirrored, "rtl"), (full_letter, "ltr")):
        root = LexborHTMLParser(html_of(letter)).css_first("html")
        assert root is not None
        assert root.attributes["dir"] == direction


def test_nothing_inside_turns_the_direction_back(mirrored: Letter) -> None:
    assert "direction:ltr" not in html_of(mirrored)
    assert 'dir="ltr"' not in html_of(mirrored)


def test_words_start_at_the_right(mirrored: Letter) -> None:
    for paragraph in body_of(html_of(mirrored)).css("div > p, h1, h2, h3, h4, li"):
        node = paragraph.parent
        while node is not None and "text-align" not in (node.attributes.get("style") or ""):
            node = node.parent
        if node is not None:
            assert "text-align:left" not in (node.attributes.get("style") or ""), paragraph.text()


def test_boxes_have_their_bar_at_the_side_where_lines_start(
    mirrored: Letter, full_letter: Letter
) -> None:
    for letter, side in ((full_letter, "left"), (mirrored, "right")):
        boxes = [
            node
            for node in body_of(html_of(letter)).css("td.say")
            if "-box" in (node.attributes["class"] or "")
        ]
        assert len(boxes) >= 5
        for box in boxes:
            style = box.attributes["style"] or ""
            assert f"border-{side}:4px" in style
            assert f"border-{SIDES[side]}:" not in style


def test_boxes_are_round_at_the_side_without_the_bar(mirrored: Letter, full_letter: Letter) -> None:
    for letter, corners in ((full_letter, "0 8px 8px 0"), (mirrored, "8px 0 0 8px")):
        for box in body_of(html_of(letter)).css("td.accent-box.say, td.care-box.say"):
            assert f"border-radius:{corners}" in (box.attributes["style"] or "")


@pytest.mark.parametrize("tag", ["ul", "ol", "blockquote"])
def test_lists_and_quotations_are_indented_where_lines_start(
    tag: str, mirrored: Letter, full_letter: Letter
) -> None:
    for letter, side in ((full_letter, 3), (mirrored, 1)):
        nodes = body_of(html_of(letter)).css(tag)
        assert nodes
        for node in nodes:
            style = (node.attributes["style"] or "").replace("padding: ", "padding:")
            match = re.search(r"padding:(\S+) (\S+) (\S+) ([^\s;]+)", style)
            assert match
            sizes = [int(each.removesuffix("px")) for each in match.groups()]
            assert sizes[side] > 0
            assert sizes[4 - side] == 0


def test_the_date_stands_where_lines_end(mirrored: Letter, full_letter: Letter) -> None:
    for letter, side in ((full_letter, "right"), (mirrored, "left")):
        meta = body_of(html_of(letter)).css_first("td.muted.stack")
        assert meta is not None
        assert meta.attributes["align"] == side


def test_the_text_says_the_same_in_either_direction(mirrored: Letter, full_letter: Letter) -> None:
    assert text_of(mirrored).split("\n")[2:] == text_of(full_letter).split("\n")[2:]
