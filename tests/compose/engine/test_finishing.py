"""The engine's measured faults that are answered after it ran.

As beside: the first assertion about a fault looks at what the engine prints alone.
"""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.engine.finishing import after_engine
from newsletter.compose.engine.guard import run_engine
from newsletter.model import Letter
from tests.compose.engine.engines import attribute, body, engine_alone, page
from tests.compose.making import body_of, html_of, shown_by

FOR_OUTLOOK = re.compile(r"<!--\[if (?:mso \| IE|mso)\]>|<!\[endif\]-->")
NOT_FOR_OUTLOOK = re.compile(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", re.DOTALL)
THREE = "</mj-column><mj-column>".join(['<mj-image src="cid:a" alt="" padding="0px" />'] * 3)


def as_outlook_sees(html: str) -> str:
    return FOR_OUTLOOK.sub("", NOT_FOR_OUTLOOK.sub("", html))


def as_others_see(html: str) -> str:
    return re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)


def is_balanced(html: str) -> bool:
    """Whether tables, rows and cells end in the order in which they began."""
    open_ones: list[str] = []
    for end, name in re.findall(r"<(/?)(table|tbody|tr|td|div|a)\b", html):
        if not end:
            open_ones.append(name)
        elif not open_ones or open_ones.pop() != name:
            return False
    return not open_ones


@pytest.mark.parametrize(
    "content",
    [
        '<mj-image src="cid:a" />',
        "<mj-text><img src='cid:a'></mj-text>",
        '<mj-text><img title="no alt=x" src="cid:a" /></mj-text>',
        '<mj-carousel><mj-carousel-image src="cid:a" /></mj-carousel>',
        '<mj-social><mj-social-element src="cid:a" href="#">x</mj-social-element></mj-social>',
    ],
)
def test_a_picture_without_alt_text_gets_an_empty_one(content: str) -> None:
    assert body_of(engine_alone(page(content))).css("img:not([alt])")
    assert not body_of(run_engine(page(content))).css("img:not([alt])")


def test_alt_text_for_all_pictures_is_kept() -> None:
    head = '<mj-attributes><mj-image alt="Our sign" /></mj-attributes>'
    html = run_engine(page('<mj-image src="cid:a" />', head=head))

    assert attribute(html, "img", "alt") == "Our sign"


@pytest.mark.parametrize("image", ['<img alt="a">', "<img ALT='' src='b'/>", '<img src="b" alt />'])
def test_a_picture_with_alt_text_gets_no_other(image: str) -> None:
    assert after_engine(image) == image


def test_the_width_of_a_picture_and_of_its_cell_is_whole() -> None:
    mjml = page(THREE, 'padding="0px 10px"')

    assert attribute(engine_alone(mjml), "img", "width") == "193.33333"
    assert 'style="width:193.33333px;"><img' in engine_alone(mjml)
    assert attribute(run_engine(mjml), "img", "width") == "193"
    assert 'style="width:193px;"><img' in run_engine(mjml)


def test_cells_for_outlook_have_whole_widths() -> None:
    mjml = page(THREE, 'padding="0px 10px"')

    assert '<td style="vertical-align:top;width:193.33331px;">' in engine_alone(mjml)
    assert '<td style="vertical-align:top;width:193px;">' in run_engine(mjml)


def test_a_width_that_is_whole_but_for_the_engines_counting_is_that_number() -> None:
    assert after_engine('<img alt="" width="199.99998">') == '<img alt="" width="200">'


@pytest.mark.parametrize(
    "html",
    [
        '<td width="33.5%">',
        '<td data-width="33.5">',
        '<p style="width:33.5px;">x</p>',
        "<!--[if mso]><p style='max-width:33.5px'></p><![endif]-->",
    ],
)
def test_other_widths_are_left_alone(html: str) -> None:
    assert after_engine(html) == html


def test_words_about_a_width_are_left_alone() -> None:
    mjml = page('<mj-text>write &lt;td width="33.5"&gt; here</mj-text>')
    assert 'write <td width="33.5"> here' in shown_by(run_engine(mjml))


def test_the_arrows_of_a_carousel_are_hidden_in_yahoo_only() -> None:
    mjml = page('<mj-carousel><mj-carousel-image src="cid:a" /></mj-carousel>')

    assert "@media screen, yahoo {" in engine_alone(mjml)
    assert "@media screen yahoo {" in run_engine(mjml)


def test_one_comment_tells_outlook_what_two_would() -> None:
    mjml = page("<mj-text>x</mj-text></mj-column><mj-column><mj-text>y</mj-text>")

    assert engine_alone(mjml).count("<!--[if mso | IE]>") == 8
    assert run_engine(mjml).count("<!--[if mso | IE]>") == 5


