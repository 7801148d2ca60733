"""What editors type, paste or are sent: every visible word of it reaches both kinds of letter."""

import re
from collections.abc import Iterable

import pytest

from newsletter.compose import Templates, compose
from newsletter.model import Letter
from newsletter.settings import Settings
from tests.compose.making import (
    body_of,
    html_of,
    make_issue,
    make_library,
    make_snippet,
    shown_by,
    squeeze,
    text_of,
)

TYPED = {
    "bold without end": "**bold that never ends",
    "link without end": "[words that never](end",
    "tag without end": "<b>bold that never ends",
    "blocks without end": "<p>paragraph <div>never closed",
    "a broken tag": '<a href="https://evil.example" onclick="steal()" here',
    "an anchor": '<a href="https://evil.example">here</a>',
    "closing mjml": '</mj-text><mj-image src="https://evil.example/spy.png" />',
    "a whole section": "</mj-column></mj-section><mj-section><mj-column><mj-text>own</mj-text>",
    "raw mjml": '<mj-raw><iframe src="https://evil.example"></iframe></mj-raw>',
    "an mjml include": '<mj-include path="../../newsletter.key" />',
    "jinja remark": "{# a remark #} after it",
    "jinja end": "# for x in range(9) %} {} { reader.name } {1} #}",
    "comment": "<!-- a comment --> after it",
    "outlook comment": "<!--[if mso]> outlook only <![endif]--> after it",
    "comment without end": "<!-- never closed",
    "cdata": "<![CDATA[ raw data ]]> after it",
    "doctype": '<?xml version="1.0"?><!DOCTYPE html> after it',
    "script": '<script>alert("1")</script> after it',
    "style": "<style>p { display: none }</style> after it",
    "image": "<img src=x onerror=alert(1)> after it",
    "a width": '<td width="33.5"> after it',
    "line tags": "one<br>two<hr/>three",
    "comparison": "1 < 2 && 3 > 2; a<b>c",
    "ampersands": "AT&T and R&D; &nosuch; &",
    "quotes": "\"straight\" 'single' “curly” «angled»",
    "backslashes": r"C:\temp\new \u{a0} \x41 \d+",
    "formats": "%s %(name)s {0} {name} $x ${x} 100%",
    "marks": "Zq000000000000v0qZ Zq0v0qZ Zqv0qZ",
    "bidi": "\u202eright to left\u202c and \u2066isolated\u2069 and \u200fmarked",
    "an emoji family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 together",
    "flags and tones": "\U0001f1f8\U0001f1ec and \U0001f44d\U0001f3fd and \u2764\ufe0f",
    "combining accents": "cafe\u0301 Zoe\u0308 n\u0303 Z\u0351\u036b\u0343",
    "no-break space": "10\u00a0mg and 10\u202fmg",
    "soft hyphen": "micro\u00adneedling and zero\u200bwidth",
    "line separators": "one\u2028two\u2029three",
    "other scripts": "皮肤科 जलद त्वचा ผิวหนัง",
    "private and far planes": "\ue000 \U0001d518 \U0010fffd",
    "a very long word": "x" * 300,
    "many brackets": "[" * 60 + "]" * 60 + "(" * 60,
}  # fmt: skip

SHOWN = {
    "entities": ("&lt;b&gt;not bold&lt;/b&gt; &copy; R&amp;D", "<b>not bold</b> © R&D"),
    "twice escaped": ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    "code": ("type `<b>&amp;</b>` now", "type <b>&amp;</b> now"),
    "markdown escapes": (r"\*not bold\* \`no code\` \[no link\]", "*not bold* `no code` [no link]"),
    "a smuggled tag": ("&#60;script&#62;alert(1)&#60;/script&#62;", "<script>alert(1)</script>"),
    "breaks": ("one  \ntwo\n\n---\n\nthree", "one two"),
}


def compose_with(typed: str, settings: Settings, templates: Templates) -> Letter:
    issue = make_issue(make_snippet(f"Before.\n\n{typed}\n\nAfter."), intro=f"Intro. {typed}")
    return compose(issue, make_library(issue), settings, templates)


CASES = [pytest.param(text, text, id=name) for name, text in TYPED.items()]
CASES += [pytest.param(typed, shown, id=name) for name, (typed, shown) in SHOWN.items()]


@pytest.mark.parametrize(("typed", "shown"), CASES)
def test_every_visible_word_reaches_html_and_text(
    typed: str, shown: str, settings: Settings, templates: Templates
) -> None:
    letter = compose_with(typed, settings, templates)
    assert squeeze(shown) in shown_by(html_of(letter))
    assert squeeze(shown) in squeeze(text_of(letter))
    assert shown_by(html_of(letter)).count("After.") == 1


@pytest.mark.parametrize(("typed", "shown"), CASES)
def test_what_is_typed_makes_no_markup(
    typed: str, shown: str, settings: Settings, templates: Templates
) -> None:
    letter = compose_with(typed, settings, templates)
    body = body_of(html_of(letter))
    assert shown
    assert not body.css("script, style, iframe, img, mj-image, mj-text, form, object, link")
    assert [node.attributes["href"] for node in body.css("a")] == [
        "https://letter.example.org/preferences/me",
        "https://letter.example.org/leave/me",
    ]
    assert letter.main.html.slots == letter.main.text.slots == ("preferences_url", "leave_url")


INVISIBLE = {
    "controls": [*range(1, 9), 11, 12, *range(14, 32), 0x7F],
    "more controls": range(0x80, 0xA0),
    "no characters": [0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE],
    "byte order": [0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB],
}


@pytest.mark.parametrize("codes", INVISIBLE.values(), ids=INVISIBLE)
def test_words_around_invisible_characters_survive(
    codes: Iterable[int], settings: Settings, templates: Templates
) -> None:
    rings = [f"ring{number:03}" for number, _ in enumerate(codes)]
    typed = " ".join(f"{ring} {chr(code)}" for ring, code in zip(rings, codes, strict=True))
    letter = compose_with(typed, settings, templates)
    for said in (shown_by(html_of(letter)), text_of(letter)):
        # Once in the intro and once in the snippet.
        assert re.findall(r"ring\d{3}", said) == rings * 2


def test_words_in_the_fields_of_a_snippet_survive_as_well(
    settings: Settings, templates: Templates
) -> None:
    typed = '</mj-text><b>"{# 7*7 #}" & C:\\new\u00a0café'
    snippet = make_snippet(
        "Words.",
        kind="call",
        title=f"Title {typed}",
        region=f"Region {typed}",
        see_doctor={"urgent": f"care {typed}"},
        button={"text": f"Press {typed}", "url": 'https://example.org/?a=1&copy=2&q="x"'},
    )
    issue = make_issue(snippet, subject=f"Subject {typed}", preheader=f"Preheader {typed}")
    letter = compose(issue, make_library(issue), settings, templates)
    for words in (shown_by(html_of(letter)), squeeze(text_of(letter))):
        for field in ("Title", "Region", "care", "Press"):
            assert squeeze(f"{field} {typed}") in words
    assert squeeze(f"Preheader {typed}") in shown_by(html_of(letter))
    button = body_of(html_of(letter)).css_first(".button a")
    assert button is not None
    assert button.attributes["href"] == 'https://example.org/?a=1&copy=2&q="x"'
