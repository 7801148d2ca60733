"""The workspace at a glance: its issues, its snippets, its personas, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date

from sqlalchemy import Engine

from newsletter.delivery import Accounts, Mailings
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import DeliveryState
from newsletter.settings import Preview
from newsletter.studio import (
    Problem,
    Progress,
    Studio,
    list_issues,
    list_snippets,
    name_state,
    read_personas,
)
from newsletter.web.preview.filling import OpenEngine

Fields = dict[str, object]


def glance(
    studio: Studio,
    engine: OpenEngine,
    today: date,
    preview: Preview,
    problems: Sequence[Problem],
) -> Fields:
    """What the page lists; of mailings nothing while the settings cannot be read."""
    settings = studio.workspace.settings
    progress: Mapping[str, Progress] = {}
    # The database is where the settings say; what is wrong with them is among the problems.
    with suppress(FoundErrors, UsageError):
        progress = find_progress(engine())
    return {
        "newsletter": settings.newsletter.name,
        "workspace": studio.workspace.root,
        "revision": studio.revision,
        "problems": problems,
        "issues": list_issues(studio, progress),
        "snippets": list_snippets(studio, today),
        "personas": _list_personas(studio),
        "test": {"addresses": preview.test_addresses, "provider": settings.sending.provider},
        "mailbox": True,
        "editor": preview.editor,
    }


def find_progress(engine: Engine) -> Mapping[str, Progress]:
    """How the newest mailing of each issue stands, by slug."""
    accounts = Accounts(engine)
    progress: dict[str, Progress] = {}
    for mailing in Mailings(engine).all():
        balance = accounts.balance(mailing.id)
        sent = balance.counts[DeliveryState.SENT]
        progress[mailing.issue] = Progress(name_state(mailing.state), balance.planned, sent)
    return progress


def _list_personas(studio: Studio) -> list[Fields]:
    personas, _ = read_personas(studio.workspace)
    names = ("id", "name", "note", "language")
    return [
        {name: getattr(each, name) for name in names} | {"default": each is personas[0]}
        for each in personas
    ]
