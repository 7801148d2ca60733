"""Rules about a page's structure for those who listen: what they find, and where."""

import pytest

from newsletter.checks import Proof
from newsletter.checks.accessibility import (
    a11y_headings,
    a11y_language,
    a11y_tables,
    a11y_title,
)
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof, places, problems
from tests.compose.making import make_issue, make_snippet

AT = "issues/first/issue.md:1"
LINE = "issues/snippets/one.md:7"


def showing(html: str, make_letter: MakeLetter) -> Proof:
    """A proof of a letter with this page; its snippet names a part in line 7."""
    return make_proof(make_issue(make_snippet("First.\n\n#### A part of it")), make_letter(html))


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ('<html lang="en-GB" dir="ltr"><p>Words.</p></html>', []),
        ('<html lang="en" dir="auto"><p>Words.</p></html>', []),
        ('<html dir="ltr"><p>Words.</p></html>', ["does not name its language"]),
        ('<html lang="und" dir="ltr"><p>Words.</p></html>', ["names “und”"]),
        ('<html lang="fr" dir="ltr"><p>Words.</p></html>', ["names “fr”"]),
        ('<html lang="en"><p>Words.</p></html>', ["in which direction"]),
        ("<p>Words.</p>", ["does not name", "in which direction"]),
    ],
)
def test_a_page_names_its_language_and_direction(
    html: str, faults: list[str], make_letter: MakeLetter
) -> None:
    proof = showing(html, make_letter)
    assert places(a11y_language, proof) == [AT] * len(faults)
    for fault, problem in zip(faults, problems(a11y_language, proof), strict=True):
        assert fault in problem


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<html><head><title>A letter</title></head></html>", False),
        ("<html><head><title> </title></head></html>", True),
        ("<p>Words.</p>", True),
    ],
)
def test_a_page_has_a_title(html: str, found: bool, make_letter: MakeLetter) -> None:
    assert places(a11y_title, showing(html, make_letter)) == ([AT] if found else [])


@pytest.mark.parametrize(
    ("html", "place", "fault"),
    [
        ("<h1>One</h1><h3>Part</h3><h2>Two</h2><h3>Part</h3><h4>Part</h4>", "", ""),
        ("<h2>Two</h2>", AT, "has 0 headings of the first rank"),
        ("<h1>One</h1><h1>One</h1>", AT, "has 2 headings of the first rank"),
        ("<h1>One</h1><h4>A part of it</h4>", LINE, "“A part of it” is of rank 4"),
        ("<h1>One</h1><h2>Two</h2><h4>A part of it</h4>", LINE, "below one of rank 2"),
        ("<h1>One</h1><h2> </h2>", AT, "rank 2 has no words"),
    ],
)
def test_headings_go_down_rank_by_rank(
    html: str, place: str, fault: str, make_letter: MakeLetter
) -> None:
    proof = showing(html, make_letter)
    assert places(a11y_headings, proof) == ([place] if place else [])
    assert all(fault in problem for problem in problems(a11y_headings, proof))


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ('<table role="presentation"><tr><td>A part of it</td></tr></table>', ""),
        ('<table role="none"><tr><td>A part of it</td></tr></table>', ""),
        ("<table><tr><th>Cream</th></tr><tr><td>A part of it</td></tr></table>", ""),
        ("<table><tr><td>A part of it</td></tr></table>", LINE),
        ("<table><tr><td></td></tr></table>", AT),
        ('<table role="table"><tr><td>A part of it</td></tr></table>', LINE),
    ],
)
def test_a_table_has_headings_or_is_for_show(
    html: str, place: str, make_letter: MakeLetter
) -> None:
    assert places(a11y_tables, showing(html, make_letter)) == ([place] if place else [])
