"""Wall clocks and the world's time: local moments, daylight saving, weekly slots.

A clock that springs forward skips an hour, one that falls back shows an hour twice. The rule,
everywhere: a skipped local time happens as much later as the clock was moved, a doubled one
happens the first time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Weekday(IntEnum):
    """The days as `date.weekday()` counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A time on the wall clock of one place, as an editor writes it."""

    wall: datetime
    zone: str

    @classmethod
    def parse(cls, text: str, zone: str | None = None) -> Self:
        """Read `2026-12-01 08:00 Asia/Singapore`; `zone` stands in where the text names none.

        Seconds may follow the minutes; ISO 8601 with an offset is taken too, as a time in UTC.

        Raises:
            ValueError: the text is not of that form, or the zone is unknown.
        """
        day, clock, place = _split(text)
        try:
            wall = datetime.fromisoformat(f"{day} {clock}")
        except ValueError:
            raise ValueError(f"“{day} {clock}” is not a date and a time") from None
        try:
            if wall.tzinfo and place:
                raise ValueError(f"“{text}” names both an offset and a time zone")
            if wall.tzinfo:
                return cls(wall.astimezone(UTC).replace(tzinfo=None), "UTC")
            if not (place or zone):
                raise ValueError(f"“{text}” names no time zone")
            local = cls(wall, find_zone(place or zone or "").key)
            local.utc()
        except OverflowError:
            raise ValueError(f"“{text}” lies outside the calendar") from None
        return local

    @classmethod
    def at(cls, moment: datetime, zone: str) -> Self:
        """Show a moment (aware) on the clock of a place."""
        return cls(moment.astimezone(find_zone(zone)).replace(tzinfo=None, microsecond=0), zone)

    def utc(self) -> datetime:
        """The moment it happens, in UTC."""
        zone = find_zone(self.zone)
        # Python gives a skipped time the offset from before the jump, so that the way through
        # UTC lands as much later as the clock was moved; what was typed means the first of two.
        return self.wall.replace(tzinfo=zone).astimezone(UTC)

    def __str__(self) -> str:
        precision = "auto" if self.wall.second or self.wall.microsecond else "minutes"
        return f"{self.wall.isoformat(' ', precision)} {self.zone}"


def _split(text: str) -> tuple[str, str, str]:
    """Date, time and zone, the last maybe empty."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:\s+|T)(\d\S*)(?:\s+(\S+))?", text.strip())
    if not match:
        raise ValueError(f"“{text}” is not a date, a time and a time zone")
    return match[1], match[2], match[3] or ""


def find_zone(name: str) -> ZoneInfo:
    """Return the time zone of that name.

    Raises:
        ValueError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"“{name}” is not a time zone such as Asia/Singapore") from None


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekly place in the calendar: one weekday at one local time."""

    name: str
    weekday: Weekday
    at: time
    zone: str

    def after(self, moment: datetime) -> Iterator[LocalTime]:
        """Yield every occurrence later than `moment` (aware), soonest first, without end."""
        day = self._weekday_on_or_before(moment)
        while True:
            occurrence = LocalTime(datetime.combine(day, self.at), self.zone)
            if occurrence.utc() > moment:
                yield occurrence
            day += timedelta(days=7)

    def _weekday_on_or_before(self, moment: datetime) -> date:
        today = moment.astimezone(find_zone(self.zone)).date()
        return today - timedelta(days=(today.weekday() - self.weekday) % 7)
