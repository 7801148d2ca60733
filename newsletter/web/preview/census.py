"""How many readers are alike, counted at most once in some seconds: a long list takes its time."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from threading import Lock

from newsletter.audience import Group, count_groups
from newsletter.model import Rule
from newsletter.web.preview.filling import OpenEngine

KEPT = timedelta(seconds=30)
"""How long a count stands before readers are counted again."""


Asked = tuple[frozenset[str], Rule | None]


class Census:
    """The list of readers in groups; any thread may ask."""

    def __init__(self, engine: OpenEngine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now
        self._lock = Lock()
        self._counted: dict[Asked, tuple[datetime, tuple[Group, ...]]] = {}

    def groups(self, fields: Collection[str], rule: Rule | None = None) -> tuple[Group, ...]:
        """The readers in groups of one language and the same values in these fields.

        With a `rule`, those of its segment alone.
        """
        # Whoever asks while another counts waits for the same numbers.
        with self._lock:
            asked, now = (frozenset(fields), rule), self._now()
            counted_at, groups = self._counted.get(asked, (None, ()))
            if counted_at is None or now - counted_at > KEPT:
                groups = tuple(count_groups(self._engine(), fields, now, rule))
                self._counted[asked] = self._now(), groups
            return groups
