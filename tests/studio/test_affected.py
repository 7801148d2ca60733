"""Which issues and snippets a change of files touches."""

from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.content import load_library
from newsletter.model import Library, Term
from newsletter.studio.affected import affected
from tests.studio.conftest import SAMPLE


@pytest.fixture
def library(workspace: Path) -> Library:
    return load_library(workspace)


def with_title(library: Library, id: str) -> Library:
    """The library with another title for one snippet."""
    changed = library.snippets[id].model_copy(update={"title": "Another title"})
    return replace(library, snippets={**library.snippets, id: changed})


def test_nothing_touches_nothing(library: Library, workspace: Path) -> None:
    assert affected(library, load_library(workspace)) == frozenset()


def test_a_snippet_touches_itself_and_those_whose_cards_name_it(library: Library) -> None:
    assert affected(library, with_title(library, "acne-number")) == frozenset(
        {"snippet:acne-number"}
    )
    assert affected(library, with_title(library, "not-sweating")) == frozenset(
        {"snippet:not-sweating", "snippet:why-tiny-bumps", SAMPLE}
    )


def test_an_issue_touches_itself(library: Library) -> None:
    changed = library.issues[SAMPLE].model_copy(update={"subject": "Another subject"})
    after = replace(library, issues={SAMPLE: changed})

    assert affected(library, after) == frozenset({SAMPLE})


def test_a_translation_touches_what_it_translates(library: Library) -> None:
    snippet = library.snippets["acne-number"]
    french = Library({}, {snippet.id: snippet}, {}, {}, {}, {})
    after = replace(library, translations={"fr": french})

    assert affected(library, after) == frozenset({"snippet:acne-number"})


def test_what_all_letters_share_touches_all(library: Library) -> None:
    assert affected(library, replace(library, glossary={"a": Term("a", "b")})) is None
