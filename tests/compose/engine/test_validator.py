"""Components, where they may stand, and what their attributes may hold."""

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.engine.components import COMPONENTS, homes_of
from newsletter.compose.engine.markup import parse
from newsletter.compose.engine.validator import validate
from tests.compose.engine.test_markup import FRAGMENTS


def problems(source: str) -> list[str]:
    """Problem and remedy of every fault."""
    document = parse(source)
    assert document.faults == []
    return [f"{fault.problem}. {fault.remedy}" for fault in validate(document)]


def in_body(content: str) -> str:
    return f"<mjml><mj-body>{content}</mj-body></mjml>"


def in_section(content: str) -> str:
    return in_body(f"<mj-section>{content}</mj-section>")


def in_column(content: str) -> str:
    return in_section(f"<mj-column>{content}</mj-column>")


def in_head(content: str) -> str:
    return f"<mjml><mj-head>{content}</mj-head><mj-body></mj-body></mjml>"


def nested(parent: str, child: str) -> str:
    """A document in which the child stands in the parent, and all else is right."""
    source, home = f"<{child} />", parent
    while home != "mjml":
        source = f"<{home}>{source}</{home}>"
        home = (homes_of(home) or ["mjml"])[0]
    body = "" if "<mj-body" in source else "<mj-body></mj-body>"
    return f"<mjml>{source}{body}</mjml>"


def test_a_letter_of_every_component_is_right() -> None:
    head = (
        '<mj-attributes><mj-all color="red" /><mj-class name="big" padding="0 1px" />'
        '<mj-text font-size="18px" /></mj-attributes><mj-breakpoint width="480px" />'
        '<mj-font name="A" href="b" /><mj-preview>p</mj-preview><mj-style>a > b {}</mj-style>'
        '<mj-title>t</mj-title><mj-raw><meta name="x"></mj-raw>'
    )
    column = (
        '<mj-text mj-class="big" css-class="x">1 <b>2</b><br></mj-text><mj-image src="a" />'
        '<mj-button href="b">3</mj-button><mj-divider /><mj-spacer height="1px"/>'
        "<mj-table><tr><td nowrap>4</td></tr></mj-table><mj-raw><!--[if mso]>5<![endif]--></mj-raw>"
        "<mj-social><mj-social-element>6</mj-social-element></mj-social>"
        "<mj-navbar><mj-navbar-link>7</mj-navbar-link></mj-navbar><mj-accordion>"
        "<mj-accordion-element><mj-accordion-title>8</mj-accordion-title><mj-accordion-text>9"
        "</mj-accordion-text></mj-accordion-element></mj-accordion>"
        "<mj-carousel><mj-carousel-image src='a' /></mj-carousel>"
    )
    body = (
        f"<!-- c --><mj-section><mj-group><mj-column>{column}</mj-column></mj-group></mj-section>"
        "<mj-wrapper> <mj-section /> </mj-wrapper>\n<mj-hero><mj-text>10</mj-text></mj-hero>"
    )
    source = (
        '<mjml lang="en" dir="ltr" owa="desktop" xmlns:v="urn:x">'
        f"<mj-head>{head}</mj-head><mj-body>{body}</mj-body></mjml>"
    )
    assert problems(source) == []
    assert [name for name in COMPONENTS if f"<{name}" not in source] == []


@pytest.mark.parametrize(
    ("parent", "children"),
    [
        ("mjml", "mj-section mj-text mj-attributes mj-raw mj-title"),
        ("mj-head", "mj-body mj-text mj-section mj-all"),
        ("mj-body", "mj-head mj-text mj-column mj-button mj-body mj-social-element"),
        ("mj-wrapper", "mj-wrapper mj-column mj-text"),
        ("mj-section", "mj-section mj-wrapper mj-text mj-image mj-hero"),
        ("mj-group", "mj-group mj-section mj-text"),
        ("mj-column", "mj-column mj-section mj-group mj-hero mj-social-element mj-navbar-link"),
        ("mj-hero", "mj-section mj-column mj-hero mj-carousel-image"),
        ("mj-social", "mj-text mj-button mj-social mj-raw"),
        ("mj-navbar", "mj-text mj-social-element mj-raw"),
        ("mj-accordion", "mj-accordion-title mj-text"),
        ("mj-accordion-element", "mj-accordion-element mj-text"),
        ("mj-carousel", "mj-image mj-raw"),
    ],
)
def test_components_stand_only_where_they_may(parent: str, children: str) -> None:
    for child in children.split():
        expected = f"{child} cannot stand in {parent}. It belongs in "
        assert any(each.startswith(expected) for each in problems(nested(parent, child))), child


