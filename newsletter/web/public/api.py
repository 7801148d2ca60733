"""Signing up from a program: one address that takes JSON.

It answers the same to every address, as the form does. Scripts of other sites may use it only where
the settings name their origins (CORS).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from newsletter.model import SignUp
from newsletter.settings import Settings
from newsletter.web.public.openapi import Wish, describe
from newsletter.web.public.origins import Networks
from newsletter.web.public.reception import Reception
from newsletter.web.public.signingup import find_problems

NEXT = "If letters can go to this address, a message is on its way; its button confirms."


@dataclass(frozen=True, slots=True)
class Api:
    """What lies below `/api`."""

    settings: Settings
    reception: Reception
    networks: Networks

    async def subscribe(self, request: Request) -> Response:
        """Answer a program, or a browser that asks whether a script may."""
        origin = request.headers.get("origin", "")
        if origin and origin not in self.settings.signup.origins:
            return _refuse(403, {"origin": "it is not among the origins in [signup]"})
        if request.method == "OPTIONS":
            return _allow(Response(status_code=204), origin)
        body = await request.body()
        return _allow(await run_in_threadpool(self._take, request, body), origin)

    async def describe(self, _request: Request) -> Response:
        """The description of all this that programs read."""
        return JSONResponse(describe(self.settings))

    def _take(self, request: Request, body: bytes) -> Response:
        media_type = request.headers.get("content-type", "").partition(";")[0]
        if media_type.strip().lower() != "application/json":
            return _refuse(415, {"body": "it is not application/json"})
        try:
            asked = self._read(Wish.model_validate_json(body), request)
        except ValidationError as error:
            return _refuse(400, _explain(error))
        if problems := find_problems(asked) | self._find_unknown(asked):
            return _refuse(400, problems)
        self.reception.ask(asked)
        return JSONResponse({"next": NEXT}, 202)

    def _read(self, wish: Wish, request: Request) -> SignUp:
        return SignUp(
            address=wish.address.strip(),
            name=wish.name.strip(),
            language=wish.language or self.settings.newsletter.language,
            topics=tuple(dict.fromkeys(wish.topics)),
            wording=wish.wording,
            network=self.networks.find_address(request),
        )

    def _find_unknown(self, asked: SignUp) -> dict[str, str]:
        """What is asked for that this newsletter does not have."""
        problems = {}
        if asked.language not in self.settings.languages:
            problems["language"] = f"use one of: {', '.join(self.settings.languages)}"
        if not self.settings.topics.keys() >= set(asked.topics):
            problems["topics"] = f"use any of: {', '.join(self.settings.topics) or 'none'}"
        return problems


def _refuse(status: int, problems: Mapping[str, str]) -> Response:
    listed = [{"field": field, "problem": problem} for field, problem in problems.items()]
    return JSONResponse({"problems": listed}, status)


def _explain(error: ValidationError) -> dict[str, str]:
    """What is wrong with a body, by field, without what was sent."""
    return {
        str(each["loc"][0]) if each["loc"] else "body": each["msg"]
        for each in error.errors(include_url=False, include_context=False, include_input=False)
    }


def _allow(answer: Response, origin: str) -> Response:
    """Let a script of this site read the answer, or send what it asked about."""
    answer.headers["Vary"] = "Origin"
    if origin:
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Allow-Methods"] = "POST"
        answer.headers["Access-Control-Allow-Headers"] = "Content-Type"
        answer.headers["Access-Control-Max-Age"] = "3600"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
