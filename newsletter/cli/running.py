"""Commands that keep running: clock and worker, the public pages, a local mailbox."""

import logging
import signal
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from newsletter import daemon
from newsletter.cli.console import emit, say
from newsletter.cli.desk import Desk, Json, find_desk
from newsletter.errors import NewsletterError
from newsletter.model import MailingState
from newsletter.settings import LOOPBACK

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


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Where to listen.", min=0, max=65535)] = 8025,
    host: Annotated[
        str, typer.Option(help="Loopback, for a proxy with https in front.")
    ] = LOOPBACK,
) -> None:
    """Serve the pages where readers leave or choose a language, and the one-click address.

    Example: newsletter serve --port 8025
    """
    # Only this command waits until a web server is imported.
    from newsletter.cli.pages import serve_pages

    serve_pages(find_desk(context), host, port)


@app.command()
def mailbox(
    folder: Annotated[Path, typer.Option(help="Where messages are kept.")] = Path("mailbox"),
    port: Annotated[int, typer.Option(help="Where to listen.", min=0, max=65535)] = 1025,
) -> None:
    """Keep a local mailbox: an SMTP server that stores letters instead of passing them on.

    Example: newsletter mailbox --port 1025
    """
    # Only this command waits until a mail server is imported.
    from newsletter.mailbox import Mailbox

    stop = stop_on_signals()
    with Mailbox(folder, port) as box:
        say(f"Listening on {LOOPBACK}:{box.port}; letters go to {folder.resolve()}")
        stop.wait()


def log_to_stderr() -> None:
    """Write the log where systemd and people look for it."""
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", level=logging.INFO)


def stop_on_signals() -> Event:
    """An event that SIGTERM and SIGINT set."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop_or_give_up(stop))
    return stop


def _stop_or_give_up(stop: Event) -> None:
    """The first signal asks for a clean end; a second one means at once."""
    if stop.is_set():
        raise KeyboardInterrupt
    stop.set()


def _sums(desk: Desk, mailing: int) -> dict[str, object]:
    balance = desk.accounts.balance(mailing)
    return {"mailing": mailing, "planned": balance.planned, "counts": balance.counts}
