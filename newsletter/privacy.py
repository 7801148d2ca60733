"""A desk's duties to its readers: say what is kept, forget in time, keep off whom it must."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from newsletter.audience import (
    UNCONFIRMED,
    Address,
    Forgotten,
    Subscribers,
    Suppressions,
    count_holdings,
    forget_old,
)
from newsletter.database import scrub
from newsletter.delivery import Mailings
from newsletter.model import Keyring, MailingKind, MailingState, Proof, SubscriberState
from newsletter.settings import Privacy

DAY = 86400
KEPT_OFF = tuple(
    state
    for state in SubscriberState
    if state not in (SubscriberState.ACTIVE, SubscriberState.ERASED)
)


@dataclass(frozen=True, slots=True)
class Holding:
    """One sort of what is kept: how many, what for, until when."""

    what: str
    count: int
    why: str
    until: str


def report(engine: Engine, policy: Privacy) -> list[Holding]:
    """Everything that is kept of readers, by sort; also what there is none of."""
    return [*_tell_people(Subscribers(engine), policy), *_tell_records(engine, policy)]


def _tell_people(subscribers: Subscribers, policy: Privacy) -> Iterator[Holding]:
    counts = subscribers.counts()
    off, by_hand = "they must not be written to", "until they are erased by hand"
    left = "no import may bring them back; proof that they were heard"
    balance = "a number each, and no person: the sums of old mailings have to be right"
    told = {
        SubscriberState.ACTIVE: ("they asked for letters", "until they leave"),
        SubscriberState.PENDING: ("they asked, and may still confirm", _days(UNCONFIRMED)),
        SubscriberState.LEFT: (left, f"{_days(policy.forget_left)}, then erased"),
        SubscriberState.BOUNCED: (off, by_hand),
        SubscriberState.COMPLAINED: (off, by_hand),
        SubscriberState.SUPPRESSED: (off, by_hand),
        SubscriberState.ERASED: (balance, "for good"),
    }
    for state, (why, until) in told.items():
        yield Holding(f"readers: {state}", counts[state], why, until)


def _tell_records(engine: Engine, policy: Privacy) -> Iterator[Holding]:
    counts, logs = count_holdings(engine), _days(policy.forget_logs)
    told = {
        "steps of consent": ("proof of each consent", "as long as their reader"),
        "texts agreed to": ("part of that proof", "a day longer than the last of its steps"),
        "deliveries": ("nobody gets a letter twice; a number each", "for good"),
        "words of servers": ("why a letter failed", f"{logs} after the mailing ended"),
        "digests of addresses": ("no import brings these people back", "for good"),
        "tries to sign up": ("forms that are misused", _days(max(policy.forget_logs, DAY))),
        "sign-ups that wait": ("they are worked off by `run`", "1 day at most"),
    }
    for what, (why, until) in told.items():
        yield Holding(what, counts[what], why, until)


def _days(seconds: float) -> str:
    days = round(seconds / DAY)
    return "1 day" if days == 1 else f"{days} days"


def forget_in_time(engine: Engine, keys: Keyring, policy: Privacy) -> Forgotten:
    """Forget what nobody needs any more, and scrub what anybody has erased since."""
    forgotten = forget_old(engine, keys, policy)
    scrub_in_peace(engine)
    return forgotten


def scrub_in_peace(engine: Engine) -> bool:
    """Take what was erased out of the files; return whether that is done.

    It waits for a mailing that is being sent: nobody can write meanwhile.
    """
    sending = Mailings(engine).all([MailingState.SENDING])
    return not any(each.kind == MailingKind.ISSUE for each in sending) and scrub(engine)


def find_obstacle(engine: Engine, keys: Keyring, address: Address) -> SubscriberState | None:
    """What keeps an address off the list, if anything does."""
    known = Subscribers(engine).look_up(address)
    if known:
        return known.state if known.state in KEPT_OFF else None
    return Suppressions(engine, keys).reason(address.canonical)


def readmit(engine: Engine, keys: Keyring, address: Address, proof: Proof) -> None:
    """Take away whatever keeps an address off the list, at an operator's word. Repeatable."""
    Suppressions(engine, keys).lift(address.canonical)
    subscribers = Subscribers(engine)
    if known := subscribers.look_up(address):
        subscribers.readmit(known.id, proof)


def keep_off(engine: Engine, keys: Keyring, address: Address, proof: Proof) -> None:
    """Never write to an address, known or not, until an operator says otherwise. Repeatable."""
    Suppressions(engine, keys).add(address.canonical, SubscriberState.SUPPRESSED)
    subscribers = Subscribers(engine)
    if known := subscribers.look_up(address):
        subscribers.suppress(known.id, SubscriberState.SUPPRESSED, proof)
