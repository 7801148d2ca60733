"""What readers are shown by a page."""

import pytest

from newsletter.compose.engine.shown import keeps_size, read_html


@pytest.mark.parametrize(
    ("style", "of_parent", "has_size"),
    [
        ("", True, True),
        ("", False, False),
        ("color:red", False, False),
        ("font-size:0", True, False),
        ("color:red; FONT-SIZE : 0px !important", True, False),
        ("font-size:0.0em", True, False),
        ("font-size:.0%", True, False),
        ("font:0/0 serif", True, True),
        ("font-size:16px", False, True),
        ("font:16px/24px serif", False, True),
        ("font-size:0.5px", False, True),
        ("font-size:1rem", False, True),
        ("font-size:1.2em", False, False),
        ("font-size:120%", False, False),
        ("font-size:larger", False, False),
        ("font-size:0; font-size:16px", True, True),
        ("x-font-size:0", True, True),
        ("font-size:0;font-family:serif", True, True),
    ],
)
def test_text_has_a_size_by_its_style_or_its_surroundings(
    style: str, of_parent: bool, has_size: bool
) -> None:
    assert keeps_size(style, of_parent) is has_size


def test_words_are_told_apart_by_whether_they_have_a_size() -> None:
    shown = read_html(
        "<p>one <b>two</b></p><table><tr><td style='font-size:0'>three<i>four</i>"
        "<span style='font-size:9px'>five</span></td></tr></table>six"
    )

    assert shown.seen == ("one", "two", "five", "six")
    assert shown.unseen == ("three", "four")


def test_what_is_in_comments_scripts_and_styles_is_not_shown() -> None:
    shown = read_html(
        "a<!-- b --><!--[if mso]>c<a href='d'>e</a><![endif]--><style>f</style><script>g</script>"
        "<!--[if !mso]><!-->h<!--<![endif]-->"
    )

    assert shown.seen == ("a", "h")
    assert not shown.addresses


def test_addresses_count_where_they_are_used() -> None:
    shown = read_html(
        "<a href=' a '>x</a><a href='a'>y</a><img src='b'><table background='c'></table>"
        "<p style=\"color:red;background:#fff url('d') top\"></p><mj-foo href='e' src='f'></mj-foo>"
        "<b href='g'></b>"
    )

    assert {key: n for key, n in shown.addresses.items() if key} == {"a": 2, "b": 1, "c": 1, "d": 1}


def test_descriptions_count_where_they_are_read_out() -> None:
    shown = read_html(
        "<title>a\n b</title><img alt='c  d'><i title='e'>x</i><p aria-label='f'></p>"
        "<b alt='g'></b><mj-foo title='h'></mj-foo>"
    )

    assert {key for key in shown.descriptions if key} == {"a b", "c d", "e", "f"}


def test_a_page_without_anything_shows_nothing() -> None:
    shown = read_html("")

    assert shown.seen == shown.unseen == ()
