"""Sheets, words of reviewers, and reviewers, for tests."""

from datetime import UTC, date, datetime
from pathlib import Path

from newsletter.model import Approval, Decision, How, Location, Person, Sheet

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
TEXT = "# milia · explainer · en-GB\n\nMilia are harmless.\n"


def make_sheet(text: str = TEXT, kind: str = "explainer", *authors: str) -> Sheet:
    """The sheet of a snippet called milia."""
    return Sheet("milia", kind, text, Location(Path("issues/milia.md"), 1), frozenset(authors))


def make_approval(
    sheet: str = TEXT,
    decision: Decision = Decision.APPROVED,
    reviewer: str = "dr-hale",
    at: datetime = NOON,
    expires: date | None = date(2027, 11, 21),
    note: str = "",
) -> Approval:
    """A reviewer's word on that sheet."""
    return Approval(
        name="milia",
        reviewer=reviewer,
        said_by="Dr Robin Hale, Skin doctor",
        decision=decision,
        how=How.RECORDED,
        at=at,
        sheet=sheet,
        expires=expires if decision is Decision.APPROVED else None,
        note=note,
    )


def make_people(**changes: object) -> dict[str, Person]:
    """A doctor who reviews, another one, and a nurse who does not."""
    hale = {"name": "Dr Robin Hale", "role": "Skin doctor", "reviewer": True, **changes}
    two = {"name": "Dr Kim Two", "role": "Skin doctor", "reviewer": True}
    return {
        "dr-hale": Person.model_validate(hale),
        "dr-two": Person.model_validate(two),
        "kay": Person.model_validate({"name": "Kay Morris", "role": "Nurse"}),
    }
