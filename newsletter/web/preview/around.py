"""What stands around a letter on the page: envelope, variants, blocks, measures, reviews."""

from collections.abc import Iterable
from datetime import date

from newsletter.model import Standing, Variant
from newsletter.studio import (
    Studio,
    count_approved,
    measure,
    outline,
    show_in_inboxes,
)
from newsletter.web.preview.filling import Filled, key_of

Fields = dict[str, object]


def describe(filled: Filled, studio: Studio, today: date) -> Fields:
    """What there is to say of a letter, but for its problems."""
    view, shown, proof = filled.view, filled.shown, filled.view.proof
    sender = proof.letter.sender
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
        "variants": [_of_variant(each) for each in proof.letter.variants],
        "missing": shown.missing,
        "inbox": show_in_inboxes(sender.name, shown.subject, shown.preheader),
        "blocks": outline(filled.page, proof.standings, found, today),
        "meter": measure(shown, filled.page, studio.library),
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


def _of_variant(variant: Variant) -> Fields:
    """A variant to choose; its readers are counted later, for that may take seconds."""
    conditions = variant.conditions
    return {
        "key": key_of(variant),
        "language": variant.language,
        "conditions": conditions,
        "label": ", ".join((variant.language, *(f"{k}: {v}" for k, v in conditions.items()))),
        "readers": None,
    }


def _count_reviews(standings: Iterable[Standing]) -> Fields:
    approved, sheets = count_approved(standings)
    return {"approved": approved, "sheets": sheets}
