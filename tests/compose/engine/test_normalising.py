"""The engine's measured faults that are answered before it runs.

Most tests look at the same MJML twice, first as the engine prints it alone: where that assertion
fails after an upgrade, the fault is mended and its answer can go.
"""

import time
from html import escape
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.engine.guard import run_engine
from newsletter.compose.engine.normalising import before_engine, decode_value, read_attributes
from tests.compose.engine.engines import attribute, body, engine_alone, page
from tests.compose.making import body_of, shown_by, squeeze

PICTURES = ["<mj-image {} />", "<mj-text><img {} /></mj-text>"]
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60)


def test_a_line_end_in_a_style_is_a_space() -> None:
    mjml = page('<mj-text><p style="color:red;\n  margin:0">x</p></mj-text>')

    assert attribute(engine_alone(mjml), "p", "style") == "color:red;\\n  margin:0"
    assert attribute(run_engine(mjml), "p", "style") == "color:red; margin:0"


@pytest.mark.parametrize("tag", PICTURES)
@pytest.mark.parametrize(
    ("alt", "printed"),
    [
        ("10\u00a0mg", "10\\u{a0}mg"),
        ("quoi\u202f?", "quoi\\u{202f}?"),
        ("soft\u00adhyphen", "soft\\u{ad}hyphen"),
        ("cafe\u0301", "cafe\\u{301}"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\\u{200d}\U0001f469"),
        ("\u2764\ufe0f", "\u2764\\u{fe0f}"),
        ("\ue000", "\\u{e000}"),
        ("\u202eabc", "\\u{202e}abc"),
        ("C:\\new", "C:\\\\new"),
        ("two  \u00ad spaces", "two  \\u{ad} spaces"),
    ],
)
def test_alt_text_keeps_what_the_engine_would_print_as_a_code(
    tag: str, alt: str, printed: str
) -> None:
    mjml = page(tag.format(f'src="cid:a" alt="{alt}"'))

    assert attribute(engine_alone(mjml), "img", "alt") == printed
    assert attribute(run_engine(mjml), "img", "alt") == alt


@pytest.mark.parametrize("tag", PICTURES)
def test_quotes_inside_single_quotes_do_not_end_the_alt_text(tag: str) -> None:
    mjml = page(tag.format('src="cid:a" alt=\'say "hi" now\''))

    assert attribute(engine_alone(mjml), "img", "alt") == "say \\"
    assert attribute(run_engine(mjml), "img", "alt") == 'say "hi" now'


def test_a_tag_with_an_attribute_without_value_is_guarded_too() -> None:
    mjml = page('<mj-text><ol reversed class="a\\b"><li>x</li></ol></mj-text>')

    assert attribute(engine_alone(mjml), "ol", "class") == "a\\\\b"
    assert attribute(run_engine(mjml), "ol", "class") == "a\\b"
    assert attribute(run_engine(mjml), "ol[reversed]", "reversed") is None


def test_marks_of_tags_in_a_value_are_references() -> None:
    mjml = page('<mj-text><b title="1 < 2 > 0">x</b></mj-text>')

    assert 'title="1 < 2 > 0"' in engine_alone(mjml)
    assert 'title="1 &lt; 2 &gt; 0"' in run_engine(mjml)


def test_the_title_survives_where_the_engine_copies_it_to() -> None:
    title = 'Peau “sèche”\u00a0: 5\u202f%\n  et "plus"'
    mjml = page("<mj-text>x</mj-text>", head=f"<mj-title>{title}</mj-title>")

    assert attribute(engine_alone(mjml), "[aria-label]", "aria-label") == (
        "Peau “sèche”\\u{a0}: 5\\u{202f}%\\n  et \\"
    )
    assert attribute(run_engine(mjml), "[aria-label]", "aria-label") == title.replace("\n  ", " ")


def test_a_title_with_references_is_not_encoded_twice() -> None:
    html = run_engine(page("", head="<mj-title>Q&amp;A &lt;b&gt; &#233;</mj-title>"))

    assert attribute(html, "[aria-label]", "aria-label") == "Q&A <b> é"
    assert "<title>Q&amp;A &lt;b&gt; &#233;</title>" in html


@given(TEXT)
@examples(max_examples=50)
def test_any_preview_survives(words: str) -> None:
    html = run_engine(body("", f"<mj-preview>{escape(words)}</mj-preview>"))

    assert shown_by(html) == squeeze(words)


@pytest.mark.parametrize("padding", ["padding", "padding-left"])
def test_a_zero_without_unit_is_written_with_one(padding: str) -> None:
    assert before_engine(f'<mj-text {padding}="0">') == f'<mj-text {padding}="0px">'


@pytest.mark.parametrize(
    ("padding", "alone", "kept"),
    [
        ("0 28px", "600", "544"),
        ("0 28px 10px", "600", "544"),
        ("10px 28px 0", "600", "544"),
        ("0 0 0 28px", "600", "572"),
        ("2px 28px 10px", "544", "544"),
        ("0", "600", "600"),
        (" 0px 28px", "600", "544"),
        ("0px 28px\n", "600", "544"),
    ],
)
def test_paddings_leave_the_width_of_a_picture(padding: str, alone: str, kept: str) -> None:
    mjml = page(f'<mj-image src="cid:a" alt="" padding="{padding}" />')

    assert attribute(engine_alone(mjml), "img", "width") == alone
    assert attribute(run_engine(mjml), "img", "width") == kept


@pytest.mark.parametrize(
    "around",
    [
        '<mj-section padding="0 12px"><mj-column>{}</mj-column></mj-section>',
        '<mj-section><mj-column padding="0 12px">{}</mj-column></mj-section>',
        '<mj-wrapper padding="0 12px"><mj-section><mj-column>{}</mj-column></mj-section>'
        "</mj-wrapper>",
    ],
    ids=["section", "column", "wrapper"],
)
def test_a_zero_without_unit_around_a_picture_leaves_its_width(around: str) -> None:
    mjml = body(around.format('<mj-image src="cid:a" alt="" />'))

    assert attribute(engine_alone(mjml), "img", "width") == "550"
    assert attribute(run_engine(mjml), "img", "width") == "526"


def test_a_zero_without_unit_in_a_hero_leaves_its_height() -> None:
    hero = '<mj-hero mode="fixed-height" height="200px" padding="40px 0" background-url="cid:a" />'

    assert 'height="200"' in engine_alone(body(hero))
    assert 'height="120"' in run_engine(body(hero))


def test_a_zero_without_unit_in_a_class_is_found() -> None:
    head = '<mj-attributes><mj-class name="wide" padding="0 12px" /></mj-attributes>'
    mjml = page('<mj-image src="cid:a" mj-class="wide" />', head=head)

    assert attribute(run_engine(mjml), "img", "width") == "576"


def test_a_zero_without_unit_in_a_button_leaves_its_width() -> None:
    mjml = page('<mj-button href="#" width="200px" inner-padding="0 30px">x</mj-button>')

    assert "width:200px" in (attribute(engine_alone(mjml), "a", "style") or "")
    assert "width:140px" in (attribute(run_engine(mjml), "a", "style") or "")


@pytest.mark.parametrize("padding", ["10px 20px", "0.5px 1px", "100px 0px", "10% 0%"])
def test_paddings_with_units_are_left_alone(padding: str) -> None:
    mjml = f'<mj-text padding="{padding}">'
    assert before_engine(mjml) == mjml


def test_a_zero_elsewhere_is_left_alone() -> None:
    mjml = '<p style="margin:0 0 12px"><td width="0" border="0">'
    assert before_engine(mjml) == mjml


def test_a_table_in_html_keeps_its_cellpadding() -> None:
    mjml = page('<mj-text><table id="t" cellpadding="0"><tr><td>x</td></tr></table></mj-text>')
    assert attribute(run_engine(mjml), "#t", "cellpadding") == "0"


@pytest.mark.parametrize("tag", PICTURES)
def test_the_first_of_two_equal_attributes_counts(tag: str) -> None:
    mjml = page(tag.format('alt="first" src="cid:a" alt="second"'))

    assert attribute(engine_alone(mjml), "img", "alt") == "second"
    assert attribute(run_engine(mjml), "img", "alt") == "first"


def test_a_comment_with_two_hyphens_is_no_stumbling_block() -> None:
    mjml = page("<mj-text>a<!-- to do -- later -->b</mj-text><!-- <b title='x'> -- -->")

    with pytest.raises(ValueError, match="parse"):
        engine_alone(mjml)
    assert shown_by(run_engine(mjml)) == "ab"


def test_a_comment_in_the_title_is_no_stumbling_block() -> None:
    mjml = page("", head="<mj-title>Tiny <!-- or small -->bumps</mj-title>")

    with pytest.raises(ValueError, match="unexpected token"):
        engine_alone(mjml)
    assert attribute(run_engine(mjml), "[aria-label]", "aria-label") == "Tiny bumps"


def test_what_templates_say_to_outlook_is_guarded_too() -> None:
    special = '<!--[if mso]><i title="a\\b">x</i><![endif]-->'
    general = "<!--[if !mso]><!--><b>y</b><!--<![endif]-->"
    mjml = page(f"<mj-text>{special}{general}</mj-text>")

    assert special.replace("\\", "\\\\") + general in engine_alone(mjml)
    assert special.replace("\\", "&#92;") + general in run_engine(mjml)


@pytest.mark.parametrize("end", ["<!-->", "<!-- -->", "-->"])
def test_what_templates_say_to_all_but_outlook_stays(end: str) -> None:
    general = f"<!--[if !mso]>{end}<b>y</b><!--<![endif]-->"

    assert before_engine(general) == general
    assert shown_by(run_engine(page(f"<mj-text>{general}</mj-text>"))) == "y"


def test_two_menus_and_two_carousels_have_ids_of_their_own() -> None:
    menu = (
        '<mj-navbar hamburger="hamburger"><mj-navbar-link href="#">a</mj-navbar-link></mj-navbar>'
    )
    carousel = '<mj-carousel><mj-carousel-image src="cid:a" /></mj-carousel>'
    html = run_engine(page(menu * 2 + carousel * 2))
    ids = [node.attributes["id"] for node in body_of(html).css("[id]")]

    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&amp;copy=2", "?a=1&copy=2"),
        ("?a&not1&reg;", "?a&not1®"),
        ("?a&nosuch;&b", "?a&nosuch;&b"),
        ("?q=&#233;&#xe9;&eacute;&eacute", "?q=éééé"),
    ],
)
def test_addresses_are_read_as_browsers_read_them(address: str, meant: str) -> None:
    mjml = page(f'<mj-button href="{address}">x</mj-button>')

    assert attribute(run_engine(mjml), "a", "href") == meant


