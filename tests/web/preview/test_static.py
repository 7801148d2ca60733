"""What the files of the page may never hold, whatever they come to show."""

import re

import pytest

from newsletter.web.preview.bundle import IMPORT
from newsletter.web.preview.files import INDEX, read_static

FILES = {name: file.body.decode() for name, file in read_static().items()}
MODULES = sorted(name for name in FILES if name.endswith(".js"))
STYLES = sorted(name for name in FILES if name.endswith(".css"))
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
TEXTS = ("ink", "muted", "accent", "care", "urgent", "evidence")
GROUNDS = ("card", "stage", "quiet")
READABLE = 4.5


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 to 1. Source: WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", MODULES)
def test_no_text_is_ever_read_as_markup(name: str) -> None:
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    assert not re.findall(ways, FILES[name])


@pytest.mark.parametrize("name", sorted(FILES))
def test_nothing_comes_from_elsewhere(name: str) -> None:
    assert not re.findall(r"https?://|@import|url\(", FILES[name])


def test_the_page_needs_no_leave_for_inline_scripts_or_styles() -> None:
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", FILES[INDEX])


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_small_and_says_what_it_is_for(name: str) -> None:
    text = FILES[name]
    assert re.match(r"/\*\* .+\. \*/\n", text)
    assert len(text.splitlines()) <= 250


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_what_another_exports_and_uses_all_of_it(name: str) -> None:
    for names, other in IMPORT.findall(FILES[name]):
        for each in filter(None, map(str.strip, names.split(","))):
            assert re.search(rf"^export .*\b{each}\b", FILES[other], re.MULTILINE), (each, other)
            assert len(re.findall(rf"\b{each}\b", FILES[name])) > 1, f"{each} is not used"


def test_every_module_is_reached_from_the_page() -> None:
    reached, waiting = set[str](), ["studio.js"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting += {other for _, other in IMPORT.findall(FILES[name])} - reached
    assert sorted(reached) == MODULES


def test_every_style_sheet_is_in_the_page() -> None:
    assert sorted(re.findall(r'href="static/([^"]+)"', FILES[INDEX])) == STYLES


def test_no_class_is_styled_that_nothing_has() -> None:
    selector = r"\.([a-z]+)\b(?=[^{}]*\{)"
    styled = {name for style in STYLES for name in re.findall(selector, FILES[style])}
    words = set(re.findall(r"[a-z]+", "".join(FILES[name] for name in (*MODULES, INDEX))))
    assert not styled - words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_can_be_read_on_every_ground(scheme: str) -> None:
    values = FILES["tokens.css"].split("@media")[scheme == "dark"]
    colours = dict(COLOUR.findall(values))
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(tone, f"{tone}-tint") for tone in TEXTS[2:]] + [("muted", "accent-tint")]
    ratios = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in ratios.items() if ratio < READABLE}
