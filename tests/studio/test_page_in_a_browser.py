"""The frame's document, shown as the studio shows it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, Route

from newsletter.checks import LetterPage
from newsletter.model import Letter
from newsletter.studio.page import Look, make_page
from newsletter.studio.revisions import Studio
from newsletter.studio.shown import Shown, show
from newsletter.web.preview.policies import LETTER_POLICY
from newsletter.workspace import init
from tests.studio.conftest import NOW, SAMPLE

SITE = "http://studio.test"
STUDIO = f"""<!doctype html><style>body {{ margin: 0 }}</style><script>
window.told = []
addEventListener('message', event => told.push(event.data))
</script><iframe sandbox="allow-scripts" width="%d" height="300" src="{SITE}/letter"></iframe>"""

LUMINANCE = """selector => {
    const style = getComputedStyle(document.querySelector(selector))
    const light = colour => {
        const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    return [light(style.backgroundColor), light(style.color)]
}"""
"""How light the ground and the words of an element are, from 0 to 255."""


@dataclass
class Window:
    """A studio's window on a letter: what was told by it, and what left the browser."""

    page: Page
    document: str = ""
    policy: str = LETTER_POLICY
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route("**/*", self._answer)

    def open(self, document: str, width: int = 600) -> Frame:
        """Show a document; it has come to rest."""
        self.document = document
        self.studio = STUDIO % width
        self.page.goto(f"{SITE}/")
        self.page.wait_for_function("told.length")
        self.page.wait_for_timeout(100)
        return self.page.main_frame.child_frames[0]

    def told(self) -> dict[str, Any]:
        """What the letter has told last of its own size."""
        last: dict[str, Any] = self.page.evaluate("told.at(-1)")
        return last

    def _answer(self, route: Route) -> None:
        if route.request.url == f"{SITE}/":
            route.fulfill(body=self.studio, content_type="text/html")
        elif route.request.url == f"{SITE}/letter":
            headers = {"Content-Security-Policy": self.policy}
            route.fulfill(body=self.document, content_type="text/html", headers=headers)
        else:
            # What the policy forbids never comes as far as this.
            self.asked.append(route.request.url)
            route.abort()


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    page = browser.new_page(viewport={"width": 900, "height": 700}, color_scheme="dark")
    yield Window(page)
    page.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Letter, LetterPage]:
    folder = tmp_path_factory.mktemp("studio") / "workspace"
    init(folder)
    proof = Studio(folder, lambda: NOW).view(SAMPLE).proof
    return proof.letter, proof.pages[0]


def page_of(
    sample: tuple[Letter, LetterPage],
    look: Look = Look.LIGHT,
    *,
    images: bool = True,
    word: bool = False,
) -> str:
    letter, page = sample
    blocks = [each.snippet for each in page.manuscripts if each.snippet]
    shown = show(letter, page.variant, {})
    return make_page(shown, look, images=images, word=word, blocks=blocks)


@pytest.mark.parametrize(
    ("look", "dark"),
    [(Look.LIGHT, False), (Look.DARK, True), (Look.PARTIAL, True), (Look.FULL, True)],
)
def test_the_look_decides_whether_words_are_lighter_than_what_they_stand_on(
    window: Window, sample: tuple[Letter, LetterPage], look: Look, dark: bool
) -> None:
    frame = window.open(page_of(sample, look))

    ground, _ = frame.evaluate(LUMINANCE, ".card > table")
    _, ink = frame.evaluate(LUMINANCE, "h1")
    assert (ink > ground) is dark
    assert abs(ink - ground) > 90


def test_the_authors_own_dark_colours_are_shown_whatever_the_screen_prefers(
    browser: Browser, sample: tuple[Letter, LetterPage]
) -> None:
    page = browser.new_page(color_scheme="light")
    frame = Window(page).open(page_of(sample, Look.DARK))

    ground = "getComputedStyle(document.querySelector('.card > table')).backgroundColor"
    assert frame.evaluate(ground) == "rgb(26, 32, 36)"


def test_without_pictures_every_place_has_its_words(
    window: Window, sample: tuple[Letter, LetterPage]
) -> None:
    frame = window.open(page_of(sample, images=False))

    assert frame.evaluate("document.images.length") == 0
    assert frame.get_by_text("Drawing: light brown skin, cut through.").is_visible()


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("word", [False, True])
def test_the_page_asks_nobody_for_anything(
    window: Window, sample: tuple[Letter, LetterPage], look: Look, word: bool
) -> None:
    frame = window.open(page_of(sample, look, word=word))

    assert window.asked == []
    assert frame.evaluate("[...document.images].every(image => image.naturalWidth > 0)")


