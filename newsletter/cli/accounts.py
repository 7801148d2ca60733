"""Commands that give account: how far, whether it balances, what became of one reader's letter."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from newsletter.cli.console import count, emit, say, show_table, tell
from newsletter.cli.desk import Desk, Json, Service, Yes, confirm, find_desk, find_reader
from newsletter.daemon import utc_now
from newsletter.delivery import Balance, Entry, Ledger, retry_failed, settle
from newsletter.editorial import how_to_take_in, source_changed
from newsletter.errors import NewsletterError, UsageError
from newsletter.localtime import LocalTime
from newsletter.model import (
    TO_AUDIENCE,
    TO_ONE_READER,
    DeliveryState,
    Mailing,
    MailingState,
)

app = typer.Typer()

HIGHEST = 2**62
"""More than any database counts to."""

NAMED = (DeliveryState.IN_DOUBT, DeliveryState.FAILED)


class Settlement(StrEnum):
    """What a person decides about a letter in doubt."""

    SENT = "sent"
    FAILED = "failed"
    AGAIN = "again"


STATE_OF = {
    Settlement.SENT: DeliveryState.SENT,
    Settlement.FAILED: DeliveryState.FAILED,
    Settlement.AGAIN: DeliveryState.QUEUED,
}


@app.command()
def status(
    context: typer.Context,
    mailing: Annotated[
        int | None, typer.Argument(help="Its number; all if left out.", max=HIGHEST)
    ] = None,
    service: Service = False,
    as_json: Json = False,
) -> None:
    """Show how far mailings of issues have come, and name who failed or is in doubt.

    Example: newsletter status 3
    """
    desk = find_desk(context)
    kinds = TO_ONE_READER if service else TO_AUDIENCE
    mailings = desk.mailings.all(kinds=kinds) if mailing is None else [desk.mailings.find(mailing)]
    changes = {each.id: source_changed(desk.workspace, each, utc_now()) for each in mailings}
    if as_json:
        accounts = [{**_account(desk, each), "source": changes[each.id]} for each in mailings]
        emit({"mailings": accounts})
    else:
        _show_all(desk, mailings, changes)
    if any(each.state == MailingState.HELD for each in mailings):
        raise typer.Exit(NewsletterError.exit_code)


def _show_all(desk: Desk, mailings: Sequence[Mailing], changes: Mapping[int, str]) -> None:
    if not mailings:
        say("The queue is empty. Fill it with `newsletter schedule ISSUE`.")
    for each in mailings:
        _show_status(desk, each)
        if change := changes[each.id]:
            say(f"  {change}; what was frozen is what goes out")
            say(f"  To take the change in: {how_to_take_in(each)}")


@app.command()
def verify(context: typer.Context, as_json: Json = False) -> None:
    """Prove that every mailing balances, and name everybody in doubt.

    Example: newsletter verify
    """
    desk = find_desk(context)
    accounts = [_account(desk, each) for each in desk.mailings.all()]
    service = desk.accounts.balance_of_service()
    balanced = service.holds and all(account["balances"] for account in accounts)
    if as_json:
        sums = {"planned": service.planned, "counts": service.counts, "balances": service.holds}
        emit({"balances": balanced, "mailings": accounts, "service": sums})
    else:
        for each in desk.mailings.all():
            _show_status(desk, each)
        if service.planned:
            say("Letters that single readers brought about", f"  {_sum(service)}")
        say(
            f"{count(len(accounts), 'mailing')}, {'all balance' if balanced else 'NOT ALL BALANCE'}"
        )
    if not balanced:
        raise typer.Exit(NewsletterError.exit_code)


@app.command()
def why(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="An email address.")],
    as_json: Json = False,
) -> None:
    """Tell one reader's story: consent, and what became of every letter.

    Example: newsletter why ana@example.org
    """
    desk = find_desk(context)
    reader = find_reader(desk, address)
    history = desk.subscribers.history(reader.id)
    entries = desk.accounts.of_subscriber(reader.id)
    if as_json:
        emit({"subscriber": reader, "history": history, "deliveries": entries})
        return
    say(f"{reader.address} is {reader.state}")
    for event in history:
        say(f"  {event.at:%Y-%m-%d %H:%M} UTC  {event.kind}: {event.source}")
    for entry in entries:
        say(f"  {entry.changed_at:%Y-%m-%d %H:%M} UTC  {entry.issue}: {_words(entry)}")
    if not entries:
        say("  No mailing has reached out to this reader yet.")


@app.command()
def resolve(
    context: typer.Context,
    mailing: Annotated[int, typer.Argument(help="The mailing's number.", max=HIGHEST)],
    address: Annotated[str, typer.Argument(help="Who is in doubt.")],
    outcome: Annotated[
        Settlement, typer.Option("--as", help="“again” may give this reader a second copy.")
    ],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Settle a letter in doubt, once you know, or have decided, what became of it.

    Example: newsletter resolve 3 ana@example.org --as sent
    """
    desk = find_desk(context)
    found = desk.mailings.find(mailing)
    reader = find_reader(desk, address)
    named = reader.address or address
    if outcome == Settlement.AGAIN:
        confirm(f"{named} may get {found.issue} twice. Send it again?", yes)
    if not settle(Ledger(desk.engine), mailing, reader.id, STATE_OF[outcome], desk.gate):
        problem = f"{named} is not in doubt in mailing {mailing}"
        raise UsageError(problem, remedy=f"See `newsletter status {mailing}`.")
    value = {"mailing": mailing, "address": named, "settled": outcome}
    tell(as_json, value, f"{named}: settled as {outcome}")


