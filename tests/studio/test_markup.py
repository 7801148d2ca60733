"""Rewriting a page tag by tag and sheet by sheet."""

import time
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.studio.markup import Element, read_element, rewrite

names = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


@given(st.text(alphabet=st.sampled_from("<>ap/ ='\"!-style\n"), max_size=80))
@example("<style>a{}</style>")
def test_a_page_stays_as_it_is_written_where_nothing_is_asked_for(html: str) -> None:
    assert rewrite(html, lambda element: element) == html


@given(names, st.dictionaries(names, st.text(max_size=20), max_size=4))
def test_an_element_can_be_read_again_as_it_was_written(
    name: str, attributes: dict[str, str]
) -> None:
    element = Element(name, {key: unescape(value) for key, value in attributes.items()})

    assert read_element(str(element)) == element


def test_of_two_attributes_of_one_name_the_first_counts() -> None:
    element = read_element("<IMG Src='a b' src=c hidden\n>")

    assert element == Element("img", {"src": "a b", "hidden": ""})


def test_tags_are_seen_whatever_stands_in_their_attributes() -> None:
    html = '<a title="a > b">word</a><!-- <a> --><style>a>b{}</style>'
    seen: list[str] = []

    def look(element: Element) -> Element:
        seen.append(element.name)
        return element

    assert rewrite(html, look, str.upper) == html.replace("a>b{}", "A>B{}")
    assert seen == ["a", "a", "style"]


def test_changed_tags_take_the_place_of_the_written_ones() -> None:
    def change(element: Element) -> Element | str:
        return "" if element.name == "base" else element.given(data_block="x").without("id")

    assert rewrite("<base href='/'><p id=a>Words</p>", change) == '<p data-block="x">Words</p>'


def test_a_name_without_an_end_takes_no_time() -> None:
    html = f"<{'a' * 200_000}"
    begun = time.perf_counter()

    assert rewrite(html, lambda element: element) == html
    assert time.perf_counter() - begun < 2
