"""What goes into the engine and does not come out where readers see it."""

import time
from html import escape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.engine.guard import run_engine
from newsletter.compose.engine.losses import find_losses
from newsletter.model import Finding
from tests.compose.engine.engines import body, page

PLACE = Path("templates/layouts/digest.mjml")
TEMPLATES = Path("templates").joinpath
EVERYTHING = page(
    """
    <mj-text><p>Plain and <b>bold</b>, <a href="https://example.org/a?b=1&amp;c=2">linked</a>,
      <img src="cid:inline" alt="Inline “picture”"> &amp; done.<br>Next &lt;line&gt;.</p></mj-text>
    <mj-button href="https://example.org/go">Press here</mj-button>
    <mj-image src="cid:a" href="https://example.org/b" alt="A\u00a0picture" title="Of something" />
    <mj-table><tr><th>Head</th></tr><tr><td>Cell <i>one</i></td><td>Cell two</td></tr></mj-table>
    <mj-navbar base-url="https://example.org"><mj-navbar-link href="/m">Menu</mj-navbar-link>
      </mj-navbar>
    <mj-social><mj-social-element name="facebook" href="https://example.org/s" alt="Sign">Share
      </mj-social-element><mj-social-element src="cid:b" href="https://example.org/t">Also
      </mj-social-element></mj-social>
    <mj-accordion><mj-accordion-element><mj-accordion-title>Fold</mj-accordion-title>
      <mj-accordion-text>Unfold <b>it</b></mj-accordion-text></mj-accordion-element></mj-accordion>
    <mj-carousel><mj-carousel-image src="cid:c" href="https://example.org/c" alt="Turn" />
      <mj-carousel-image src="cid:d" /></mj-carousel>
    <mj-raw><tr><td style="font-size:14px">Raw</td></tr></mj-raw>
    """,
    'background-url="cid:back"',
    "<mj-title>The title</mj-title><mj-preview>The preview</mj-preview>"
    '<mj-style>p { content: "no words" }</mj-style><mj-raw><meta content="none"></mj-raw>'
    '<mj-attributes><mj-button href="https://example.org/unused" /></mj-attributes>',
)

PIECES = ["Plain and", "bold", "linked", "&amp; done", "&lt;line&gt;", "Press here", "Head", "one"]
PIECES += ["Cell two", "Menu", "Share", "Also", "Fold", "Unfold", "it</b>", "Raw", "The preview"]
ADDRESSES = ["https://example.org/a?b=1&amp;c=2", "https://example.org/go"]
ADDRESSES += [f"https://example.org/{letter}" for letter in "bmstc"]
ADDRESSES += ["cid:inline", "cid:a", "cid:b", "cid:c", "cid:d", "cid:back"]


def losses(mjml: str, html: str | None = None) -> list[Finding]:
    return list(find_losses(mjml, run_engine(mjml) if html is None else html, PLACE, TEMPLATES))


def lost(mjml: str, html: str | None = None) -> list[str]:
    return [finding.problem for finding in losses(mjml, html)]


def test_nothing_is_lost_of_what_the_engine_knows() -> None:
    assert losses(EVERYTHING) == []


@pytest.mark.parametrize("piece", PIECES)
def test_words_that_the_engine_lost_are_named(piece: str) -> None:
    html = run_engine(EVERYTHING)
    begin, end = html.split(f">{piece}") if f">{piece}" in html else html.rsplit(piece, 1)

    assert "readers would not see" in " ".join(lost(EVERYTHING, begin + ">" + end))
    assert len(lost(EVERYTHING, begin + ">" + end)) == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_the_engine_lost_is_named(address: str) -> None:
    html = run_engine(EVERYTHING)

    assert address in html
    assert len(lost(EVERYTHING, html.replace(address, ""))) == 1


@pytest.mark.parametrize(
    "description",
    ["Inline &#8220;picture", "A&#160;picture", "Of something", "Sign", "Turn", "The title"],
)
def test_a_description_that_the_engine_lost_is_named(description: str) -> None:
    html = run_engine(EVERYTHING)

    assert description in html
    assert len(lost(EVERYTHING, html.replace(description, ""))) == 1


