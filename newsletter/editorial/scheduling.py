"""When issues go: a time, a slot, a calendar, and the mailing that is made of a draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from newsletter.delivery import Mailings, Plan
from newsletter.editorial.drafting import Draft
from newsletter.editorial.reviewing import contents_of
from newsletter.errors import FoundErrors, NewsletterError, UsageError
from newsletter.localtime import LocalTime, Slot
from newsletter.model import Issue, Library, Mailing, MailingState
from newsletter.settings import Settings

PAST_ALLOWED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the calendar: a moment, its slot if it is one, and what fills it."""

    at: LocalTime
    slot: str
    mailing: Mailing | None
    issue: str


def plan_mailing(
    draft: Draft, settings: Settings, at: LocalTime, provider: str | None = None
) -> Plan:
    """Decide how an issue is to go, if it may go at all.

    Raises:
        FoundErrors: a check found an error.
        UsageError: the provider is unknown.
        NewsletterError: the letter would leave this machine, and speaks of example.org, or its
            pictures would not.
    """
    if draft.errors:
        raise FoundErrors(draft.findings)
    name = provider or settings.sending.provider
    require_own_identity(settings, name)
    return Plan(
        audience=draft.issue.audience,
        provider=name,
        starts_at=at.utc(),
        time_zone=at.zone,
        not_after=settings.sending.not_after,
        doubt=settings.sending.in_doubt,
        rule=draft.rule,
    )


def schedule(
    draft: Draft, settings: Settings, mailings: Mailings, at: LocalTime, provider: str | None = None
) -> tuple[Mailing, bool]:
    """Freeze the letter and set it to go; return the mailing and whether it is new.

    Raises:
        NewsletterError: as `plan_mailing`; or the issue is on its way already, otherwise.
    """
    plan = plan_mailing(draft, settings, at, provider)
    return mailings.create(draft.letter, plan, contents_of(draft.standings))


def require_own_identity(settings: Settings, provider: str) -> None:
    """Letters that speak of example.org must not reach anybody.

    Raises:
        UsageError: there is no such provider.
        NewsletterError: the letter would leave this machine, and speaks of example.org, or its
            pictures would not.
    """
    server = settings.find_provider(provider)
    if settings.speaks_of_example and not server.on_loopback:
        raise NewsletterError(
            "the settings still speak of example.org, a placeholder",
            remedy="Put your own “from”, “list-id” and “public-url” into newsletter.toml.",
        )
    if settings.pictures.on_loopback and not server.on_loopback:
        raise NewsletterError(
            "readers would look for the pictures on their own machines",
            remedy="Put the address of your server into “base-url” in [pictures], or take it out.",
        )


def choose_time(
    issue: Issue,
    settings: Settings,
    now: datetime,
    at: str | None = None,
    zone: str | None = None,
) -> LocalTime:
    """Return when an issue shall go: `at`, or what its front matter says.

    Raises:
        UsageError: neither says, it cannot be read, or it has passed.
    """
    try:
        chosen = LocalTime.parse(at, zone or settings.newsletter.time_zone) if at else issue.send_at
    except ValueError as error:
        remedy = 'Write it as --at "2026-12-01 08:00" --tz Asia/Singapore.'
        raise UsageError(str(error), remedy=remedy) from error
    if chosen is None:
        remedy = "Use --at, --next-slot or --now, or write “send-at:” in the issue."
        raise UsageError(f"{issue.slug} does not say when it shall go", remedy=remedy)
    if chosen.utc() < now - PAST_ALLOWED:
        raise UsageError(f"{chosen} has passed", remedy="Choose a later time, or use --now.")
    # As the clock of that place will show it, should it skip the time that was typed.
    return LocalTime.at(chosen.utc(), chosen.zone)


def next_slot(settings: Settings, mailings: Mailings, now: datetime) -> LocalTime:
    """Return the first slot in the calendar that nothing fills.

    Raises:
        UsageError: the settings have no slots.
    """
    if not settings.slots:
        raise UsageError("the settings have no slots", remedy="Add a [[slot]] to newsletter.toml.")
    taken = {mailing.starts_at for mailing in _live(mailings)}
    free = (
        next(moment for moment in slot.after(now) if moment.utc() not in taken)
        for slot in settings.slots
    )
    return min(free, key=LocalTime.utc)


def calendar(
    settings: Settings, library: Library, mailings: Mailings, now: datetime, weeks: int
) -> list[Day]:
    """List the coming slots and mailings, soonest first, with the issues that mean to fill them."""
    end = now + timedelta(weeks=weeks)
    by_time = {mailing.starts_at: mailing for mailing in _live(mailings)}
    drafts = {issue.send_at.utc(): issue.slug for issue in library.issues.values() if issue.send_at}
    days = []
    for slot in settings.slots:
        for moment in _until(slot, now, end):
            mailing = by_time.pop(moment.utc(), None)
            days.append(Day(moment, slot.name, mailing, drafts.get(moment.utc(), "")))
    for starts_at, mailing in by_time.items():
        if now <= starts_at < end:
            days.append(
                Day(LocalTime.at(mailing.starts_at, mailing.time_zone), "", mailing, mailing.issue)
            )
    return sorted(days, key=lambda day: day.at.utc())


def _live(mailings: Mailings) -> list[Mailing]:
    return mailings.all([state for state in MailingState if state != MailingState.CANCELLED])


def _until(slot: Slot, now: datetime, end: datetime) -> Iterator[LocalTime]:
    return takewhile(lambda moment: moment.utc() < end, slot.after(now))
