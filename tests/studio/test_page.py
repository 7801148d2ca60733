"""The document that the studio's frame shows."""

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.studio.page import SCRIPT, SCRIPT_HASH, Look, make_page
from newsletter.studio.shown import Shown
from tests.compose.making import make_snippet

PICTURES = {"cid:a@letter": "data:image/png;base64,AAAA"}


def page_of(html: str, look: Look = Look.LIGHT, *, images: bool = True, word: bool = False) -> str:
    """The page without what the studio adds at its end."""
    shown = Shown(html, "", "", "", html, (), PICTURES)
    return make_page(shown, look, images=images, word=word).rpartition("<style>")[0]


def test_the_script_is_the_one_that_its_hash_allows() -> None:
    page = make_page(Shown("", "", "", "", ""), Look.LIGHT, images=True, word=False)
    (script,) = re.findall(r"(?s)<script>(.*?)</script>", page)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert script == SCRIPT
    assert f"sha256-{digest}" == SCRIPT_HASH


def test_pictures_travel_in_the_page() -> None:
    assert page_of('<img src="cid:a@letter" alt="A">') == (
        '<img src="data:image/png;base64,AAAA" alt="A">'
    )
    assert page_of('<img src="cid:b@letter" alt="B">') == '<img src="cid:b@letter" alt="B">'


def test_without_pictures_their_words_stand_in_their_place() -> None:
    html = '<img src="cid:a@letter" alt="A &lt; B" width="46" height="46" style="color:red">'

    assert page_of(html, images=False) == (
        '<span data-picture="" class="" style="width:46px;height:46px;color:red" '
        'title="A &lt; B">A &lt; B</span>'
    )


@pytest.mark.parametrize(
    ("html", "quiet"),
    [
        (
            '<a href="https://example.org/?a=1&amp;b=2" ping="/x">Go</a>',
            '<a href="#" target="_blank" rel="noopener" '
            'title="https://example.org/?a=1&amp;b=2">Go</a>',
        ),
        ('<meta http-equiv="Refresh" content="0;url=/x">', ""),
        (
            '<meta http-equiv="Content-Type" content="a">',
            '<meta http-equiv="Content-Type" content="a">',
        ),
        ('<link rel="dns-prefetch" href="//example.org">', ""),
        ('<base href="https://example.org">', ""),
        ('<img srcset="https://example.org/a.png 2x" alt="">', '<img alt="">'),
        ('<form action="https://example.org">', "<form>"),
        ("<p>Words</p>", "<p>Words</p>"),
    ],
)
def test_nothing_leads_away(html: str, quiet: str) -> None:
    assert page_of(html) == quiet


@pytest.mark.parametrize(
    ("look", "dark", "light"),
    [
        (Look.LIGHT, "(max-width:0)", "(min-width:0)"),
        (Look.DARK, "(min-width:0)", "(max-width:0)"),
    ],
)
def test_the_look_decides_what_the_letters_own_colours_are(
    look: Look, dark: str, light: str
) -> None:
    html = (
        "<style>@media screen and (prefers-color-scheme: dark) { p { color: red } }</style>"
        '<style media="(Prefers-Color-Scheme:light)">p{}</style>(prefers-color-scheme: dark)'
    )

    assert page_of(html, look) == (
        f"<style>@media screen and {dark} {{ p {{ color: red }} }}</style>"
        f'<style media="{light}">p{{}}</style>(prefers-color-scheme: dark)'
    )


def test_inversions_reach_styles_sheets_and_attributes() -> None:
    html = (
        "<style>p { color: #000 } @media (prefers-color-scheme: dark) { p { color: #000 } }</style>"
        '<body bgcolor="#ffffff" text="black" style="background-color:#fff"><font color="#000">'
    )

    assert page_of(html, Look.PARTIAL) == (
        "<style>p {color: #ffffff }\n@media (max-width:0) {p {color: #ffffff }}</style>"
        '<body bgcolor="#161616" text="#ffffff" style="background-color:#161616">'
        '<font color="#ffffff">'
    )


def test_outlook_reads_its_own_branch_and_knows_less() -> None:
    html = (
        "<!--[if mso]><b>Word</b><![endif]--><!--[if !mso]><!--><i>Others</i><!--<![endif]-->"
        '<style>@media screen { p { color: red } }</style><style media="screen">p{}</style>'
        '<p style="border-radius:4px;max-width:9px;color:red">'
    )
    page = page_of(html, word=True)

    assert "<b>Word</b>" in page
    assert "Others" not in page
    assert page.endswith('<style></style><style media="not all">p{}</style><p style="color:red">')


def test_headings_carry_the_ids_of_their_snippets() -> None:
    snippets = [
        make_snippet("Words.", id="one", title="One?"),
        make_snippet("x", id="two", title="Two"),
    ]
    html = '<h1 class="a">One?</h1><h3>One?</h3><h2>Else</h2><h2><b>Two</b></h2>'
    page = make_page(
        Shown("", "", "", "", html), Look.LIGHT, images=True, word=False, blocks=snippets
    )

    assert page.startswith(
        '<h1 class="a" data-block="one">One?</h1><h3 data-block="one">One?</h3>'
        '<h2>Else</h2><h2 data-block="two"><b>Two</b></h2>'
    )


@given(
    st.text(alphabet=st.sampled_from("<>ap/ ='\"!-[]style#;:{}@\n"), max_size=80),
    st.sampled_from(Look),
    st.booleans(),
    st.booleans(),
)
def test_whatever_the_letter_is_made_of_it_is_shown(
    html: str, look: Look, images: bool, word: bool
) -> None:
    shown = Shown("", "", "", "", html, (), PICTURES)

    assert make_page(shown, look, images=images, word=word).endswith(f"<script>{SCRIPT}</script>")
