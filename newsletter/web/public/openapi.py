"""What a program may send to sign somebody up, and the description of it (OpenAPI 3.1)."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from newsletter import __version__
from newsletter.settings import Settings

SUBSCRIBE = "/api/subscribe"
OPENAPI = "/api/openapi.json"

PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
"""One line of text."""


class Wish(BaseModel):
    """What a program sends for somebody who has filled in a form of its own."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    address: Annotated[
        str,
        Field(
            pattern=PLAIN,
            max_length=320,
            description="Where letters shall go.",
            json_schema_extra={"format": "email"},
        ),
    ]
    wording: Annotated[
        str,
        Field(
            pattern=PLAIN,
            min_length=1,
            max_length=1000,
            description="The sentence that this person agreed to, as they saw it.",
        ),
    ]
    name: Annotated[str, Field(pattern=PLAIN, max_length=200)] = ""
    language: Annotated[str, Field(description="The newsletter's own, if left out.")] = ""
    topics: Annotated[list[str], Field(max_length=100)] = []


class Problem(BaseModel):
    """One thing that is wrong with what was sent."""

    field: str
    problem: str


class Refusal(BaseModel):
    """Why nothing was done."""

    problems: list[Problem]


def describe(settings: Settings) -> dict[str, Any]:
    """The description that programs read, for this newsletter's languages and topics."""
    wish = Wish.model_json_schema()
    wish["properties"]["language"]["enum"] = ["", *settings.languages]
    wish["properties"]["topics"]["items"]["enum"] = list(settings.topics)
    refusal = Refusal.model_json_schema(ref_template="#/components/schemas/{model}")
    refusal.pop("$defs")
    schemas = {"Wish": wish, "Refusal": refusal, "Problem": Problem.model_json_schema()}
    return {
        "openapi": "3.1.0",
        "info": {"title": settings.newsletter.name, "version": __version__},
        "servers": [{"url": settings.newsletter.public_url}],
        "paths": {SUBSCRIBE: {"post": _describe_subscribing()}},
        "components": {"schemas": schemas},
    }


def _describe_subscribing() -> dict[str, Any]:
    reasons = {"400": "Something is wrong with it.", "403": "Not from this site's scripts."}
    reasons |= {"415": "It is not JSON."}
    early = {"408": "It took too long to come.", "413": "It is too long."}
    return {
        "summary": "Ask for letters",
        "description": "The answer is the same whether or not the address is on the list.",
        "operationId": "subscribe",
        "requestBody": {"required": True, "content": _as_json("Wish")},
        "responses": {
            "202": {"description": "A message is on its way, if letters can go there."},
            **{
                status: {"description": why, "content": _as_json("Refusal")}
                for status, why in reasons.items()
            },
            **{
                status: {"description": why, "content": {"text/plain": {}}}
                for status, why in early.items()
            },
        },
    }


def _as_json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
