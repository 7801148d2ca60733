"""Who may speak to the studio: this machine's own browser, from the page that it was given.

A page elsewhere can make a browser send requests to loopback. It cannot know the token in the
path, cannot send our Host after rebinding its own name, and cannot forge the Origin of a POST.
"""

import hmac
import re
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from newsletter.web.asgi import Gone, TooLong, TooSlow, read_body, replay, with_headers
from newsletter.web.preview.answers import refuse

OWN_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?")
METHODS = ("GET", "HEAD", "POST")
LONGEST_BODY = 64 * 1024

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
}
"""What every answer carries; a page has a Content-Security-Policy of its own."""


class Refusal(Exception):
    """Why a request goes no further, with the status that says so."""

    def __init__(self, status: int, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.status, self.problem, self.remedy = status, problem, remedy


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets requests through to the app below `/TOKEN/`, and puts the headers on every answer."""

    app: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or let it through (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = with_headers(send, HEADERS)
        try:
            self._check(scope)
            body = await _read_body(scope, receive)
        except Refusal as refusal:
            answer = refuse(refusal.status, refusal.problem, refusal.remedy)
            # What is left of the request is not read.
            answer.headers["Connection"] = "close"
            if refusal.status == 405:
                answer.headers["Allow"] = ", ".join(METHODS)
            await answer(scope, receive, send)
        except Gone:
            return
        else:
            below = {**scope, "root_path": f"/{self.token}"}
            await self.app(below, replay(body, receive), send)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        _check_host(headers)
        given, slash, _ = scope["path"].removeprefix("/").partition("/")
        if not hmac.compare_digest(given.encode(), self.token.encode()) or not slash:
            raise Refusal(
                404, "there is nothing here", "Open the address that the command printed."
            )
        if scope["method"] not in METHODS:
            problem = f"{scope['method']} is not a method of the studio"
            raise Refusal(405, problem, f"Use one of: {', '.join(METHODS)}.")
        if scope["method"] == "POST":
            _check_post(headers)


def _check_host(headers: Headers) -> None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not OWN_HOST.fullmatch(hosts[0]):
        remedy = "Open it as http://127.0.0.1, on the machine where the command runs."
        raise Refusal(421, "this is not an address of the studio", remedy)


def _check_post(headers: Headers) -> None:
    if headers.getlist("origin") != [f"http://{headers['host']}"]:
        problem = "this was not asked by a page of the studio"
        raise Refusal(403, problem, "Use the buttons of the page.")
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Refusal(415, "the body is not JSON", "Send it as application/json.")


async def _read_body(scope: Scope, receive: Receive) -> bytes:
    try:
        return await read_body(scope, receive, LONGEST_BODY)
    except TooLong:
        problem = f"the body is longer than {LONGEST_BODY} bytes"
        raise Refusal(413, problem, "Send less.") from None
    except TooSlow:
        raise Refusal(408, "the body does not come to its end", "Send it at once.") from None
