"""Confirming: the one press that puts a reader on the list."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from newsletter.model import Confirmed
from newsletter.web.public.forms import Form
from newsletter.web.public.reception import Reception
from newsletter.web.public.rendering import Pages


@dataclass(frozen=True, slots=True)
class Confirming:
    """The page at `/confirm/TOKEN`: it looks the same for every token until the button is used."""

    pages: Pages
    reception: Reception

    def look(self, request: Request) -> Response:
        """The button."""
        return self.pages.show(request, "confirm")

    def act(self, request: Request, _form: Form) -> Response:
        """Put the reader on the list; a link that is old and one that is not ours end alike."""
        if self.reception.confirm(request.path_params["token"]) == Confirmed.CONFIRMED:
            return self.pages.show(request, "confirmed")
        return self.pages.show(request, "not-confirmed")
