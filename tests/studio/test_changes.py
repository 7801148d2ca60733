"""A letter beside the last one that was sent."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from newsletter.database import mailing, transaction
from newsletter.delivery import Mailings, Plan
from newsletter.model import MailingState
from newsletter.studio.changes import Changes, Sent, find_changes
from tests.conftest import make_letter

START = datetime(2026, 12, 1, 8, tzinfo=UTC)


def send(mailings: Mailings, slug: str, words: str, day: int, readers: int = 3) -> None:
    """Note an issue as sent, to so many readers."""
    plan = Plan("everyone", "local", START + timedelta(days=day), "UTC", 3600)
    made, _ = mailings.create(make_letter(slug, words), plan)
    finished = {"state": MailingState.FINISHED, "planned": readers}
    with transaction(mailings.engine) as connection:
        connection.execute(update(mailing).where(mailing.c.id == made.id).values(**finished))


def test_where_nothing_was_sent_there_is_nothing_to_compare(mailings: Mailings) -> None:
    assert find_changes(make_letter(), mailings) == Changes(None, ())


def test_the_last_issue_that_readers_got_is_compared(mailings: Mailings) -> None:
    send(mailings, "2026-11-01-spots", "Spots.\n", 0)
    send(mailings, "2026-11-08-sun", "Sun.\n", 7)

    changes = find_changes(make_letter("2026-12-01-milia", "Milia.\n"), mailings)

    assert changes.since == Sent("2026-11-08-sun", START + timedelta(days=7))
    assert changes.diff == (
        ("-", "Sun."),
        ("+", "Milia."),
        ("=", "Leave: {{ reader.leave_url }}"),
    )


def test_neither_itself_nor_what_nobody_got_counts(mailings: Mailings) -> None:
    send(mailings, "2026-11-01-spots", "Spots.\n", 0)
    send(mailings, "2026-12-01-milia", "Milia.\n", 1)
    send(mailings, "2026-11-15-nobody", "Nobody.\n", 2, readers=0)
    plan = Plan("everyone", "local", START + timedelta(days=9), "UTC", 3600)
    mailings.create(make_letter("2026-12-08-later", "Later.\n"), plan)

    changes = find_changes(make_letter("2026-12-01-milia", "Milia.\n"), mailings)

    assert changes.since
    assert changes.since.slug == "2026-11-01-spots"
