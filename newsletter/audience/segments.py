"""How many readers a segment has: counted by the database, in one look at the list."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, func, select

from newsletter.database import fits, is_reached, reading, subscriber
from newsletter.model import Rule


def count_readers(engine: Engine, rule: Rule | None, at: datetime) -> int:
    """How many an issue would reach at a moment; without a rule, of all on the list."""
    return count_segments(engine, {"": rule}, at)[""]


def count_segments(
    engine: Engine, rules: Mapping[str, Rule | None], at: datetime
) -> dict[str, int]:
    """How many an issue would reach at a moment, by the names of the rules.

    Only active subscribers who do not rest count. However many rules there are, the list is gone
    through once.
    """
    moment = at.timestamp()
    counts = [
        func.count().filter(fits(rule, moment)) if rule else func.count() for rule in rules.values()
    ]
    if not counts:
        return {}
    query = select(*counts).select_from(subscriber).where(is_reached(moment))
    with reading(engine) as connection:
        row = connection.execute(query).one()
    return dict(zip(rules, row, strict=True))
