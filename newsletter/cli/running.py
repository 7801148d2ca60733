"""The command `run`: clock and worker."""

import logging
from typing import Annotated

import typer

from newsletter import daemon
from newsletter.cli.console import emit, say
from newsletter.cli.desk import Desk, Json, find_desk
from newsletter.cli.signals import stop_on_signals
from newsletter.errors import NewsletterError
from newsletter.model import MailingState

app = typer.Typer()

WAITING = (MailingState.PAUSED, MailingState.LATE, MailingState.HELD)


@app.command()
def run(
    context: typer.Context,
    until_done: Annotated[
        bool, typer.Option("--until-done", help="End when nothing is scheduled or being sent.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Start mailings when they are due and send them. Stop it with Ctrl-C; nothing is lost.

    Example: newsletter run
    """
    desk = find_desk(context)
    log_to_stderr()
    stop = stop_on_signals()
    if not as_json:
        say("Waiting for what is due. Stop with Ctrl-C; nothing is lost.")
    daemon.run(desk.post, stop, until_done=until_done)
    if as_json:
        emit({"mailings": [_sums(desk, mailing.id) for mailing in desk.mailings.all()]})
    waiting = desk.mailings.all(WAITING)
    if until_done and waiting:
        reasons = "; ".join(f"{each.id} is {each.state}: {each.note}" for each in waiting)
        problem = f"these mailings wait for a person: {reasons}"
        raise NewsletterError(problem, remedy="See `newsletter queue` for why.")


def log_to_stderr() -> None:
    """Write the log where systemd and people look for it."""
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", level=logging.INFO)


def _sums(desk: Desk, mailing: int) -> dict[str, object]:
    balance = desk.accounts.balance(mailing)
    return {"mailing": mailing, "planned": balance.planned, "counts": balance.counts}
