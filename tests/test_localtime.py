from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.localtime import LocalTime, Slot, Weekday, find_zone

QUICK = settings(max_examples=200, database=None)

ZONES = [
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Berlin",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Nuuk",
    "America/Havana",
    "America/Los_Angeles",
    "Asia/Singapore",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
]
MOMENTS = st.datetimes(
    datetime.fromisoformat("1971-01-01"),
    datetime.fromisoformat("2060-01-01"),
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))
WALLS = MOMENTS.map(lambda moment: moment.replace(tzinfo=None))


def local(wall: str, zone: str) -> LocalTime:
    return LocalTime(datetime.fromisoformat(wall), zone)


def refusal(text: str) -> str:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        LocalTime.parse(text)
    return str(caught.value)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("text", "wall", "zone"),
    [
        ("2026-12-01 08:00 Asia/Singapore", "2026-12-01 08:00", "Asia/Singapore"),
        ("2026-12-01T08:00 Asia/Singapore", "2026-12-01 08:00", "Asia/Singapore"),
        ("2026-12-01 08:00:30 Europe/London", "2026-12-01 08:00:30", "Europe/London"),
        ("  2026-12-01   08:00\tUTC \n", "2026-12-01 08:00", "UTC"),
        ("2026-12-01T08:00Z", "2026-12-01 08:00", "UTC"),
        ("2026-12-01T08:00+08:00", "2026-12-01 00:00", "UTC"),
        ("2026-12-01 08:00:30+08:00", "2026-12-01 00:00:30", "UTC"),
        ("2026-12-01T20:00-05:30", "2026-12-02 01:30", "UTC"),
        ("2024-02-29 23:59 UTC", "2024-02-29 23:59", "UTC"),
    ],
)
def test_a_time_is_read_in_every_form(text: str, wall: str, zone: str) -> None:
    assert LocalTime.parse(text) == local(wall, zone)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-12-01 08:00", "Europe/London"),
        ("2026-12-01 08:00 Asia/Singapore", "Asia/Singapore"),
        ("2026-12-01T08:00Z", "UTC"),
    ],
)
def test_a_zone_stands_in_only_where_the_text_names_none(text: str, zone: str) -> None:
    assert LocalTime.parse(text, "Europe/London") == local("2026-12-01 08:00", zone)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-12-01",
        "2026-12-01 UTC",
        "08:00 UTC",
        "1.12.2026 08:00 UTC",
        "2026-12-01 08:00 UTC now",
        "2026-12-01 08:00 Singapore Time",
    ],
)
def test_a_text_of_another_form_is_refused_in_words(text: str) -> None:
    assert refusal(text) == f"“{text}” is not a date, a time and a time zone"


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29 08:00",
        "2026-12-01 24:30",
        "2026-12-01 8:00",
        "2026-12-01 08:00pm",
        "2026-12-01 08:00+25:00",
    ],
)
def test_a_day_or_a_time_that_there_is_not_is_refused_in_words(text: str) -> None:
    assert refusal(f"{text} UTC") == f"“{text}” is not a date and a time"


@pytest.mark.parametrize(
    "zone",
    ["Mars/Olympus", "europe/london", "Europe", "../UTC", "/etc/localtime", "a\0b", "zone.tab"],
)
def test_an_unknown_zone_is_refused_in_words(zone: str) -> None:
    problem = f"“{zone}” is not a time zone such as Asia/Singapore"

    assert refusal(f"2026-12-01 08:00 {zone}") == problem


def test_a_time_without_a_zone_is_refused_in_words() -> None:
    assert refusal("2026-12-01 08:00") == "“2026-12-01 08:00” names no time zone"


@pytest.mark.parametrize("zone", ["", "Mars", "Europe/", "../../etc/passwd", "a" * 1000, "\udcff"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        find_zone(zone)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01 00:00+14:00",
        "9999-12-31 23:59-05:00",
        "0001-01-01 00:00 Asia/Singapore",
        "9999-12-31 23:59 America/New_York",
    ],
)
def test_a_time_outside_the_calendar_is_refused(text: str) -> None:
    assert refusal(text).startswith("“")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Asia/Singapore"])
def test_an_offset_and_a_zone_together_are_refused(zone: str) -> None:
    assert refusal(f"2026-12-01 08:00+01:00 {zone}").startswith("“")


