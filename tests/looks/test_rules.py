"""What holds for every block and every layout at every width, as a browser shows it."""

from itertools import pairwise
from typing import Any

import pytest

from tests.looks.gallery import SHOWS, look_at
from tests.looks.sheet import WIDTHS, Table
from tests.looks.shows import Shown

THUMB = 44
SMALLEST_TEXT = 16
TIGHTEST_LINES = 1.3
TIGHTEST_HEADLINE = 1.2
LINES_TO_READ = 1.5
CONTRAST = 4.5

# What every question below is asked of: elements with words of their own that can be seen.
WORDS = """const own = e => [...e.childNodes].filter(n => n.nodeType === 3 && n.textContent.trim())
const seen = [...document.querySelectorAll('body *')].filter(e => e.getClientRects().length)
const words = seen.filter(e => own(e).length && e.textContent.replace(/[\\s\\u00a0]/g, ''))
const name = e => e.tagName + ' ' + e.textContent.trim().slice(0, 40)
const style = e => getComputedStyle(e)
"""

BEYOND_THE_EDGE = """seen.filter(e => {
    const {left, right, width} = e.getBoundingClientRect()
    return width && (left < -0.5 || right > innerWidth + 0.5)
}).map(name)"""

SMALL = f"words.filter(e => parseFloat(style(e).fontSize) < {SMALLEST_TEXT}).map(name)"

TIGHT = f"""words.filter(e => e.tagName !== 'SUP' && !e.closest('[aria-hidden]')).filter(e => {{
    const lines = parseFloat(style(e).lineHeight) / parseFloat(style(e).fontSize)
    const large = parseFloat(style(e).fontSize) >= 22
    const prose = ['P', 'LI'].includes(e.tagName) && !e.closest('.button')
    return lines < (large ? {TIGHTEST_HEADLINE} : prose ? {LINES_TO_READ} : {TIGHTEST_LINES}) - 0.01
}}).map(name)"""

LINKS_LIKE_WORDS = """[...document.links].filter(e => !e.closest('.button'))
    .filter(e => style(e).textDecorationLine !== 'underline').map(name)"""

HARD_TO_HIT = f"""[...document.querySelectorAll('.button a, .option a')]
    .filter(e => e.getBoundingClientRect().height < {THUMB}).map(name)"""

OVERLAPPING = """(() => {
    const boxes = words.filter(e => e.tagName !== 'SUP').flatMap(e => own(e).flatMap(node => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return [...range.getClientRects()].map(box => [name(e), box])
    })).concat([...document.images].map(e => ['IMG ' + e.alt, e.getBoundingClientRect()]))
    return boxes.flatMap(([one, a], n) => boxes.slice(n + 1).filter(([other, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
    ).map(([other]) => one + ' / ' + other))
})()"""

FAINT = f"""(() => {{
    const parse = colour => colour.match(/[\\d.]+/g).map(Number)
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0.05)
    const ground = e => {{
        for (; e; e = e.parentElement) {{
            const colour = parse(style(e).backgroundColor)
            if (colour.length < 4 || colour[3] > 0) return light(colour)
        }}
        return light([255, 255, 255])
    }}
    return words.filter(e => {{
        const pair = [light(parse(style(e).color)), ground(e)]
        return Math.max(...pair) / Math.min(...pair) < {CONTRAST}
    }}).map(name)
}})()"""

HEADLINES = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(e => Number(e.tagName[1]))"

ROOT = "[document.documentElement.lang, document.documentElement.dir, document.title]"

AMISS = """[
    ...[...document.images].filter(e => !e.alt).map(e => 'no alt: ' + e.src.slice(0, 40)),
    ...seen.filter(e => e.tagName === 'TABLE' && e.getAttribute('role') !== 'presentation' &&
        !e.querySelector('th')).map(e => 'a table without a role or a head: ' + name(e)),
    ...[...document.links].filter(e => !e.textContent.trim()).map(e => 'no words: ' + e.href),
    ...[...document.querySelectorAll('[aria-hidden] a')].map(e => 'hidden link: ' + name(e)),
    ...[...document.querySelectorAll('h1,h2,h3,h4')].filter(e => !e.textContent.trim())
        .map(e => 'an empty headline: ' + name(e)),
    ...[...document.querySelectorAll('[id]')].filter((e, n, all) =>
        all.findIndex(other => other.id === e.id) !== n).map(e => 'twice: ' + e.id),
    ...[...document.querySelectorAll('ul, ol')].filter(e => [...e.children].some(
        child => child.tagName !== 'LI')).map(e => 'not only points: ' + name(e)),
]"""


