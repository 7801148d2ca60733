"""The public pages: how a reader leaves, and chooses a language.

GET never changes anything, since scanners follow every link in a letter. POST does, needs nothing
but the token, and answers the same to every token (RFC 8058 §3.1).
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

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

LONGEST_FORM = 1000
"""Bytes; a form with one choice has far fewer."""


@dataclass(frozen=True, slots=True)
class Verbs:
    """What the pages do for the reader whose token they get."""

    leave: Callable[[str], None]
    language: Callable[[str], str]
    choose_language: Callable[[str, str], None]


def make_public_app(settings: Settings, templates: Templates, verbs: Verbs) -> Starlette:
    """The application behind the letter's links."""
    pages = _Pages(settings, templates, verbs)
    return Starlette(
        routes=[
            Route("/leave/{token}", pages.ask_leave, methods=["GET"]),
            Route("/leave/{token}", pages.leave, methods=["POST"]),
            Route("/preferences/{token}", pages.ask_preferences, methods=["GET"]),
            Route("/preferences/{token}", pages.keep_preferences, methods=["POST"]),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_add_headers)],
    )


class _Pages:
    """One method for each page, and one for each form."""

    def __init__(self, settings: Settings, templates: Templates, verbs: Verbs) -> None:
        self._templates = templates
        self._verbs = verbs
        self._languages = {
            code: templates.read_words(code).locale.get_display_name() or code
            for code in settings.languages
        }
        words = templates.read_words(settings.newsletter.language)
        self._look = {
            "letter": settings.newsletter,
            "words": words,
            "_": words.say,
            "theme": templates.read_theme(settings.templates.theme),
            "languages": self._languages,
        }

    async def ask_leave(self, request: Request) -> Response:
        _ = request
        return self._page("leave", done=False)

    async def leave(self, request: Request) -> Response:
        await run_in_threadpool(self._verbs.leave, request.path_params["token"])
        return self._page("leave", done=True)

    async def ask_preferences(self, request: Request) -> Response:
        chosen = await run_in_threadpool(self._verbs.language, request.path_params["token"])
        return self._page("preferences", done=False, chosen=chosen)

    async def keep_preferences(self, request: Request) -> Response:
        language = _read_choice(await _read_form(request), "language")
        if language not in self._languages:
            return self._page("preferences", done=False, chosen="")
        token = request.path_params["token"]
        await run_in_threadpool(self._verbs.choose_language, token, language)
        return self._page("preferences", done=True)

    def _page(self, name: str, **values: object) -> Response:
        return HTMLResponse(self._templates.render(f"web/{name}.html", self._look | values))


async def _read_form(request: Request) -> bytes:
    """The body, as far as a form of ours reaches."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            return b""
    return body


def _read_choice(form: bytes, name: str) -> str:
    values = parse_qs(form.decode("ascii", "replace")).get(name, [])
    return values[0] if len(values) == 1 else ""


async def _add_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    return response
