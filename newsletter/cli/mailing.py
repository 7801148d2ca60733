"""Commands that set letters going, hold them up, and show when they will go."""

from typing import Annotated

import typer

from newsletter.audience import count_readers
from newsletter.cli.console import count, emit, say, show_findings, show_table, tell
from newsletter.cli.desk import Desk, DryRun, Json, Service, Yes, confirm, find_desk
from newsletter.daemon import utc_now
from newsletter.editorial import (
    Draft,
    cancel_mailing,
    choose_time,
    draft_issues,
    how_to_take_in,
    next_slot,
    open_library,
    pause_mailing,
    plan_mailing,
    resume_mailing,
    source_changed,
)
from newsletter.editorial import calendar as list_days
from newsletter.editorial import schedule as schedule_draft
from newsletter.errors import FoundErrors, UsageError
from newsletter.localtime import LocalTime
from newsletter.model import EVERYONE, TO_AUDIENCE, TO_ONE_READER, Issue, Mailing, MailingState

app = typer.Typer()

Number = Annotated[
    int, typer.Argument(metavar="MAILING", help="Its number in the queue.", max=2**62)
]


@app.command()
def schedule(
    context: typer.Context,
    issue: Annotated[str, typer.Argument(help="The issue's folder name.")],
    at: Annotated[str | None, typer.Option(help="Local time, such as 2026-12-01 08:00.")] = None,
    tz: Annotated[str | None, typer.Option(help="Time zone, such as Asia/Singapore.")] = None,
    slot: Annotated[bool, typer.Option("--next-slot", help="The next free slot.")] = False,
    now: Annotated[bool, typer.Option("--now", help="At once.")] = False,
    provider: Annotated[str | None, typer.Option(help="Instead of the settings' one.")] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Freeze an issue and put it in the queue. What you saw is what will be sent.

    Without --at, the time is the issue's own “send-at”.

    Example: newsletter schedule 2026-12-01-tiny-bumps --at "2026-12-01 08:00" --tz Asia/Singapore
    """
    desk = find_desk(context)
    draft, moment = _draft_for(desk, issue, at, tz, slot=slot, now=now)
    if not as_json:
        show_findings(draft.findings)
    readers = count_readers(desk.engine, draft.rule, moment.utc())
    of_whom = f" of “{draft.issue.audience}”" if draft.rule else ""
    many = f"{count(readers, 'reader')}{of_whom}"
    plan_mailing(draft, desk.workspace.settings, moment, provider)
    if dry_run:
        value = {"issue": draft.issue.slug, "at": moment, "readers": readers, "dry_run": True}
        tell(as_json, value, f"{draft.issue.slug} would go to {many} at {moment}")
        return
    if moment.utc() <= utc_now():
        confirm(f"Send {draft.issue.slug} to {many} now?", yes)
    mailing, new = schedule_draft(draft, desk.workspace.settings, desk.mailings, moment, provider)
    words = "is scheduled" if new else "was scheduled already, just so"
    tell(
        as_json,
        {"mailing": mailing, "new": new, "at": moment, "readers": readers},
        f"{mailing.issue} {words}: mailing {mailing.id}, at {moment}, {many} today",
        f"Next: newsletter run; to stop it: newsletter cancel {mailing.id}",
    )


@app.command()
def queue(context: typer.Context, service: Service = False, as_json: Json = False) -> None:
    """List all mailings of issues and how far they have come.

    Example: newsletter queue
    """
    desk = find_desk(context)
    mailings = desk.mailings.all(kinds=TO_ONE_READER if service else TO_AUDIENCE)
    counts = {mailing.id: desk.accounts.balance(mailing.id).counts for mailing in mailings}
    if as_json:
        emit({"mailings": [{"mailing": each, "counts": counts[each.id]} for each in mailings]})
        return
    if not mailings:
        say("The queue is empty. Fill it with `newsletter schedule ISSUE`.")
        return
    rows = [
        (
            mailing.id,
            _going(mailing),
            LocalTime.at(mailing.starts_at, mailing.time_zone),
            mailing.state,
            ", ".join(f"{count} {state}" for state, count in counts[mailing.id].items()),
            mailing.note,
        )
        for mailing in mailings
    ]
    show_table(("No.", "Issue", "Starts", "State", "Readers", "Note"), rows)


@app.command()
def pause(context: typer.Context, mailing: Number, as_json: Json = False) -> None:
    """Hold a mailing up; what is under way gets finished.

    Example: newsletter pause 3
    """
    desk = find_desk(context)
    pause_mailing(desk.mailings, mailing)
    tell(as_json, {"mailing": mailing, "state": "paused"}, f"mailing {mailing} is paused")


@app.command()
def resume(
    context: typer.Context, mailing: Number, yes: Yes = False, as_json: Json = False
) -> None:
    """Let a paused, late or held mailing go on, if its approvals are good.

    Example: newsletter resume 3
    """
    desk = find_desk(context)
    found = desk.mailings.find(mailing)
    if found.state in (MailingState.LATE, MailingState.HELD) and found.starts_at <= utc_now():
        why = found.note.removesuffix(".")
        confirm(f"Mailing {mailing} ({found.issue}) is {found.state}: {why}. Send it now?", yes)
    after = resume_mailing(desk.mailings, mailing, desk.gate)
    value = {"mailing": mailing, "state": after.state}
    tell(as_json, value, f"mailing {mailing} is {after.state}")


@app.command()
def cancel(context: typer.Context, mailing: Number, as_json: Json = False) -> None:
    """End a mailing: whoever has no letter yet will get none.

    Example: newsletter cancel 3
    """
    desk = find_desk(context)
    cancel_mailing(desk.mailings, mailing)
    tell(as_json, {"mailing": mailing, "state": "cancelled"}, f"mailing {mailing} is cancelled")


@app.command()
def calendar(
    context: typer.Context,
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How far to look ahead.")] = 8,
    as_json: Json = False,
) -> None:
    """List the coming slots and what fills them.

    Example: newsletter calendar --weeks 12
    """
    desk = find_desk(context)
    settings = desk.workspace.settings
    library = open_library(desk.workspace)
    days = list_days(settings, library, desk.mailings, utc_now(), weeks)
    coming = [day.mailing for day in days if day.mailing]
    changes = {each.id: source_changed(desk.workspace, each, utc_now()) for each in coming}
    if as_json:
        emit({"days": days, "changed": {id: change for id, change in changes.items() if change}})
        return
    rows = [(day.at, day.slot or "-", _filling(day.mailing, day.issue)) for day in days]
    show_table(("When", "Slot", "What"), rows)
    for mailing in coming:
        if change := changes[mailing.id]:
            say(f"Mailing {mailing.id}: {change}; what was frozen is what goes out")
            say(f"  To take the change in: {how_to_take_in(mailing)}")


def _draft_for(
    desk: Desk, slug: str, at: str | None, tz: str | None, *, slot: bool, now: bool
) -> tuple[Draft, LocalTime]:
    """The issue as it will go out, and when."""
    (draft,) = draft_issues(desk.workspace, utc_now(), [slug])
    if draft.errors:
        raise FoundErrors(draft.findings)
    moment = _choose(desk, draft.issue, at, tz, slot=slot, now=now)
    # Without a key, every link in the letter would be wrong: better to hear it now.
    desk.workspace.keys(desk.environment)
    (dated,) = draft_issues(desk.workspace, utc_now(), [slug], moment)
    return dated, moment


def _choose(
    desk: Desk, issue: Issue, at: str | None, tz: str | None, *, slot: bool, now: bool
) -> LocalTime:
    if sum((bool(at), slot, now)) > 1:
        raise UsageError(
            "--at, --next-slot and --now exclude each other", remedy="Use one of them."
        )
    if tz and not (at or now):
        raise UsageError("--tz says where --at is meant", remedy="Use both, or leave both out.")
    settings = desk.workspace.settings
    if now:
        return LocalTime.at(utc_now(), tz or settings.newsletter.time_zone)
    if slot:
        return next_slot(settings, desk.mailings, utc_now())
    return choose_time(issue, settings, utc_now(), at, tz)


def _going(mailing: Mailing) -> str:
    """An issue, and its readers where they are not everyone."""
    whom = "" if mailing.audience == EVERYONE else f" → {mailing.audience}"
    return f"{mailing.issue}{whom}"


def _filling(mailing: Mailing | None, issue: str) -> str:
    if mailing:
        return f"{mailing.issue} (mailing {mailing.id}, {mailing.state})"
    return f"{issue} (not scheduled yet)" if issue else "free"
