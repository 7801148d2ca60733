"""What is held about a reader: to be read, taken away as a file, or erased."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from newsletter.compose import Words
from newsletter.web.public.forms import Form
from newsletter.web.public.reception import Reception
from newsletter.web.public.rendering import Pages

FILE = "what-we-hold.json"
SURE = "yes"

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Holding:
    """The pages at `/data/TOKEN`."""

    pages: Pages
    reception: Reception

    def look(self, request: Request) -> Response:
        """Everything that is held, in words."""
        held = self.reception.read_data(request.path_params["token"])
        if held is None:
            return self.pages.show(request, "old")
        own = str(held["person"]["language"])
        words = self.pages.look(request, own).words
        return self.pages.show(request, "data", own, held=tell_times(held, words))

    def download(self, request: Request, _form: Form) -> Response:
        """The same as a file that programs read (GDPR Art. 20)."""
        held = self.reception.read_data(request.path_params["token"])
        if held is None:
            return self.pages.show(request, "old")
        body = json.dumps(held, ensure_ascii=False, indent=2, default=str)
        disposition = {"Content-Disposition": f'attachment; filename="{FILE}"'}
        return Response(body, media_type="application/json", headers=disposition)

    def erase(self, request: Request, form: Form) -> Response:
        """Ask once more, then erase the reader for good (GDPR Art. 17)."""
        token = request.path_params["token"]
        if form.read("sure") == SURE:
            return self.pages.show(request, "erased" if self.reception.erase(token) else "old")
        known = self.reception.read_data(token) is not None
        return self.pages.show(request, "erase" if known else "old", sure=SURE)


def tell_times(held: Any, words: Words) -> Any:
    """The same, with each time in ISO 8601 said as people of this language do."""
    match held:
        case Mapping():
            return {key: tell_times(value, words) for key, value in held.items()}
        case list():
            return [tell_times(value, words) for value in held]
        case str() if MOMENT.fullmatch(held):
            moment = datetime.fromisoformat(held).astimezone(UTC)
            return f"{words.long_day(moment)}, {moment:%H:%M} UTC"
        case _:
            return held
