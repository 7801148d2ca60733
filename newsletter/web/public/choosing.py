"""Choosing: languages, topics, the clock that letters go by, a pause."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from newsletter.localtime import LocalTime
from newsletter.model import Choices
from newsletter.web.public.forms import Form
from newsletter.web.public.reception import Reception
from newsletter.web.public.rendering import Pages
from newsletter.web.public.zones import find_listed, list_zones

WEEKS = ("2", "4", "8", "12")
"""How long a pause may be."""

END, KEEP = "end", "keep"


@dataclass(frozen=True, slots=True)
class Choosing:
    """The pages at `/preferences/TOKEN`."""

    pages: Pages
    reception: Reception
    clock: Callable[[], datetime]

    def look(self, request: Request) -> Response:
        """What the reader has chosen, to be changed."""
        chosen = self.reception.read_choices(request.path_params["token"])
        return self._show(request, chosen) if chosen else self.pages.show(request, "old")

    def act(self, request: Request, form: Form) -> Response:
        """Keep what the reader chooses, and say it back; ask again where it is no choice."""
        token = request.path_params["token"]
        before = self.reception.read_choices(token)
        if before is None:
            return self.pages.show(request, "old")
        choices = self._read(request, form, before)
        if choices is None:
            return self._show(request, before)
        if not self.reception.choose(token, choices):
            return self.pages.show(request, "old")
        return self._show(request, choices, "chosen")

    def send_link(self, request: Request, _form: Form) -> Response:
        """Send fresh links to the mailbox of whoever this token was for."""
        self.reception.ask_for_links(request.path_params["token"])
        return self.pages.show(request, "link-sent")

    def _show(self, request: Request, chosen: Choices, name: str = "preferences") -> Response:
        return self.pages.show(
            request,
            name,
            own=chosen.language,
            chosen=chosen,
            zones=self._zones(request, chosen),
            weeks=WEEKS,
            paused_until=self._last_day(request, chosen),
        )

    def _read(self, request: Request, form: Form, before: Choices) -> Choices | None:
        """What a form says; None where it says what cannot be chosen."""
        language, zone = form.read("language"), form.read("time-zone")
        topics, pause = form.read_all("topics"), form.read("pause")
        known = self.pages.look(request).topics
        fits = (
            language in self.pages.languages
            and zone in {"", *self._zones(request, before)}
            and all(topic in known for topic in topics)
            and pause in {END, KEEP, *WEEKS}
        )
        until = self._read_pause(pause, before)
        return Choices(language, topics, zone, until) if fits else None

    def _read_pause(self, pause: str, before: Choices) -> datetime | None:
        if pause in WEEKS:
            return self.clock() + timedelta(weeks=int(pause))
        return before.paused_until if pause == KEEP and self._is_paused(before) else None

    def _is_paused(self, chosen: Choices) -> bool:
        return chosen.paused_until is not None and chosen.paused_until > self.clock()

    def _zones(self, request: Request, chosen: Choices) -> dict[str, str]:
        """Every zone by its name in the page's language, and a reader's own that is not listed."""
        look = self.pages.look(request, chosen.language)
        listed = dict(list_zones(look.words.locale))
        own = chosen.time_zone
        return {own: listed.get(find_listed(own), own)} | listed if own else listed

    def _last_day(self, request: Request, chosen: Choices) -> date | None:
        """When a pause that is going on ends, on the reader's clock, else the newsletter's."""
        if chosen.paused_until is None or not self._is_paused(chosen):
            return None
        zone = chosen.time_zone or self.pages.look(request).letter.time_zone
        return LocalTime.at(chosen.paused_until, zone).wall.date()
