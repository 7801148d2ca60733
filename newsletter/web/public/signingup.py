"""Signing up: a form, and one answer to everybody who has filled it in.

A form that comes too fast, too late or from another site is shown again as it was filled in: one
press more for a person, and so another site can have a form without a script (`newsletter serve
--form`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from newsletter.audience import check_name, parse_address
from newsletter.model import Keyring, SignUp
from newsletter.web.public.forms import Form
from newsletter.web.public.origins import Networks, is_from_our_page
from newsletter.web.public.reception import Reception
from newsletter.web.public.rendering import Pages
from newsletter.web.public.stamps import is_timely, renew_stamp

TRAP = "website"
"""A field that no person sees, and programs fill in."""

NOBODY = SignUp(address="", name="", language="", topics=(), wording="", network="")


@dataclass(frozen=True, slots=True)
class SigningUp:
    """The page at `/`."""

    pages: Pages
    reception: Reception
    keys: Keyring
    networks: Networks
    public_url: str
    clock: Callable[[], datetime]

    def look(self, request: Request) -> Response:
        """The empty form."""
        return self._show(request, NOBODY, "", {})

    def act(self, request: Request, form: Form) -> Response:
        """Take a form that is right, and show any other again."""
        asked, stamp = self._read(request, form), form.read("stamp")
        problems = find_problems(asked)
        if not self._is_ripe(request, stamp):
            problems["again"] = "the button has to be pressed once more"
        if problems and not form.read(TRAP):
            return self._show(request, asked, stamp, problems)
        if not form.read(TRAP):
            self.reception.ask(asked)
        return self.pages.show(request, "mailbox", address=asked.address)

    def _show(
        self, request: Request, asked: SignUp, stamp: str, problems: Mapping[str, str]
    ) -> Response:
        stamp = renew_stamp(self.keys, stamp, self.clock())
        return self.pages.show(
            request, "sign-up", asked=asked, problems=problems, stamp=stamp, trap=TRAP
        )

    def _is_ripe(self, request: Request, stamp: str) -> bool:
        ours = is_from_our_page(request.headers, self.public_url)
        return ours and is_timely(self.keys, stamp, self.clock())

    def _read(self, request: Request, form: Form) -> SignUp:
        look = self.pages.look(request)
        language = form.read("language")
        return SignUp(
            address=form.read("address"),
            name=form.read("name"),
            language=language if language in self.pages.languages else look.letter.language,
            topics=tuple(each for each in form.read_all("topics") if each in look.topics),
            wording=look.consent,
            network=self.networks.find_address(request),
        )


def find_problems(asked: SignUp) -> dict[str, str]:
    """What is wrong with a sign-up in itself, by field; whether it is known is not looked at."""
    problems = {}
    for name, check in (("address", parse_address), ("name", check_name)):
        try:
            check(getattr(asked, name))
        except ValueError as error:
            problems[name] = str(error)
    return problems