def test_a_tag_keeps_its_attributes_in_order_and_its_end() -> None:
    assert before_engine("<a b = 'c' d-e=\"f\" g />") == '<a b="c" d-e="f" g />'


@pytest.mark.parametrize(
    "text", ["1 < 2 and 3 > 2", "</td>", "<td nowrap>", "a = 'b'", "<a b=c>", "<p style='x>"]
)
def test_what_is_no_tag_with_values_is_left_alone(text: str) -> None:
    assert before_engine(text) == text


def test_guarding_twice_is_guarding_once() -> None:
    mjml = page('<mj-image src="cid:a" alt="a\\b &amp; “c”\u00a0&quot;d&quot;" padding="0 1px" />')
    once = before_engine(mjml)

    assert before_engine(once) == once


@pytest.mark.parametrize("piece", [" a", " a=", " a='b'", "&", "&a", "<", "\n", " ", " \n"])
def test_long_nonsense_costs_little_time(piece: str) -> None:
    nonsense = f"<p{piece * 20_000}"
    began = time.perf_counter()
    before_engine(nonsense)
    before_engine(f'<p title="{nonsense[2:]}">')

    assert time.perf_counter() - began < 2


@given(TEXT)
@example("\ue000\u200d\\n&amp;\u00a0&#38; 'single' \"double\" <b>")
@examples(max_examples=100)
def test_any_alt_text_survives_unchanged(alt: str) -> None:
    for tag in PICTURES:
        mjml = page(tag.format(f'src="cid:a" alt="{escape(alt)}"'))
        assert attribute(run_engine(mjml), "img", "alt") == alt


@given(TEXT)
@examples(max_examples=100)
def test_an_engine_that_reads_correctly_reads_what_was_meant(value: str) -> None:
    """Should the engine be mended, nothing is encoded twice."""
    tag = before_engine(f'<mj-image alt="{escape(value)}" />')

    assert ElementTree.fromstring(tag).get("alt") == value


@given(st.text(max_size=40))
@examples(max_examples=200)
def test_values_come_back_from_any_spelling(value: str) -> None:
    text = decode_value(value)

    assert read_attributes(f' a="{escape(text)}"') == {"a": text}
    assert read_attributes(f" a='{escape(text)}'") == {"a": text}


@given(st.text(max_size=60))
@examples(max_examples=100)
def test_control_characters_never_stop_the_engine(text: str) -> None:
    run_engine(page(f'<mj-text title="{escape(text)}">{escape(text)}</mj-text>'))