def test_words_count_as_often_as_they_stand_there() -> None:
    mjml = page("<mj-text>again</mj-text>" * 3)
    html = run_engine(mjml)

    assert lost(mjml, html) == []
    assert lost(mjml, html.replace("again", "", 1)) == ["readers would not see “again”"]


def test_addresses_count_as_often_as_they_stand_there() -> None:
    mjml = page('<mj-button href="https://example.org">a</mj-button>' * 3)
    html = run_engine(mjml)

    assert lost(mjml, html.replace(' href="https://example.org"', "", 2)) == [
        "the address “https://example.org https://example.org” is in the template and not in the "
        "letter"
    ]


@pytest.mark.parametrize(
    "mjml",
    [
        page("<mj-foo>Unseen words</mj-foo>"),
        page("<mj-foo><p>Unseen <b>words</b></p></mj-foo>"),
        page("<p>Unseen words</p>"),
        page('<p style="font-size:1.2em">Unseen words</p>'),
        page("<mj-text>Seen</mj-text>Unseen words"),
        body("<mj-section>Unseen words<mj-column /></mj-section>"),
        body("<mj-section><mj-group>Unseen words<mj-column /></mj-group></mj-section>"),
        body("<mj-wrapper>Unseen words<mj-section /></mj-wrapper>"),
        body("<mj-wrapper><mj-raw><p>Unseen words</p></mj-raw><mj-section /></mj-wrapper>"),
        body("<mj-section><mj-raw><p>Unseen words</p></mj-raw></mj-section>"),
    ],
)
def test_words_that_pass_the_engine_into_a_place_without_size_are_named(mjml: str) -> None:
    assert "Unseen words" in run_engine(mjml).replace("<b>", "")
    assert lost(mjml) == ["readers would not see “Unseen words”"]


def test_an_address_on_a_component_that_does_not_exist_is_named() -> None:
    mjml = page('<mj-picture src="cid:a" />')

    assert 'src="cid:a"' in run_engine(mjml)
    assert lost(mjml) == ["the address “cid:a” is in the template and not in the letter"]


def test_a_description_that_the_engine_does_not_print_is_named() -> None:
    mjml = page('<mj-button href="#" title="More words">x</mj-button>')

    assert lost(mjml) == ["the description “More words” is in the template and not in the letter"]


def test_words_that_the_template_hides_itself_are_no_loss() -> None:
    hidden = '<mj-raw><div style="display:none;font-size:0">Hidden <i>words</i></div></mj-raw>'
    also = '<mj-text font-size="0px">hidden too</mj-text>'
    mjml = body(f"{hidden}<mj-section><mj-column>{also}</mj-column></mj-section>")
    html = run_engine(mjml)

    assert lost(mjml, html) == []
    assert lost(mjml, html.replace("Hidden", "")) == [
        "“Hidden” is in the template and not in the letter"
    ]


def test_words_that_a_class_hides_are_no_loss() -> None:
    head = '<mj-attributes><mj-class name="tiny" font-size="0px" /></mj-attributes>'

    assert lost(page('<mj-text mj-class="tiny">Hidden</mj-text>', head=head)) == []


def test_remarks_and_words_for_outlook_alone_are_not_looked_for() -> None:
    mjml = page(
        "<mj-text>a<!-- remark -- -->b<!--[if mso]><i>old</i><![endif]-->"
        "<!--[if !mso]><!--><b>new</b><!--<![endif]--></mj-text>"
    )
    html = run_engine(mjml)

    assert lost(mjml, html) == []
    assert lost(mjml, html.replace("new", "")) == ["readers would not see “new”"]


def test_words_that_html_moves_out_of_a_table_are_not_lost() -> None:
    table = "<table><tr>between<td>in</td></tr></table>"

    assert lost(page(f"<mj-text>before{table}after</mj-text>")) == []
    # Before the table of this component there is no size.
    assert lost(page(f"<mj-table>{table[7:-8]}</mj-table>")) == ["readers would not see “between”"]


