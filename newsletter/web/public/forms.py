"""What a browser sends when somebody presses a button: fields by name, however odd they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

MOST_FIELDS = 200
ENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form that was sent."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def read(self, name: str) -> str:
        """The value of a field; empty where there is none, or more than one."""
        values = self.fields.get(name, ())
        return values[0].strip() if len(values) == 1 else ""

    def read_all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, each once."""
        return tuple(dict.fromkeys(self.fields.get(name, ())))


Action = Callable[[Request, Form], Response]


def parse_form(media_type: str, body: bytes) -> Form:
    """Read a form; one that is no form of ours has no fields."""
    if media_type.partition(";")[0].strip().lower() != ENCODED:
        return Form()
    try:
        text = body.decode("utf-8", "replace")
        return Form(parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return Form()


async def act(action: Action, request: Request) -> Response:
    """Read the form of a request, and do what it is for on a thread that may wait."""
    form = parse_form(request.headers.get("content-type", ""), await request.body())
    return await run_in_threadpool(action, request, form)
