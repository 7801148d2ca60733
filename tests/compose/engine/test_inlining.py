"""Styles that are to stand inline, and do not when the engine is alone."""

import re

import pytest

from newsletter.compose.engine.guard import run_engine
from newsletter.compose.engine.inlining import take_inline_styles
from tests.compose.engine.engines import attribute, engine_alone, page

HEAD = '<mj-style inline="inline">{}</mj-style>'


def comments(html: str) -> list[str]:
    return re.findall(r"<!--.*?-->", html, re.DOTALL)


def test_a_style_is_written_into_its_elements() -> None:
    mjml = page('<mj-text><p class="say">x</p></mj-text>', head=HEAD.format(".say { color: red }"))

    assert attribute(engine_alone(mjml), "p", "style") is None
    assert attribute(run_engine(mjml), "p", "style") == "color: red;"


def test_it_leaves_the_head() -> None:
    html = run_engine(page("<mj-text>x</mj-text>", head=HEAD.format(".say { color: red }")))

    assert ".say" not in html


def test_it_reaches_what_the_engine_makes() -> None:
    mjml = page(
        '<mj-button href="#">x</mj-button>', head=HEAD.format("a { color: red !important }")
    )

    assert "color: red !important" in (attribute(run_engine(mjml), "a", "style") or "")


@pytest.mark.parametrize("css", ["", " \n ", "}};{", "a{", "a:hover { color: red }", "::::{}"])
def test_a_style_for_nothing_changes_nothing(css: str) -> None:
    content = '<mj-text><a href="#" style="margin: 0">x</a></mj-text>'
    html = run_engine(page(content, head=HEAD.format(css)))

    assert attribute(html, "a", "style") == "margin: 0"


def test_other_styles_and_the_engines_own_stay_in_the_head() -> None:
    css = "@media (max-width: 479px) { a { color: red } }"
    content = "<mj-text><p>x</p><table><tr><td>y</td></tr></table></mj-text>"
    without = run_engine(page(content, head=f"<mj-style>{css}</mj-style>"))
    html = run_engine(
        page(content, head=f"<mj-style>{css}</mj-style>{HEAD.format('p { top: 0 }')}")
    )

    assert f'<style type="text/css">{css}</style>' in html
    assert html.count("<style") == without.count("<style")
    assert len(html) - len(without) < 40
    assert "border-collapse" not in (attribute(html, "table table", "style") or "")


def test_what_is_said_to_outlook_stays() -> None:
    content = (
        '<mj-text><!--[if mso]><v:oval xmlns:v="urn:x" /><![endif]-->'
        "<!--[if !mso]><!--><p>x</p><!--<![endif]--></mj-text>"
        '<mj-carousel><mj-carousel-image src="cid:a" /></mj-carousel>'
    )
    section = 'background-url="cid:b" background-size="cover"'
    without = run_engine(page(content, section))
    html = run_engine(page(content, section, HEAD.format("p { color: red }")))

    assert "<v:rect" in html
    assert comments(html) == comments(without)


def test_several_styles_apply_in_their_order() -> None:
    head = HEAD.format("p { color: red }") + HEAD.format("p { color: blue }")
    html = run_engine(page("<mj-text><p>x</p></mj-text>", head=head))

    assert attribute(html, "p", "style") == "color: blue;"


def test_only_styles_that_ask_for_it_are_taken() -> None:
    styles = '<mj-style>a{}</mj-style><mj-style css-class="x" inline="inline">b{}</mj-style >'

    assert take_inline_styles(styles) == ("<mj-style>a{}</mj-style>", "b{}")


def test_nothing_is_fetched_for_a_style() -> None:
    link = '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">'
    head = HEAD.format("@import url(http://127.0.0.1:9/a.css); p { color: red }")
    html = run_engine(page("<mj-text><p>x</p></mj-text>", head=f"<mj-raw>{link}</mj-raw>{head}"))

    assert attribute(html, "p", "style") == "color: red;"
    assert 'href="http://127.0.0.1:9/a.css"' in html
