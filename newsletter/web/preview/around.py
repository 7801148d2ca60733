"""What stands around a letter on the page: envelope, variants, blocks, measures, reviews."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Engine

from newsletter.model import Standing, Variant
from newsletter.studio import (
    Studio,
    View,
    count_approved,
    count_by_variant,
    measure,
    outline,
    show_in_inboxes,
)
from newsletter.web.preview.filling import Filled, key_of

Fields = dict[str, object]


def describe(filled: Filled, studio: Studio, today: date, engine: Engine) -> Fields:
    """What there is to say of a letter, but for its problems."""
    view, shown, proof = filled.view, filled.shown, filled.view.proof
    sender = proof.letter.sender
    page = next(each for each in proof.pages if each.variant is filled.variant)
    found = studio.known(view.issue.slug).findings
    return {
        "revision": view.revision,
        "rendered": view.rendered,
        "stale": view.stale,
        "subject": shown.subject,
        "preheader": shown.preheader,
        "from": f"{sender.name} <{sender.address}>",
        "reply_to": sender.reply_to,
        "as": filled.persona.id,
        "variant": key_of(filled.variant),
        "variants": _list_variants(view, engine),
        "missing": shown.missing,
        "inbox": show_in_inboxes(sender.name, shown.subject, shown.preheader),
        "blocks": outline(page, proof.standings, found, today),
        "meter": measure(shown, page, studio.library),
        "review": _count_reviews(proof.standings),
    }


def describe_nothing(slug: str, revision: int) -> Fields:
    """The same of a letter that has never been good."""
    return {
        "slug": slug,
        "revision": revision,
        "rendered": 0,
        "stale": True,
        **dict.fromkeys(("subject", "preheader", "from", "reply_to", "as", "variant"), ""),
        **dict.fromkeys(("variants", "missing", "inbox", "blocks"), ()),
        "meter": None,
        "review": {"approved": 0, "sheets": 0},
    }


def _list_variants(view: View, engine: Engine) -> list[Fields]:
    letter = view.proof.letter
    readers = count_by_variant(letter, engine)
    return [_of_variant(each, count) for each, count in zip(letter.variants, readers, strict=True)]


def _of_variant(variant: Variant, readers: int) -> Fields:
    return {
        "key": key_of(variant),
        "language": variant.language,
        "conditions": variant.conditions,
        "label": ", ".join((variant.language, *variant.conditions.values())),
        "readers": readers,
    }


def _count_reviews(standings: Iterable[Standing]) -> Fields:
    approved, sheets = count_approved(standings)
    return {"approved": approved, "sheets": sheets}
