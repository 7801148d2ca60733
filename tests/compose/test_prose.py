"""Markdown to HTML and text, in one parse."""

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from newsletter.compose.citations import Citations
from newsletter.compose.prose import Prose, ProseReader
from tests.compose.making import body_of, letters, make_source

SOURCES = {id: make_source(f"About {id}") for id in ("one", "two", "three")}


def read(markdown: str) -> Prose:
    return ProseReader(Citations(SOURCES)).read(markdown)


def first(prose: Prose, css: str) -> LexborNode:
    node = body_of(prose.html).css_first(css)
    assert node is not None
    return node


def test_paragraphs_stay_apart() -> None:
    prose = read("One line\nand the next.\n\nAnother.")
    assert prose.html == "<p>One line\nand the next.</p>\n<p>Another.</p>"
    assert prose.text == "One line and the next.\n\nAnother."


def test_strong_and_emphasis_are_tags_in_html_and_bare_words_in_text() -> None:
    prose = read("**Very** *gently*, __really__ _so_")
    assert prose.html == (
        "<p><strong>Very</strong> <em>gently</em>, <strong>really</strong> <em>so</em></p>"
    )
    assert prose.text == "Very gently, really so"


def test_a_line_break_starts_a_line_in_both() -> None:
    prose = read("1 Example Street  \nExample Town")
    assert prose.html == "<p>1 Example Street<br>\nExample Town</p>"
    assert prose.text == "1 Example Street\nExample Town"


def test_a_list_has_dashes() -> None:
    prose = read("- one\n- two")
    assert prose.html == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    assert prose.text == "- one\n- two"


def test_a_numbered_list_starts_where_the_editor_starts() -> None:
    prose = read("3. three\n4. four")
    assert prose.html == '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'
    assert prose.text == "3. three\n4. four"


def test_lists_inside_lists_are_indented() -> None:
    prose = read("1. outer\n2. next\n    - inner\n        3. deep\n    - more")
    assert prose.text == "1. outer\n2. next\n   - inner\n     3. deep\n   - more"
    assert len(body_of(prose.html).css("ol > li > ul > li > ol > li")) == 1


def test_a_long_entry_goes_on_below_its_own_words() -> None:
    text = read("10. " + "word " * 30).text
    lines = text.split("\n")
    assert lines[0].startswith("10. word")
    assert all(line.startswith("    word") for line in lines[1:])
    assert max(map(len, lines)) <= 72


def test_an_entry_may_hold_paragraphs_and_quotes() -> None:
    prose = read("- first\n\n    second\n\n    > said\n\n- next")
    assert prose.text == "- first\n  second\n  > said\n- next"


def test_a_heading_inside_an_entry_stays_in_its_place() -> None:
    prose = read("- before\n\n    ### between\n\n    after")
    assert letters(body_of(prose.html).text(separator="")) == ["before", "between", "after"]
    assert letters(prose.text) == ["before", "between", "after"]


def test_an_empty_entry_keeps_its_mark() -> None:
    assert read("1. \n2. word").text.split("\n") == ["1.", "2. word"]


def test_a_quotation_has_a_mark_on_every_line() -> None:
    prose = read("> " + "a " * 80 + "\n>\n> - entry")
    assert body_of(prose.html).css_first("blockquote > ul > li") is not None
    lines = prose.text.split("\n")
    assert all(line.startswith(">") for line in lines)
    assert max(map(len, lines)) <= 72
    assert lines[-1] == "> - entry"


@pytest.mark.parametrize("code", ["a < b && c > d", "<b>bold</b>", "Tom & Jerry", 'say "hi"'])
def test_code_is_shown_as_it_was_typed(code: str) -> None:
    inline, block = read(f"Type `{code}` now"), read(f"    {code}")
    assert body_of(inline.html).text(separator="") == f"Type {code} now"
    assert first(inline, "code").text() == code
    assert inline.text == f"Type {code} now"
    assert first(block, "pre > code").text() == f"{code}\n"
    assert block.text == f"    {code}"


def test_code_keeps_its_lines() -> None:
    assert read("    one\n      two\n\n    three").text == "    one\n      two\n\n    three"


def test_code_cites_nothing() -> None:
    assert read("`[@one]`").text == "[@one]"


@pytest.mark.parametrize("rule", ["---", "***", "* * *"])
def test_a_rule_is_a_line_of_stars(rule: str) -> None:
    prose = read(f"above\n\n{rule}\n\nbelow")
    assert prose.html == "<p>above</p>\n<hr>\n<p>below</p>"
    assert prose.text == "above\n\n* * *\n\nbelow"


