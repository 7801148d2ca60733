"""Commands for one reader: their whole story, all that is held of them, and letting them go."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from newsletter.audience import Wordings, erase, export_person
from newsletter.cli.console import emit, tell, write
from newsletter.cli.desk import (
    Desk,
    DryRun,
    Json,
    Yes,
    confirm,
    find_desk,
    find_reader,
    read_address,
)
from newsletter.delivery import Entry
from newsletter.model import ConsentEvent, Proof, Subscriber, spell_in_files
from newsletter.privacy import keep_off, scrub_in_peace

app = typer.Typer()

Address = Annotated[str, typer.Argument(help="An email address.")]

BY_HAND = "by hand"


@app.command()
def show(context: typer.Context, address: Address, as_json: Json = False) -> None:
    """Tell one reader's whole story: consent, choices, and what became of every letter.

    Example: newsletter subscribers show ana@example.org
    """
    desk = find_desk(context)
    found = find_reader(desk, address)
    history, letters = desk.subscribers.history(found.id), desk.accounts.of_subscriber(found.id)
    value = {"subscriber": found, "history": history, "letters": letters}
    consent = [_tell_step(each, Wordings(desk.engine)) for each in history]
    sent = [_tell_letter(each) for each in letters] or ["  none yet"]
    tell(as_json, value, *_tell_person(found), "Consent", *consent, "Letters", *sent)


@app.command()
def leave(context: typer.Context, address: Address, as_json: Json = False) -> None:
    """Take somebody off the list, also from what is being sent now.

    Example: newsletter subscribers leave ana@example.org
    """
    desk = find_desk(context)
    left = desk.subscribers.leave(find_reader(desk, address).id, Proof(BY_HAND, BY_HAND))
    words = "is off the list" if left else "was off the list before"
    tell(as_json, {"address": address, "left": left}, f"{address} {words}")


@app.command()
def suppress(
    context: typer.Context,
    address: Address,
    reason: Annotated[str, typer.Option(help="Why; kept as proof.")],
    as_json: Json = False,
) -> None:
    """Never write to an address, known or not: no import and no sign-up brings it back.

    Example: newsletter subscribers suppress ana@example.org --reason "asked by letter, 3 May"
    """
    desk = find_desk(context)
    keep_off(desk.engine, desk.keys, read_address(address), Proof(reason, BY_HAND))
    words = f"{address} gets nothing any more, and nobody but an operator can change that"
    tell(as_json, {"address": address, "suppressed": True}, words)


@app.command("erase")
def erase_command(
    context: typer.Context,
    address: Address,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Forget one reader for good; a number stays, so that old mailings balance.

    Example: newsletter subscribers erase ana@example.org
    """
    desk = find_desk(context)
    reader = find_reader(desk, address)
    if dry_run:
        value = {"address": reader.address, "erased": False, "dry_run": True}
        tell(as_json, value, f"{reader.address} would be erased, with {_count_held(desk, reader)}")
        return
    confirm(f"Erase {reader.address}, with {_count_held(desk, reader)}, for good?", yes)
    erased = erase(desk.engine, desk.keys, reader.id, Proof(BY_HAND, BY_HAND))
    scrubbed = scrub_in_peace(desk.engine)
    later = "" if scrubbed else "; the last bytes go when `newsletter run` finds nothing to send"
    value = {"address": reader.address, "erased": erased, "scrubbed": scrubbed}
    tell(as_json, value, f"{reader.address} is erased{later}")


def export_held(desk: Desk, address: str, as_json: bool) -> None:
    """Print all that is held of one reader, for them alone, as JSON."""
    held = export_person(desk.engine, desk.keys, find_reader(desk, address).id)
    if as_json:
        emit(held or {})
    else:
        write(json.dumps(held, ensure_ascii=False, indent=2))


def _count_held(desk: Desk, reader: Subscriber) -> str:
    steps = len(desk.subscribers.history(reader.id))
    letters = len(desk.accounts.of_subscriber(reader.id))
    return f"steps of consent: {steps}, letters: {letters}"


def _tell_person(reader: Subscriber) -> Iterator[str]:
    yield f"{reader.address} ({reader.name or 'no name'}): {reader.state}"
    if reader.joined_at:
        yield f"  since {_moment(reader.joined_at)}"
    said = {
        "language": reader.language,
        "time zone": reader.time_zone,
        "topics": ", ".join(reader.topics),
        "paused until": _moment(reader.paused_until) if reader.paused_until else "",
    } | {spell_in_files(name): value for name, value in reader.fields.items()}
    for name, value in said.items():
        if value:
            yield f"  {name}: {value}"


def _tell_step(event: ConsentEvent, wordings: Wordings) -> str:
    way = f" ({event.method})" if event.method not in ("", event.source) else ""
    agreed = f", agreed to “{wordings.read(event.wording)}”" if event.wording else ""
    return f"  {_moment(event.at)}: {event.kind}, {event.source}{way}{agreed}"


def _tell_letter(entry: Entry) -> str:
    reply = f", “{entry.reply}”" if entry.reply else ""
    tries = f" at try {entry.attempts}" if entry.attempts > 1 else ""
    return f"  {_moment(entry.changed_at)}: {entry.issue}, {entry.state}{tries}{reply}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
