from pathlib import Path

from newsletter.errors import FoundErrors
from tests.content.conftest import find_all, mistakes, tip, write

BROKEN: dict[str, str | bytes] = {
    "people.yml": "ana:\n  name: A\n  role: R\nben:\n  role: R\ncat:\n  nmae: C\n  role: R\n",
    "sources.yml": "smith-2020:\n  title: T\n  by: B\n  kind: k\n  checked: now\n  seen: x\n",
    "glossary.yml": "milia: bumps\nacne:\n",
    "first/issue.md": "---\nsubject: ''\npreheader: P\nsnippets:\n  - milai\n  - milia\n---\n",
    "first/own.md": "no front matter",
    "second/own-two.md": tip(),
    "snippets/a.md": tip("region:", "colour: red"),
    "snippets/b.md": tip("similar: [a, zz]", "replaced-by: yy", body="See [@jones].\n![x](y)"),
    "snippets/c.md": tip("region: a: b"),
    "snippets/d.md": tip("image:", "  file: gone.png", "  alt: Gone"),
    "snippets/e.md": b"---\n\xff",
}

PLACES = [
    "issues/first/issue.md:2",
    "issues/first/issue.md:5",
    "issues/first/own.md:1",
    "issues/glossary.yml:2",
    "issues/people.yml:4",
    "issues/people.yml:7",
    "issues/second/issue.md:1",
    "issues/snippets/a.md:5",
    "issues/snippets/a.md:6",
    "issues/snippets/b.md:5",
    "issues/snippets/b.md:6",
    "issues/snippets/b.md:8",
    "issues/snippets/b.md:9",
    "issues/snippets/c.md:5",
    "issues/snippets/d.md:6",
    "issues/snippets/e.md:2",
    "issues/sources.yml:5",
    "issues/sources.yml:6",
]


def break_all(root: Path) -> None:
    for name, text in BROKEN.items():
        write(root, name, text)


def test_all_mistakes_of_a_workspace_are_reported_at_once_in_file_order(root: Path) -> None:
    break_all(root)

    assert [str(finding.at) for finding in find_all(root)] == PLACES


def test_every_mistake_says_where_what_and_what_to_do(root: Path) -> None:
    break_all(root)

    for finding in find_all(root):
        assert finding.rule == "content"
        assert not finding.at.path.is_absolute()
        assert finding.at.line >= 1
        assert finding.problem.strip()
        assert finding.remedy.strip()
        assert finding.remedy.endswith((".", "?"))


def test_the_error_counts_the_mistakes(root: Path) -> None:
    write(root, "snippets/a.md", tip("region:", "sponsor:"))
    error = FoundErrors(find_all(root))

    assert (error.problem, error.exit_code) == ("2 mistakes found", 3)


def test_a_missing_field_does_not_hide_what_is_wrong_in_the_text(root: Path) -> None:
    write(root, "snippets/a.md", tip(body="See [@jones].").replace("title: Rest\n", ""))

    assert mistakes(root) == [
        "snippets/a.md:2: “title” is missing",
        "snippets/a.md:5: there is no source “jones”",
    ]


def test_a_missing_field_does_not_hide_missing_text(root: Path) -> None:
    write(root, "snippets/a.md", tip(body="").replace("title: Rest\n", ""))

    assert mistakes(root) == [
        "snippets/a.md:1: a tip needs text",
        "snippets/a.md:2: “title” is missing",
    ]


def test_an_unknown_kind_does_not_hide_what_is_wrong_in_the_text(root: Path) -> None:
    write(root, "snippets/a.md", tip(body="See [@jones].").replace("kind: tip", "kind: tipp"))

    assert mistakes(root) == [
        "snippets/a.md:2: “tipp” is not a kind of snippet",
        "snippets/a.md:6: there is no source “jones”",
    ]