@pytest.mark.parametrize(
    "html",
    [
        "<!--[if mso]>a<![endif]--><!--[if mso | IE]>b<![endif]-->",
        "<!--[if mso | IE]>a<![endif]--> <!--[if mso | IE]>b<![endif]-->",
        "<!--[if !mso]><!-->a<!--<![endif]--><!--[if mso | IE]>b<![endif]-->",
        "<!--[if mso | IE]>a<![endif]--><!--[if !mso]><!-->b<!--<![endif]-->",
    ],
)
def test_comments_that_say_other_things_stay_apart(html: str) -> None:
    assert after_engine(html) == html


BLOCKS = st.sampled_from(
    [
        "<mj-text>words</mj-text>",
        '<mj-image src="cid:a" href="https://example.org" />',
        '<mj-button href="https://example.org">go</mj-button>',
        "<mj-divider />",
        '<mj-navbar hamburger="hamburger"><mj-navbar-link href="#">a</mj-navbar-link>'
        '<mj-navbar-link href="#">b</mj-navbar-link></mj-navbar>',
        "<mj-social><mj-social-element>a</mj-social-element>"
        "<mj-social-element>b</mj-social-element></mj-social>",
        '<mj-carousel><mj-carousel-image src="cid:a" /><mj-carousel-image src="cid:b" />'
        "</mj-carousel>",
        "<mj-text><!--[if mso | IE]><i>a</i><![endif]--><!--[if mso | IE]>b<![endif]--></mj-text>",
        "<mj-text><!--[if !mso]><!--><b>a</b><!--<![endif]--></mj-text>",
        "<mj-raw><!--[if mso]><tr><td>a - b</td></tr><![endif]--></mj-raw>",
    ]
)
COLUMNS = st.lists(BLOCKS, max_size=3).map(lambda each: f"<mj-column>{''.join(each)}</mj-column>")
SECTIONS = st.lists(COLUMNS, min_size=1, max_size=3).map(
    lambda each: f"<mj-section>{''.join(each)}</mj-section>"
)
ROWS = SECTIONS | st.lists(SECTIONS, max_size=3).map(
    lambda each: f'<mj-wrapper background-url="cid:w">{"".join(each)}</mj-wrapper>'
)


@given(st.lists(ROWS, max_size=4).map("".join))
@examples(max_examples=100)
def test_joined_comments_change_nobodys_view(rows: str) -> None:
    html = engine_alone(body(rows))
    joined = after_engine(html)
    apart = after_engine(html.replace("--><!--", "--><!-- apart --><!--"))
    apart = apart.replace("<!-- apart -->", "")

    assert as_outlook_sees(joined) == as_outlook_sees(apart)
    assert as_others_see(joined) == as_others_see(apart)
    assert is_balanced(as_outlook_sees(joined))
    assert is_balanced(as_others_see(joined))


def test_the_sample_letter_is_balanced_for_everybody(letter: Letter) -> None:
    assert is_balanced(as_outlook_sees(html_of(letter)))
    assert is_balanced(as_others_see(html_of(letter)))


def test_an_unbalanced_page_is_seen_by_this_test() -> None:
    assert not is_balanced("<table><tr></table></tr>")
    assert not is_balanced("<table>")
    assert not is_balanced("</td>")


def test_the_html_is_ascii_and_shows_every_character() -> None:
    words = "café — “quoted” 皮肤 👍🏽"
    mjml = page(f"<mj-text>{words}</mj-text>")
    html = run_engine(mjml)

    assert not engine_alone(mjml).isascii()
    assert html.isascii()
    assert shown_by(html) == words


def test_a_style_sheet_has_its_own_spelling_for_characters() -> None:
    style = '.é::before { content: "→ 皮"; }'
    html = run_engine(page("", head=f"<mj-style>{style}</mj-style>"))

    assert '.\\e9 ::before { content: "\\2192  \\76ae "; }' in html


def test_a_style_sheet_for_outlook_has_its_own_spelling_too() -> None:
    html = "<!--[if mso]><style>.é {}</style><p>é</p><![endif]-->"

    assert after_engine(html) == "<!--[if mso]><style>.\\e9  {}</style><p>&#233;</p><![endif]-->"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60))
@examples(max_examples=100)
def test_any_text_survives_unchanged_and_in_ascii(text: str) -> None:
    html = run_engine(page(f"<mj-text><i>{escape(text)}</i></mj-text>"))
    node = body_of(html).css_first("i")

    assert html.isascii()
    assert node is not None
    assert node.text() == text


@given(st.lists(ROWS, max_size=3).map("".join))
@examples(max_examples=50)
def test_finishing_twice_is_finishing_once(rows: str) -> None:
    once = run_engine(body(rows))

    assert after_engine(once) == once