@pytest.mark.parametrize("name", sorted(set(COMPONENTS) - {"mjml", "mj-body"}))
def test_components_may_stand_where_they_belong(name: str) -> None:
    for home in homes_of(name):
        assert problems(nested(home, name)) == [], home


@pytest.mark.parametrize("owner", ["mj-text", "mj-button", "mj-table", "mj-raw", "mj-navbar-link"])
def test_no_component_stands_in_html(owner: str) -> None:
    source = nested(homes_of(owner)[0], owner).replace(
        f"<{owner} />", f"<{owner}><p><mj-image /></p></{owner}>"
    )
    assert problems(source) == [
        f"<mj-image> cannot stand in {owner}. Close {owner} before it: inside, there is only HTML."
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "there is no <mjml>"),
        ("<html></html>", "there is no <mjml>"),
        ("x" + in_body(""), "the text “x” cannot stand in the document"),
        ("<mjml></mjml>", "the letter has no mj-body"),
        ("<mjml><mj-body /><mj-body /></mjml>", "there is a second mj-body in mjml"),
        (
            in_column(
                "<mj-accordion><mj-accordion-element><mj-accordion-text /><mj-accordion-text />"
                "</mj-accordion-element></mj-accordion>"
            ),
            "there is a second mj-accordion-text in mj-accordion-element",
        ),
        (in_body("<mj-txt />"), "there is no component “mj-txt”. Did you mean “mj-text”?"),
        (in_body("<mj-Text></mj-Text>"), "there is no component “mj-Text”. Did you mean"),
        (in_body("hello"), "the text “hello” cannot stand in mj-body. Put it inside mj-text"),
        (in_section("hello &amp; bye"), "the text “hello & bye” cannot stand in mj-section"),
        (in_section("&nbsp;"), "an invisible sign (U+00A0) cannot stand in mj-section"),
        (in_section("\ufeff"), "an invisible sign (U+FEFF) cannot stand in mj-section"),
        (in_column("word " * 20), "the text “word word word word word word word …” cannot"),
        (in_column("<p>x</p>"), "<p> cannot stand in mj-column. Put it inside mj-text"),
        (in_column("<v:p></v:p>"), "<v:p> cannot stand in mj-column"),
        (
            in_section("<!--[if mso]><![endif]-->"),
            "a comment for Outlook cannot stand in mj-section. Put it inside mj-text, or",
        ),
        (in_column("<mj-image>x</mj-image>"), "the text “x” cannot stand in mj-image"),
        (in_column("<mj-divider><p></p></mj-divider>"), "<p> cannot stand in mj-divider"),
        (in_column('<mj-include path="x" />'), 'Write {% include "blocks/….mjml" %} instead.'),
        (in_head("<mj-html-attributes />"), "mj-html-attributes does not work in letters"),
        (in_head("<mj-preview>a <b>b</b></mj-preview>"), "mj-preview holds text alone"),
        (in_head("<mj-title>a <b>b</b></mj-title>"), "<b> cannot stand in mj-title"),
        (in_head('<mj-raw position="file-start" />'), "“position” of mj-raw does not work"),
        (in_head("<mj-attributes><mj-foo /></mj-attributes>"), "no component “mj-foo”"),
        (in_head("<mj-attributes><p /></mj-attributes>"), "<p> cannot stand in mj-attributes"),
        (
            in_head('<mj-attributes><mj-class name="a"><mj-text /></mj-class></mj-attributes>'),
            "<mj-text> cannot stand in mj-class",
        ),
        (
            in_head("<mj-attributes><mj-text>x</mj-text></mj-attributes>"),
            "“x” cannot stand in mj-text",
        ),
        (in_head("<mj-attributes><mj-class /></mj-attributes>"), "mj-class has no “name”"),
        (in_head("<mj-attributes><mj-text /></mj-attributes>x"), "cannot stand in mj-head"),
        (in_column("<mj-button><v:b></v:b></mj-button>"), "<v:b> cannot stand in mj-button"),
        (
            in_column("<mj-table><!--[if mso]><![endif]--></mj-table>"),
            "a comment for Outlook cannot stand in mj-table",
        ),
        (
            in_column("<mj-raw><!--[if mso]></mj-raw><mj-text>x</mj-text>"),
            "this comment for Outlook does not end",
        ),
        (in_column("<mj-raw><![endif]--></mj-raw>"), "ends what never began"),
        (
            in_column("<mj-text><!--[if mso]><!--[if mso]><![endif]--></mj-text>"),
            "this comment for Outlook does not end",
        ),
    ],
)
def test_what_would_not_reach_readers_is_named(source: str, expected: str) -> None:
    found = problems(source)
    assert any(expected in problem for problem in found), found


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('mj-text colour="red"', "mj-text has no attribute “colour”. Did you mean “color”?"),
        ('mj-text class="x"', "mj-text has no attribute “class”. Write css-class instead."),
        ("mj-image fluid-on-mobile", "“fluid-on-mobile” of mj-image has no value"),
        ('mj-text font-size="1.2rem"', "cannot be “1.2rem”. Write a number of px, such as 16px."),
        ('mj-text font-size="16"', "“font-size” of mj-text cannot be “16”"),
        ('mj-text font-size=""', "“font-size” of mj-text cannot be “”"),
        ('mj-text padding="0 auto"', "Write one to four numbers of px or %, such as 10px 25px."),
        ('mj-text padding="1px 2px 3px 4px 5px"', "“padding” of mj-text cannot be"),
        ('mj-text padding-left="-1px"', "“padding-left” of mj-text cannot be “-1px”"),
        ('mj-text color="#12345"', "“color” of mj-text cannot be “#12345”. Write it as #1a73e8"),
        ('mj-text color="reddish"', "“color” of mj-text cannot be “reddish”"),
        ('mj-text align="middle"', "Write left, center, right or justify."),
        ('mj-text line-height="1.5em"', "or a plain one, such as 1.5."),
        ('mj-text letter-spacing="1%"', "Write a number of px or em, such as 1px or -0.5px."),
        ('mj-image width="100%"', "“width” of mj-image cannot be “100%”"),
        ('mj-image height="big"', "such as 16px, or auto."),
        ('mj-image fluid-on-mobile="yes"', "Write true or false."),
        ('mj-image src="a b.png"', "Write the address without spaces"),
        ('mj-table cellpadding="2px"', "Write a whole number, such as 10."),
        ('mj-image border-top="1px solid red"', "“border-top” of mj-image does not work"),
        ('mj-text color="red" color="blue" font-size="1em"', "“font-size” of mj-text"),
    ],
)
def test_wrong_attributes_are_named_with_what_would_be_right(tag: str, expected: str) -> None:
    (problem,) = problems(in_column(f"<{tag} />"))
    assert expected in problem


