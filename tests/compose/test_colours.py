"""Every word can be read, in light and in dark."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsletter.model import Letter
from tests.compose.making import ROOT, html_of

ENOUGH = 4.5
TONES = ("accent", "care", "urgent", "evidence", "myth")

PAIRS = [
    *((tone, "card") for tone in ("ink", "muted", *TONES)),
    *((tone, "paper") for tone in ("ink", "muted", "accent")),
    *((tone, f"{tone}-tint") for tone in TONES),
    *(("ink", f"{tone}-tint") for tone in TONES),
    ("on-accent", "accent"),
]


def luminance(colour: str) -> float:
    """How bright a colour is, by the definition of WCAG 2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_measured_rightly() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(mode: str, text: str, ground: str) -> None:
    theme = tomllib.loads((ROOT / "templates/themes/paper.toml").read_text(encoding="utf-8"))
    assert contrast(theme[mode][text], theme[mode][ground]) >= ENOUGH


def test_light_and_dark_name_the_same_colours() -> None:
    theme = tomllib.loads((ROOT / "templates/themes/paper.toml").read_text(encoding="utf-8"))
    assert theme["light"].keys() == theme["dark"].keys()


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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("which", ["letter", "full_letter"])
def test_every_word_of_a_letter_can_be_read(
    which: str, dark: bool, request: pytest.FixtureRequest
) -> None:
    letter = request.getfixturevalue(which)
    assert isinstance(letter, Letter)
    words = list(Page(html_of(letter), dark=dark).words())
    assert len(words) > 60
    faint = {
        (text, colour, ground): round(contrast(colour, ground), 2)
        for text, colour, ground in words
        if contrast(colour, ground) < ENOUGH
    }
    assert not faint


def test_dark_colours_are_used_in_the_dark(full_letter: Letter) -> None:
    light = {ground for _, _, ground in Page(html_of(full_letter), dark=False).words()}
    dark = {ground for _, _, ground in Page(html_of(full_letter), dark=True).words()}
    assert not light & dark


def test_every_dark_rule_is_important(full_letter: Letter) -> None:
    block = html_of(full_letter).partition("(prefers-color-scheme: dark) {")[2]
    declarations = re.findall(r"(?:color): [^;]*;", block.partition("</style>")[0])
    assert len(declarations) > 20
    assert all(each.endswith(" !important;") for each in declarations)
