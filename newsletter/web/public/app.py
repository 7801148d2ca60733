"""The public pages: how people ask for letters, confirm, choose, leave, and are forgotten.

GET never changes anything, since scanners follow every link in a letter. POST does, and needs
nothing but the token in the address: no cookie, no account.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from newsletter.model import Keyring
from newsletter.settings import Settings
from newsletter.web.public.api import Api
from newsletter.web.public.choosing import Choosing
from newsletter.web.public.confirming import Confirming
from newsletter.web.public.forms import Action, act
from newsletter.web.public.guard import Guard
from newsletter.web.public.holding import Holding
from newsletter.web.public.leaving import Leaving
from newsletter.web.public.openapi import OPENAPI, SUBSCRIBE
from newsletter.web.public.origins import Networks, is_from_our_page
from newsletter.web.public.reception import Reception
from newsletter.web.public.rendering import Pages
from newsletter.web.public.signingup import SigningUp

ROBOTS = "User-agent: *\nDisallow: /\n"

Look = Callable[[Request], Response]
Answer = Callable[[Request], Awaitable[Response]]


def make_public_app(
    settings: Settings,
    pages: Pages,
    reception: Reception,
    keys: Keyring,
    clock: Callable[[], datetime],
) -> ASGIApp:
    """The application behind the letter's links."""
    public_url = settings.newsletter.public_url
    networks = Networks.trusting(settings.signup.trusted_proxies)
    signing_up = SigningUp(pages, reception, keys, networks, public_url, clock)
    app = Starlette(
        routes=[
            _page("/", signing_up.look, signing_up.act),
            *_token_routes(pages, reception, clock, public_url),
            *_api_routes(Api(settings, reception, networks)),
            Route("/robots.txt", _keep_robots_out),
        ],
        exception_handlers={HTTPException: _refuse(pages), Exception: _apologise(pages)},
    )
    # One click must not be answered by a redirect (RFC 8058 §3.1), whatever a program adds to it.
    app.router.redirect_slashes = False
    return Guard(app)


def _token_routes(
    pages: Pages, reception: Reception, clock: Callable[[], datetime], public_url: str
) -> list[Route]:
    """What the links in letters lead to; all but one click must come from a page of ours."""
    confirming, leaving = Confirming(pages, reception), Leaving(pages, reception)
    choosing, holding = Choosing(pages, reception, clock), Holding(pages, reception)

    def ours(action: Action) -> Action:
        return lambda request, form: (
            action(request, form)
            if is_from_our_page(request.headers, public_url)
            else pages.show(request, "problem", status=403, code=403)
        )

    return [
        _page("/confirm/{token}", confirming.look, ours(confirming.act)),
        _page("/leave/{token}", leaving.look, leaving.act),
        _form("/leave/{token}/undo", ours(leaving.undo)),
        _page("/preferences/{token}", choosing.look, ours(choosing.act)),
        _form("/preferences/{token}/link", ours(choosing.send_link)),
        _page("/data/{token}", holding.look, ours(holding.erase)),
        _form("/data/{token}/download", ours(holding.download)),
    ]


def _api_routes(api: Api) -> list[Route]:
    return [
        Route(SUBSCRIBE, api.subscribe, methods=["POST", "OPTIONS"]),
        Route(OPENAPI, api.describe),
    ]


def _page(path: str, look: Look, action: Action) -> Route:
    """A page to look at, whose own form comes back to it."""

    async def answer(request: Request) -> Response:
        if request.method == "POST":
            return await act(action, request)
        return await run_in_threadpool(look, request)

    return Route(path, answer, methods=["GET", "POST"])


def _form(path: str, action: Action) -> Route:
    """What a button does that stands on another page."""

    async def answer(request: Request) -> Response:
        return await act(action, request)

    return Route(path, answer, methods=["POST"])


async def _keep_robots_out(_request: Request) -> Response:
    return PlainTextResponse(ROBOTS)


def _refuse(pages: Pages) -> Callable[[Request, Exception], Response]:
    """Say in a page what Starlette says in a word: that there is nothing, or not in this way."""

    def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        page = pages.show(request, "problem", status=error.status_code, code=error.status_code)
        page.headers.update(error.headers or {})
        return page

    return answer


def _apologise(pages: Pages) -> Callable[[Request, Exception], Response]:
    return lambda request, _error: pages.show(request, "problem", status=500, code=500)
