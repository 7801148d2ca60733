"""The command `serve`: what readers reach through the links in their letters."""

from typing import Annotated

import typer
import uvicorn

from newsletter.cli.console import say
from newsletter.cli.desk import Desk, find_desk
from newsletter.cli.listening import listen
from newsletter.compose import Templates
from newsletter.daemon import utc_now
from newsletter.settings import LOOPBACK
from newsletter.subscription import choose_language_by_token, language_by_token, leave_by_token
from newsletter.web import Verbs, make_public_app

app = typer.Typer()


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
    _serve(find_desk(context), host, port)


def _serve(desk: Desk, host: str, port: int) -> None:
    templates = Templates(desk.workspace.template_folders)
    public = make_public_app(desk.workspace.settings, templates, _verbs(desk))
    # No access log: it would hold the readers' tokens.
    config = uvicorn.Config(public, access_log=False, log_level="warning")
    with listen(host, port, "Choose another --port or --host.") as listener:
        say(f"Serving on http://{host}:{listener.getsockname()[1]}. Stop with Ctrl-C.")
        uvicorn.Server(config).run(sockets=[listener])


def _verbs(desk: Desk) -> Verbs:
    keys, subscribers = desk.workspace.keys(desk.environment), desk.subscribers
    return Verbs(
        leave=lambda token: leave_by_token(keys, subscribers, token, utc_now(), "one click"),
        language=lambda token: language_by_token(keys, subscribers, token, utc_now()),
        choose_language=lambda token, language: choose_language_by_token(
            keys, subscribers, token, utc_now(), language, "preferences page"
        ),
    )
