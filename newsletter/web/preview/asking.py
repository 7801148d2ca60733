"""What a request asks for, in the words of the studio; and the answer when it cannot be given."""

import json
import logging
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsletter.errors import FoundErrors, NewsletterError, TooOften, UsageError
from newsletter.studio import Look
from newsletter.web.preview.answers import refuse
from newsletter.web.preview.guard import Refusal
from newsletter.web.preview.views import Frame, Reader

LONGEST_VALUE = 300
"""Characters of a value in the address."""

log = logging.getLogger(__name__)

Choice = TypeVar("Choice", bound=StrEnum)
Answer = TypeVar("Answer")


async def ask(view: Callable[..., Answer], *arguments: object) -> Answer:
    """Ask for a view in a thread of its own, so that nobody else waits for it.

    Raises:
        NewsletterError: what the view says.
        Refusal: the program itself is at fault.
    """
    try:
        return await run_in_threadpool(view, *arguments)
    except NewsletterError:
        raise
    except Exception as error:
        log.error("This should not have happened: %s: %s", type(error).__name__, error)
        log.debug("Where it happened:", exc_info=error)
        problem = f"this should not have happened: {type(error).__name__}"
        remedy = "Please report it, with what NEWSLETTER_DEBUG=1 shows where the command runs."
        raise Refusal(500, problem, remedy) from error


def read_reader(request: Request) -> Reader:
    """For whom: `as=` and `variant=`."""
    return Reader(_read(request, "as"), _read(request, "variant"))


def read_frame(request: Request) -> Frame:
    """How: `look=`, `images=` and `client=`."""
    return Frame(
        look=choose(Look, _read(request, "look") or Look.LIGHT),
        images=_read(request, "images") != "off",
        word=_read(request, "client") == "word",
    )


def read_text(request: Request) -> str:
    """What is searched: `q=`."""
    return _read(request, "q")


def choose(choices: type[Choice], name: str) -> Choice:
    """The choice of this name.

    Raises:
        Refusal: there is none.
    """
    try:
        return choices(name)
    except ValueError:
        problem = f"there is no {choices.__name__.lower()} of that name"
        raise Refusal(404, problem, f"Use one of: {', '.join(choices)}.") from None


async def read_body(request: Request, *names: str) -> list[str]:
    """The texts of these names in the body.

    Raises:
        Refusal: it is no such object.
    """
    try:
        given = json.loads(await request.body())
        values = [given[name] for name in names]
    except (ValueError, TypeError, KeyError, RecursionError):
        values = [None]
    if not all(isinstance(value, str) and len(value) <= LONGEST_VALUE for value in values):
        raise Refusal(400, "the body does not say what to do", f"Send {', '.join(names)} as texts.")
    return values


def _read(request: Request, name: str) -> str:
    value = request.query_params.get(name, "")
    if len(value) > LONGEST_VALUE:
        raise Refusal(400, f"“{name}” is too long", f"Send at most {LONGEST_VALUE} characters.")
    return value


async def refuse_request(_request: Request, error: Exception) -> Response:
    """Answer to what the studio itself does not allow."""
    assert isinstance(error, Refusal)
    return refuse(error.status, error.problem, error.remedy)


async def refuse_route(_request: Request, error: Exception) -> Response:
    """Answer to an address or a method that the app does not have."""
    assert isinstance(error, HTTPException)
    answer = refuse(error.status_code, error.detail.lower(), "Go back to the page.")
    answer.headers.update(error.headers or {})
    return answer


async def refuse_view(request: Request, error: Exception) -> Response:
    """Answer in the words of an error of the newsletter's own."""
    assert isinstance(error, NewsletterError)
    return refuse(_status(request, error), error.problem, error.remedy)


def _status(request: Request, error: NewsletterError) -> int:
    if isinstance(error, TooOften):
        return 429
    if request.method == "POST":
        return 409
    if isinstance(error, FoundErrors):
        return 422
    return 404 if isinstance(error, UsageError) else 503
