"""Rules of law and decency: what they find, and where."""

from dataclasses import replace

import pytest

from newsletter.checks import Proof
from newsletter.checks.sending import (
    plain_text,
    postal_address,
    sender_address,
    tracking,
    unsubscribe,
)
from newsletter.model import Letter, Pieces
from newsletter.settings import Pictures
from tests.checks.conftest import MakeLetter
from tests.checks.making import SETTINGS, make_background, make_proof, places, problems
from tests.compose.making import make_issue, make_snippet

ISSUE = make_issue(make_snippet("Words."))
AT = "issues/first/issue.md:1"
ADDRESS = SETTINGS.newsletter.postal_address
OPENS = '<p><a class="muted" href="'


@pytest.fixture
def letter(make_letter: MakeLetter) -> Letter:
    return make_letter()


def proof_of(
    letter: Letter, html: Pieces | str, text: Pieces | str = "Words.", language: str = "en-GB"
) -> Proof:
    """A proof of a letter with this page and this plain text."""
    variant = replace(
        letter.main,
        html=Pieces((html,)) if isinstance(html, str) else html,
        text=Pieces((text,)) if isinstance(text, str) else text,
        language=language,
    )
    return make_proof(ISSUE, replace(letter, variants=(variant,)))


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (OPENS, '" style="color:#000">Leave this list</a></p>', False),
        (OPENS, '">  </a></p>', True),
        (OPENS, '"><img src="cid:x" alt=""></a></p>', True),
        (OPENS + "https://example.org/?", '">Leave</a></p>', True),
        ("<p>Leave at ", "</p>", True),
        ('<p><img src="', '" alt="Leave"></p>', True),
    ],
)
def test_a_page_needs_a_link_by_which_readers_leave(
    before: str, after: str, found: bool, letter: Letter
) -> None:
    text = Pieces(("Leave: ", ""), ("leave_url",))
    proof = proof_of(letter, Pieces((before, after), ("leave_url",)), text)
    assert places(unsubscribe, proof) == ([AT] if found else [])


def test_another_link_of_the_reader_is_no_way_out(letter: Letter) -> None:
    slots = ("preferences_url",)
    page = Pieces((OPENS, '">Preferences</a></p>'), slots)
    assert len(places(unsubscribe, proof_of(letter, page, Pieces(("At ", ""), slots)))) == 2


def test_a_plain_text_needs_the_address_by_which_readers_leave(letter: Letter) -> None:
    page = Pieces((OPENS, '">Leave</a></p>'), ("leave_url",))
    (problem,) = problems(unsubscribe, proof_of(letter, page))
    assert "plain text" in problem


@pytest.mark.parametrize(
    ("html", "text", "where"),
    [
        (f"<p>From {ADDRESS}.</p>", f"From {ADDRESS}.", []),
        (f"<p>From {ADDRESS}.</p>", f"From {ADDRESS.replace(' ', chr(10))}.", []),
        ("<p>From us.</p>", f"From {ADDRESS}.", ["page"]),
        (f"<p>From {ADDRESS}.</p>", "From us.", ["plain text"]),
        (f'<p style="display:none">{ADDRESS}</p>', "From us.", ["page", "plain text"]),
    ],
)
def test_the_postal_address_stands_in_the_page_and_in_the_text(
    html: str, text: str, where: list[str], letter: Letter
) -> None:
    proof = proof_of(letter, html, text)
    assert places(postal_address, proof) == [AT] * len(where)
    for part, problem in zip(where, problems(postal_address, proof), strict=True):
        assert problem.endswith(f"the letter's {part}")


