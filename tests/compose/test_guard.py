"""The engine's measured faults, and what the guard does about each.

Every pair of assertions looks at the same MJML twice: first as the engine prints it alone.
"""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from mjml import mjml2html

from newsletter.compose.guard import after_engine, before_engine
from tests.compose.making import body_of, shown_by


def page(content: str, section: str = "") -> str:
    return (
        f"<mjml><mj-body><mj-section {section}><mj-column>{content}"
        "</mj-column></mj-section></mj-body></mjml>"
    )


def engine_alone(mjml: str) -> str:
    return mjml2html(mjml, fonts={})


def guarded(mjml: str) -> str:
    return after_engine(mjml2html(before_engine(mjml), fonts={}))


def attribute(html: str, css: str, name: str) -> str | None:
    node = body_of(html).css_first(css)
    assert node is not None
    return node.attributes.get(name)


def test_a_line_end_in_a_style_is_a_space() -> None:
    mjml = page('<mj-text><p style="color:red;\n  margin:0">x</p></mj-text>')
    assert attribute(engine_alone(mjml), "p", "style") == "color:red;\\n  margin:0"
    assert attribute(guarded(mjml), "p", "style") == "color:red; margin:0"


@pytest.mark.parametrize("tag", ["<mj-image {} />", "<mj-text><img {} /></mj-text>"])
@pytest.mark.parametrize(
    ("alt", "printed"),
    [
        ("10\u00a0mg", "10\\u{a0}mg"),
        ("soft\u00adhyphen", "soft\\u{ad}hyphen"),
        ("cafe\u0301", "cafe\\u{301}"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\\u{200d}\U0001f469"),
        ("C:\\new", "C:\\\\new"),
        ("\u202eabc", "\\u{202e}abc"),
    ],
)
def test_alt_text_keeps_what_the_engine_would_print_as_a_code(
    tag: str, alt: str, printed: str
) -> None:
    mjml = page(tag.format(f'src="cid:a" alt="{alt}"'))
    assert attribute(engine_alone(mjml), "img", "alt") == printed
    assert attribute(guarded(mjml), "img", "alt") == alt


@pytest.mark.parametrize("tag", ["<mj-image {} />", "<mj-text><img {} /></mj-text>"])
def test_quotes_inside_single_quotes_do_not_end_the_alt_text(tag: str) -> None:
    mjml = page(tag.format('src="cid:a" alt=\'say "hi" now\''))
    assert attribute(engine_alone(mjml), "img", "alt") == "say \\"
    assert attribute(guarded(mjml), "img", "alt") == 'say "hi" now'


@pytest.mark.parametrize(
    ("padding", "alone", "kept"),
    [
        ("0 28px", "600", "544"),
        ("0 28px 10px", "600", "544"),
        ("10px 28px 0", "600", "544"),
        ("0 0 0 28px", "600", "572"),
        ("2px 28px 10px", "544", "544"),
        ("0", "600", "600"),
    ],
)
def test_a_zero_without_unit_leaves_the_width_of_a_picture(
    padding: str, alone: str, kept: str
) -> None:
    mjml = page(f'<mj-image src="cid:a" alt="" padding="{padding}" />')
    assert attribute(engine_alone(mjml), "img", "width") == alone
    assert attribute(guarded(mjml), "img", "width") == kept


def test_a_zero_without_unit_in_a_section_leaves_the_width_of_its_column() -> None:
    mjml = page('<mj-image src="cid:a" alt="" />', 'padding="0 12px"')
    assert attribute(engine_alone(mjml), "img", "width") == "550"
    assert attribute(guarded(mjml), "img", "width") == "526"


@pytest.mark.parametrize("padding", ["10px 20px", "0.5px 1px", "100px 0px", "10% 0%"])
def test_paddings_with_units_are_left_alone(padding: str) -> None:
    mjml = f'<mj-text padding="{padding}">'
    assert before_engine(mjml) == mjml


def test_a_zero_elsewhere_is_left_alone() -> None:
    mjml = '<p style="margin:0 0 12px"><td width="0" border="0">'
    assert before_engine(mjml) == mjml


def test_a_table_in_html_keeps_its_cellpadding() -> None:
    mjml = page('<mj-text><table id="t" cellpadding="0"><tr><td>x</td></tr></table></mj-text>')
    assert attribute(guarded(mjml), "#t", "cellpadding") == "0"


@pytest.mark.parametrize("tag", ['<mj-image src="cid:a" />', "<mj-text><img src='c' /></mj-text>"])
def test_a_picture_without_alt_text_gets_an_empty_one(tag: str) -> None:
    mjml = page(tag)
    assert attribute(engine_alone(mjml), "img", "alt") is None
    assert attribute(guarded(mjml), "img", "alt") == ""


def test_the_width_of_a_picture_is_whole() -> None:
    thirds = '<mj-image src="cid:a" alt="" padding="0px" />' + "</mj-column><mj-column>" * 2
    mjml = page(thirds, 'padding="0px 10px"')
    assert attribute(engine_alone(mjml), "img", "width") == "193.33333"
    assert attribute(guarded(mjml), "img", "width") == "193"


def test_words_about_a_width_are_left_alone() -> None:
    mjml = page('<mj-text>write &lt;td width="33.5"&gt; here</mj-text>')
    assert 'write <td width="33.5"> here' in shown_by(guarded(mjml))


def test_the_html_is_ascii_and_shows_every_character() -> None:
    words = "café — “quoted” 皮肤 👍🏽"
    mjml = page(f"<mj-text>{words}</mj-text>")
    assert not engine_alone(mjml).isascii()
    html = guarded(mjml)
    assert html.isascii()
    assert shown_by(html) == words


def test_a_tag_keeps_its_attributes_in_order_and_its_end() -> None:
    assert before_engine("<a b = 'c' d-e=\"f\" />") == '<a b="c" d-e="f" />'


@pytest.mark.parametrize(
    "text", ["1 < 2 and 3 > 2", "<!-- a comment -->", "</td>", "<td nowrap>", "a = 'b'"]
)
def test_what_is_no_tag_with_values_is_left_alone(text: str) -> None:
    assert before_engine(text) == text


def test_guarding_twice_is_guarding_once() -> None:
    mjml = page('<mj-image src="cid:a" alt="a\\b &amp; “c”\u00a0&quot;d&quot;" padding="0 1px" />')
    once = before_engine(mjml)
    assert before_engine(once) == once


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
@examples(max_examples=100, deadline=None)
def test_any_alt_text_survives_unchanged(alt: str) -> None:
    alt = re.sub(" +", " ", alt)
    mjml = page(f'<mj-image src="cid:a" alt="{escape(alt)}" />')
    assert attribute(guarded(mjml), "img", "alt") == alt
    inline = page(f'<mj-text><img src="cid:a" alt="{escape(alt)}" /></mj-text>')
    assert attribute(guarded(inline), "img", "alt") == alt


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
@examples(max_examples=100, deadline=None)
def test_any_text_survives_unchanged_and_in_ascii(text: str) -> None:
    html = guarded(page(f"<mj-text><i>{escape(text)}</i></mj-text>"))
    assert html.isascii()
    node = body_of(html).css_first("i")
    assert node is not None
    assert node.text() == text
