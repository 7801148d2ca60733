"""The door of the public pages: what no request may be, and what every answer carries.

Tokens are in the addresses and readers are in the errors: neither must reach a log, a cache, a
search engine or another site.
"""

import logging
import traceback
from dataclasses import dataclass

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from newsletter.web.asgi import Gone, TooLong, TooSlow, read_body, replay, with_headers

log = logging.getLogger(__name__)

LONGEST_BODY = 8 * 1024
"""Bytes; a form of ours has far fewer."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
"""What every answer carries; a page has a Content-Security-Policy of its own."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets whole requests of a sensible size through, and never lets an error out."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or let it through (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = with_headers(send, HEADERS)
        try:
            body = await read_body(scope, receive, LONGEST_BODY)
        except Gone:
            return
        except TooLong:
            problem = f"This is longer than {LONGEST_BODY} bytes.\n"
            await _refuse(413, problem)(scope, receive, send)
        except TooSlow:
            await _refuse(408, "This took too long.\n")(scope, receive, send)
        else:
            await self._pass_on(scope, replay(body, receive), send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer; it has said already, in a page, that something went wrong."""
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            # Where and what kind alone: the words of an error may hold an address.
            places = "".join(traceback.format_tb(error.__traceback__))
            log.error("a page failed: %s\n%s", type(error).__name__, places)


def _refuse(status: int, problem: str) -> PlainTextResponse:
    """An answer before the request is whole: what is left of it is not read."""
    return PlainTextResponse(problem, status, {"Connection": "close"})
