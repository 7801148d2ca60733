"""What stands in the engine's way, and is taken out of it."""

import pytest
from mjml import mjml2html

from newsletter.compose.engine.cleaning import clean
from newsletter.compose.engine.markup import parse
from tests.compose.making import body_of, shown_by


def cleaned(source: str) -> str:
    document = parse(source)
    assert document.faults == []
    return clean(document)


def in_column(content: str) -> str:
    return (
        f"<mjml><mj-body><mj-section><mj-column>{content}</mj-column></mj-section></mj-body></mjml>"
    )


def test_marks_of_origin_are_taken_out() -> None:
    source = '<mjml at="a:1"><mj-body of="x" width="9px" at="a:2"></mj-body at="a:3"></mjml>'
    assert cleaned(source) == '<mjml><mj-body width="9px"></mj-body></mjml>'


@pytest.mark.parametrize(
    "source",
    [
        "<mjml><mj-head> <mj-title>t</mj-title> </mj-head><mj-body /></mjml>",
        "<mjml><mj-head>\r\n<mj-title>t<!-- c --></mj-title></mj-head><mj-body /></mjml>",
        "<mjml><mj-head><mj-attributes><!-- c --></mj-attributes></mj-head><mj-body /></mjml>",
        in_column("<mj-social> <mj-social-element>x</mj-social-element></mj-social>"),
        in_column('<mj-image src="x"><!-- c --></mj-image>'),
    ],
)
def test_blanks_and_remarks_that_the_engine_refuses_are_taken_out(source: str) -> None:
    with pytest.raises(ValueError, match="unexpected token"):
        mjml2html(source)
    assert mjml2html(cleaned(source))


def test_a_line_end_between_two_words_stays_a_space() -> None:
    source = in_column("<mj-text><b>one</b>\n  <i>two</i></mj-text>")
    assert "onetwo" in shown_by(mjml2html(source))
    assert "one two" in shown_by(mjml2html(cleaned(source)))


def test_blanks_at_the_edges_of_a_component_are_taken_out() -> None:
    element = "<mj-social><mj-social-element{}</mj-social-element></mj-social>"
    # The engine makes a cell for the words beside an icon, even if there is but a space.
    assert cleaned(in_column(element.format("> \n"))) == in_column(element.format(">"))
    text = in_column("<mj-text>\n<b>a</b>\n<b>c</b> \n</mj-text>")
    assert cleaned(text) == in_column("<mj-text><b>a</b> <b>c</b></mj-text>")


def test_lines_of_code_keep_their_ends() -> None:
    source = in_column("<mj-text><pre><code><b>one</b>\n  <i>two</i></code></pre></mj-text>")
    code = body_of(mjml2html(cleaned(source))).css_first("pre")
    assert code is not None
    assert code.text().splitlines() == ["one ", "  two"]


def test_a_bracket_after_a_letter_beyond_ascii_does_not_take_the_engine_down() -> None:
    source = in_column("<mj-text>café > 皮> <i>]]></i></mj-text>")
    with pytest.raises(BaseException, match="char boundary"):
        mjml2html(source)
    assert "café > 皮> ]]>" in shown_by(mjml2html(cleaned(source)))


def test_letters_beyond_ascii_in_css_are_written_as_css_writes_them() -> None:
    css = 'i::after { content: "é"; } b > i {}'
    head = f"<mj-head><mj-style>{css}</mj-style><mj-raw><style>{css}</style></mj-raw></mj-head>"
    html = mjml2html(cleaned(f"<mjml>{head}<mj-body /></mjml>"))
    assert html.count('i::after { content: "\\0000e9"; } b > i {}') == 2


def test_all_else_stays_as_it_is() -> None:
    content = "a <b>c</b> <!-- d --> <br>&nbsp;\n<!--[if mso]>e<![endif]-->"
    source = in_column(f"<mj-text align='left'>{content}</mj-text>")
    assert cleaned(source) == source
