"""Adding many at once: who comes in, who stays as they are, who stays away."""

from collections.abc import Collection, Iterable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from newsletter.audience import Imported, Row, Subscribers, Wordings, adding, parse_address
from newsletter.model import Proof, SubscriberState
from tests.conftest import add_readers

HAND = Proof("a letter", "by hand")


def row(address: str, name: str = "", language: str = "", basis: str = "", **more: str) -> Row:
    topics = tuple(more.pop("topics", "").split())
    zone = more.pop("time_zone", "")
    return Row(parse_address(address), name, zone, language, more, topics, basis)


def counts(result: Imported) -> tuple[int, int, int]:
    return result.added, result.known, result.away.total()


def test_what_is_known_of_a_reader_is_kept(subscribers: Subscribers) -> None:
    fields = {"first_name": 'Zoë "O\'Brien" <script> 李小龍', "page": "https://example.org/"}
    full = row("a@b.test", "Zoë", "fr", "yes", time_zone="UTC", topics="daily acne", **fields)
    subscribers.add([full], "test")

    found = subscribers.find(parse_address("a@b.test"))
    assert (found.name, found.language, found.time_zone) == ("Zoë", "fr", "UTC")
    assert found.fields == fields
    assert found.topics == ("daily", "acne")
    assert found.state == SubscriberState.ACTIVE
    assert found.joined_at == found.changed_at
    assert found.joined_at is not None


def test_each_consent_is_proved_by_source_method_and_the_words_of_its_basis(
    engine: Engine, subscribers: Subscribers
) -> None:
    rows = [row("a@b.test", basis="I want it."), row("c@b.test", basis="Me too."),
            row("d@b.test", basis="I want it."), row("e@b.test")]  # fmt: skip
    subscribers.add(rows, "open day")

    stories = [subscribers.history(each.id) for each in subscribers.all()]
    assert [[event.kind for event in story] for story in stories] == [["joined"]] * 4
    assert {event.source for story in stories for event in story} == {"open day"}
    assert {event.method for story in stories for event in story} == {"import"}
    wordings = Wordings(engine)
    texts = [wordings.read(story[0].wording) for story in stories]
    assert texts == ["I want it.", "Me too.", "I want it.", ""]


def test_importing_again_changes_nothing_and_brings_nobody_back(subscribers: Subscribers) -> None:
    addresses = add_readers(subscribers, 5)
    gone = subscribers.find(parse_address(addresses[0]))
    subscribers.leave(gone.id, Proof("one click"))

    result = subscribers.add([row(address.upper(), "New") for address in addresses], "again")

    assert (result.added, result.known, result.away) == (0, 4, {SubscriberState.LEFT: 1})
    assert subscribers.find(parse_address(addresses[0])).state == SubscriberState.LEFT
    assert [event.kind for event in subscribers.history(gone.id)] == ["joined", "left"]
    assert {each.name for each in subscribers.all()} == {""}


KEPT_AWAY = (
    SubscriberState.LEFT, SubscriberState.BOUNCED, SubscriberState.COMPLAINED,
    SubscriberState.SUPPRESSED,
)  # fmt: skip


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("state", KEPT_AWAY)
def test_whoever_is_off_the_list_stays_off_it(
    subscribers: Subscribers, state: SubscriberState, dry_run: bool, update: bool
) -> None:
    (address,) = add_readers(subscribers, 1)
    if state == SubscriberState.LEFT:
        subscribers.leave(1, HAND)
    else:
        subscribers.suppress(1, state, HAND)
    before = subscribers.find(parse_address(address))

    result = subscribers.add([row(address, "New", "fr")], "x", update=update, dry_run=dry_run)

    assert (counts(result), result.updated) == ((0, 0, 1), 0)
    assert result.away[state] == 1
    assert subscribers.find(parse_address(address)) == before


def test_whoever_asked_and_has_not_confirmed_is_not_put_on_the_list(
    subscribers: Subscribers,
) -> None:
    subscribers.ask(parse_address("a@b.test"), "", "", HAND)

    assert counts(subscribers.add([row("a@b.test")], "x")) == (0, 1, 0)
    assert subscribers.counts() == {SubscriberState.PENDING: 1}


