"""Leaving: one press here, or one in a mail program (RFC 8058); and the way back."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from newsletter.web.public.forms import Form
from newsletter.web.public.reception import Reception
from newsletter.web.public.rendering import Pages

BUTTON, ONE_CLICK = "button", "one click"


@dataclass(frozen=True, slots=True)
class Leaving:
    """The pages at `/leave/TOKEN`: they say the same to every token."""

    pages: Pages
    reception: Reception

    def look(self, request: Request) -> Response:
        """The button."""
        return self.pages.show(request, "leave")

    def act(self, request: Request, form: Form) -> Response:
        """Take the reader off the list, whatever the body says (RFC 8058 §3.2)."""
        method = BUTTON if form.read("by") == BUTTON else ONE_CLICK
        self.reception.leave(request.path_params["token"], method)
        return self.pages.show(request, "left")

    def undo(self, request: Request, _form: Form) -> Response:
        """Put the reader back who left a short time ago: some programs press every button."""
        self.reception.rejoin(request.path_params["token"])
        return self.pages.show(request, "back")
