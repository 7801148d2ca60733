"""The command `serve`: what readers reach through the links in their letters."""

from typing import Annotated

import typer
import uvicorn
from starlette.types import ASGIApp

from newsletter.cli.console import count, say, write
from newsletter.cli.desk import Desk, find_desk
from newsletter.cli.listening import listen
from newsletter.compose import Templates
from newsletter.daemon import utc_now
from newsletter.model import TO_ONE_READER
from newsletter.settings import LOOPBACK
from newsletter.web import Pages, make_public_app

app = typer.Typer()


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Where to listen.", min=0, max=65535)] = 8025,
    host: Annotated[
        str, typer.Option(help="Loopback, for a proxy with https in front.")
    ] = LOOPBACK,
    form: Annotated[
        bool, typer.Option("--form", help="Print a sign-up form for another web site, and end.")
    ] = False,
) -> None:
    """Serve the pages where people sign up, confirm, choose and leave, and the one-click address.

    Example: newsletter serve --port 8025
    """
    desk = find_desk(context)
    pages = Pages(desk.workspace.settings, Templates(desk.workspace.template_folders))
    if form:
        write(
            *(f"<!-- {pages.languages[code]} -->\n{html}" for code, html in pages.forms().items())
        )
    else:
        say(*_tell_lacking(desk, pages))
        _serve(open_pages(desk, pages), host, port)


def _tell_lacking(desk: Desk, pages: Pages) -> list[str]:
    """Which languages of the letter the pages do not speak, and what to do."""
    templates = Templates(desk.workspace.template_folders)
    return [
        f"The pages do not speak {pages.languages[code]}: {templates.catalogue_path(code)} "
        f"lacks {count(len(texts), 'text')}, such as “{texts[0]}”."
        for code, texts in pages.lacking.items()
        if texts
    ]


def open_pages(desk: Desk, pages: Pages) -> ASGIApp:
    """The pages over this workspace's list."""
    post = desk.post
    for kind in TO_ONE_READER:
        # A mistake in a template is for the desk to see, not for the reader who presses a button.
        post.letters(kind)
    return make_public_app(post.settings, pages, post.reception, post.keys, utc_now)


def _serve(public: ASGIApp, host: str, port: int) -> None:
    # No access log: it would hold the readers' tokens. Which proxy to believe is for the app.
    config = uvicorn.Config(
        public, access_log=False, log_level="warning", proxy_headers=False, server_header=False
    )
    with listen(host, port, "Choose another --port or --host.") as listener:
        place = f"[{host}]" if ":" in host else host
        say(f"Serving on http://{place}:{listener.getsockname()[1]}. Stop with Ctrl-C.")
        uvicorn.Server(config).run(sockets=[listener])
