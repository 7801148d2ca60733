"""A template that forgets a part of a snippet."""

from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.compose import Templates, compose
from newsletter.errors import FoundErrors
from newsletter.model import Finding
from newsletter.settings import Settings
from tests.compose.making import ROOT, make_issue, make_library, make_snippet, make_source

Find = Callable[..., list[Finding]]

HEADLINE = "{{ card.snippet.title }}\n"
PROSE = "{{ card.prose.html }}"


@pytest.fixture
def findings_with(settings: Settings, tmp_path: Path) -> Find:
    def find(**blocks: str) -> list[Finding]:
        (tmp_path / "blocks").mkdir(exist_ok=True)
        for name, source in blocks.items():
            (tmp_path / "blocks" / name.replace("_", ".")).write_text(source, encoding="utf-8")
        snippet = make_snippet(
            "**Wash** it twice. [@one]\n\n1. once\n2. again",
            kind="tip",
            steps=["Take a towel."],
            quote={"text": "It worked.", "who": "A reader"},
            see_doctor={"urgent": "it swells"},
        )
        issue = make_issue(snippet)
        library = make_library(issue, sources={"one": make_source("A source")})
        try:
            compose(issue, library, settings, Templates([tmp_path, ROOT / "templates"]))
        except FoundErrors as error:
            return error.findings
        return []

    return find


def test_the_programs_own_blocks_forget_nothing(findings_with: Find) -> None:
    assert findings_with() == []


def test_each_part_that_a_block_forgets_is_named(findings_with: Find) -> None:
    found = findings_with(tip_mjml=HEADLINE + PROSE)

    said = [finding.problem for finding in found]
    assert said == [
        "“Take a towel.” is not in the letter's HTML",
        "“It worked.” is not in the letter's HTML",
        "“it swells” is not in the letter's HTML",
    ]
    assert {finding.at.path.name for finding in found} == {"one.md"}
    assert "templates/blocks/tip.mjml" in found[0].remedy


def test_plain_text_may_forget_nothing_either(findings_with: Find) -> None:
    (first, *_) = findings_with(tip_txt="{{ card.snippet.title }}")

    assert first.problem.endswith("is not in the letter's plain text")
    assert "templates/blocks/tip.txt" in first.remedy


def test_a_part_that_is_cut_short_is_missed(findings_with: Find) -> None:
    steps = "{% include 'blocks/steps.mjml' %}{% include 'blocks/quote.mjml' %}"
    care = "{% include 'blocks/care.mjml' %}"
    cut = "{{ card.prose.text[:12] }}"
    (finding,) = findings_with(tip_mjml=HEADLINE + cut + steps + care)

    assert finding.problem.startswith("“Wash it twice.")


@pytest.mark.parametrize(
    "source",
    [
        '<mj-image src="https://example.org/pixel.png" alt="" />',
        '<mj-text><img src="http://example.org/p.gif" alt="" /></mj-text>',
        "<mj-text><p style=\"background:url('https://example.org/p.png')\">x</p></mj-text>",
    ],
)
def test_nothing_is_fetched_from_elsewhere(findings_with: Find, source: str) -> None:
    (finding,) = findings_with(intro_mjml=source)

    assert finding.problem.startswith("readers' programs would fetch http")