@pytest.fixture(scope="module", params=SHOWS)
def laid(request: pytest.FixtureRequest, table: Table) -> Table:
    """Each show in turn, at every width."""
    table.lay(look_at(request.param))
    return table


def ask(table: Table, question: str) -> dict[int, Any]:
    """What each width answers."""
    script = f"() => {{ {WORDS} return {question} }}"
    return {width: frame.evaluate(script) for width, frame in table.frames.items()}


def nothing(answers: dict[int, Any]) -> bool:
    return answers == {width: [] for width in WIDTHS}


def test_nothing_reaches_over_the_edge(laid: Table) -> None:
    answers = ask(laid, BEYOND_THE_EDGE)
    assert nothing(answers), answers


def test_no_text_is_small(laid: Table) -> None:
    answers = ask(laid, SMALL)
    assert nothing(answers), answers


def test_lines_have_air_between_them(laid: Table) -> None:
    answers = ask(laid, TIGHT)
    assert nothing(answers), answers


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(laid: Table, mode: str) -> None:
    laid.turn(mode)
    answers = ask(laid, FAINT)
    assert nothing(answers), answers


def test_links_are_underlined(laid: Table) -> None:
    answers = ask(laid, LINKS_LIKE_WORDS)
    assert nothing(answers), answers


def test_what_is_tapped_is_as_high_as_a_thumb(laid: Table) -> None:
    answers = ask(laid, HARD_TO_HIT)
    assert nothing(answers), answers


def test_nothing_lies_on_something_else(laid: Table) -> None:
    answers = ask(laid, OVERLAPPING)
    assert nothing(answers), answers


def test_language_direction_and_title_are_said(laid: Table) -> None:
    for answer in ask(laid, ROOT).values():
        assert answer[0] not in ("", "und")
        assert answer[1] in ("ltr", "rtl")
        assert answer[2]


def test_those_who_listen_miss_nothing(laid: Table) -> None:
    answers = ask(laid, AMISS)
    assert nothing(answers), answers


def test_nothing_is_asked_for_elsewhere(laid: Table) -> None:
    assert laid.asked == []


@pytest.mark.parametrize("name", [name for name in SHOWS if not name.startswith("blocks/")])
def test_a_letter_has_one_main_headline_and_skips_no_level(name: str, table: Table) -> None:
    table.lay(look_at(name))
    levels = ask(table, HEADLINES)[600]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


BAD = (
    ("<p style='width:900px'>Wide</p>", BEYOND_THE_EDGE),
    ("<p style='font-size:15px'>Small</p>", SMALL),
    ("<p style='line-height:1.4'>Tight</p>", TIGHT),
    ("<div style='line-height:1.2'>Tight</div>", TIGHT),
    ("<p style='color:#777'>Faint</p>", FAINT),
    ("<a href='https://example.org/' style='text-decoration:none'>Link</a>", LINKS_LIKE_WORDS),
    ("<div class='button'><a style='display:block;height:43px'>Tap</a></div>", HARD_TO_HIT),
    ("<p style='margin-bottom:-20px'>One</p><p style='margin:0'>Two</p>", OVERLAPPING),
    ("<img src='data:,'>", AMISS),
    ("<table><tr><td>A table</td></tr></table>", AMISS),
    ("<a href='https://example.org/'></a>", AMISS),
    ("<h2> </h2>", AMISS),
    ("<div aria-hidden='true'><a href='https://example.org/'>Link</a></div>", AMISS),
    ("<b id='a'>a</b><b id='a'>b</b>", AMISS),
    ("<ul><p>No point</p></ul>", AMISS),
)


@pytest.mark.parametrize(("html", "question"), BAD)
def test_each_rule_bites(html: str, question: str, table: Table) -> None:
    good = "<p style='font-size:16px;line-height:24px'>Good.</p>"
    table.lay(Shown(f"<!doctype html><html><head></head><body>{good}{html}</body></html>", ""))
    assert not nothing(ask(table, question))


def test_what_is_asked_for_elsewhere_is_noticed(table: Table) -> None:
    table.lay(Shown("<body><img alt='x' src='http://127.0.0.1:9/x.png'></body>", ""))
    assert "http://127.0.0.1:9/x.png" in table.asked