def test_a_link_shows_its_address_in_the_text() -> None:
    prose = read("Read [the page](https://example.org/page?a=1&b=2) now.")
    anchor = first(prose, "a")
    assert anchor.attributes == {"href": "https://example.org/page?a=1&b=2"}
    assert prose.text == "Read the page (https://example.org/page?a=1&b=2) now."
    assert prose.links == ("https://example.org/page?a=1&b=2",)


def test_the_html_has_no_title_that_the_text_lacks() -> None:
    prose = read('[the page](https://example.org/page "Words behind it")')
    assert prose.html == '<p><a href="https://example.org/page">the page</a></p>'


@pytest.mark.parametrize(
    "markdown",
    ["<https://example.org/page>", "[https://example.org/page](https://example.org/page)"],
)
def test_a_bare_link_is_shown_once(markdown: str) -> None:
    prose = read(f"See {markdown}.")
    assert prose.text == "See https://example.org/page."
    assert prose.links == ("https://example.org/page",)


def test_a_mail_address_is_a_plain_link() -> None:
    prose = read("Write to <desk@example.org>.")
    assert prose.html == '<p>Write to <a href="mailto:desk@example.org">desk@example.org</a>.</p>'
    assert prose.text == "Write to desk@example.org."
    assert prose.links == ("mailto:desk@example.org",)


@pytest.mark.parametrize("typed", ["<desk@>", "<@>", "<desk @x>", "<desk\n@x>", "<desk@x\ty>"])
def test_what_is_no_mail_address_is_shown_as_it_was_typed(typed: str) -> None:
    prose = read(f"a {typed}")
    assert prose.links == ()
    assert prose.text.split() == f"a {typed}".split()


@pytest.mark.parametrize("address", ["a*b*c@example.org", "_x_@example.org"])
def test_a_mail_address_is_shown_letter_by_letter(address: str) -> None:
    prose = read(f"<{address}>")
    assert body_of(prose.html).text(separator="") == address
    assert prose.text == address


def test_links_are_listed_in_reading_order() -> None:
    prose = read("[b](https://example.org/b)\n\n- [a](https://example.org/a)\n\n<a@example.org>")
    assert prose.links == ("https://example.org/b", "https://example.org/a", "mailto:a@example.org")


@pytest.mark.parametrize("name", ["copy", "reg", "para", "lt", "amp", "not", "times"])
def test_an_address_is_not_taken_for_a_character(name: str) -> None:
    address = f"https://example.org/?page=1&{name}=2"
    prose = read(f"[words]({address})")
    assert first(prose, "a").attributes["href"] == address
    assert prose.text == f"words ({address})"
    assert prose.links == (address,)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_dangerous_address_does_not_reach_the_html(address: str) -> None:
    prose = read(f"[press here]({address})")
    assert prose.html == "<p><a>press here</a></p>"
    assert prose.links == (address,), "the letter refuses it by this list"


def test_headings_are_lowered_below_the_title_of_the_card() -> None:
    prose = read("# One\n\n## Two\n\n### Three\n\n###### Six\n\nSeven\n=====")
    assert [node.tag for node in body_of(prose.html).css("h1, h2, h3, h4, h5, h6")] == [
        "h3",
        "h3",
        "h4",
        "h4",
        "h3",
    ]
    assert prose.text == "One\n\nTwo\n\nThree\n\nSix\n\nSeven"


