"""MJML source as a tree, and what keeps it from being one."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.engine.markup import DEEPEST, Document, Element, Node, parse
from newsletter.compose.engine.tags import Comment, Text


def faults_of(source: str) -> list[tuple[int, str]]:
    """Line and problem of every fault, in the order of the source."""
    document = parse(source)
    faults = sorted(document.faults, key=lambda fault: fault.start)
    return [(document.line(fault.start), fault.problem) for fault in faults]


def outline(nodes: list[Node]) -> list[object]:
    """Names and texts, nested."""
    return [
        [node.name, *outline(node.children)]
        if isinstance(node, Element)
        else node.text
        if isinstance(node, Text)
        else "<!>"
        for node in nodes
    ]


def only_element(document: Document) -> Element:
    (element,) = document.children
    assert isinstance(element, Element)
    return element


def test_elements_texts_and_comments_become_a_tree() -> None:
    document = parse("<mjml>\n<mj-text>Hi <b>you</b><br>!</mj-text><!-- c --><mj-image /></mjml>")

    assert document.faults == []
    text: list[object] = ["mj-text", "Hi ", ["b", "you"], ["br"], "!"]
    assert outline(document.children) == [["mjml", "\n", text, "<!>", ["mj-image"]]]


def test_attributes_keep_their_order_and_of_two_the_first_counts() -> None:
    element = only_element(parse('<td b=\'1 "2"\' nowrap\n a = "3>" b="4"></td>'))

    written = [(each.name, each.value) for each in element.attributes]
    assert written == [("b", '1 "2"'), ("nowrap", None), ("a", "3>"), ("b", "4")]
    assert element.tag.get("b") == '1 "2"'
    assert element.tag.get("c") is None


def test_offsets_point_at_what_is_written() -> None:
    source = 'x\n<a  href="y">z</a>'
    document = parse(source)
    opening, closing = document.tags
    (attribute,) = opening.attributes

    assert source[opening.start : opening.end] == '<a  href="y">'
    assert source[closing.start : closing.end] == "</a>"
    assert source[attribute.before : attribute.end] == '  href="y"'
    assert source[attribute.start : attribute.end] == 'href="y"'
    assert [document.line(offset) for offset in (0, 1, 2, len(source))] == [1, 1, 2, 2]


def test_css_is_not_read_as_tags() -> None:
    document = parse("<mj-style>a > b { content: '&' } /* </ */</mj-style><p></p>")
    assert [problem for _, problem in faults_of(document.source)] == [
        "“<” cannot stand in the CSS of mj-style"
    ]
    assert outline(document.children)[1] == ["p"]


def test_what_only_outlook_shows_is_read_as_tags() -> None:
    document = parse("<p><!--[if mso]><b>x</b><![endif]--><!--[if !mso]><!-->y<!--<![endif]--></p>")
    marks = [node for node in only_element(document).children if isinstance(node, Comment)]

    assert document.faults == []
    assert len(marks) == 4
    assert all(mark.for_outlook for mark in marks)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>\n1 < 2</p>", (2, "a single “<” stands here")),
        ("<p>\n<></p>", (2, "a single “<” stands here")),
        ("<p>\n</ p></p>", (2, "a single “<” stands here")),
        ("<p>\n<td width=3></td></p>", (2, "the value of “width” in <td> has no quotes")),
        ("<td a='b'\nwidth = ></td>", (2, "the value of “width” in <td> has no quotes")),
        ('<p>\n<i alt="x></i></p>', (2, "the value of “alt” in <i> has no closing quote")),
        (
            '<p>\n<i alt="x></i>\n<i class="y"></i></p>',
            (2, "the value of “alt” in <i> has no closing quote"),
        ),
        ('<p a="b"c="d"></p>', (1, 'the tag <p> cannot be read from “c="d"” on')),
        ('<p @click="x"></p>', (1, 'the tag <p> cannot be read from “@click="x"” on')),
        ("<p\n/ ></p>", (1, "the tag <p> cannot be read from “/” on")),
        ("<p\x0ba='b'></p>", (1, "the tag <p> cannot be read from “a='b'” on")),
        ("<p></p a='b'>", (1, "the tag </p> cannot be read from “>” on")),
        ("<p></p/>", (1, "the tag </p> cannot be read from “/” on")),
        ("<p>\n<b", (2, "the file ends inside the tag <b")),
        ("<p>\n</p", (2, "the file ends inside the tag </p")),
        ("<p>\n<!--> --></p>", (2, "for browsers, this comment ends at its first “>”")),
        ("<!---> -->", (1, "for browsers, this comment ends at its first “>”")),
        ("<p>\n<!-- a", (2, "this comment does not end")),
        ("<p>\n<!--[if mso]x</p>", (2, "this comment for Outlook cannot be read")),
        ("<p>\n<![endif x</p>", (2, "this comment for Outlook cannot be read")),
        ("<p>\n<![CDATA[ <b> ]]></p>", (2, "CDATA cannot be used in a template")),
        ('\n<?xml version="1.0"?><p></p>', (2, "“<?” cannot be used in a template")),
        ("\n<!DOCTYPE html><p></p>", (2, "“<!” cannot be used in a template")),
        ("<p>\n<b>\n</p>", (2, "<b> is not closed before </p>")),
        ("<p>\n<BR></p>", (2, "<BR> is in capital letters")),
        ("<p>\n<BR/></p>", (2, "<BR> is in capital letters")),
        ("<p>\n<b>\nx", (2, "<b> and <p> are not closed at the end")),
        ("<p>\n</b></p>", (2, "</b> closes nothing: no <b> is open here")),
        ("<p>\n<br></br></p>", (2, "<br> has no closing tag")),
    ],
)
def test_what_is_malformed_is_named_by_line(source: str, expected: tuple[int, str]) -> None:
    assert faults_of(source) == [expected]


def test_a_component_that_is_closed_too_early_is_named_where_it_is_closed_again() -> None:
    source = "<mj-column>\n<mj-text>one</mj-text>\ntwo</mj-text>\n</mj-column>"
    assert faults_of(source) == [(3, "</mj-text> closes nothing: no <mj-text> is open here")]


def test_tags_in_the_wrong_order_are_one_mistake() -> None:
    assert faults_of("<p><b>\n<i>x</b></i></p>") == [(2, "<i> is not closed before </b>")]


def test_all_mistakes_are_found_not_only_the_first() -> None:
    source = "<p>\n<b>1 < 2\n<td width=3></td>\n<![CDATA[x]]>\n</p>"
    assert [line for line, _ in faults_of(source)] == [2, 2, 3, 4]


def test_html_may_be_closed_in_another_case() -> None:
    assert faults_of("<P>x</p>") == []


@pytest.mark.parametrize("depth", [DEEPEST + 1, 100_000])
def test_tags_too_deep_inside_each_other_are_one_finding(depth: int) -> None:
    problem = f"more than {DEEPEST} tags stand inside each other"
    assert faults_of("<b>\n" * depth) == [(DEEPEST + 1, problem)]


def test_tags_may_stand_inside_each_other_up_to_the_limit() -> None:
    assert faults_of("<b>" * DEEPEST + "</b>" * DEEPEST) == []


FRAGMENTS = [
    "<", ">", "</", "/>", "<b>", "</b>", "<br>", "<p a='", '<p a="', '"', "'", "=", " ", "\n",
    "<!--", "-->", "--", "<![CDATA[", "]]>", "<!--[if", "<!--[if mso]>", "<![endif]-->", "<![endif",
    "<?", "<!", "<mjml>", "</mjml>", "<mj-body>", "</mj-body>", "<mj-text>", "</mj-text>",
    "<mj-style>", "</mj-style>", "<mj-image a b=c/>", "text", "&lt;", "\x00", "\ufeff", "é",
]  # fmt: skip


ENDLESS = ["<!--", "<![CDATA[", "<?", "<p a='", "<mj-style>", "<!--[if", "<a \t"]


@pytest.mark.parametrize("fragment", ENDLESS, ids=ascii)
def test_time_grows_with_the_length_alone(fragment: str) -> None:
    def once(times: int) -> float:
        start = perf_counter()
        parse(fragment * times)
        return perf_counter() - start

    def seconds(times: int) -> float:
        # A busy machine is only ever slower.
        return min(once(times) for _ in range(3))

    # Six times the text is six times the work; looking twice at everything would make it 36.
    assert seconds(60_000) < 15 * seconds(10_000) + 0.2


@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=40).map("".join))
@examples(max_examples=300)
def test_any_text_gives_a_tree_or_faults(source: str) -> None:
    document = parse(source)
    places = [fault.start for fault in document.faults] + [tag.start for tag in document.tags]
    assert all(0 <= place <= len(source) for place in places)
    if not document.faults:
        opened = sum(not (tag.closes or tag.empty) for tag in document.tags)
        void = sum(tag.name == "br" and not tag.empty for tag in document.tags)
        assert opened - void == sum(tag.closes for tag in document.tags)
