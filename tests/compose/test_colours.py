"""Every word can be read: in light, in the dark, and where a client inverts colours."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsletter.compose import Templates, compose
from newsletter.model import Letter
from newsletter.settings import Settings
from tests.compose.colours import (
    BLACK,
    GREY,
    Recolour,
    contrast,
    invert_all,
    invert_some,
    lightness,
)
from tests.compose.making import ROOT, html_of, nine_kinds

ENOUGH = 4.5
TONES = ("accent", "care", "urgent", "evidence", "myth")
THEMES = sorted(path.stem for path in (ROOT / "templates/themes").glob("*.toml"))
LAYOUTS = ("digest", "q-and-a", "single-topic", "alert", "plain")

PAIRS = [
    *((tone, "card") for tone in ("ink", "muted", *TONES)),
    *((tone, "paper") for tone in ("ink", "muted", "accent")),
    *((tone, f"{tone}-tint") for tone in TONES),
    *(("ink", f"{tone}-tint") for tone in TONES),
    ("on-accent", "accent"),
    ("on-accent", "urgent"),
]

VIEWS: dict[str, tuple[str, Recolour]] = {
    "light": ("light", lambda text, ground: (text, ground)),
    "dark": ("dark", lambda text, ground: (text, ground)),
    "inverted to black": ("light", invert_all(BLACK)),
    "inverted to grey": ("light", invert_all(GREY)),
    "partly inverted to black": ("light", invert_some(BLACK)),
    "partly inverted to grey": ("light", invert_some(GREY)),
}
"""Whose colours a client starts from, and what it does to them.

