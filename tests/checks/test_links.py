"""Rules about links: what they find, and where."""

from dataclasses import replace
from html import escape

import pytest

from newsletter.checks import Proof
from newsletter.checks.links import (
    deceptive_link,
    link_target,
    link_text,
    link_tracking,
    reader_in_link,
    same_text_other_target,
)
from newsletter.model import Letter, Level, Lines, Pieces
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_background, make_library, make_proof, places, problems
from tests.compose.making import make_issue, make_snippet, make_source

Links = list[tuple[str, str]]
LINE = "issues/snippets/one.md:7"
GOOD = ("what the health service says", "https://www.nhs.uk/conditions/milia/")


def linking(letter: Letter, *links: tuple[str, str], language: str = "en-GB") -> Proof:
    """A proof whose one snippet carries these links, the first in line 7."""
    written = "\n\n".join(f"See [{words}]({target})." for words, target in links)
    html = "".join(f'<p>See <a href="{escape(target)}">{words}</a>.</p>' for words, target in links)
    variant = replace(letter.main, html=Pieces((html,)), language=language)
    issue = make_issue(make_snippet(f"First.\n\n{written}"))
    return make_proof(issue, replace(letter, variants=(variant,)))


@pytest.fixture
def letter(make_letter: MakeLetter) -> Letter:
    return make_letter()


@pytest.mark.parametrize(
    ("target", "level"),
    [
        ("", Level.ERROR),
        ("#", Level.ERROR),
        ("https://page", Level.ERROR),
        ("http://192.168.0.1/", Level.ERROR),
        ("mailto:nobody", Level.ERROR),
        ("javascript:alert(1)", Level.ERROR),
        ("http://example.org/page", Level.WARNING),
    ],
)
def test_a_link_that_leads_nowhere_is_found_at_its_line(
    target: str, level: Level, letter: Letter
) -> None:
    (hit,) = link_target.find(linking(letter, ("the page", target)))
    assert (str(hit.at), hit.level or link_target.level) == (LINE, level)
    assert f"“{target}”" in hit.problem


@pytest.mark.parametrize(
    "target", [GOOD[1], "mailto:desk@example.org", "https://example.org/?a=1&b=2", "tel:112"]
)
def test_a_link_that_leads_somewhere_is_fine(target: str, letter: Letter) -> None:
    assert places(link_target, linking(letter, ("the page", target))) == []


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("click here", "en-GB", True),
        ("Here", "en-GB", True),
        ("Read more …", "en-GB", True),
        ("“this article”", "en", True),
        ("https://www.nhs.uk/milia", "en-GB", True),
        ("www.nhs.uk", "en-GB", True),
        ("lire la suite", "fr", True),
        ("hier", "de-CH", True),
        ("", "en-GB", True),
        ("what the health service says", "en-GB", False),
        ("Read more about milia", "en-GB", False),
        ("Preferences", "en-GB", False),
        ("nhs.uk", "en-GB", False),
        ("hier", "fr", False),
    ],
)
def test_words_that_do_not_say_where_a_link_leads_are_found(
    words: str, language: str, found: bool, letter: Letter
) -> None:
    proof = linking(letter, (words, "https://www.nhs.uk/milia"), language=language)
    assert places(link_text, proof) == ([LINE] if found else [])


def test_a_link_without_words_is_an_error_unless_its_picture_or_label_speaks(
    make_letter: MakeLetter,
) -> None:
    issue = make_issue(make_snippet("Words."))
    address = 'href="https://example.org"'
    silent = make_letter(f'<a {address}><img src="cid:a" alt=""></a>')
    (hit,) = link_text.find(make_proof(issue, silent))
    assert hit.level is Level.ERROR
    for html in (
        f'<a {address}><img src="cid:a" alt="Our front page"></a>',
        f'<a {address} aria-label="Our front page"></a>',
    ):
        assert problems(link_text, make_proof(issue, make_letter(html))) == []


def test_the_same_words_with_another_target_are_found_at_the_second(letter: Letter) -> None:
    other = ("What the health service says", "https://www.nhs.uk/other")
    proof = linking(letter, GOOD, GOOD, other)
    assert places(same_text_other_target, proof) == ["issues/snippets/one.md:11"]
    assert LINE in problems(same_text_other_target, proof)[0]


