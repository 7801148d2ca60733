"""Serving the public pages: what readers reach through the links in their letters."""

import uvicorn

from newsletter.cli.console import say
from newsletter.cli.desk import Desk
from newsletter.cli.listening import listen
from newsletter.compose import Templates
from newsletter.daemon import utc_now
from newsletter.subscription import choose_language_by_token, language_by_token, leave_by_token
from newsletter.web import Verbs, make_public_app


def serve_pages(desk: Desk, host: str, port: int) -> None:
    """Keep the pages up until somebody stops them; tell where they are."""
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
