import multiprocessing
import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, func, insert, inspect, make_url, select, text

from newsletter.database import (
    METADATA,
    database_now,
    mailing,
    open_database,
    reading,
    subscriber,
    transaction,
)
from newsletter.database.migrations import MIGRATIONS, apply
from newsletter.errors import DatabaseError, UsageError

READER = {
    "address": "ana@example.org",
    "canonical": "ana@example.org",
    "name": "",
    "state": "active",
    "time_zone": "",
    "language": "",
    "fields": {},
}


def open_and_close(url: str) -> None:
    open_database(url).dispose()


def test_migrations_make_exactly_the_tables_that_statements_use(engine: Engine) -> None:
    found = inspect(engine)
    made = {
        table: {column["name"] for column in found.get_columns(table)}
        for table in found.get_table_names()
        if table != "schema_version"
    }

    assert made == {
        table.name: {column.name for column in table.columns} for table in METADATA.tables.values()
    }


def test_opening_again_changes_nothing(database_url: str) -> None:
    open_and_close(database_url)
    engine = open_database(database_url)

    with engine.begin() as connection:
        versions = connection.scalars(text("SELECT n FROM schema_version")).all()
    engine.dispose()

    assert versions == [n for n, _ in enumerate(MIGRATIONS, 1)]


def test_a_database_of_the_first_version_keeps_its_readers(database_url: str) -> None:
    old = create_engine(make_url(database_url.replace("postgresql:", "postgresql+psycopg:")))
    with old.begin() as connection:
        apply(connection, MIGRATIONS[0])
        connection.execute(text("CREATE TABLE schema_version (n BIGINT NOT NULL)"))
        connection.execute(text("INSERT INTO schema_version (n) VALUES (1)"))
        connection.execute(
            text(
                "INSERT INTO subscriber (address, canonical, name, state, time_zone, language)"
                " VALUES ('a@b.test', 'a@b.test', 'Ana', 'active', '', 'fr')"
            )
        )
    old.dispose()
    engine = open_database(database_url)
    with engine.begin() as connection:
        row = connection.execute(select(subscriber)).one()
    engine.dispose()

    assert (row.address, row.language, row.fields) == ("a@b.test", "fr", {})


def test_a_mailing_of_an_earlier_version_was_made_of_nothing_that_is_known(
    database_url: str,
) -> None:
    old = create_engine(make_url(database_url.replace("postgresql:", "postgresql+psycopg:")))
    columns = "uid, issue, letter, audience, provider, state, starts_at, time_zone, doubt"
    with old.begin() as connection:
        for migration in MIGRATIONS[:2]:
            apply(connection, migration)
        connection.execute(text("CREATE TABLE schema_version (n BIGINT NOT NULL)"))
        connection.execute(text("INSERT INTO schema_version (n) VALUES (1), (2)"))
        connection.execute(text("INSERT INTO letter (digest, content) VALUES ('d', '')"))
        connection.execute(
            text(
                f"INSERT INTO mailing ({columns}, not_after, active_at) VALUES"
                " ('u', 'i', 'd', 'everyone', 'local', 'scheduled', 0, 'UTC', 'hold', 60, 0)"
            )
        )
    old.dispose()
    engine = open_database(database_url)
    with engine.begin() as connection:
        row = connection.execute(select(mailing)).one()
    engine.dispose()

    assert (row.uid, row.contents) == ("u", [])


def test_many_processes_may_open_a_new_database_at_once(database_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=open_database, args=(database_url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    test_opening_again_changes_nothing(database_url)


def test_a_database_from_the_future_is_refused(database_url: str) -> None:
    engine = open_database(database_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO schema_version (n) VALUES (99)"))
    engine.dispose()

    with pytest.raises(DatabaseError, match="schema 99") as caught:
        open_database(database_url)

    assert "Upgrade" in caught.value.remedy


def test_the_databases_clock_is_the_worlds(engine: Engine) -> None:
    before = time.time()
    with engine.begin() as connection:
        now = connection.scalars(select(database_now())).one()

    assert before - 0.01 <= now <= time.time() + 0.01


def test_sqlite_is_opened_safely(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.begin() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()

    full = 2
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_what_fails_inside_a_transaction_is_not_stored(engine: Engine) -> None:
    row = {"address": "a@b.test", "canonical": "a@b.test", "name": "", "state": "active"}
    row |= {"time_zone": "", "language": ""}
    with pytest.raises(DatabaseError) as caught, transaction(engine) as connection:
        connection.execute(subscriber.insert(), [row, row])

    with transaction(engine) as connection:
        assert connection.execute(select(subscriber)).all() == []
    assert caught.value.remedy


def test_who_only_looks_keeps_nobody_from_writing(engine: Engine) -> None:
    count = select(func.count()).select_from(subscriber)

    with reading(engine) as looking:
        before = looking.scalar(count)
        with transaction(engine) as writing:
            writing.execute(insert(subscriber).values(**READER))

    with reading(engine) as looking:
        assert (before, looking.scalar(count)) == (0, 1)


def test_what_cannot_be_read_is_said_in_words(engine: Engine) -> None:
    with pytest.raises(DatabaseError, match="refused"), reading(engine) as looking:
        looking.execute(text("SELECT nothing FROM nowhere"))


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("This is a letter, not a database. " * 100)

    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_database(f"sqlite:///{path}")


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path / 'no' / 'such' / 'a.db'}")


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "", "oracle://secret@x"])
def test_other_databases_are_refused_without_repeating_the_url(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_database(url)

    assert "secret" not in str(caught.value)


def test_the_sqlite_of_this_python_can_do_what_the_statements_need() -> None:
    assert sqlite3.sqlite_version_info >= (3, 35)


def test_nobody_else_on_the_machine_can_read_what_is_known_of_readers(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'newsletter.db'}")
    with transaction(engine) as connection:
        connection.execute(text("CREATE TABLE more (n BIGINT)"))
        rights = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    engine.dispose()
    assert set(rights) >= {"newsletter.db", "newsletter.db-wal"}
    assert not any(rights.values())
