"""The repository's own sample, and what it takes to compose."""

import pytest

from newsletter.compose import Templates, compose
from newsletter.content import load_library
from newsletter.model import Issue, Letter, Library
from newsletter.settings import Settings, load_settings
from tests.compose.making import ROOT, SAMPLE, nine_kinds


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings(ROOT / "newsletter" / "defaults.toml")


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates([ROOT / "templates"])


@pytest.fixture(scope="session")
def library() -> Library:
    """The repository's own library."""
    return load_library(ROOT)


@pytest.fixture(scope="session")
def issue(library: Library) -> Issue:
    """The repository's own issue."""
    return library.issues[SAMPLE]


@pytest.fixture(scope="session")
def letter(issue: Issue, library: Library, settings: Settings, templates: Templates) -> Letter:
    """The repository's own letter."""
    return compose(issue, library, settings, templates)


@pytest.fixture(scope="session")
def full_letter(settings: Settings, templates: Templates) -> Letter:
    """A letter with a card of each kind."""
    return compose(*nine_kinds(), settings, templates)