@QUICK
@given(st.text(max_size=40) | st.from_regex(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}\S{0,7}( \S{1,9})?"))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        moment = LocalTime.parse(text, "Asia/Singapore").utc()
    except ValueError:
        return
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-12-01T08:00 Asia/Singapore", "2026-12-01 08:00 Asia/Singapore"),
        ("2026-12-01 08:00:05 UTC", "2026-12-01 08:00:05 UTC"),
        ("2026-12-01 08:00:00 UTC", "2026-12-01 08:00 UTC"),
        ("2026-12-01T08:00+08:00", "2026-12-01 00:00 UTC"),
    ],
)
def test_a_time_is_written_as_an_editor_writes_it(text: str, written: str) -> None:
    assert str(LocalTime.parse(text)) == written


@QUICK
@given(wall=WALLS, zone=st.sampled_from(ZONES))
def test_what_is_written_is_read_back(wall: datetime, zone: str) -> None:
    moment = LocalTime(wall, zone)

    assert LocalTime.parse(str(moment)) == moment


@pytest.mark.parametrize("text", ["2026-12-01 08:00:00.5 UTC", "2026-12-01 08:00:30,25 UTC"])
def test_a_fraction_of_a_second_is_not_lost_in_writing(text: str) -> None:
    """It may be refused or dropped, but not be there and unwritten."""
    try:
        moment = LocalTime.parse(text)
    except ValueError:
        return
    assert LocalTime.parse(str(moment)) == moment


@pytest.mark.parametrize(
    ("wall", "zone", "happens", "shown"),
    [
        ("2026-03-29 01:00", "Europe/London", "2026-03-29 01:00", "2026-03-29 02:00"),
        ("2026-03-29 01:30", "Europe/London", "2026-03-29 01:30", "2026-03-29 02:30"),
        ("2026-03-29 01:59:59", "Europe/London", "2026-03-29 01:59:59", "2026-03-29 02:59:59"),
        ("2026-03-08 02:30", "America/New_York", "2026-03-08 07:30", "2026-03-08 03:30"),
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:45", "2026-10-04 02:45"),
        ("2011-12-30 08:00", "Pacific/Apia", "2011-12-30 18:00", "2011-12-31 08:00"),
    ],
)
def test_a_skipped_time_happens_as_much_later_as_the_clock_was_moved(
    wall: str, zone: str, happens: str, shown: str
) -> None:
    moment = local(wall, zone).utc()

    assert moment == utc(happens)
    assert LocalTime.at(moment, zone) == local(shown, zone)


@pytest.mark.parametrize(
    ("wall", "zone", "happens"),
    [
        ("2026-03-29 00:59", "Europe/London", "2026-03-29 00:59"),
        ("2026-03-29 02:00", "Europe/London", "2026-03-29 01:00"),
        ("2026-03-08 01:59", "America/New_York", "2026-03-08 06:59"),
        ("2026-03-08 03:00", "America/New_York", "2026-03-08 07:00"),
        ("2026-10-04 02:30", "Australia/Lord_Howe", "2026-10-03 15:30"),
        ("2026-07-01 08:00", "Europe/London", "2026-07-01 07:00"),
        ("2026-12-01 08:00", "Asia/Singapore", "2026-12-01 00:00"),
    ],
)
def test_a_time_beside_the_skipped_hour_is_as_the_clock_shows_it(
    wall: str, zone: str, happens: str
) -> None:
    assert local(wall, zone).utc() == utc(happens)


@pytest.mark.parametrize(
    ("wall", "zone", "first", "second"),
    [
        ("2026-10-25 01:00", "Europe/London", "2026-10-25 00:00", "2026-10-25 01:00"),
        ("2026-10-25 01:30", "Europe/London", "2026-10-25 00:30", "2026-10-25 01:30"),
        ("2026-11-01 01:30", "America/New_York", "2026-11-01 05:30", "2026-11-01 06:30"),
        ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04 14:45", "2026-04-04 15:15"),
    ],
)
def test_a_doubled_time_happens_the_first_time(
    wall: str, zone: str, first: str, second: str
) -> None:
    shown = local(wall, zone)

    assert shown.utc() == utc(first)
    assert LocalTime.at(utc(first), zone) == LocalTime.at(utc(second), zone) == shown


