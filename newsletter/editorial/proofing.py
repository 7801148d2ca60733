"""From a library to what rules are asked about: manuscripts, and proofs of whole issues."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from newsletter.checks import Background, Manuscript, Proof
from newsletter.compose import Fit, MjmlLine, Templates, compose, fit, make_sheets, trace_mjml
from newsletter.delivery import build_message
from newsletter.editorial.reviewing import Judge
from newsletter.localtime import LocalTime
from newsletter.model import (
    LANGUAGE,
    Delivery,
    Finding,
    Issue,
    Letter,
    Level,
    Library,
    Part,
    Review,
    Snippet,
    Variant,
)
from newsletter.review import reviews_for
from newsletter.settings import Settings

WORDLESS = {"subject": "…", "preheader": "…", "intro": Part("…", 1), "snippets": ()}
"""What is left of an issue when nobody has written it."""


@dataclass(slots=True)
class Proofs:
    """Makes manuscripts and proofs, each once; what several issues share is read once.

    `judge` says how reviewers' words stand when an issue goes: not before `now`.
    """

    library: Library
    settings: Settings
    templates: Templates
    now: datetime
    judge: Judge
    fit: Fit = fit
    _manuscripts: dict[tuple[type, Path, str], Manuscript] = field(default_factory=dict)
    _proofs: dict[tuple[str, LocalTime | None], Proof] = field(default_factory=dict)
    _blanks: dict[tuple[object, ...], Letter] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The newsletter's own."""
        return self.settings.newsletter.language

    def background(self, language: str = "") -> Background:
        """What is known in this language; in the newsletter's own without one."""
        library = self.library.translations[language] if language else self.library
        return Background(library, self.settings, self.now.date())

    def manuscript(self, owner: Snippet | Issue, language: str = "") -> Manuscript:
        """The words of a snippet or an issue; `language` is that of a translation."""
        # A snippet alone is an issue of the same file.
        key = (type(owner), owner.path, language)
        if key not in self._manuscripts:
            made = Manuscript(owner, self.background(language), language or self.language)
            self._manuscripts[key] = made
        return self._manuscripts[key]

    def proof(self, issue: Issue, send_at: LocalTime | None = None) -> Proof:
        """The issue with its letter, made once; `send_at` takes the place of its own.

        Raises:
            FoundErrors: the letter cannot be composed.
            UsageError: the layout or the theme is missing.
        """
        key = (issue.slug, send_at)
        if key not in self._proofs:
            self._proofs[key] = self._make(issue, send_at)
        return self._proofs[key]

    def whole_proof(self, issue: Issue, send_at: LocalTime | None = None) -> Proof:
        """The proof, and in it all that rules will ask for; raises as `proof`."""
        proof = self.proof(issue, send_at)
        proof.compose_blank()
        return proof

    def trace(self, proof: Proof, variant: Variant) -> tuple[MjmlLine, ...]:
        """The MJML of a variant, with the line that each of its lines comes from.

        Raises:
            FoundErrors: the templates have got a mistake since.
        """
        shelf, settings = proof.background.library, proof.background.settings
        reviews = reviews_for(proof.standings, shelf.people)
        return trace_mjml(
            variant, proof.issue, shelf, settings, self.templates, reviews, fit=self.fit
        )

    def _make(self, issue: Issue, send_at: LocalTime | None) -> Proof:
        dated = issue.model_copy(update={"send_at": send_at}) if send_at else issue
        # Reviewers have read the issue as its file says; when it goes is not for them to say.
        sheets = make_sheets(issue, self.library, self.settings, self.templates)
        goes_at = max(self.now, dated.send_at.utc()) if dated.send_at else self.now
        standings = self.judge(sheets, goes_at)
        reviews = reviews_for(standings, self.library.people)
        snippets = (self.manuscript(snippet) for snippet in issue.snippets)
        return Proof(
            dated,
            (self.manuscript(issue), *snippets),
            self._compose(dated, reviews),
            partial(self._compose_blank, dated, reviews),
            self.background(),
            standings,
        )

    def _compose_blank(self, issue: Issue, reviews: Sequence[Review]) -> Letter:
        """What templates make of no words at all: the same for all issues of one shape."""
        others = self.library.translations.values()
        translated = any(issue.slug in other.issues for other in others)
        reviewers = tuple(each.reviewer for each in reviews)
        shape = (issue.layout, bool(issue.send_at), reviewers, issue.slug if translated else "")
        if shape not in self._blanks:
            blank = issue.model_copy(update=WORDLESS)
            self._blanks[shape] = self._compose(blank, reviews)
        return self._blanks[shape]

    def _compose(self, issue: Issue, reviews: Sequence[Review]) -> Letter:
        return compose(issue, self.library, self.settings, self.templates, reviews, fit=self.fit)


def try_message(proof: Proof) -> Iterator[Finding]:
    """Yield what would keep every reader's message from being built."""
    letter, now = proof.letter, datetime.fromtimestamp(0, UTC)
    try:
        for variant in letter.variants:
            language = variant.conditions.get(LANGUAGE, variant.language)
            about = (language, variant.conditions)
            reader = Delivery(0, 0, "reader@example.org", "", 0, *about)
            build_message(letter, "sample", reader, letter.sample_links, now)
    except ValueError as error:
        problem = f"no message can be made of this letter: {error}"
        remedy = "Look at the subject, and at [newsletter] in the settings."
        yield Finding("message", Level.ERROR, proof.at, problem, remedy)
