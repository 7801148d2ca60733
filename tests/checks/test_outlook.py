"""What falls apart in Outlook for Windows, and where it came from."""

import pytest

from newsletter.checks.outlook import outlook
from newsletter.model import Level
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof
from tests.compose.making import make_issue, make_snippet

BUTTON = '<v:roundrect><v:fill src="a.png"></v:fill></v:roundrect>'


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<img src="a.png" alt="A drawing" width="520">', ""),
        ('<img src="a.png" alt="A drawing">', "the picture “A drawing” has no width"),
        ('<img src="a.png" alt="A drawing" width="100%">', "the picture “A drawing” has no width"),
        ('<img src="a.png" width="52.5">', "the picture “a.png” has no width"),
        ('<!--[if !mso]><!--><img src="a.png"><!--<![endif]-->', ""),
        ('<!--[if mso]><img src="a.png"><![endif]-->', "the picture “a.png” has no width"),
        ('<td style="background-color:#eee;background-image:url(a.png)">x</td>', ""),
        ('<td style="background:url(a.png)">x</td>', "Outlook does not show the picture behind"),
        ('<td background="a.png">x</td>', "Outlook does not show the picture behind"),
        (f'<!--[if mso]>{BUTTON}<![endif]--><td style="background:url(a.png)">x</td>', ""),
        ('<div style="max-width:600px">x</div>', "only “max-width” limits this <div>"),
        ('<table width="600"><tr><td><div style="max-width:600px">x</div></td></tr></table>', ""),
        ('<table style="width:600px"><tr><td style="max-width:9px">x</td></tr></table>', ""),
        ('<table width="600"></table><p style="max-width:9em">x</p>', "only “max-width” limits"),
        ('<!--[if mso]><table width="9"><![endif]--><p style="max-width:9px">x</p>', ""),
        ('<p style="max-width:none">x</p>', ""),
    ],
)
def test_what_word_cannot_show_is_found(html: str, problem: str, make_letter: MakeLetter) -> None:
    proof = make_proof(make_issue(make_snippet("Words.")), make_letter(html))
    hits = list(outlook.find(proof))
    assert len(hits) == bool(problem)
    assert all(hit.problem.startswith(problem) for hit in hits)
    assert all(str(hit.at) == "issues/first/issue.md:1" for hit in hits)


def test_a_comment_without_an_end_is_an_error(make_letter: MakeLetter) -> None:
    proof = make_proof(make_issue(make_snippet("Words.")), make_letter("<!--[if mso]><p>x</p>"))
    (hit,) = outlook.find(proof)
    assert hit.level is Level.ERROR
    assert hit.problem == "<!--[if mso]> has no end"


def test_the_snippet_is_named_and_the_same_thing_said_once(make_letter: MakeLetter) -> None:
    html = '<h2>Title of one</h2><p style="max-width:9px">x</p><p style="max-width:9px">x</p>'
    proof = make_proof(make_issue(make_snippet("Words.")), make_letter(html))
    assert [str(hit.at) for hit in outlook.find(proof)] == ["issues/snippets/one.md:1"]
