"""Serving the studio: its page, the mailbox beside it, and a word about where they are."""

import contextlib
import errno
import logging
import sys
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from newsletter.cli.console import emit, say
from newsletter.cli.desk import Desk
from newsletter.cli.listening import listen
from newsletter.daemon import utc_now
from newsletter.editorial import find_issue
from newsletter.errors import NewsletterError
from newsletter.mailbox import Mailbox
from newsletter.settings import LOOPBACK
from newsletter.studio import Studio
from newsletter.web import (
    Events,
    LetterViews,
    Live,
    PostViews,
    PreviewServer,
    make_preview_app,
)
from newsletter.workspace import MAILBOX_FOLDER, find_root


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants the page to be served."""

    token: str
    editor: str
    port: int
    mailbox_port: int | None
    open_page: bool | None
    as_json: bool

    @property
    def opens(self) -> bool:
        """Whether to open a browser: for a person, if nothing else was said."""
        usual = sys.stdout.isatty() and not self.as_json
        return usual if self.open_page is None else self.open_page


def serve_studio(desk: Desk, issue: str | None, wish: Wish) -> None:
    """Keep the page up until somebody stops it; tell where it is."""
    studio = Studio(find_root(desk.folder), utc_now)
    place = f"#issue={_find(studio, issue)}" if issue else ""
    with (
        _keep_mailbox(studio, wish.mailbox_port) as mailbox,
        listen(LOOPBACK, wish.port, "Choose another --port, or leave it out.") as listener,
    ):
        url = f"http://{LOOPBACK}:{listener.getsockname()[1]}/{wish.token}/{place}"
        _tell(url, mailbox, wish.as_json)
        if wish.opens:
            webbrowser.open(url)
        _log(desk)
        # Ctrl-C is how it ends.
        with contextlib.suppress(KeyboardInterrupt):
            _make_server(studio, desk, wish).run(sockets=[listener])


def _make_server(studio: Studio, desk: Desk, wish: Wish) -> PreviewServer:
    def engine() -> Engine:
        return desk.engine

    events = Events()
    letters = LetterViews(studio, engine, utc_now, wish.editor)
    post = PostViews(studio, engine, utc_now, desk.environment)
    live = Live(studio.workspace.root, studio, events)
    return PreviewServer(make_preview_app(letters, live, wish.token, post), events)


@contextlib.contextmanager
def _keep_mailbox(studio: Studio, port: int | None) -> Iterator[str]:
    """Be the local mailbox, unless somebody is it already; say which."""
    folder, told = studio.workspace.root / MAILBOX_FOLDER, ""
    with contextlib.ExitStack() as stack:
        if port is not None:
            try:
                box = stack.enter_context(Mailbox(folder, port))
                told = f"The mailbox listens on {LOOPBACK}:{box.port}"
            except NewsletterError as error:
                if getattr(error.__cause__, "errno", None) != errno.EADDRINUSE:
                    raise
                told = f"Somebody listens on {LOOPBACK}:{port} already"
        yield told and f"{told}; the page shows what is in {folder}"


def _tell(url: str, mailbox: str, as_json: bool) -> None:
    """Say where the page is, at once: whoever reads it waits."""
    if as_json:
        emit({"url": url, **({"mailbox": mailbox} if mailbox else {})})
        sys.stdout.flush()
    else:
        words = "Whoever knows this address can use it. Stop with Ctrl-C."
        say(f"The studio is at {url}", *filter(None, [mailbox]), words)


def _find(studio: Studio, issue: str) -> str:
    """The issue of that name; of a workspace that cannot be read, whatever was typed."""
    return issue if studio.problems else find_issue(studio.library, issue).slug


def _log(desk: Desk) -> None:
    """Say on the error stream what goes wrong; where, if somebody wants to know."""
    level = logging.DEBUG if desk.environment.get("NEWSLETTER_DEBUG") else logging.WARNING
    logging.basicConfig(format="%(message)s", level=level)