Gmail on iOS and Outlook on Windows invert everything; Gmail on Android and Outlook on the web some.
"""


def read_theme(name: str) -> Mapping[str, Any]:
    return tomllib.loads((ROOT / f"templates/themes/{name}.toml").read_text(encoding="utf-8"))


def test_contrast_is_measured_rightly() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_lightness_is_measured_rightly() -> None:
    assert lightness("#ffffff") == pytest.approx(100, abs=0.01)
    assert lightness("#000000") == pytest.approx(0, abs=0.01)
    assert lightness("#777777") == pytest.approx(50.0, abs=0.1)
    assert lightness("#333333") == pytest.approx(GREY, abs=0.1)


def test_an_inversion_turns_lightness_over_and_keeps_the_hue() -> None:
    assert invert_all(BLACK)("#000000", "#ffffff") == ("#ffffff", "#000000")
    assert invert_all(GREY)("#000000", "#ffffff") == ("#ffffff", "#333333")
    text, ground = invert_all(BLACK)("#a4161a", "#e6f0f9")
    assert text[1:3] > text[3:5], "red stays red"
    assert ground[5:7] > ground[1:3], "blue stays blue"


def test_a_part_inversion_leaves_what_is_dark_already() -> None:
    assert invert_some(BLACK)("#ffffff", "#0b6b66") == ("#ffffff", "#0b6b66")
    assert invert_some(BLACK)("#000000", "#ffffff") == ("#ffffff", "#000000")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_from_its_ground(theme: str, view: str) -> None:
    mode, recolour = VIEWS[view]
    colours = read_theme(theme)[mode]
    seen = {
        pair: round(contrast(*recolour(colours[pair[0]], colours[pair[1]])), 2) for pair in PAIRS
    }
    assert {pair: ratio for pair, ratio in seen.items() if ratio < ENOUGH} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_light_and_dark_name_the_same_colours(theme: str) -> None:
    assert read_theme(theme)["light"].keys() == read_theme(theme)["dark"].keys()


def test_all_themes_name_the_same_colours() -> None:
    assert len(THEMES) >= 2
    names = [read_theme(theme)["light"].keys() for theme in THEMES]
    assert all(each == names[0] for each in names)


INLINE = {"color": "color", "background-color": "background(?:-color)?"}

Rules = dict[tuple[int, str], tuple[tuple[int, int], str]]


class Page:
    """A letter with the colours that a client shows; `dark` also obeys the dark style sheet."""

    def __init__(self, html: str, *, dark: bool) -> None:
        self.tree = LexborHTMLParser(html)
        self.rules: Rules = {}
        if dark:
            block = html.partition("(prefers-color-scheme: dark) {")[2].partition("</style>")[0]
            for number, (selectors, body) in enumerate(re.findall(r"([^{}]+){([^{}]*)}", block)):
                for selector in selectors.split(","):
                    self._apply(selector.strip(), body, number)

    def words(self) -> Iterator[tuple[str, str, str]]:
        """Every stretch of visible text with its colour and that of its ground."""
        assert self.tree.body is not None
        for node in self.tree.body.traverse(include_text=True):
            if node.tag == "-text" and node.text().strip() and not self._hidden(node):
                yield (
                    node.text().strip(),
                    self._colour(node, "color"),
                    self._colour(node, "background-color"),
                )

    def _apply(self, selector: str, body: str, number: int) -> None:
        classes, tags = selector.count("."), len(re.findall(r"(?:^|[\s>])[a-z]", selector))
        for name, value in re.findall(r"(?<![\w-])(color|background-color): (#\w{6})", body):
            for node in self.tree.css(selector):
                weight = (classes * 100 + tags, number)
                if weight >= self.rules.get((node.mem_id, name), ((0, 0), ""))[0]:
                    self.rules[node.mem_id, name] = (weight, value)

    def _colour(self, node: LexborNode, name: str) -> str:
        parent = node.parent
        while parent is not None:
            # Every dark rule is !important, so that it beats what stands inline.
            if (parent.mem_id, name) in self.rules:
                return self.rules[parent.mem_id, name][1]
            style = parent.attributes.get("style") or ""
            if match := re.search(rf"(?<![\w-]){INLINE[name]}:\s*(#[0-9a-f]{{6}})", style):
                return match[1]
            parent = parent.parent
        raise AssertionError(f"no {name} for {node.text()!r}")

    def _hidden(self, node: LexborNode) -> bool:
        parent = node.parent
        while parent is not None:
            if "display:none" in (parent.attributes.get("style") or ""):
                return True
            parent = parent.parent
        return False


@pytest.fixture(scope="module", params=[(layout, theme) for layout in LAYOUTS for theme in THEMES])
def words(
    request: pytest.FixtureRequest, settings: Settings, templates: Templates
) -> dict[str, set[tuple[str, str, str]]]:
    """Every word of a letter of nine kinds with its colours, by mode: each layout and theme."""
    layout, theme = request.param
    look = settings.templates.model_copy(update={"theme": theme})
    issue, library = nine_kinds()
    letter = compose(
        issue.model_copy(update={"layout": layout}),
        library,
        settings.model_copy(update={"templates": look}),
        templates,
    )
    html = html_of(letter)
    return {mode: set(Page(html, dark=mode == "dark").words()) for mode in ("light", "dark")}


@pytest.mark.parametrize("view", VIEWS)
def test_every_word_of_a_letter_can_be_read(
    view: str, words: dict[str, set[tuple[str, str, str]]]
) -> None:
    mode, recolour = VIEWS[view]
    assert len(words[mode]) > 50
    faint = {
        (text, colour, ground)
        for text, colour, ground in words[mode]
        if contrast(*recolour(colour, ground)) < ENOUGH
    }
    assert not faint


def test_every_pair_of_colours_that_letters_use_is_one_that_is_proved(
    words: dict[str, set[tuple[str, str, str]]], request: pytest.FixtureRequest
) -> None:
    colours = read_theme(request.node.callspec.params["words"][1])["light"]
    known = {(colours[text], colours[ground]) for text, ground in PAIRS}
    assert {(colour, ground) for _, colour, ground in words["light"]} - known == set()


def test_dark_colours_are_used_in_the_dark(full_letter: Letter) -> None:
    light = {ground for _, _, ground in Page(html_of(full_letter), dark=False).words()}
    dark = {ground for _, _, ground in Page(html_of(full_letter), dark=True).words()}
    assert not light & dark


def test_every_dark_rule_is_important(full_letter: Letter) -> None:
    block = html_of(full_letter).partition("(prefers-color-scheme: dark) {")[2]
    declarations = re.findall(r"(?:color): [^;]*;", block.partition("</style>")[0])
    assert len(declarations) > 20
    assert all(each.endswith(" !important;") for each in declarations)
