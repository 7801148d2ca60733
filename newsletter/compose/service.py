"""Service letters: what a reader's own step brings about, in every language of the newsletter."""

import hashlib
from collections.abc import Sequence
from enum import StrEnum

from newsletter.compose.compiling import compile_variant
from newsletter.compose.letter import sender_of
from newsletter.compose.rendering import NEUTRAL_NAME, Material, look_of
from newsletter.compose.slots import Slots
from newsletter.compose.templates import Templates
from newsletter.compose.words import N_
from newsletter.model import Field, FieldKind, Letter, Variant
from newsletter.settings import Settings

SERVICE_FIELDS = (
    Field("confirm_url", FieldKind.URL, longest=2000),
    Field("data_url", FieldKind.URL, longest=2000),
    Field("asked_at"),
)
"""What only service letters may say of their reader."""


class Service(StrEnum):
    """What a service letter is for; each has a layout of the same name."""

    CONFIRM = "confirm"
    WELCOME = "welcome"
    GOODBYE = "goodbye"
    LINK = "link"


SUBJECTS = {
    Service.CONFIRM: N_("Do you want %(name)s?"),
    Service.WELCOME: N_("Welcome to %(name)s"),
    Service.GOODBYE: N_("You have left %(name)s"),
    Service.LINK: N_("Your links for %(name)s"),
}
PREHEADERS = {
    Service.CONFIRM: N_("One press of a button, and the letters will come."),
    Service.WELCOME: N_("What comes, and how to leave."),
    Service.GOODBYE: N_("No more letters will come."),
    Service.LINK: N_("To choose what you get, and to see what we hold about you."),
}


def compose_service(service: Service, settings: Settings, templates: Templates) -> Letter:
    """Compile a service letter, a variant for each language.

    Raises:
        FoundErrors: a template has a mistake, or a word of the letter is not translated.
        UsageError: the layout or the theme is missing.
    """
    fields = (*settings.reader_fields, *SERVICE_FIELDS)
    languages = settings.languages
    variants = [_compile(service, each, settings, templates, fields) for each in languages]
    used = {name for variant in variants for name in variant.slots}
    return Letter(
        issue=service,
        sender=sender_of(settings.newsletter),
        fields=tuple(field for field in fields if field.name in used),
        variants=tuple(variants),
        pictures=(),
    )


def _compile(
    service: Service,
    language: str,
    settings: Settings,
    templates: Templates,
    fields: Sequence[Field],
) -> Variant:
    identity = settings.identity_in(language)
    words = templates.read_words(language)
    material = Material(
        layout=f"layouts/{service}",
        subject=words.say(SUBJECTS[service], name=identity.name),
        preheader=words.say(PREHEADERS[service]),
        context=look_of(identity, words, settings, templates),
        words=words,
        neutral_name=words.say(NEUTRAL_NAME),
        cards=(),
        links=(),
    )
    nonce = hashlib.sha256(repr((service, settings)).encode()).hexdigest()[:12]
    return compile_variant(material, Slots(fields, nonce), templates)
