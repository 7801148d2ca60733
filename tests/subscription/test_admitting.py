"""Sign-ups that wait, and what becomes of each."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, select, update

from newsletter.audience import Purpose, Suppressions, forget_old
from newsletter.database import reading, sign_up, transaction
from newsletter.errors import DatabaseError, UsageError
from newsletter.model import Letter, MailingKind, Proof, SignUp, SubscriberState
from newsletter.settings import Privacy
from newsletter.subscription import Reception, admit, reception
from tests.conftest import Clock
from tests.subscription.conftest import ANA, KEYS, WORDING, Front, usual

DAY = 86400.0


def form(address: str = ANA, network: str = "203.0.113.9") -> SignUp:
    return SignUp(address, "", "", (), WORDING, network)


def fail(*_arguments: object) -> None:
    raise DatabaseError("the disk is full", remedy="Make room.")


def waiting(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.scalars(select(func.count()).select_from(sign_up)).one()


def test_taking_a_form_in_tells_nothing_and_changes_nobody(front: Front) -> None:
    front.reception.ask(form())

    assert front.written() == []
    assert sum(front.reception.subscribers.counts().values()) == 0
    assert waiting(front.reception.engine) == 1


def test_what_is_worked_off_waits_no_more(front: Front) -> None:
    front.reception.ask(form())

    assert admit(front.reception) == 1
    assert admit(front.reception) == 0
    assert waiting(front.reception.engine) == 0


def test_nobody_waits_behind_a_form_that_cannot_be_worked_off(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    front.reception.ask(form("bo@example.org"))
    with transaction(front.reception.engine) as connection:
        connection.execute(update(sign_up).values(address="no address at all"))
    front.reception.ask(form())

    assert admit(front.reception) == 2
    assert front.written() == ["confirm"]
    assert waiting(front.reception.engine) == 0
    assert "no address at all" not in caplog.text


def test_somebody_on_the_list_gets_nothing_and_stays_as_they_are(front: Front) -> None:
    front.ask()
    front.reception.confirm(front.token(Purpose.CONFIRM))
    before = front.reader()

    front.clock.forward(2 * DAY)
    front.ask(name="Somebody Else", language="en-GB", topics=("baby",))

    assert front.reader() == before
    assert front.written() == ["confirm", "welcome"]


def test_who_left_is_asked_again_to_confirm(front: Front) -> None:
    front.ask()
    front.reception.confirm(front.token(Purpose.CONFIRM))
    front.reception.leave(front.token(Purpose.LEAVE), "button")

    front.ask()

    assert front.reader().state == SubscriberState.PENDING
    assert front.written() == ["confirm", "welcome", "confirm"]


def test_who_complained_is_never_written_to_not_even_once_they_are_erased(front: Front) -> None:
    front.ask()
    reader = front.reader().id
    front.reception.subscribers.suppress(reader, SubscriberState.COMPLAINED, Proof("test"))
    front.clock.forward(2 * DAY)
    front.ask()
    assert front.written() == ["confirm"]

    Suppressions(front.reception.engine, KEYS, front.clock).add(
        "bo@example.org", SubscriberState.COMPLAINED
    )
    front.ask("bo@example.org")

    assert front.written() == ["confirm"]
    with pytest.raises(UsageError):
        front.reader("bo@example.org")


def test_who_was_erased_may_ask_anew(front: Front) -> None:
    front.ask()
    front.reception.erase(front.token(Purpose.DATA))
    front.clock.forward(DAY + 1)

    front.ask()

    assert front.reader().state == SubscriberState.PENDING
    assert front.written() == ["confirm", "confirm"]


def test_one_address_is_asked_once_a_day_and_three_times_in_all(front: Front) -> None:
    letters = []
    for number in range(15):
        front.ask(network=f"198.51.{number}.1")
        letters.append(len(front.written()))
        front.clock.forward(8 * 3600 + 1)

    assert letters == [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3]


def test_no_setting_lets_an_address_be_asked_twice_a_day(front: Front) -> None:
    soon = Privacy.model_validate({"forget-logs": "1h"})
    for _ in range(3):
        front.ask()
        front.clock.forward(2 * 3600)
        forget_old(front.reception.engine, KEYS, soon, front.clock)

    assert front.written() == ["confirm"]


def test_a_letter_that_could_not_be_set_on_its_way_does_not_count(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(reception, "freeze_for_reader", fail)
        with pytest.raises(DatabaseError):
            front.ask()
    assert front.written() == []

    admit(front.reception)

    assert front.written() == ["confirm"]


def test_three_letters_in_all_are_counted_from_nothing_once_they_are_answered(
    front: Front,
) -> None:
    for _ in range(3):
        front.ask()
        front.clock.forward(DAY + 1)
    front.reception.confirm(front.token(Purpose.CONFIRM))
    front.reception.leave(front.token(Purpose.LEAVE), "button")

    front.ask()

    assert front.written() == ["confirm"] * 3 + ["welcome", "confirm"]


def test_a_key_that_is_replaced_forgets_no_letter(engine: Engine, clock: Clock) -> None:
    front = Front(engine, clock, usual())
    front.ask()
    older = front.reception
    rotated = type(KEYS)(b"n" * 64, (KEYS.current,))
    front.reception = Reception(
        engine, rotated, older.settings, older.letters, older.clock, older.now
    )

    front.ask()

    assert front.written() == ["confirm"]


@pytest.mark.parametrize(
    ("limit", "same", "other"),
    [
        ("per_network", "203.0.113.{}", "203.0.114.{}"),
        ("per_network", "2001:db8:1:2::{}", "2001:db8:1:3::{}"),
    ],
)
def test_a_network_may_ask_so_often_in_an_hour_and_others_all_the_same(
    engine: Engine, clock: Clock, limit: str, same: str, other: str
) -> None:
    front = Front(engine, clock, usual(**{limit: 3}))

    for number in range(5):
        front.ask(f"ana{number}@example.org", same.format(number + 1))
    assert len(front.written()) == 3
    front.ask("bo@example.org", other.format(1))
    assert len(front.written()) == 4
    clock.forward(3600)
    front.ask("cy@example.org", same.format(1))

    assert len(front.written()) == 5


def test_a_mail_domain_may_be_asked_for_so_often_in_an_hour(engine: Engine, clock: Clock) -> None:
    front = Front(engine, clock, usual(per_domain=2))

    for number in range(4):
        front.ask(f"ana{number}@example.org", f"198.51.{number}.1")
    front.ask("ana@example.net")

    assert len(front.written()) == 3


def test_there_is_a_limit_for_everybody_that_no_single_network_can_use_up(
    engine: Engine, clock: Clock
) -> None:
    front = Front(engine, clock, usual(per_network=2, per_hour=4))

    for number in range(9):
        front.ask(f"ana{number}@example.org", "203.0.113.1")
    for number in range(9):
        front.ask(f"bo{number}@example.org", f"198.51.{number}.1")

    assert len(front.written()) == 4


def test_a_form_that_waits_goes_with_the_reader_who_is_erased(front: Front) -> None:
    front.ask("Ana@Example.org")
    front.reception.ask(form("ANA@example.org"))
    front.reception.ask(form("bo@example.org"))

    front.reception.erase(front.token(Purpose.DATA, "ana@example.org"))

    assert waiting(front.reception.engine) == 1


def test_a_form_that_has_waited_for_a_day_is_let_go(front: Front) -> None:
    front.reception.ask(form())
    front.clock.forward(DAY + 1)

    assert admit(front.reception) == 0
    assert front.written() == []


def test_a_letter_that_cannot_be_compiled_takes_nothing_away(front: Front) -> None:
    usual_letters = front.reception.letters

    def broken(_kind: MailingKind) -> Letter:
        raise UsageError("a template is missing", remedy="Restore it.")

    front.reception.ask(form())
    whole = front.reception
    front.reception = Reception(whole.engine, KEYS, whole.settings, broken, whole.clock, whole.now)
    with pytest.raises(UsageError):
        admit(front.reception)
    front.reception = Reception(
        whole.engine, KEYS, whole.settings, usual_letters, whole.clock, whole.now
    )
    admit(front.reception)

    assert front.written() == ["confirm"]


def test_any_number_of_workers_at_once_write_one_letter_to_each(front: Front) -> None:
    addresses = [f"reader{number}@example.org" for number in range(8)]
    for address in (*addresses, *addresses):
        front.reception.ask(form(address))

    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(admit, front.reception) for _ in range(4)]:
            done.result()

    assert front.written() == ["confirm"] * len(addresses)
    assert waiting(front.reception.engine) == 0