@app.command()
def retry(
    context: typer.Context,
    mailing: Annotated[int, typer.Argument(help="The mailing's number.", max=HIGHEST)],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Try again with everybody whom the server refused, once the cause is mended.

    Example: newsletter retry 3
    """
    desk = find_desk(context)
    found = desk.mailings.find(mailing)
    failed = desk.accounts.balance(mailing).counts[DeliveryState.FAILED]
    confirm(f"Send {found.issue} to {count(failed, 'reader')} whom the server refused?", yes)
    queued = retry_failed(Ledger(desk.engine), mailing, desk.gate)
    value = {"mailing": mailing, "queued": queued}
    tell(as_json, value, f"mailing {mailing}: {count(queued, 'reader')} queued again")


def _account(desk: Desk, mailing: Mailing) -> dict[str, object]:
    balance = desk.accounts.balance(mailing.id)
    return {
        "mailing": mailing,
        "planned": balance.planned,
        "counts": balance.counts,
        "balances": balance.holds,
        "in_doubt": _addresses(desk, mailing, DeliveryState.IN_DOUBT),
        "failed": _addresses(desk, mailing, DeliveryState.FAILED),
    }


def _addresses(desk: Desk, mailing: Mailing, state: DeliveryState) -> list[str]:
    return [entry.address for entry in desk.accounts.entries(mailing.id, [state])]


def _show_status(desk: Desk, mailing: Mailing) -> None:
    balance = desk.accounts.balance(mailing.id)
    start = LocalTime.at(mailing.starts_at, mailing.time_zone)
    say(f"Mailing {mailing.id}: {mailing.issue}, {mailing.state}, starts {start}")
    say(f"  {_sum(balance)}")
    if mailing.note:
        say(f"  Note: {mailing.note}")
    entries = desk.accounts.entries(mailing.id, NAMED)
    if entries:
        rows = [(f"  {entry.state}", entry.address, entry.reply) for entry in entries]
        show_table(("  State", "Address", "What the server said"), rows)
    if balance.counts[DeliveryState.IN_DOUBT]:
        say(f"  Settle each: newsletter resolve {mailing.id} ADDRESS --as sent|failed|again")


def _sum(balance: Balance) -> str:
    """The sum of the states, as it must be and as it is."""
    sums = " + ".join(f"{count} {state}" for state, count in sorted(balance.counts.items()))
    return f"{balance.planned} planned {'=' if balance.holds else '≠'} {sums or '0'}"


def _words(entry: Entry) -> str:
    tries = f", try {entry.attempts}" if entry.attempts else ""
    reply = f" ({entry.reply})" if entry.reply else ""
    return f"{entry.state}{tries}{reply}"
