"""All that is held of one person."""

import json

from sqlalchemy import Engine

from newsletter.audience import (
    Subscribers,
    Suppressions,
    Wordings,
    export_person,
    parse_address,
)
from newsletter.model import Keyring, Proof, SubscriberState
from tests.conftest import add_readers

KEYS = Keyring(b"k" * 64)
ANA = parse_address("ana@example.org")


def test_a_person_gets_everything_with_the_texts_they_agreed_to(
    engine: Engine, subscribers: Subscribers
) -> None:
    digest = Wordings(engine).store("fr", "Oui, écrivez-moi.")
    add_readers(subscribers, 2)
    ana = subscribers.ask(ANA, "Ana", "fr", Proof("sign-up form", "form", digest, "n37"), ["sun"])
    subscribers.confirm(ana.id, Proof("link in a letter", "form"))

    held = export_person(engine, KEYS, ana.id)

    assert held
    assert held == json.loads(json.dumps(held))
    assert held["person"]["address"] == "ana@example.org"
    assert held["person"]["topics"] == ["sun"]
    assert [(each["kind"], each["wording"], each["network"]) for each in held["consent"]] == [
        ("asked", "Oui, écrivez-moi.", "n37"),
        ("confirmed", "", ""),
    ]
    assert held["letters"] == []
    assert held["suppressed"] == ""
    assert "reader0001" not in str(held)


def test_it_says_whether_an_address_is_kept_off(engine: Engine, subscribers: Subscribers) -> None:
    ana = subscribers.ask(ANA, "Ana", "fr", Proof("sign-up form"))
    Suppressions(engine, KEYS).add(ANA.canonical, SubscriberState.COMPLAINED)

    held = export_person(engine, KEYS, ana.id)

    assert held
    assert held["suppressed"] == "complained"


def test_of_nobody_nothing_is_held(engine: Engine) -> None:
    assert export_person(engine, KEYS, 1) is None