def test_the_first_heading_skips_no_level() -> None:
    prose = read("### One\n\n#### Two\n\n## Three")
    tags = [node.tag for node in body_of(prose.html).css("h1, h2, h3, h4")]
    assert tags == ["h3", "h4", "h3"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("&amp; &copy; &#8212; &#x2014;", "& © — —"),
        ("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>"),
        ("AT&T, R&D; and &c", "AT&T, R&D; and &c"),
        ("10&nbsp;mg", "10\u00a0mg"),
        ("&amp;lt; is how it is typed", "&lt; is how it is typed"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_entities_are_the_same_characters_in_both(typed: str, shown: str) -> None:
    prose = read(typed)
    assert body_of(prose.html).text(separator="") == shown
    assert prose.text == shown


@pytest.mark.parametrize(
    "typed",
    [
        "<b>bold</b>",
        "<div>block</div>",
        "<script>alert(1)</script>",
        "<!-- comment -->",
        '<img src="x">',
        "<br>",
    ],
)
def test_raw_html_is_shown_as_it_was_typed(typed: str) -> None:
    prose = read(typed)
    body = body_of(prose.html)
    assert body.text(separator="") == typed
    assert {node.tag for node in body.css("*")} <= {"body", "p"}
    assert prose.text == typed


@pytest.mark.parametrize("picture", ["![alt](https://example.org/x.png)", "![alt][x]"])
def test_a_picture_in_the_text_is_shown_as_it_was_typed(picture: str) -> None:
    prose = read(picture)
    assert body_of(prose.html).css_first("img") is None
    assert prose.text == picture


def test_citations_are_numbered_across_several_reads() -> None:
    citations = Citations(SOURCES)
    reader = ProseReader(citations)
    texts = [reader.read(each).text for each in ("A [@two] B [@one]", "C [@two]", "D [@three]")]
    assert texts == ["A [1] B [2]", "C [1]", "D [3]"]
    assert [(number, source.title) for number, source in citations.cited] == [
        ("1", "About two"),
        ("2", "About one"),
        ("3", "About three"),
    ]


@pytest.mark.parametrize("typed", ["So. [@one]", "So.\n[@one]", "So.[@one]"])
def test_the_number_of_a_source_stays_with_the_word_it_follows(typed: str) -> None:
    prose = read(typed)
    assert prose.html == '<p>So.<sup class="cite">1</sup></p>'
    assert prose.text == "So. [1]"


def test_a_citation_may_come_first() -> None:
    assert read("[@one] says so.").text == "[1] says so."
    assert read("- [@one] says so.").text == "- [1] says so."


def test_a_missing_source_shows_as_a_question_mark_and_takes_no_number() -> None:
    citations = Citations(SOURCES)
    prose = ProseReader(citations).read("A [@?] B [@one]")
    assert prose.text == "A [?] B [1]"
    assert '<sup class="cite">?</sup>' in prose.html
    assert '<sup class="cite">1</sup>' in prose.html
    assert [number for number, _ in citations.cited] == ["1"]


def test_nothing_carries_over_from_one_read_to_the_next() -> None:
    reader = ProseReader(Citations(SOURCES))
    reader.read("[page]: https://example.org/page\n\n[page]")
    after = reader.read("[page]")
    assert after.text == "[page]"
    assert after.links == ()


@pytest.mark.parametrize("empty", ["", "\n \n", "\t"])
def test_nothing_written_is_nothing_read(empty: str) -> None:
    prose = read(empty)
    assert (prose.html, prose.text, prose.links) == ("", "", ())
    assert not prose
    assert read("word")


def test_nothing_written_does_not_repeat_what_was_read_before() -> None:
    reader = ProseReader(Citations(SOURCES))
    reader.read("What was read before, with [a link](https://example.org).")
    prose = reader.read("")
    assert (prose.html, prose.text, prose.links) == ("", "", ())


def test_a_deep_nest_of_quotes_keeps_its_words() -> None:
    prose = read("> " * 60 + "deep")
    assert letters(prose.text) == ["deep"]


WORD = st.text(alphabet="abcdefgxyzéßñжы漢字", min_size=1, max_size=9)
WORDS = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
SPAN = st.one_of(
    WORDS,
    WORDS.map("**{}**".format),
    WORDS.map("*{}*".format),
    WORDS.map("`{}`".format),
    WORDS.map("[{}](https://example.org/page)".format),
    WORD.map("{}[@one]".format),
    WORD.map("<{}@example.org>".format),
)
LINE = st.lists(SPAN, min_size=1, max_size=4).map(" ".join)
BLOCK = st.one_of(
    LINE,
    LINE.map("# {}".format),
    LINE.map("### {}".format),
    LINE.map("> {}".format),
    WORDS.map("    {}".format),
    st.just("---"),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {x}" for x in lines)),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"7. {x}" for x in lines)),
    st.tuples(LINE, LINE).map(lambda two: "- {}\n    1. {}".format(*two)),
    st.tuples(LINE, LINE).map(lambda two: "- {}\n\n    > {}".format(*two)),
)


@given(st.lists(BLOCK, min_size=1, max_size=5).map("\n\n".join))
@examples(max_examples=150, deadline=None)
def test_html_and_text_say_the_same_words(markdown: str) -> None:
    prose = read(markdown)
    text = prose.text.replace("(https://example.org/page)", "")
    assert letters(body_of(prose.html).text(separator="")) == letters(text)


# No round bracket: the address of a link is shown in the text only. No mail addresses either:
# one that holds other marks may mean several things.
ANYTHING = st.text(alphabet="abc xyz\n\t<>&;#*_`[]!\\{}%-+.:'\"=/|~$1é漢\u00a0\u00ad\u202e\u0301")


@given(ANYTHING)
@examples(max_examples=300, deadline=None)
def test_whatever_is_typed_html_and_text_say_the_same_words(markdown: str) -> None:
    prose = read(markdown)
    assert letters(body_of(prose.html).text(separator="")) == letters(prose.text)


def test_numbers_side_by_side_are_told_apart() -> None:
    html = read("One. [@a] [@b] Two. [@a]").html

    assert [each.split('"')[1] for each in html.split("<sup ")[1:]] == ["cite", "cite next", "cite"]
