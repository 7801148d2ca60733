"""Markdown to HTML and text, in one parse."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from newsletter.compose.markdown.citations import Citations
from newsletter.compose.markdown.folding import columns, pieces
from newsletter.compose.markdown.prose import Prose, ProseReader
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Location
from tests.compose.making import body_of, letters, make_source

SOURCES = {id: make_source(f"About {id}") for id in ("one", "two", "three")}


AT = Location(Path("issues/snippets/one.md"), 7)


def read(markdown: str) -> Prose:
    return ProseReader(Citations(SOURCES)).read(markdown, AT)


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


def test_a_link_has_a_number_in_the_text_and_its_address_below() -> None:
    prose = read("Read [the page](https://example.org/page?a=1&b=2) now.")
    anchor = first(prose, "a")
    assert anchor.attributes == {"href": "https://example.org/page?a=1&b=2"}
    assert prose.text == (
        "Read the page [link 1] now.\n\n[link 1] https://example.org/page?a=1&b=2"
    )
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
    assert prose.text == f"words [link 1]\n\n[link 1] {address}"
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
    texts = [reader.read(each, AT).text for each in ("A [@two] B [@one]", "C [@two]", "D [@three]")]
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
    prose = ProseReader(citations).read("A [@?] B [@one]", AT)
    assert prose.text == "A [?] B [1]"
    assert '<sup class="cite">?</sup>' in prose.html
    assert '<sup class="cite">1</sup>' in prose.html
    assert [number for number, _ in citations.cited] == ["1"]


def test_nothing_carries_over_from_one_read_to_the_next() -> None:
    reader = ProseReader(Citations(SOURCES))
    reader.read("[page]: https://example.org/page\n\n[page]", AT)
    after = reader.read("[page]", AT)
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
    reader.read("What was read before, with [a link](https://example.org).", AT)
    prose = reader.read("", AT)
    assert (prose.html, prose.text, prose.links) == ("", "", ())


@pytest.mark.parametrize("opener", ["> ", "- ", "1. "])
def test_a_deep_nest_keeps_its_words(opener: str) -> None:
    prose = read(opener * 8 + "deep")
    assert letters(prose.text) == letters(body_of(prose.html).text()) == ["deep"]


@pytest.mark.parametrize("spaces", [2, 3, 4])
def test_two_spaces_nest_a_list_as_four_do(spaces: int) -> None:
    step = " " * spaces
    prose = read(f"- a\n{step}- b\n{step}{step}1. c\n\n{step}{step}   more\n- d")
    assert body_of(prose.html).css_first("ul > li > ul > li > ol > li > p + p") is not None
    assert prose.text == "- a\n  - b\n    1. c\n       more\n- d"


def test_a_list_may_stand_right_below_a_paragraph() -> None:
    prose = read("Do this:\n- wash\n- dry")
    assert len(body_of(prose.html).css("p + ul > li")) == 2
    assert prose.text == "Do this:\n\n- wash\n- dry"


def test_a_year_starts_no_list() -> None:
    assert read("2024. That was late.").text == "2024. That was late."


def test_numbers_of_other_scripts_start_no_list() -> None:
    assert read("٣. three").text == "٣. three"
    assert read("12345678901234567890. many").text == "12345678901234567890. many"


TABLE = """\
| Cream | Strength | When |
|:------|---------:|:----:|
| [Retinoid](https://example.org/r) [@one] | 0.05 % | at **night** |
| Moisturiser | 10 % |
"""


def test_a_table_has_headers_and_its_columns_keep_their_side() -> None:
    body = body_of(read(TABLE).html)
    heads, cells = body.css("thead > tr > th"), body.css("tbody > tr > td")
    assert [each.attributes["scope"] for each in heads] == ["col"] * 3
    assert [each.attributes["align"] for each in heads] == ["left", "right", "center"]
    assert [each.attributes["align"] for each in cells] == ["left", "right", "center"] * 2


def test_a_table_stands_in_columns_in_the_text() -> None:
    prose = read(TABLE)
    assert prose.text.split("\n") == [
        "Cream                  Strength    When",
        "---------------------  --------  --------",
        "Retinoid [link 1] [1]    0.05 %  at night",
        "Moisturiser                10 %",
        "",
        "[link 1] https://example.org/r",
    ]
    assert prose.links == ("https://example.org/r",)


def test_a_table_may_stand_in_an_entry_and_in_a_quotation() -> None:
    prose = read(
        "- a\n\n  | A | B |\n  |---|---|\n  | c | d |\n\n> | E | F |\n> |---|---|\n> | g | h |"
    )
    body = body_of(prose.html)
    assert body.css_first("li > table") is not None
    assert body.css_first("blockquote > table") is not None
    assert prose.text == "- a\n  A  B\n  -  -\n  c  d\n\n> E  F\n> -  -\n> g  h"


def test_a_bar_in_a_cell_is_typed_with_a_backslash_or_as_code() -> None:
    prose = read("| A | B |\n|---|---|\n| a\\|b | `c|d` |")
    assert "a|b" in body_of(prose.html).text()
    assert prose.text.split("\n")[-1] == "a|b  c|d"


def test_text_with_bars_and_no_rule_below_them_is_no_table() -> None:
    assert read("a | b\nc | d").text == "a | b c | d"


def test_a_table_too_wide_for_a_phone_is_told_to_break_its_words() -> None:
    prose = read(
        "| Hydrocortisone | Moisturiser | Photosensitivity |\n|---|---|---|\n| a | b | c |"
    )
    assert first(prose, "table").attributes == {"class": "tight"}
    assert [cell.attributes["width"] for cell in body_of(prose.html).css("th")] == [
        "34%",
        "27%",
        "38%",
    ]


def test_a_word_and_what_it_means_stand_on_two_lines() -> None:
    prose = read("**Milia**  \nTiny closed pockets.\n\n- **Keratin:** a protein")
    assert prose.text == "Milia\nTiny closed pockets.\n\n- Keratin: a protein"


def test_a_nul_is_shown_as_a_character_that_is_not_known() -> None:
    prose = read("a\0b")
    assert body_of(prose.html).text() == prose.text == "a\ufffdb"


def found_in(markdown: str) -> Finding:
    with pytest.raises(FoundErrors) as caught:
        read(markdown)
    (finding,) = caught.value.findings
    return finding


COLUMNS_7 = "|a" * 7 + "|\n" + "|-" * 7 + "|"


@pytest.mark.parametrize(
    ("too_much", "line", "problem"),
    [
        ("word " * 1_300, 12, "6,500 characters without an empty line, at most 6,000"),
        ("a" + " " * 101 + "b", 12, "more than 100 spaces stand side by side"),
        ("one\na\t" + "\t" * 30 + "b", 13, "more than 100 spaces stand side by side"),
        ("see [a]" * 101, 12, "more than 100 opening brackets stand in one paragraph"),
        ("one\n*a* " * 101, 12, "more than 200 of the marks * _ ` \\ stand in one paragraph"),
        (
            "- a\n- " + "_a_ " * 101,
            13,
            "more than 200 of the marks * _ ` \\ stand in one paragraph",
        ),
        (
            "> a\n> " + "> " * 8 + "a",
            13,
            "lists and quotations stand more than 8 deep inside each other here",
        ),
        (COLUMNS_7, 12, "this table has 7 columns, at most 6"),
        (
            "- one\n\n  " + COLUMNS_7.replace("\n", "\n  "),
            14,
            "this table has 7 columns, at most 6",
        ),
    ],
)
def test_too_much_is_named_by_file_and_line(too_much: str, line: int, problem: str) -> None:
    finding = found_in(f"One.\n\nTwo\nlines.\n\n{too_much}\n\nThree.")
    assert finding.problem == problem
    assert finding.remedy
    assert str(finding.at) == f"issues/snippets/one.md:{line}"


def test_what_stands_at_the_limit_is_read() -> None:
    for much in ("word " * 1_199, "[a] " * 100, "*a* " * 100, "|a" * 6 + "|\n" + "|-" * 6 + "|"):
        assert read(much)


def test_a_text_that_was_refused_leaves_no_trace_in_the_next() -> None:
    reader = ProseReader(Citations(SOURCES))
    with pytest.raises(FoundErrors, match="1 mistake"):
        reader.read("- one\n\n  " + COLUMNS_7.replace("\n", "\n  "), AT)
    assert reader.read("- a\n\n  more", AT).text == "- a\n  more"


WORD = st.text(alphabet="abcdefgxyzéßñжы漢字。", min_size=1, max_size=9)
WORDS = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
ADDRESS = st.sampled_from(
    ["https://example.org/page", "https://example.org/?a=1&copy=2", "mailto:a@b.example"]
)
SPAN = st.one_of(
    WORDS,
    WORDS.map("**{}**".format),
    WORDS.map("*{}*".format),
    WORDS.map("`{}`".format),
    st.tuples(WORDS, ADDRESS).map(lambda two: "[{}]({})".format(*two)),
    st.just("<https://example.org/page>"),
    WORD.map("{}[@one]".format),
    st.just("<desk@example.org>"),
)
LINE = st.lists(SPAN, min_size=1, max_size=4).map(" ".join)
ROW = st.lists(LINE, min_size=2, max_size=2).map(lambda cells: "|{}|".format("|".join(cells)))
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
    st.tuples(LINE, LINE, LINE).map(lambda three: "- {}\n  - {}\n- {}".format(*three)),
    st.tuples(LINE, LINE).map(lambda two: "- {}\n\n    > {}".format(*two)),
    st.tuples(LINE, LINE).map(lambda two: "> {}\n> - {}".format(*two)),
)
TABLES = st.lists(ROW, min_size=1, max_size=4).map(
    lambda rows: "\n".join([rows[0], "|-|-:|", *rows[1:]])
)


def spoken(text: str) -> list[str]:
    """The words of a text; Chinese and Japanese is folded anywhere, so its characters are words."""
    return re.findall(r"[\u3040-\u9fff]|[^\W\d_\u3040-\u9fff]+", text)


def words_of_html(prose: Prose) -> list[str]:
    return spoken(body_of(prose.html).text(separator=""))


def words_of_text(prose: Prose) -> list[str]:
    """The words of a text without the numbers of its links and the addresses below it."""
    text = prose.text
    if MARK.search(text):
        text = text[: text.rindex("\n\n[link ")]
    return spoken(MARK.sub("", text))


MARK = re.compile(r"\[link \d+\]")


def too_wide(text: str) -> list[str]:
    """The lines that are wider than 72 columns, though they might end earlier."""
    bare = ((line, re.sub(r"^(?:[ >]|- |\d{1,3}\. )*", "", line)) for line in text.split("\n"))
    return [line for line, words in bare if columns(line) > 72 and len(pieces(words)) > 1]


@given(st.lists(BLOCK, min_size=1, max_size=5).map("\n\n".join))
@examples(max_examples=150)
def test_html_and_text_say_the_same_words(markdown: str) -> None:
    prose = read(markdown)
    assert words_of_html(prose) == words_of_text(prose)
    assert too_wide(prose.text) == []


@given(st.lists(st.one_of(BLOCK, TABLES), min_size=1, max_size=4).map("\n\n".join))
@examples(max_examples=150)
def test_with_tables_too(markdown: str) -> None:
    # The header of a table that is too wide stands before each of its cells.
    prose = read(markdown)
    assert set(words_of_html(prose)) == set(words_of_text(prose))
    assert too_wide(prose.text) == []


# No mail addresses: one that holds other marks may mean several things.
ANYTHING = st.text(alphabet="abc xyz\n\t<>&;#*_`[]()!\\{}%-+.:'\"=/|~$1é漢\u00a0\u00ad\u202e\u0301")


@given(st.one_of(ANYTHING, st.text()))
@examples(max_examples=500)
def test_whatever_is_typed_html_and_text_say_the_same_words(markdown: str) -> None:
    try:
        prose = read(markdown)
    except FoundErrors:
        return
    assert set(words_of_html(prose)) == set(words_of_text(prose))
    if "<table" not in prose.html:
        assert words_of_html(prose) == words_of_text(prose)
    assert too_wide(prose.text) == []


def test_numbers_side_by_side_are_told_apart() -> None:
    html = read("One. [@a] [@b] Two. [@a]").html

    assert [each.split('"')[1] for each in html.split("<sup ")[1:]] == ["cite", "cite next", "cite"]