@pytest.mark.parametrize("dry_run", [False, True])
def test_whose_address_is_suppressed_is_not_added(subscribers: Subscribers, dry_run: bool) -> None:
    add_readers(subscribers, 1)
    asked: list[str] = []

    def find(canonicals: Collection[str]) -> Mapping[str, SubscriberState]:
        asked.extend(canonicals)
        return {each: SubscriberState.ERASED for each in canonicals if each == "erased@b.test"}

    rows = [row("Erased@b.test"), row("a@b.test"), row("reader0001@example.org")]
    result = subscribers.add(rows, "x", dry_run=dry_run, find_suppressed=find)

    assert counts(result) == (1, 1, 1)
    assert result.away == {SubscriberState.ERASED: 1}
    assert asked == ["erased@b.test", "a@b.test"]
    assert subscribers.counts().total() == (1 if dry_run else 2)


def test_whoever_comes_in_meanwhile_has_one_story(engine: Engine, subscribers: Subscribers) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("its one writer lets nobody in meanwhile")

    def come_in(_canonicals: Collection[str]) -> Mapping[str, SubscriberState]:
        Subscribers(engine).add([row("a@b.test", "First")], "elsewhere")
        return {}

    rows = [row("a@b.test", "Second"), row("b@b.test")]
    assert subscribers.add(rows, "here", find_suppressed=come_in).added == 1
    first = subscribers.find(parse_address("a@b.test"))
    assert first.name == "First"
    assert [event.source for event in subscribers.history(first.id)] == ["elsewhere"]


def test_only_an_update_changes_who_is_known_and_only_in_what_the_file_says(
    subscribers: Subscribers,
) -> None:
    kept = row("a@b.test", "Ana", "en", time_zone="UTC", topics="acne", town="Ulm", skin="dry")
    subscribers.add([kept, row("c@b.test", "Cy")], "first")
    fresh = row("A@b.test", "", "fr", topics="sun", town="Bonn")

    assert subscribers.add([fresh], "x").updated == 0
    assert subscribers.find(parse_address("a@b.test")).language == "en"
    dry = subscribers.add([fresh, row("c@b.test", "Cy")], "x", update=True, dry_run=True)
    result = subscribers.add([fresh, row("c@b.test", "Cy")], "second", update=True)

    assert (dry.updated, dry.known, result.updated, result.known) == (1, 2, 1, 2)
    found = subscribers.find(parse_address("a@b.test"))
    assert (found.name, found.language, found.time_zone) == ("Ana", "fr", "UTC")
    assert (found.topics, found.fields) == (("sun",), {"town": "Bonn", "skin": "dry"})
    told = [(event.kind, event.source) for event in subscribers.history(found.id)]
    assert told == [("joined", "first"), ("language fr", "second"), ("topics sun", "second")]
    assert len(subscribers.history(found.id + 1)) == 1


def test_of_an_address_that_stands_twice_the_first_row_counts_and_with_update_the_last(
    subscribers: Subscribers,
) -> None:
    twice = [row("a@b.test", "First"), row("A@B.test", "Second")]

    assert counts(subscribers.add(twice, "test")) == (1, 1, 0)
    assert [each.name for each in subscribers.all()] == ["First"]
    subscribers.add(twice, "test", update=True)
    assert [each.name for each in subscribers.all()] == ["Second"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 6), max_size=20), st.integers(1, 5))
def test_a_dry_run_counts_what_an_import_then_does(
    engine: Engine, numbers: Iterable[int], chunk: int
) -> None:
    subscribers = Subscribers(engine)
    known = subscribers.counts().total()
    rows = [row(f"reader{known}x{number}@example.org") for number in numbers]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, "CHUNK", chunk)
        dry = subscribers.add(rows, "test", dry_run=True)
        assert subscribers.counts().total() == known
        done = subscribers.add(rows, "test")

    assert dry == done
    assert done.added == len(set(numbers))
    assert subscribers.counts().total() == known + done.added


def test_thousands_are_added_in_steps(subscribers: Subscribers) -> None:
    addresses = add_readers(subscribers, 6001)

    assert [each.address for each in subscribers.all()] == addresses
    assert subscribers.counts() == {SubscriberState.ACTIVE: 6001}
