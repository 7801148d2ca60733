"""The public pages: how a reader leaves.

GET never changes anything, since scanners follow every link in a letter. POST does, needs nothing
but the token, and answers the same to every token (RFC 8058 §3.1).
"""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from newsletter.compose import Templates
from newsletter.settings import Settings

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def make_public_app(
    settings: Settings, templates: Templates, leave: Callable[[str], None]
) -> Starlette:
    """The application behind the letter's links; `leave` takes the token of who leaves."""
    words = templates.read_words(settings.newsletter.language)
    look = {
        "letter": settings.newsletter,
        "words": words,
        "_": words.say,
        "theme": templates.read_theme(settings.templates.theme),
    }

    async def ask(request: Request) -> Response:
        _ = request
        return HTMLResponse(templates.render("web/leave.html", look | {"done": False}))

    async def do(request: Request) -> Response:
        await run_in_threadpool(leave, request.path_params["token"])
        return HTMLResponse(templates.render("web/leave.html", look | {"done": True}))

    return Starlette(
        routes=[
            Route("/leave/{token}", ask, methods=["GET"]),
            Route("/leave/{token}", do, methods=["POST"]),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_add_headers)],
    )


async def _add_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    return response
