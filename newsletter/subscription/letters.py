"""The service letters of a workspace, each compiled when it is first wanted, and then kept."""

from collections.abc import Callable
from functools import cache

from newsletter.compose import Service, Templates, compose_service
from newsletter.model import Letter, MailingKind
from newsletter.settings import Settings

ServiceLetters = Callable[[MailingKind], Letter]
"""Returns the letter of a kind; it raises what `compose_service` raises."""


def make_service_letters(settings: Settings, templates: Templates) -> ServiceLetters:
    """Return what compiles letters by these settings and templates, each kind once."""

    @cache
    def letter(kind: MailingKind) -> Letter:
        return compose_service(Service(kind), settings, templates)

    return letter