def test_the_nearest_place_that_the_template_names_is_told() -> None:
    mjml = page(
        '<mj-text at="blocks/tip.mjml:12"><b>Kept</b></mj-text>'
        '<mj-foo at="blocks/tip.mjml:14"><i>Lost <b at="blocks/care.mjml:3">words</b></i></mj-foo>'
        '<mj-button at="blocks/call.mjml:7" title="tip">x</mj-button>'
    )

    assert [(str(finding.at), finding.problem) for finding in losses(mjml)] == [
        (
            "templates/blocks/call.mjml:7",
            "the description “tip” is in the template and not in the letter",
        ),
        ("templates/blocks/care.mjml:3", "readers would not see “words”"),
        ("templates/blocks/tip.mjml:14", "readers would not see “Lost”"),
    ]


@pytest.mark.parametrize(
    "empty", ['<mj-spacer at="b.mjml:2" />', '<img at="b.mjml:2" src="cid:a" style="font-size:0">']
)
def test_what_follows_an_element_without_content_is_not_in_it(empty: str) -> None:
    mjml = page(f'<mj-foo at="a.mjml:1">{empty}stray</mj-foo>')

    assert [(str(each.at), each.problem) for each in losses(mjml)] == [
        ("templates/a.mjml:1", "readers would not see “stray”")
    ]


def test_without_a_place_the_whole_template_is_told() -> None:
    [finding] = losses(page("stray"))

    assert str(finding) == (
        "templates/layouts/digest.mjml: readers would not see “stray”\n"
        "    Put it into a component that shows text, such as mj-text."
    )


def test_a_common_word_is_blamed_on_the_text_that_is_gone_as_a_whole() -> None:
    mjml = page(
        '<mj-text at="a.mjml:1">this and that</mj-text><mj-foo at="b.mjml:1">and</mj-foo>'
        '<mj-text at="c.mjml:1">and more</mj-text>'
    )

    assert [str(finding.at) for finding in losses(mjml)] == ["templates/b.mjml:1"]


def test_a_long_text_is_told_by_its_beginning() -> None:
    [problem] = lost(page(f"stray {'words ' * 50}"))

    assert problem.endswith("words …”")
    assert len(problem) < 120


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=50)


@given(WORDS, WORDS, WORDS, WORDS)
@example("a b", "&amp;", "<b>x</b>", "\x00\x85\ufffe\x1c \u2028")
@examples(max_examples=150)
def test_no_text_raises_a_false_alarm(text: str, cell: str, alt: str, address: str) -> None:
    mjml = page(
        f"<mj-text>{escape(text)}<b>{escape(cell)}</b></mj-text>"
        f"<mj-table><tr><td>{escape(cell)}</td><td>{escape(text)}</td></tr></mj-table>"
        f'<mj-image src="cid:{escape(address)}" alt="{escape(alt)}" href="#{escape(address)}" />'
        f'<mj-button href="https://example.org/{escape(address)}">{escape(alt)}</mj-button>',
        head=f"<mj-title>{escape(text)}</mj-title><mj-preview>{escape(cell)}</mj-preview>",
    )

    assert losses(mjml) == []


@given(st.text(alphabet="&#x;0123456789abcdefgnopty= ", max_size=30))
@examples(max_examples=300)
def test_no_spelling_of_a_character_raises_a_false_alarm(text: str) -> None:
    mjml = page(f'<mj-text>{text}</mj-text><mj-image src="cid:{text}" alt="{text}" />')

    assert losses(mjml) == []


@given(
    st.lists(st.sampled_from(["a", "b", "ab", "b a", "a b c"]), min_size=1, max_size=8), st.data()
)
@examples(max_examples=100)
def test_whatever_text_is_lost_is_found(texts: list[str], data: st.DataObject) -> None:
    mjml = page("".join(f"<mj-text>{text}</mj-text>" for text in texts))
    number = data.draw(st.integers(0, len(texts) - 1))
    kept = page(
        "".join(f"<mj-text>{text}</mj-text>" for text in texts[:number] + texts[number + 1 :])
    )

    assert losses(mjml, run_engine(mjml)) == []
    assert losses(mjml, run_engine(kept)) != []


def test_a_long_letter_is_looked_through_at_once() -> None:
    section = page("<mj-text><p>Some words of <b>a</b> letter.</p></mj-text>" * 12)
    mjml = body("".join(section.split("<mj-body>")[1].split("</mj-body>")[0] for _ in range(22)))
    html = run_engine(mjml)
    began = time.perf_counter()
    assert losses(mjml, html) == []

    assert len(html) > 80_000
    assert time.perf_counter() - began < 0.2
