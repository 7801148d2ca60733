"""Manuscripts and proofs for tests, made in code, and a short way to ask one rule."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from newsletter.checks import Background, Manuscript, Proof, Rule
from newsletter.model import Issue, Letter, Library, Snippet
from newsletter.settings import Settings, load_settings
from tests.compose.making import make_snippet

TODAY = date(2026, 11, 21)
DEFAULTS = Path(__file__).parents[2] / "newsletter" / "defaults.toml"
SETTINGS = load_settings(DEFAULTS)

Make = Callable[..., Manuscript]


def with_checks(**checks: object) -> Settings:
    """The default settings with other [checks]."""
    values = SETTINGS.model_dump(mode="python", by_alias=True)
    return SETTINGS.model_copy(
        update={"checks": type(SETTINGS.checks).model_validate({**values["checks"], **checks})}
    )


def make_library(**shelves: Mapping[str, Any]) -> Library:
    """A library of these shelves: snippets, people, sources, glossary, pictures …"""
    names = ("issues", "snippets", "people", "sources", "glossary", "pictures")
    return Library(**{name: dict(shelves.get(name, {})) for name in names})


def make_background(
    library: Library | None = None, settings: Settings = SETTINGS, today: date = TODAY
) -> Background:
    """The background of a desk."""
    return Background(library or make_library(), settings, today)


def manuscript(
    words: str | Snippet | Issue = "",
    background: Background | None = None,
    language: str = "en-GB",
    **fields: Any,
) -> Manuscript:
    """The manuscript of a snippet or an issue, or of an explainer with these words from line 5."""
    owner = make_snippet(words, **fields) if isinstance(words, str) else words
    return Manuscript(owner, background or make_background(), language)


def make_proof(issue: Issue, letter: Letter, background: Background | None = None) -> Proof:
    """The proof of an issue; its blank letter is the letter itself."""
    around = background or make_background()
    owners: tuple[Issue | Snippet, ...] = (issue, *issue.snippets)
    manuscripts = tuple(Manuscript(each, around, "en-GB") for each in owners)
    return Proof(issue, manuscripts, letter, lambda: letter, around)


def places(rule: Rule[Any], subject: Manuscript | Proof | Background) -> list[str]:
    """Where a rule finds something: `path:line`."""
    return [str(hit.at) for hit in rule.find(subject)]


def problems(rule: Rule[Any], subject: Manuscript | Proof | Background) -> list[str]:
    """What a rule says of a subject."""
    return [hit.problem for hit in rule.find(subject)]
