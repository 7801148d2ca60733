"""How words look, resolved from the page down to them."""

import pytest

from newsletter.checks.looks import Words, read_words
from newsletter.checks.styles import read_dark_rules, read_style
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof
from tests.compose.making import make_issue, make_snippet

DARK = """\
<style>
p { color: #111111 }
@media (prefers-color-scheme: dark) {
  body, .paper { background-color: #101416 !important; }
  .box a { color: #202020 !important; }
  a { color: #6fd3ca !important; }
  :::nonsense { color: #ff0000; }
}
@media (max-width: 479px) { p { color: #222222 } }
</style>
"""


def look_at(html: str, make_letter: MakeLetter) -> tuple[Words, ...]:
    proof = make_proof(make_issue(make_snippet("Words.")), make_letter(html))
    return read_words(proof.pages[0])


def test_a_style_is_read_by_name_and_its_last_word_counts() -> None:
    assert read_style("Color: RED ; color:#FFF !important;;font-size:16px") == {
        "color": "#fff",
        "": "",
        "font-size": "16px",
    }


def test_only_what_is_said_for_the_dark_is_read_the_strongest_last() -> None:
    selectors = [selector for selector, _ in read_dark_rules(DARK)]
    assert selectors[:3] == ["body", "a", ".paper"]
    assert selectors[-1] in (".box a", ":::nonsense")
    assert "p" not in selectors


@pytest.mark.parametrize(
    ("html", "size"),
    [
        ("<p>Words.</p>", 16),
        ('<p style="font-size:18px">Words.</p>', 18),
        ('<p style="font:700 26px/32px Georgia,serif">Words.</p>', 26),
        ('<div style="font-size:20px"><p style="font-size:50%">Words.</p></div>', 10),
        ('<div style="font-size:20px"><p style="font-size:1.5em">Words.</p></div>', 30),
        ('<p style="font-size:12pt">Words.</p>', 16),
        ('<td style="font-size:0px"><p style="font-size:17px">Words.</p>', 17),
        ('<div style="font-size:0"><p>Words.</p></div>', 0),
    ],
)
def test_the_size_comes_from_the_nearest_that_names_one(
    html: str, size: float, make_letter: MakeLetter
) -> None:
    (words,) = look_at(html, make_letter)
    assert words.light.size == size


@pytest.mark.parametrize(
    ("html", "colour", "ground"),
    [
        ("<p>Words.</p>", "#000000", "#ffffff"),
        (
            '<div style="background:#EEE"><p style="color:red">Words.</p></div>',
            "#ff0000",
            "#eeeeee",
        ),
        ('<table bgcolor="#123456"><tr><td>Words.</td></tr></table>', "#000000", "#123456"),
        ('<a href="https://example.org">Words.</a>', "#0000ee", "#ffffff"),
        ('<p style="color:inherit;background-color:transparent">Words.</p>', "#000000", "#ffffff"),
        ('<p style="background:#fff url(a.png)">Words.</p>', "#000000", None),
    ],
)
def test_the_colours_come_from_the_nearest_that_names_them(
    html: str, colour: str, ground: str | None, make_letter: MakeLetter
) -> None:
    (words,) = look_at(html, make_letter)
    assert (words.light.colour, words.light.ground) == (colour, ground)


def test_the_dark_has_its_own_colours_where_it_says_so(make_letter: MakeLetter) -> None:
    html = (
        f'{DARK}<div class="paper"><p style="color:#333333">One</p>'
        '<a href="x" style="color:#0b6b66">Two</a>'
        '<p class="box"><a href="x">Three</a></p></div>'
    )
    one, two, three = look_at(html, make_letter)
    assert (one.light.colour, one.light.ground) == ("#333333", "#ffffff")
    assert (one.dark.colour, one.dark.ground) == ("#333333", "#101416")
    assert (two.light.colour, two.dark.colour) == ("#0b6b66", "#6fd3ca")
    assert three.dark.colour == "#202020"


def test_a_page_without_dark_colours_looks_the_same_in_the_dark(make_letter: MakeLetter) -> None:
    (words,) = look_at('<p style="color:#333333">Words.</p>', make_letter)
    assert words.light == words.dark