@pytest.mark.parametrize("width", [320, 600])
def test_the_letter_tells_how_tall_it_is_and_where_its_blocks_are(
    window: Window, sample: tuple[Letter, LetterPage], width: int
) -> None:
    frame = window.open(page_of(sample), width)
    told = window.told()

    height = frame.evaluate("document.body.scrollHeight")
    assert told["height"] == pytest.approx(height, abs=1)
    ids = [block["id"] for block in told["blocks"]]
    assert ids == ["intro", *(each.snippet.id for each in sample[1].manuscripts if each.snippet)]
    for above, below in zip(told["blocks"], told["blocks"][1:], strict=False):
        assert above["top"] + above["height"] <= below["top"] + 1
    for block in told["blocks"][1:]:
        heading = frame.locator(f'[data-block="{block["id"]}"]').evaluate(
            "heading => heading.getBoundingClientRect().top + scrollY"
        )
        assert block["top"] <= heading < block["top"] + block["height"]


def test_a_narrower_frame_is_told_of_anew(
    window: Window, sample: tuple[Letter, LetterPage]
) -> None:
    window.open(page_of(sample), 600)
    wide = window.told()["height"]
    window.page.evaluate("document.querySelector('iframe').width = 320")
    window.page.wait_for_function("wide => told.at(-1).height > wide", arg=wide)

    assert window.told()["height"] > wide


HOSTILE = """<!doctype html><html><head>
<meta http-equiv="refresh" content="0;url=http://evil.test/r">
<link rel="stylesheet" href="http://evil.test/s.css"><base href="http://evil.test/">
<style>@import url(http://evil.test/i.css); p { background: url(http://evil.test/b) }</style>
</head><body onload="parent.postMessage('hostile', '*')">
<script>parent.postMessage('hostile', '*')</script><script src="http://evil.test/x.js"></script>
<img src=x onerror="parent.postMessage('hostile', '*')"><img src="http://evil.test/p.png">
<svg onload="parent.postMessage('hostile', '*')"></svg>
<iframe src="http://evil.test/f"></iframe>
<iframe srcdoc="<script>top.postMessage('hostile','*')</script>"></iframe>
<object data="http://evil.test/o"></object><video src="http://evil.test/v" autoplay></video>
<form action="http://evil.test/form"><button>Send</button></form>
<a href="javascript:parent.postMessage('hostile','*')">Script</a>
<a href="http://evil.test/a">Away</a>
<p>Words</p></body></html>"""


@pytest.mark.parametrize("look", Look)
def test_what_is_hostile_runs_nothing_and_asks_for_nothing(window: Window, look: Look) -> None:
    shown = Shown(HOSTILE, "", "", "", HOSTILE)
    frame = window.open(make_page(shown, look, images=True, word=False))
    for name in ("Send", "Script", "Away"):
        frame.get_by_text(name, exact=True).click(no_wait_after=True)
    window.page.wait_for_timeout(200)

    assert window.asked == []
    assert "hostile" not in window.page.evaluate("told.map(String)")
    assert frame.url == f"{SITE}/letter"
    assert len(window.page.context.pages) == 1


def test_without_the_policy_it_would_be_seen(window: Window) -> None:
    window.policy = "sandbox allow-scripts"
    window.open(make_page(Shown("", "", "", "", HOSTILE), Look.LIGHT, images=True, word=False))

    assert "http://evil.test/x.js" in window.asked
    assert "hostile" in window.page.evaluate("told.map(String)")


def test_settings_for_word_are_no_words_of_the_letter(
    browser: Browser, sample: tuple[Letter, LetterPage]
) -> None:
    page = browser.new_page(java_script_enabled=False)

    page.set_content(page_of(sample, word=True))

    # Where no script runs, a browser shows what is in <noscript>, as in the frame that people see.
    assert "pixelsperinch" in page.content()
    assert page.locator("body").inner_text().lstrip().startswith("Bite-sized Skin")
    page.close()


def test_what_is_missing_stands_out_in_every_look(window: Window) -> None:
    html = '<body><p>Dear <mark data-missing="name" title="None">reader</mark></p>'
    for look in Look:
        shown = replace(Shown("", "", "", "", ""), marked=html)
        frame = window.open(make_page(shown, look, images=True, word=False))

        colour = frame.evaluate("getComputedStyle(document.querySelector('mark')).backgroundColor")
        assert colour == "rgb(255, 212, 59)"