@pytest.mark.parametrize(
    ("html", "text", "fault"),
    [
        ("<p>One two three four five.</p>", "ONE two three\nfour five. [1]", ""),
        ("<p>One two three four five.</p>", "One two three four.", ""),
        ("<p>One two three four five.</p>", "One two three.", "only 60%"),
        ("<p>One two three four five.</p>", "", "no plain text"),
        ("<p>One one one one.</p>", "One.", "only 25%"),
        ("<p>皮肤护理的小贴士</p>", "皮肤护理\n的小贴士", ""),
        ("<p>Words.</p>", "***", "no plain text"),
    ],
)
def test_the_plain_text_says_what_the_page_says(
    html: str, text: str, fault: str, letter: Letter
) -> None:
    proof = proof_of(letter, html, text)
    assert places(plain_text, proof) == ([AT] if fault else [])
    assert all(fault in problem for problem in problems(plain_text, proof))


def test_words_that_the_plain_text_lacks_are_named(letter: Letter) -> None:
    (problem,) = problems(plain_text, proof_of(letter, "<p>Call 112 if it bleeds.</p>", "Call"))
    assert "112, if, it, bleeds" in problem


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://track.example.org/p" width="520" alt="A drawing">',
        '<img src="//track.example.org/p" width="520" alt="A drawing">',
        '<img srcset="a.png, https://track.example.org/p 2x" alt="A drawing">',
        '<td background="https://track.example.org/p">Words.</td>',
        '<p style="background:url(https://track.example.org/p)">Words.</p>',
        "<style>@import 'https://track.example.org/p';</style>",
        "<style>@font-face { src: url('https://track.example.org/p'); }</style>",
        '<link rel="stylesheet" href="https://track.example.org/p">',
        '<iframe src="https://track.example.org/p"></iframe>',
        '<!--[if mso]><v:fill src="https://track.example.org/p" /><![endif]-->',
    ],
)
def test_whatever_is_loaded_from_others_is_found(html: str, letter: Letter) -> None:
    page = f"<table><tr>{html}</tr></table>" if html.startswith("<td") else html
    proof = proof_of(letter, page)
    assert places(tracking, proof) == [AT]
    assert "track.example.org would learn who opens" in problems(tracking, proof)[0]


def test_a_picture_that_nobody_sees_is_found_wherever_it_lies(letter: Letter) -> None:
    for size in ('width="1"', 'height="0"', 'style="width:1px"', 'style="height:0"'):
        proof = own_pictures(
            proof_of(letter, f'<img src="https://own.example.org/p.gif" {size} alt="">')
        )
        assert places(tracking, proof) == [AT]
        assert "counts readers" in problems(tracking, proof)[0]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="cid:abc@letter" width="520" alt="A drawing">',
        '<img src="https://own.example.org/a.png" width="520" alt="A drawing">',
        '<a href="https://track.example.org/p">A link is followed by choice</a>',
        '<html xmlns:v="https://www.w3.org/1999/xhtml"><p>Words.</p>',
        '<img src="cid:abc@letter" width="100%" style="max-width:1px" alt="A drawing">',
    ],
)
def test_what_asks_nobody_else_is_fine(html: str, letter: Letter) -> None:
    assert problems(tracking, own_pictures(proof_of(letter, html))) == []


def test_a_host_that_only_begins_like_our_own_is_somebody_else(letter: Letter) -> None:
    html = '<img src="https://own.example.org.other.example/a.png" alt="A drawing">'
    assert len(problems(tracking, own_pictures(proof_of(letter, html)))) == 1


def own_pictures(proof: Proof) -> Proof:
    """The proof of a desk whose pictures lie on the web."""
    pictures = Pictures.model_validate({"base-url": "https://own.example.org"})
    settings = SETTINGS.model_copy(update={"pictures": pictures})
    return replace(proof, background=make_background(settings=settings))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("noreply@example.org", True),
        ("no-reply@example.org", True),
        ("do-not-reply@example.org", True),
        ("DoNotReply@example.org", True),
        ("desk@example.org", False),
        ("reply@example.org", False),
        ("norbert@example.org", False),
    ],
)
def test_an_address_that_nobody_reads_is_found(address: str, found: bool, letter: Letter) -> None:
    sender = replace(letter.sender, reply_to=address)
    proof = make_proof(ISSUE, replace(letter, sender=sender))
    assert places(sender_address, proof) == (["newsletter.toml"] if found else [])
