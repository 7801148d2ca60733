"""The sides of a letter beside its looks: how it is written, what it rests on, what is new."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsletter.delivery import Mailings
from newsletter.errors import UsageError
from newsletter.model import Letter, Location
from newsletter.review import read_records
from newsletter.settings import Preview
from newsletter.studio import (
    ALONE,
    Changes,
    CitedSource,
    Findings,
    Studio,
    find_changes,
    find_grounds,
    find_place,
    list_findings,
    list_origins,
    make_message,
    read_sheets,
)
from newsletter.web.preview.answers import record_of
from newsletter.web.preview.filling import Filled, OpenEngine
from newsletter.web.preview.views import Tab

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sides:
    """Whatever else there is to see of a letter; `preview` tells how links open a file."""

    filled: Filled
    studio: Studio
    engine: OpenEngine
    now: datetime
    preview: Preview

    def show(self, tab: Tab) -> object:
        """One side, as the page reads it.

        Raises:
            NewsletterError: there is no such side of this letter now.
        """
        match tab:
            case Tab.TEXT:
                return {"text": self.filled.shown.text}
            case Tab.HTML:
                return {"html": self.filled.shown.html}
            case Tab.MJML:
                return self._origins()
            case Tab.MESSAGE:
                return make_message(
                    self._letter, self.filled.variant, self.filled.persona, self.now
                )
            case Tab.CHECKS:
                return self._findings()
            case Tab.SOURCES:
                return self._grounds()
            case Tab.REVIEW:
                return {"sheets": read_sheets(self.filled.view.proof, read_records(self._root))}
            case Tab.CHANGES:
                return self._changes()

    @property
    def _letter(self) -> Letter:
        return self.filled.view.proof.letter

    @property
    def _root(self) -> Path:
        return self.studio.workspace.root

    def _origins(self) -> Fields:
        proof, variant = self.filled.view.proof, self.filled.variant
        lines = list_origins(proof, variant, self.studio.proofs, self._root)
        return {"lines": [self._placed(each, each.file, each.line) for each in lines]}

    def _findings(self) -> Findings:
        """What was found in the letter; it is checked now if nobody has asked before."""
        issue = self.filled.view.issue
        found = self.studio.findings(issue.slug)
        return list_findings(found, issue, self._root, self.preview)

    def _grounds(self) -> Fields:
        grounds = find_grounds(self.filled.page, self.studio.library)
        return {
            "sources": [self._cited(each) for each in grounds.sources],
            "claims": [self._placed(each, each.file, each.line) for each in grounds.claims],
        }

    def _cited(self, source: CitedSource) -> Fields:
        cited = [self._placed(each, each.file, each.line) for each in source.cited]
        return {**record_of(source), "cited": cited}

    def _changes(self) -> Changes:
        if self._letter.issue.startswith(ALONE):
            remedy = "Open an issue that carries it."
            raise UsageError("a snippet alone is compared with nothing", remedy=remedy)
        return find_changes(self._letter, Mailings(self.engine()))

    def _placed(self, view: object, file: Path, line: int) -> Fields:
        """A view of something in a file, with the link that opens it there."""
        place = find_place(Location(file, line), self._root, self.preview)
        return {**record_of(view), **record_of(place)}