@pytest.mark.parametrize(
    "links",
    [[GOOD, GOOD], [GOOD, ("something else", "https://example.org")], [GOOD, ("again", GOOD[1])]],
)
def test_links_that_can_be_told_apart_are_fine(links: Links, letter: Letter) -> None:
    assert problems(same_text_other_target, linking(letter, *links)) == []


@pytest.mark.parametrize(
    ("words", "target", "found"),
    [
        ("nhs.uk", "https://example.org", True),
        ("https://www.nhs.uk/milia", "https://www.nhs.uk.example.org/milia", True),
        ("desk@nhs.uk", "mailto:desk@example.org", True),
        ("GOV.UK", "https://www.gov.uk/drug-safety-update", False),
        ("111.nhs.uk", "https://nhs.uk", False),
        ("desk@example.org", "mailto:desk@example.org", False),
        ("what nhs.uk says of it", "https://example.org", False),
        ("e.g. this", "https://example.org", False),
        ("Dr.Lim", "https://example.org", False),
    ],
)
def test_words_that_name_another_place_are_found(
    words: str, target: str, found: bool, letter: Letter
) -> None:
    assert places(deceptive_link, linking(letter, (words, target))) == ([LINE] if found else [])


@pytest.mark.parametrize(
    ("target", "level"),
    [
        ("https://example.org/?utm_source=letter", Level.ERROR),
        ("https://example.org/?a=1&mc_eid=2", Level.ERROR),
        ("https://bit.ly/3abc", Level.WARNING),
    ],
)
def test_a_link_that_follows_readers_is_found(target: str, level: Level, letter: Letter) -> None:
    (hit,) = link_tracking.find(linking(letter, ("the page", target)))
    assert (str(hit.at), hit.level or link_tracking.level) == (LINE, level)


def test_a_link_that_follows_nobody_is_fine(letter: Letter) -> None:
    proof = linking(letter, GOOD, ("the second page", "https://example.org/?page=2"))
    assert places(link_tracking, proof) == []


def test_an_address_with_a_field_of_the_reader_is_found(letter: Letter) -> None:
    html = ('<a href="https://www.example.org/?code=', '">There</a>')
    issue = make_issue(
        make_snippet("First.\n\n[There](https://www.example.org/?code={{ reader.code }})")
    )
    variant = replace(letter.main, html=Pieces(html, ("code",)))
    proof = make_proof(issue, replace(letter, variants=(variant,)))
    assert places(reader_in_link, proof) == [LINE]
    assert "tells example.org the reader's “code”" in problems(reader_in_link, proof)[0]


def test_fields_among_words_and_our_own_links_tell_nobody_anything(letter: Letter) -> None:
    html = ("<p>Dear ", '</p><a href="', '">Leave</a>')
    variant = replace(letter.main, html=Pieces(html, ("name", "leave_url")))
    proof = make_proof(make_issue(make_snippet("Words.")), replace(letter, variants=(variant,)))
    assert places(reader_in_link, proof) == []


def test_the_links_that_each_reader_has_are_not_judged(make_letter: MakeLetter) -> None:
    letter = make_letter('<a href="', '">here</a>')
    own = replace(letter, sender=replace(letter.sender, public_url="http://localhost:8000"))
    proof = make_proof(make_issue(make_snippet("Words.")), own)
    assert places(link_target, proof) == places(link_text, proof) == []


def test_a_button_is_found_at_its_address_and_a_source_where_it_is_cited(
    make_letter: MakeLetter,
) -> None:
    button = {"text": "Ask", "url": "http://example.org/ask"}
    lines = Lines({("button",): 4, ("button", "url"): 6})
    snippets = (
        make_snippet("Ask.", kind="call", button=button, lines=lines),
        make_snippet("First.\n\nWe know. [@known]", id="two"),
    )
    library = make_library(sources={"known": make_source("Known", url="http://example.org/known")})
    letter = make_letter(
        '<a href="http://example.org/ask">Ask</a><a href="http://example.org/known">Known</a>'
    )
    proof = make_proof(make_issue(*snippets), letter, make_background(library))
    assert places(link_target, proof) == ["issues/snippets/one.md:6", "issues/snippets/two.md:7"]