def test_a_moment_is_shown_on_the_clock_of_a_place() -> None:
    moment = datetime.fromisoformat("2026-12-01T08:00:30.5+08:00")

    assert LocalTime.at(moment, "Europe/London") == local("2026-12-01 00:00:30", "Europe/London")


def test_a_moment_cannot_be_shown_in_an_unknown_place() -> None:
    with pytest.raises(ValueError, match="“Mars” is not a time zone"):
        LocalTime.at(utc("2026-12-01 08:00"), "Mars")


@QUICK
@example(moment=utc("2026-10-25 01:30"), zone="Europe/London")
@given(moment=MOMENTS, zone=st.sampled_from(ZONES))
def test_a_moment_comes_back_from_the_clock_also_from_an_hour_that_is_shown_twice(
    moment: datetime, zone: str
) -> None:
    shown = LocalTime.at(moment, zone)

    assert shown.utc() == moment
    assert LocalTime.at(shown.utc(), zone) == shown


@QUICK
@given(wall=WALLS, zone=st.sampled_from(ZONES))
def test_a_wall_time_is_shown_again_unless_the_clock_skipped_it(wall: datetime, zone: str) -> None:
    moment = LocalTime(wall, zone).utc()
    moved = LocalTime.at(moment, zone).wall - wall

    assert moved >= timedelta(0)
    assert offset(moment, zone) - offset(moment - moved, zone) == moved


def offset(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(find_zone(zone)).utcoffset() or timedelta(0)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0, 30), time(1, 30), time(2, 15), time(8), time(23, 30)])
def test_a_slot_happens_once_on_each_of_its_days_for_ten_years(zone: str, at: time) -> None:
    start = date(2008, 1, 1)  # the years in which Samoa skipped a Friday
    before = LocalTime(datetime.combine(start, time()), zone).utc() - timedelta(seconds=1)
    for weekday in (Weekday.FRIDAY, Weekday.SUNDAY):
        slot = Slot("weekly", weekday, at, zone)
        found = list(islice(slot.after(before), 520))

        first = start + timedelta(days=(weekday - start.weekday()) % 7)
        assert [each.wall for each in found] == [
            datetime.combine(first + timedelta(weeks=week), at) for week in range(520)
        ]
        assert {each.zone for each in found} == {zone}
        moments = [each.utc() for each in found]
        assert all(earlier < later for earlier, later in pairwise(moments))


@pytest.mark.parametrize("weekday", Weekday)
def test_a_slot_falls_on_its_weekday(weekday: Weekday) -> None:
    slot = Slot("weekly", weekday, time(8), "Asia/Singapore")

    first = next(slot.after(utc("2026-12-01 00:00")))
    assert first.wall.strftime("%A").upper() == weekday.name


def test_a_slot_of_this_very_moment_is_past() -> None:
    slot = Slot("weekly", Weekday.TUESDAY, time(8), "Asia/Singapore")
    now = utc("2026-12-01 00:00")

    assert str(next(slot.after(now - timedelta(seconds=1)))) == "2026-12-01 08:00 Asia/Singapore"
    assert str(next(slot.after(now))) == "2026-12-08 08:00 Asia/Singapore"


def test_a_slot_on_a_day_that_was_skipped_is_not_lost() -> None:
    slot = Slot("weekly", Weekday.FRIDAY, time(8), "Pacific/Apia")

    (lost, following) = islice(slot.after(utc("2011-12-30 12:00")), 2)
    assert lost == local("2011-12-30 08:00", "Pacific/Apia")
    assert lost.utc() == utc("2011-12-30 18:00")
    assert following.utc() == utc("2012-01-05 18:00")


@QUICK
@given(
    moment=MOMENTS,
    zone=st.sampled_from(ZONES),
    weekday=st.sampled_from(Weekday),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
)
def test_the_next_slot_is_the_first_that_is_later(
    moment: datetime, zone: str, weekday: Weekday, at: time
) -> None:
    slot = Slot("weekly", weekday, at, zone)
    near = [each for each in days_around(moment.date(), at, zone) if each.wall.weekday() == weekday]

    end = max(each.utc() for each in near)
    found = list(takewhile(lambda each: each.utc() <= end, slot.after(moment)))
    assert found == [each for each in near if each.utc() > moment]


def days_around(day: date, at: time, zone: str) -> Iterator[LocalTime]:
    for distance in range(-20, 21):
        yield LocalTime(datetime.combine(day + timedelta(days=distance), at), zone)
