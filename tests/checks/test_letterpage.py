"""One page of a letter: its views, its words, and whose they are."""

from dataclasses import replace

import pytest

from newsletter.checks.letterpage import LetterPage
from newsletter.checks.tags import read_tags
from newsletter.model import Location
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof
from tests.compose.making import make_issue, make_picture, make_snippet


def page_of(make_letter: MakeLetter, *html: str) -> LetterPage:
    """The page of an issue of two snippets, with a picture in the second one."""
    picture = make_picture("pictures/wide.png")
    two = make_snippet(
        "First **words**\nof it.\n\nSee [more](https://example.org/more). [@a]",
        id="two",
        image={"file": "pictures/wide.png", "alt": "A wide drawing"},
    )
    issue = make_issue(make_snippet("Words."), two)
    letter = replace(make_letter(*html), pictures=(picture,))
    (page,) = make_proof(issue, letter).pages
    return page


def test_the_words_are_those_that_are_shown_a_line_for_each_block(make_letter: MakeLetter) -> None:
    html = (
        "<head><title>Not this</title><style>p {}</style></head>"
        '<div style="display:none">Nor this</div><p>Micro<b>needling</b>\n and<br>more &amp; more'
        "</p><!-- nor --><!--[if mso]><p>that</p><![endif]-->"
    )
    assert page_of(make_letter, html).text == "Microneedling and\nmore & more"


def test_outlook_and_others_read_two_trees(make_letter: MakeLetter) -> None:
    html = "<!--[if mso]><i>x</i><![endif]--><!--[if !mso]><!--><b>x</b><!--<![endif]-->"
    page = page_of(make_letter, html)
    assert (len(page.tree.css("b")), len(page.tree.css("i"))) == (1, 0)
    assert (len(page.outlook.css("b")), len(page.outlook.css("i"))) == (0, 1)
    assert [tag.name for tag in page.tags] == ["b", "b"]
    assert [page.html[tag.start :][:3] for tag in page.outlook_tags] == ["<i>", "</i"]


def test_slots_are_filled_as_for_a_reader_of_whom_nothing_is_known(
    make_letter: MakeLetter,
) -> None:
    page = page_of(make_letter, '<a href="', '">x</a>')
    assert page.html == '<a href="https://letter.example.org/leave/sample">x</a>'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Welcome", "issues/first/issue.md:9"),
        ("Words.", "issues/snippets/one.md:5"),
        ("First words of it.", "issues/snippets/two.md:5"),
        ("words of", "issues/snippets/two.md:5"),
        ("https://example.org/more", "issues/snippets/two.md:8"),
        ("of nowhere", "issues/first/issue.md:1"),
        ("", "issues/first/issue.md:1"),
    ],
)
def test_the_place_of_words_is_the_line_they_were_written_on(
    text: str, place: str, make_letter: MakeLetter
) -> None:
    assert str(page_of(make_letter).place_of(text)) == place


def test_the_place_of_a_picture_is_the_snippet_that_names_it(make_letter: MakeLetter) -> None:
    page = page_of(make_letter)
    (picture,) = page.letter.pictures
    assert page.place_of(picture.src).path == page.place_of("First words").path


def test_a_stretch_of_the_page_belongs_to_the_snippet_whose_title_stands_above_it(
    make_letter: MakeLetter,
) -> None:
    html = (
        "<li>Title of two</li><h1>Title\n of <b>one</b></h1>A<h3>Within</h3>B"
        "<h2>Title of two</h2>C<h2>Sources</h2>D"
    )
    page = page_of(make_letter, html)
    owners = {}
    for letter in "ABCD":
        snippet = page.snippet_at(html.index(letter))
        owners[letter] = snippet.id if snippet else None
    assert owners == {"A": "one", "B": "one", "C": "two", "D": None}
    assert page.at == Location(page.issue.path, 1)


def test_tags_are_read_as_they_are_written() -> None:
    one, two, end = read_tags("<p TITLE='a > b' title=\"c\" hidden data-x=1>x<BR/></P>")
    assert one.pairs == (("title", "a > b"), ("title", "c"), ("hidden", ""), ("data-x", "1"))
    assert one.attributes["title"] == "a > b"
    assert (two.name, two.stands_alone, end.closes) == ("br", True, True)


def test_what_stands_in_styles_and_titles_is_no_tag() -> None:
    html = "<title>a <b> c</title><style>p > a { content: '<i>' }</style>"
    assert [tag.name for tag in read_tags(html)] == ["title", "title", "style", "style"]
