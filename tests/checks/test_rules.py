"""What the checks find, and where."""

from dataclasses import replace
from pathlib import Path

import pytest

from newsletter import checks
from newsletter.checks.rules import MOST_BYTES, WARN_BYTES
from newsletter.content import load_library
from newsletter.model import Finding, Issue, Letter, Level, Lines, Part, Picture
from tests.checks.conftest import MakeLetter
from tests.compose.making import make_issue, make_snippet

SNIPPET = """\
---
kind: explainer
title: A thing
topics: [skin]
---
**First line.** [@?]

Second [@known], third [@?] and fourth [@?].
"""

QUESTION = """\
---
kind: question
title: A question
topics: [skin]
---
**Short answer.** [@known]

## @dr-who

Sure of this. [@known]

Not sure of that. [@?]

## Where they differ

Nor of this. [@?]
"""

UNUSED = SNIPPET.replace("A thing", "Another thing")

ISSUE = """\
---
subject: A subject
preheader: A preheader
snippets: [a-thing, a-question]
---

Welcome. [@known]
Nobody knows this. [@?]
"""

FILES = {
    "people.yml": "dr-who:\n  name: Dr Who\n  role: Doctor\n  fictional: true\n",
    "sources.yml": (
        "known:\n  title: A source\n  by: Somebody\n  kind: review\n"
        "  checked: 2026-11-20\n  seen: page\n"
    ),
    "snippets/a-thing.md": SNIPPET,
    "snippets/a-question.md": QUESTION,
    "snippets/unused.md": UNUSED,
    "first/issue.md": ISSUE,
}


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    for name, text in FILES.items():
        place = tmp_path / "issues" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return load_library(tmp_path).issues["first"]


def places(findings: list[Finding]) -> list[str]:
    return [str(finding.at) for finding in findings]


def test_a_statement_without_source_is_named_by_file_and_line(
    issue: Issue, make_letter: MakeLetter
) -> None:
    assert places(checks.run(issue, make_letter())) == [
        "issues/first/issue.md:8",
        "issues/snippets/a-question.md:12",
        "issues/snippets/a-question.md:16",
        "issues/snippets/a-thing.md:6",
        "issues/snippets/a-thing.md:8",
        "issues/snippets/a-thing.md:8",
    ]


def test_the_lines_named_hold_the_mark(
    issue: Issue, make_letter: MakeLetter, tmp_path: Path
) -> None:
    for finding in checks.run(issue, make_letter()):
        lines = (tmp_path / finding.at.path).read_text(encoding="utf-8").split("\n")
        assert "[@?]" in lines[finding.at.line - 1]


def test_a_missing_source_is_an_error(issue: Issue, make_letter: MakeLetter) -> None:
    for finding in checks.run(issue, make_letter()):
        assert finding.rule == "source-needed"
        assert finding.level is Level.ERROR
        assert "[@?]" in finding.problem
        assert "[@id]" in finding.remedy


@pytest.mark.parametrize("text", ["[@known]", "[@??]", "[@ ?]", "[?]", "@?", "What? [@known]?"])
def test_what_is_no_such_mark_is_not_found(text: str, make_letter: MakeLetter) -> None:
    issue = make_issue(make_snippet(text), intro=text)
    assert checks.run(issue, make_letter()) == []


def test_a_mark_in_every_part_is_found(make_letter: MakeLetter) -> None:
    question = make_snippet(
        kind="question",
        parts=(
            Part("[@?]", 4),
            Part("\n[@?]", 7, person="dr"),
            Part("\n\n[@?]", 11, heading="Box"),
        ),
    )
    assert places(checks.run(make_issue(question, intro="\n[@?]"), make_letter())) == [
        "issues/first/issue.md:10",
        "issues/snippets/one.md:4",
        "issues/snippets/one.md:8",
        "issues/snippets/one.md:13",
    ]


