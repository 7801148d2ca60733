"""The preview studio: one page on loopback, and what it asks for. GET never changes anything."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from newsletter.errors import FoundErrors, NewsletterError
from newsletter.web.preview.answers import answer, as_json
from newsletter.web.preview.asking import (
    ask,
    choose,
    read_body,
    read_frame,
    read_reader,
    read_text,
    refuse_request,
    refuse_route,
    refuse_view,
)
from newsletter.web.preview.events import Events, EventStream, Full
from newsletter.web.preview.files import INDEX, StaticFile, read_static
from newsletter.web.preview.guard import Guard, Refusal
from newsletter.web.preview.live import Live
from newsletter.web.preview.policies import LETTER_POLICY, PAGE_POLICY
from newsletter.web.preview.pulse import feel_pulse
from newsletter.web.preview.views import Letters, Post, Reader, Steering, Tab

HIGHEST = 2**62
"""The highest number that a mailing can have."""


def make_preview_app(letters: Letters, live: Live, token: str, post: Post | None = None) -> ASGIApp:
    """The application below `/TOKEN/`; `live` runs as long as it does."""

    @asynccontextmanager
    async def follow(_app: Starlette) -> AsyncIterator[None]:
        async with live, feel_pulse(post.fingerprint, live.events) if post else nullcontext():
            yield

    page = _Page(letters, live, read_static())
    app = Starlette(
        routes=page.routes() + (_PostRoom(post, live.events).routes() if post else []),
        lifespan=follow,
        exception_handlers={
            Refusal: refuse_request,
            HTTPException: refuse_route,
            FoundErrors: page.show_findings,
            NewsletterError: refuse_view,
        },
    )
    return Guard(app, token)


class _Page:
    """The page itself, what it is told, and letters: one method for each address."""

    def __init__(self, letters: Letters, live: Live, static: Mapping[str, StaticFile]) -> None:
        self._letters, self._live, self._static = letters, live, static

    def routes(self) -> list[Route]:
        return [
            Route("/", self.index, methods=["GET"]),
            Route("/static/{name}", self.static, methods=["GET"]),
            Route("/events", self.events, methods=["GET"]),
            Route("/letters/{slug}", self.letter, methods=["GET"]),
            Route("/api/desk", self.desk, methods=["GET"]),
            Route("/api/issues/{slug}", self.issue, methods=["GET"]),
            Route("/api/issues/{slug}/readers", self.audience, methods=["GET"]),
            Route("/api/issues/{slug}/tabs/{tab}", self.tab, methods=["GET"]),
            Route("/api/readers", self.readers, methods=["GET"]),
        ]

    async def index(self, _request: Request) -> Response:
        return self._file(INDEX, {"Content-Security-Policy": PAGE_POLICY})

    async def static(self, request: Request) -> Response:
        return self._file(request.path_params["name"])

    async def events(self, request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type=EventStream.media_type)
        try:
            return EventStream(self._live.events)
        except Full:
            remedy = "Close the studio in other windows."
            raise Refusal(503, "the studio is open too many times", remedy) from None

    async def desk(self, _request: Request) -> Response:
        return await _answer(await ask(self._letters.desk))

    async def issue(self, request: Request) -> Response:
        slug, reader = request.path_params["slug"], read_reader(request)
        view = await ask(self._letters.issue, slug, reader)
        self._live.open(slug)
        return await _answer(view)

    async def audience(self, request: Request) -> Response:
        return await _answer(await ask(self._letters.audience, request.path_params["slug"]))

    async def tab(self, request: Request) -> Response:
        tab = choose(Tab, request.path_params["tab"])
        slug, reader = request.path_params["slug"], read_reader(request)
        return await _answer(await ask(self._letters.tab, slug, tab, reader))

    async def letter(self, request: Request) -> Response:
        slug, reader = request.path_params["slug"], read_reader(request)
        return _document(await ask(self._letters.letter, slug, reader, read_frame(request)))

    async def readers(self, request: Request) -> Response:
        return await _answer(await ask(self._letters.readers, read_text(request)))

    async def show_findings(self, request: Request, error: Exception) -> Response:
        """Answer with every mistake that keeps a letter from being composed."""
        assert isinstance(error, FoundErrors)
        problems = as_json(await ask(self._letters.problems, error.findings))
        refusal = {"problem": error.problem, "remedy": error.remedy, "problems": problems}
        return answer(refusal, 409 if request.method == "POST" else 422)

    def _file(self, name: str, headers: Mapping[str, str] | None = None) -> Response:
        if name not in self._static:
            raise HTTPException(404)
        file = self._static[name]
        return Response(file.body, headers=headers, media_type=file.media_type)


class _PostRoom:
    """Mailings, tests and the mailbox: one method for each address."""

    def __init__(self, post: Post, events: Events) -> None:
        self._post, self._events = post, events

    def routes(self) -> list[Route]:
        return [
            Route("/api/queue", self.queue, methods=["GET"]),
            Route("/api/mailings/{id:int}/{how}", self.steer, methods=["POST"]),
            Route("/api/test", self.send_test, methods=["POST"]),
            Route("/api/mailbox", self.mailbox, methods=["GET"]),
            Route("/api/mailbox/{file}", self.message, methods=["GET"]),
            Route("/letters/mailbox/{file}", self.message_letter, methods=["GET"]),
        ]

    async def queue(self, _request: Request) -> Response:
        return await _answer(await ask(self._post.queue))

    async def steer(self, request: Request) -> Response:
        how, mailing = choose(Steering, request.path_params["how"]), request.path_params["id"]
        if mailing > HIGHEST:
            raise Refusal(404, "there is no such mailing", "Choose one of the queue.")
        view = await ask(self._post.steer, mailing, how)
        self._events.publish("queue", {})
        return await _answer(view)

    async def send_test(self, request: Request) -> Response:
        issue, id, variant, address = await read_body(request, "issue", "as", "variant", "address")
        return await _answer(await ask(self._post.send_test, issue, Reader(id, variant), address))

    async def mailbox(self, _request: Request) -> Response:
        return await _answer(await ask(self._post.mailbox))

    async def message(self, request: Request) -> Response:
        return await _answer(await ask(self._post.message, request.path_params["file"]))

    async def message_letter(self, request: Request) -> Response:
        file, frame = request.path_params["file"], read_frame(request)
        return _document(await ask(self._post.message_letter, file, frame))


def _document(html: str) -> Response:
    """Answer with a letter, locked in."""
    headers = {"Content-Security-Policy": LETTER_POLICY}
    return Response(html, headers=headers, media_type="text/html")


async def _answer(view: object) -> Response:
    """Answer with a view; a long one is written in a thread."""
    return await ask(answer, view)
