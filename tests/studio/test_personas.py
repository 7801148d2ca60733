"""As whom a letter is looked at, and how many would get each variant of it."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from newsletter.audience import Row, Subscribers, count_groups, parse_address
from newsletter.content import load_personas
from newsletter.database import consent_event, open_database, subscriber, transaction
from newsletter.errors import UsageError
from newsletter.model import Letter, Persona
from newsletter.studio.masking import mask
from newsletter.studio.personas import (
    DEFAULTS,
    count_by_variant,
    find_persona,
    list_personas,
    search,
    values_of,
    variant_for,
)
from newsletter.workspace import open_workspace
from tests.conftest import make_letter

NOW = datetime(2026, 11, 20, tzinfo=UTC)

QUICK = settings(max_examples=100, database=None)


def in_variants(*variants: tuple[str, dict[str, str]]) -> Letter:
    """A letter in variants of these languages and conditions."""
    letter = make_letter()
    (plain,) = letter.variants
    made = (dataclasses.replace(plain, language=a, conditions=b) for a, b in variants)
    return dataclasses.replace(letter, variants=tuple(made))


LETTER = in_variants(
    ("en-GB", {"skin": "dry", "name": "ana"}),
    ("en-GB", {"skin": "dry"}),
    ("en-GB", {"language": "de"}),
    ("en-GB", {}),
    ("fr", {"skin": "dry"}),
    ("fr", {}),
)
READERS = st.tuples(
    st.sampled_from(["", "en", "en-GB", "EN-gb", "fr", "fr-CA", "de", "de-AT", "zh-Hant-TW", "?"]),
    st.sampled_from(["", "Ana", "ANA ", "Bo", "ana\u00a0"]),
    st.dictionaries(
        st.sampled_from(["skin", "town"]),
        st.sampled_from(["dry", "Dry", " dry", "oily", 'd"ry', "\\", "ß", "👶"]),
    ),
)


@pytest.fixture(scope="module")
def memory() -> Iterator[Engine]:
    opened = open_database("sqlite://")
    yield opened
    opened.dispose()


def fill(engine: Engine, readers: list[tuple[str, str, dict[str, str]]]) -> None:
    """Let the list hold these readers, and nobody else."""
    with transaction(engine) as connection:
        connection.execute(delete(consent_event))
        connection.execute(delete(subscriber))
    rows = [
        Row(parse_address(f"r{number}@example.org"), name, "", language, fields)
        for number, (language, name, fields) in enumerate(readers)
    ]
    Subscribers(engine).add(rows, "test", dry_run=False)


def one_by_one(letter: Letter, engine: Engine) -> tuple[int, ...]:
    """How many readers get each variant, by asking the letter about each of them."""
    counts = Counter(
        id(letter.variant_for(each.language, {**each.fields, "name": each.name}))
        for each in Subscribers(engine).all()
    )
    return tuple(counts[id(variant)] for variant in letter.variants)


@QUICK
@given(readers=st.lists(READERS, max_size=12))
def test_as_many_are_counted_as_the_letter_would_be_sent_to(
    memory: Engine, readers: list[tuple[str, str, dict[str, str]]]
) -> None:
    fill(memory, readers)

    counts = count_by_variant(LETTER, partial(count_groups, memory, at=NOW))
    assert counts == one_by_one(LETTER, memory)
    assert sum(counts) == len(readers)


def test_both_kinds_of_database_count_alike(engine: Engine) -> None:
    dry = {"skin": "Dry"}
    fill(engine, [("", "Ana", dry), ("en", "Bo", dry), ("de", "", {}), ("fr-CA", "Ana", dry)])

    assert count_by_variant(LETTER, partial(count_groups, engine, at=NOW)) == (1, 1, 1, 0, 1, 0)


def test_real_readers_are_found_with_their_addresses_masked(memory: Engine) -> None:
    fill(memory, [("fr", "Zoë Lefèvre", {"skin": "dry"})])

    (zoe,) = search("lef", memory)

    assert zoe.address == "r…@e…"
    assert (zoe.name, zoe.language, zoe.fields) == ("Zoë Lefèvre", "fr", {"skin": "dry"})
    assert find_persona(zoe.id, (), memory) == zoe


@pytest.mark.parametrize(
    "id", ["typicle", "reader:99999", f"reader:{'9' * 30}", "reader:²", "reader:", "reader:x", ""]
)
def test_nobody_of_that_id_is_said_in_words(memory: Engine, id: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_persona(id, DEFAULTS, memory)
    assert caught.value.remedy


def test_a_persona_is_found_by_id(memory: Engine) -> None:
    assert find_persona("no-name", DEFAULTS, memory).name == ""


def test_the_workspaces_personas_come_instead_of_the_programs(workspace: Path) -> None:
    own = load_personas(workspace)
    assert list_personas(open_workspace(workspace)) == own

    (workspace / "personas.yml").unlink()
    assert list_personas(open_workspace(workspace)) == DEFAULTS


def test_without_personas_there_is_one_for_each_other_language(workspace: Path) -> None:
    (workspace / "personas.yml").unlink()
    with (workspace / "newsletter.toml").open("a", encoding="utf-8") as file:
        file.write('[translation.pt-BR]\nreason = "Você pediu."\ndisclaimer = "Isto informa."\n')

    *_, last = list_personas(open_workspace(workspace))

    assert (last.id, last.language) == ("reads-pt-br", "pt-BR")


def test_the_programs_own_personas_are_those_of_a_new_workspace(workspace: Path) -> None:
    assert load_personas(workspace)[: len(DEFAULTS)] == DEFAULTS


def test_a_persona_gets_what_a_reader_like_them_would_get() -> None:
    ana = Persona("ana", name="Ana", fields={"skin": "Dry"})

    assert variant_for(ana, LETTER) is LETTER.variants[0]
    assert variant_for(dataclasses.replace(ana, language="fr-CA"), LETTER) is LETTER.variants[4]
    assert values_of(ana, LETTER) == {"skin": "Dry", "name": "Ana", **LETTER.sample_links}


@pytest.mark.parametrize("address", ["zoe@example.org", "a@b", '"x@y"@example.org'])
def test_a_masked_address_cannot_be_written_to(address: str) -> None:
    masked = mask(address)

    assert masked.count("…") == 2
    assert len(masked) == 5
    assert (masked[0], masked[3]) == (address[0], address.rpartition("@")[2][0])