@pytest.mark.parametrize(
    "attribute",
    [
        'color="#FFF"', 'color="RebeccaPurple"', 'color="rgb(1, 2, 3)"', 'color="rgba(1,2,3,.5)"',
        'color="hsl(120 50% 50% / 0.5)"', 'color="transparent"', 'color=" red "',
        'padding="0"', 'padding="10px"', 'padding="0 25px"', 'padding="1px 2.5px .5px 4%"',
        'line-height="1.5"', 'line-height="28px"', 'line-height="150%"',
        'letter-spacing="-0.5px"', 'letter-spacing="0"', 'height="50%"', 'color="red" color="x"',
    ],
)  # fmt: skip
def test_right_values_pass(attribute: str) -> None:
    assert problems(in_column(f"<mj-text {attribute} />")) == []


def test_a_default_may_be_anything_that_some_component_takes() -> None:
    def default(attribute: str) -> list[str]:
        return problems(in_head(f"<mj-attributes><mj-all {attribute} /></mj-attributes>"))

    assert default('width="50%"') == default('width="auto"') == []
    assert default('width="1em"') != []
    assert default('gap="1px"') == [
        "“gap” of mj-all does not work in letters. Give the sections in it a padding instead."
    ]


def test_what_cannot_be_shown_as_meant_is_refused() -> None:
    assert "does not work" in problems(in_body('<mj-wrapper gap="1px" />'))[0]
    assert "does not work" in problems(in_body('<mj-section full-width="false" />'))[0]
    assert problems(in_body('<mj-section full-width="full-width" />')) == []


def test_all_problems_are_found_at_once() -> None:
    source = in_body('<mj-section colour="red">one<mj-text size="1">x</mj-text></mj-section>two')
    assert len(problems(source)) == 5


@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=40).map("".join))
@examples(max_examples=200)
def test_any_text_is_judged(source: str) -> None:
    document = parse(source)
    for fault in validate(document):
        assert 0 <= fault.start <= len(source)
        assert fault.problem
        assert fault.remedy