@pytest.mark.parametrize(
    ("size", "level"),
    [
        (1, None),
        (WARN_BYTES, None),
        (WARN_BYTES + 1, Level.WARNING),
        (MOST_BYTES, Level.WARNING),
        (MOST_BYTES + 1, Level.ERROR),
        (MOST_BYTES * 2, Level.ERROR),
    ],
)
def test_a_long_letter_is_a_warning_and_a_longer_one_an_error(
    size: int, level: Level | None, make_letter: MakeLetter
) -> None:
    issue = make_issue(make_snippet("Words."))
    findings = checks.run(issue, make_letter("x" * size))
    assert [(each.rule, each.level) for each in findings] == (
        [("letter-size", level)] if level else []
    )
    assert all(str(each.at) == "issues/first/issue.md:1" for each in findings)
    assert all(f"{size:,} bytes" in each.problem for each in findings)


def test_the_thresholds_leave_room_before_mail_clients_cut_a_letter() -> None:
    assert WARN_BYTES < MOST_BYTES < 100_000


def test_the_size_is_that_of_all_stretches_together(make_letter: MakeLetter) -> None:
    issue = make_issue(make_snippet("Words."))
    third = "x" * (WARN_BYTES // 3)
    assert checks.run(issue, make_letter(third, third, third)) == []
    (finding,) = checks.run(issue, make_letter(third, third, third, "xxx"))
    assert finding.level is Level.WARNING


def test_the_text_does_not_count(make_letter: MakeLetter) -> None:
    issue = make_issue(make_snippet("Words."))
    assert checks.run(issue, make_letter(text="x" * MOST_BYTES * 2)) == []


def test_findings_come_in_file_order(issue: Issue, make_letter: MakeLetter) -> None:
    findings = checks.run(issue, make_letter("x" * (MOST_BYTES + 1)))
    assert {finding.rule for finding in findings} == {"source-needed", "letter-size"}
    assert findings == sorted(findings, key=lambda finding: finding.at)
    assert findings[0].rule == "letter-size"


def test_every_rule_is_run() -> None:
    assert {rule.__name__ for rule in checks.RULES} == {
        "source_needed",
        "letter_size",
        "picture_weight",
    }


def test_heavy_pictures_are_a_warning_at_the_line_of_the_heaviest(make_letter: MakeLetter) -> None:
    lines = Lines({("image",): 5, ("image", "file"): 6})
    image = {"file": "b.png", "alt": "A drawing"}
    issue = make_issue(
        make_snippet("Words."), make_snippet("Words.", id="two", image=image, lines=lines)
    )
    letter = showing(make_letter, of_bytes("a.jpg", 400_000), of_bytes("b.png", 600_001))
    (finding,) = checks.run(issue, letter)

    assert (finding.rule, finding.level) == ("picture-weight", Level.WARNING)
    assert str(finding.at) == "issues/snippets/two.md:6"
    assert "1,000,001 bytes together" in finding.problem
    assert "The heaviest is b.png, 600,001 bytes" in finding.problem
    assert "save it as JPEG" in finding.remedy


def test_a_heavy_portrait_is_named_in_the_issue(make_letter: MakeLetter) -> None:
    letter = showing(make_letter, of_bytes("ana.png", 1_000_001))
    (finding,) = checks.run(make_issue(make_snippet("Words.")), letter)
    assert str(finding.at) == "issues/first/issue.md:1"


def test_pictures_up_to_a_megabyte_and_those_on_the_web_are_not_heavy(
    make_letter: MakeLetter,
) -> None:
    issue = make_issue(make_snippet("Words."))
    on_the_web = replace(of_bytes("b.png", 5_000_000), url="https://example.org/b.png")
    letter = showing(make_letter, of_bytes("a.png", 1_000_000), on_the_web)
    assert checks.run(issue, letter) == []


def test_pictures_of_different_readers_do_not_add_up(make_letter: MakeLetter) -> None:
    letter = showing(make_letter, of_bytes("a.png", 600_000))
    other = showing(make_letter, of_bytes("b.png", 600_001))
    both = replace(
        letter,
        variants=(*letter.variants, *other.variants),
        pictures=(*letter.pictures, *other.pictures),
    )
    assert checks.run(make_issue(make_snippet("Words.")), both) == []


def showing(make_letter: MakeLetter, *pictures: Picture) -> Letter:
    """A letter that shows these pictures."""
    html = "".join(f'<img src="{picture.src}">' for picture in pictures)
    return replace(make_letter(html), pictures=pictures)


def of_bytes(path: str, size: int) -> Picture:
    kind = "image/jpeg" if path.endswith("jpg") else "image/png"
    return Picture(path, bytes(size), kind, 9, 9)
