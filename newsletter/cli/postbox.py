"""The command `mailbox`: an SMTP server on this machine that keeps what it gets."""

from pathlib import Path
from typing import Annotated

import typer

from newsletter.cli.console import say
from newsletter.cli.signals import stop_on_signals
from newsletter.mailbox import Mailbox
from newsletter.settings import LOOPBACK

app = typer.Typer()


@app.command()
def mailbox(
    folder: Annotated[Path, typer.Option(help="Where messages are kept.")] = Path("mailbox"),
    port: Annotated[int, typer.Option(help="Where to listen.", min=0, max=65535)] = 1025,
) -> None:
    """Keep a local mailbox: an SMTP server that stores letters instead of passing them on.

    Example: newsletter mailbox --port 1025
    """
    stop = stop_on_signals()
    with Mailbox(folder, port) as box:
        say(f"Listening on {LOOPBACK}:{box.port}; letters go to {folder.resolve()}")
        stop.wait()
