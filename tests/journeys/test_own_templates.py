"""A desk makes the letter its own: a kind of snippet, and a layout."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsletter.editorial import draft_issues
from newsletter.errors import FoundErrors
from newsletter.printing import build
from newsletter.workspace import init, open_workspace

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

DOCS = (Path(__file__).parents[2] / "docs/templates.md").read_text(encoding="utf-8")
SAMPLE = "issues/2026-12-01-tiny-bumps/issue.md"

RECIPE = """\
---
kind: recipe
title: Soup without chilli
topics: [rosacea]
serves: "4"
---
Warm food, not hot, may be kinder to skin that flushes.
"""


def block(language: str, part: str) -> str:
    """The code block in docs/templates.md that holds this text."""
    blocks = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    (found,) = [each for each in blocks if part in each]
    return str(found)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with the kind that docs/templates.md describes, and a snippet of it."""
    init(tmp_path)
    with (tmp_path / "newsletter.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n" + block("toml", "[kind.recipe]"))
    blocks = tmp_path / "templates/blocks"
    for suffix in ("mjml", "txt"):
        source = block("jinja", f'extends "blocks/snippet.{suffix}"')
        (blocks / f"recipe.{suffix}").write_text(source, encoding="utf-8")
    (tmp_path / "issues/snippets/soup.md").write_text(RECIPE, encoding="utf-8")
    issue = tmp_path / SAMPLE
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("snippets:\n", "snippets:\n  - soup\n"), encoding="utf-8")
    return tmp_path


def test_a_kind_of_ones_own_is_shown_in_the_letter(root: Path) -> None:
    built = build(draft_issues(open_workspace(root), NOW)[0].letter, root / "build")

    html, text = built.html.read_text(encoding="utf-8"), built.text.read_text(encoding="utf-8")
    assert "Recipe of the month" in html
    assert "<strong>Serves 4.</strong>" in html
    assert "RECIPE OF THE MONTH\n\nSoup without chilli\n\nServes 4.\n" in text


def test_a_field_that_it_needs_is_missed(root: Path) -> None:
    (root / "issues/snippets/soup.md").write_text(
        RECIPE.replace('serves: "4"', "oven-heet: 80"), encoding="utf-8"
    )

    with pytest.raises(FoundErrors) as caught:
        draft_issues(open_workspace(root), NOW)

    said = [str(finding) for finding in caught.value.findings]
    assert any("“serves” is missing" in each for each in said)
    assert any("soup.md:5: “oven-heet” is not a known field" in each for each in said)
    assert any("oven-heat" in each for each in said)


def test_a_kind_without_its_block_is_an_error(root: Path) -> None:
    (root / "templates/blocks/recipe.mjml").unlink()

    with pytest.raises(FoundErrors) as caught:
        draft_issues(open_workspace(root), NOW)

    assert "blocks/recipe.mjml is missing" in str(caught.value.findings[0])


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("[kind.tip]\nlabel = 'x'", "“tip” cannot be a kind of your own"),
        ("[kind.Soup]\nlabel = 'x'", "“Soup” cannot be a kind of your own"),
        ("[kind.soup]\nlabel = 'x'\nneeds = ['title']", "“title” in [kind.soup]"),
        ("[kind.soup]\nlabel = 'x'\nmay = ['Oven Heat']", "cannot be the name of a field"),
        ("[kind.soup]\nneeds = ['serves']", "“label” is missing"),
    ],
)
def test_a_wrong_kind_is_a_wrong_setting(tmp_path: Path, wrong: str, problem: str) -> None:
    init(tmp_path)
    with (tmp_path / "newsletter.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{wrong}\n")

    with pytest.raises(FoundErrors) as caught:
        open_workspace(tmp_path)

    assert problem in str(caught.value.findings[0])


def test_a_layout_of_ones_own_is_worn_by_the_issue_that_asks(root: Path) -> None:
    layouts = root / "templates/layouts"
    own = '{% extends "layouts/digest.mjml" %}{% block ground %}{{ c.card }}{% endblock %}'
    (layouts / "bright.mjml").write_text(own, encoding="utf-8")
    (layouts / "bright.txt").write_text('{% include "layouts/digest.txt" %}', encoding="utf-8")
    issue = root / SAMPLE
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("snippets:\n", "layout: bright\nsnippets:\n"), encoding="utf-8")

    html = build(draft_issues(open_workspace(root), NOW)[0].letter, root / "build").html

    assert '<body style="word-spacing:normal;background-color:#ffffff' in html.read_text("utf-8")


def test_the_layout_that_the_documentation_describes_is_one(root: Path) -> None:
    for suffix, part in (("mjml", 'extends "layouts/base.mjml"'), ("txt", "blocks/masthead.txt")):
        source = block("jinja", part)
        (root / f"templates/layouts/brief.{suffix}").write_text(source, encoding="utf-8")
    issue = root / SAMPLE
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("snippets:\n", "layout: brief\nsnippets:\n"), encoding="utf-8")

    built = build(draft_issues(open_workspace(root), NOW)[0].letter, root / "build")

    for file in (built.html, built.text):
        said = file.read_text(encoding="utf-8")
        assert "Why do I have tiny bumps on my cheeks?" in said
        assert "Leave this list" in said
        assert "In this issue" not in said
