"""Where a mark stands in HTML and in text, as a browser or a mail program would see it."""

import html as markup
import re

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsletter.compose.contexts import Context, find_in_html, find_in_text

MARK = "Zq0123456789abv0qZ"
PATTERN = re.compile(MARK)

PLACES = {
    "<p>Dear M,</p>": Context.WORDS,
    "M": Context.WORDS,
    "<p>1 &lt; 2 M</p>": Context.WORDS,
    "<!--[if !mso]><!--><p>M</p><!--<![endif]-->": Context.WORDS,
    "<!-- a --><p>M</p><!-- b -->": Context.WORDS,
    "<style>p { color: red }</style>M": Context.WORDS,
    "<title>For M</title>": Context.TITLE,
    '<img alt="For M">': Context.DESCRIPTION,
    "<img alt='For M' src=\"x\">": Context.DESCRIPTION,
    '<div aria-label = "M">': Context.DESCRIPTION,
    '<a title="a > b M">': Context.DESCRIPTION,
    '<a href="M">': Context.ADDRESS,
    "<A HREF='M'>": Context.ADDRESS,
    '<a class="x" href="https://example.org/?a=1&amp;b=M&amp;c=2">': Context.IN_ADDRESS,
    '<a href="https://example.org/M">': Context.IN_ADDRESS,
    '<a href="https://example.org#M">': Context.IN_ADDRESS,
    '<a href="mailto:desk@example.org?subject=M">': Context.IN_ADDRESS,
    '<a href="https://M/">': Context.HOST,
    '<a href="https://example.orgM/">': Context.HOST,
    '<a href="M://example.org/">': Context.HOST,
    '<a href="M?x=1">': Context.HOST,
    '<a href=" M">': Context.HOST,
    '<a href="mailto:M@example.org">': Context.HOST,
    '<a href="javascript:M">': Context.HOST,
    '<img src="M">': Context.PICTURE,
    '<img src="https://example.org/M.png">': Context.PICTURE,
    '<td background="M">': Context.PICTURE,
    '<link href="M">': Context.PICTURE,
    '<base href="M">': Context.PICTURE,
    '<form action="M">': Context.PICTURE,
    '<p style="color: M">': Context.STYLE,
    "<style>p { color: M }</style>": Context.STYLE,
    "<style>p::before { content: '<p>M</p>' }": Context.STYLE,
    "<script>var name = 'M'</script>": Context.SCRIPT,
    '<p onclick="M">': Context.SCRIPT,
    "<!-- M -->": Context.COMMENT,
    "<!-- never closed <p>M</p>": Context.COMMENT,
    '<!--[if mso]><v:rect href="M"><![endif]-->': Context.COMMENT,
    "<!doctype M>": Context.COMMENT,
    "<p title=M>": Context.UNQUOTED,
    "<a href=M>": Context.UNQUOTED,
    "<M>": Context.TAG,
    "<pM>": Context.TAG,
    "<p M>": Context.TAG,
    '<p M="x">': Context.TAG,
    "</M>": Context.TAG,
    '<img width="M">': Context.ATTRIBUTE,
    '<p class="M">': Context.ATTRIBUTE,
    '<p title="never closed M>': Context.BROKEN,
    "1 < 2 M": Context.BROKEN,
}


@pytest.mark.parametrize(("html", "context"), PLACES.items(), ids=PLACES)
def test_every_place_in_html_is_known(html: str, context: Context) -> None:
    (spot,) = find_in_html(html.replace("M", MARK), PATTERN)
    assert (spot.mark, spot.context) == (MARK, context)


def test_every_mark_is_found_in_order() -> None:
    pattern = re.compile(r"Zqv\dqZ")
    html = '<p title="Zqv0qZ Zqv1qZ">Zqv2qZ<b style="x:Zqv3qZ" Zqv4qZ>Zqv5qZ</b></p>Zqv6qZ'
    spots = list(find_in_html(html, pattern))
    assert [spot.mark for spot in spots] == [f"Zqv{number}qZ" for number in range(7)]
    assert [spot.context.name for spot in spots] == [
        "DESCRIPTION", "DESCRIPTION", "WORDS", "STYLE", "TAG", "WORDS", "WORDS",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Dear M,", Context.WORDS),
        ("Leave:\nM\n", Context.WORDS),
        ("see https://example.org/ M", Context.WORDS),
        ("https://example.org/?ref=M", Context.IN_ADDRESS),
        ("words (https://example.org/M)", Context.IN_ADDRESS),
        ("mailto:desk@example.org?subject=M", Context.IN_ADDRESS),
        ("https://M", Context.HOST),
        ("HTTPS://example.orgM", Context.HOST),
    ],
)
def test_every_place_in_text_is_known(text: str, context: Context) -> None:
    (spot,) = find_in_text(text.replace("M", MARK), PATTERN)
    assert spot.context == context


PARTS = st.sampled_from(
    ["<", ">", '"', "'", "=", " ", "p", "a", "/", "!", "--", "<!--", "-->", "<p>", "</p>", "M",
     "<style>", "</style>", "<title>", "</title>", 'alt="', "href='", "&amp;", "style=", "<img "]
)  # fmt: skip


@given(st.lists(PARTS, max_size=14).map("".join))
@examples(max_examples=500)
def test_what_is_called_words_is_words_to_a_browser(html: str) -> None:
    html = html.replace("M", MARK)
    spots = list(find_in_html(html, PATTERN))
    assert len(spots) == html.count(MARK)
    if {spot.context for spot in spots} == {Context.WORDS}:
        hostile = '<b id="hostile">\'"--><script>x</script>'
        filled = LexborHTMLParser(f"<body>{html.replace(MARK, markup.escape(hostile))}")
        assert filled.css_first("#hostile, script") is None
        assert filled.body is not None
        assert filled.body.text().count(hostile) == len(spots)
