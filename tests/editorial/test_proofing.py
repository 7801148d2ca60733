"""What is composed for looking at a letter, and what only for checking it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsletter.compose import compose
from newsletter.content import load_library
from newsletter.editorial import Proofs, check_workspace, make_judge, open_templates
from newsletter.errors import FoundErrors
from newsletter.model import Letter, Part
from newsletter.workspace import Workspace, open_workspace

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SAMPLE = "2026-12-01-tiny-bumps"


@pytest.fixture
def opened(workspace: Path) -> Workspace:
    return open_workspace(workspace)


@pytest.fixture
def proofs(opened: Workspace) -> Proofs:
    library = load_library(opened.root, opened.settings.languages, opened.settings.kinds)
    judge = make_judge(opened, library.people, NOW)
    return Proofs(library, opened.settings, open_templates(opened), NOW, judge)


def test_the_letter_without_snippets_is_composed_once_and_for_rules_alone(
    proofs: Proofs, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed: list[int] = []

    def count(issue: Any, *others: Any, **more: Any) -> Letter:
        composed.append(len(issue.snippets))
        return compose(issue, *others, **more)

    monkeypatch.setattr("newsletter.editorial.proofing.compose", count)
    issue = proofs.library.issues[SAMPLE]

    assert proofs.proof(issue).pages[0].html
    assert composed == [len(issue.snippets)]
    assert all(page.blank_html for page in proofs.whole_proof(issue).pages)
    assert composed == [len(issue.snippets), 0]


def test_a_mistake_that_shows_without_snippets_alone_is_found_by_checks(
    opened: Workspace, proofs: Proofs
) -> None:
    layout = opened.root / "templates" / "layouts" / "digest.txt"
    text = layout.read_text(encoding="utf-8")
    layout.write_text(f"{{{{ cards[0].snippet.title }}}}\n{text}", encoding="utf-8")
    issue = proofs.library.issues[SAMPLE]

    assert proofs.proof(issue).letter.variants
    with pytest.raises(FoundErrors) as caught:
        proofs.whole_proof(issue)

    (finding,) = caught.value.findings
    assert str(finding.at).endswith("templates/layouts/digest.txt:1")
    assert finding in check_workspace(opened, NOW, [SAMPLE]).findings


def test_issues_of_one_shape_share_the_letter_without_words(proofs: Proofs) -> None:
    first = next(iter(proofs.library.issues.values()))
    intro = Part("An intro that only this issue has.", 1)
    second = first.model_copy(update={"slug": "another", "intro": intro, "subject": "Another"})
    plain = first.model_copy(update={"slug": "plain", "layout": "plain"})

    blank = proofs.proof(first).blank
    assert proofs.proof(second).blank is blank
    assert proofs.proof(plain).blank is not blank
    assert intro.text in "".join(proofs.proof(second).letter.main.html.texts)
    assert intro.text not in "".join(blank.main.html.texts)
