"""How a sheet stands: the newest word on it decides, as long as it still holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta

from newsletter.model import Approval, Decision, Person, Review, Sheet, Standing
from newsletter.settings import ReviewLevel, ReviewPolicy

Records = Mapping[str, Sequence[Approval]]
"""What reviewers have said, by the name of the sheet; oldest first."""

SignatureCheck = Callable[[Approval], str]
"""Says what is wrong with the signature of an approval: nothing, where none is asked for."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""How far ahead a reviewer's clock may be; a yes in the second of a no is dated a second later."""

Objection = tuple[str, str]
"""A problem, and its remedy."""


def judge(
    sheets: Iterable[Sheet],
    records: Records,
    people: Mapping[str, Person],
    policy: ReviewPolicy,
    when: datetime,
    check_signature: SignatureCheck,
) -> tuple[Standing, ...]:
    """Return how each sheet stands at `when` (aware): the time at which it is to be sent."""
    judgement = _Judgement(people, policy, when, check_signature)
    return tuple(judgement.stand(sheet, records.get(sheet.name, ())) for sheet in sheets)


def reviews_for(standings: Iterable[Standing], people: Mapping[str, Person]) -> tuple[Review, ...]:
    """Who has read an issue, each once: on the last day, and until the first approval ends.

    Nobody, while there is a sheet of it that nobody has approved.
    """
    all_standings = tuple(standings)
    approvals = [each.approval for each in all_standings if each.approved and each.approval]
    if len(approvals) < len(all_standings):
        return ()
    return tuple(
        Review(
            reviewer=reviewer,
            person=people[reviewer],
            on=max(
                each.at.astimezone(UTC).date() for each in approvals if each.reviewer == reviewer
            ),
            until=min(
                each.until
                for each in all_standings
                if each.until and each.approval and each.approval.reviewer == reviewer
            ),
        )
        for reviewer in dict.fromkeys(each.reviewer for each in approvals)
    )


def said_of(person: Person) -> str:
    """How readers are told of a reviewer."""
    return f"{person.name}, {person.role}"


def expires_on(policy: ReviewPolicy, kind: str, day: date) -> date:
    """The last day on which an approval of that day holds, by the kind of the sheet."""
    months = policy.months_for.get(kind, policy.months)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return _day(year, month + 1, day.day)


def lasts_until(approval: Approval, policy: ReviewPolicy, kind: str) -> date:
    """The last day on which an approval holds: as it says, and no longer than is usual now."""
    usual = expires_on(policy, kind, approval.at.astimezone(UTC).date())
    return min(approval.expires, usual) if approval.expires else usual


def _day(year: int, month: int, day: int) -> date:
    """The day of that number, or the month's last one."""
    for last in (day, 30, 29):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, 28)


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What is asked of every sheet."""

    people: Mapping[str, Person]
    policy: ReviewPolicy
    when: datetime
    check_signature: SignatureCheck

    def stand(self, sheet: Sheet, said: Sequence[Approval]) -> Standing:
        if self.policy.level is ReviewLevel.OFF:
            return Standing(sheet, None)
        if not said:
            problem = f"nobody has reviewed “{sheet.name}” yet"
            return Standing(sheet, None, problem, _ask_for(sheet))
        newest = said[-1]
        problem, remedy = next(self._objections(sheet, said), ("", ""))
        approved = newest.decision is Decision.APPROVED
        until = lasts_until(newest, self.policy, sheet.kind) if approved else None
        return Standing(sheet, newest, problem, remedy, until)

    def _objections(self, sheet: Sheet, said: Sequence[Approval]) -> Iterator[Objection]:
        """Yield what stands against a sheet, the weightiest first."""
        newest = said[-1]
        if newest.decision is not Decision.APPROVED:
            yield self._refused(sheet, newest)
        if newest.sheet != sheet.text:
            yield self._changed(sheet, said)
        yield from self._out_of_date(sheet, newest)
        yield from self._not_allowed(sheet, newest)
        if problem := self.check_signature(newest):
            approve = f"newsletter review approve {sheet.name} --by {newest.reviewer} --key KEY"
            remedy = f"Let {self._name(newest)} sign it: “{approve}”."
            yield f"the approval of “{sheet.name}” {problem}", remedy

    def _refused(self, sheet: Sheet, newest: Approval) -> Objection:
        note = f": {newest.note}" if newest.note else ""
        who = f"{self._name(newest)} on {_date(newest)}"
        if newest.decision is Decision.WITHDRAWN:
            problem = f"the approval of “{sheet.name}” was withdrawn by {who}{note}"
            return problem, f"Settle it with {self._name(newest)}. {_ask_for(sheet)}"
        problem = f"changes to “{sheet.name}” were asked for by {who}{note}"
        return problem, f"Make them. {_ask_for(sheet)}"

    def _changed(self, sheet: Sheet, said: Sequence[Approval]) -> Objection:
        newest = said[-1]
        who = f"{self._name(newest)} approved it on {_date(newest)}"
        look = f"See “newsletter review diff {sheet.name}”, then have it approved again."
        for older in reversed(said[:-1]):
            if older.decision is Decision.APPROVED and older.sheet == sheet.text:
                problem = f"“{sheet.name}” is back at the older text of {_date(older)}: since then,"
                return f"{problem} {who} in newer words", look
        return f"“{sheet.name}” has changed since {who}", look

    def _out_of_date(self, sheet: Sheet, newest: Approval) -> Iterator[Objection]:
        until = lasts_until(newest, self.policy, sheet.kind)
        if newest.at - self.when > CLOCKS_DIFFER:
            problem = f"the approval of “{sheet.name}” is dated {newest.at:%Y-%m-%d %H:%M} UTC"
            yield (
                f"{problem}, later than it is to be sent",
                "Set the clock right; if that of the record was wrong, take it out of reviews/ and "
                "approve it again.",
            )
        if self.when.astimezone(UTC).date() > until:
            problem = f"the approval of “{sheet.name}” by {self._name(newest)} expired on {until}"
            yield problem, f"Have it read again. {_ask_for(sheet)}"

    def _not_allowed(self, sheet: Sheet, newest: Approval) -> Iterator[Objection]:
        """Yield what speaks against the reviewer."""
        person = self.people.get(newest.reviewer)
        approved = f"“{sheet.name}” was approved by {self._name(newest)}"
        if not (person and person.reviewer and person.name):
            remedy = "Have it approved by somebody whom people.yml names with “reviewer: true”."
            yield f"{approved}, who is not a reviewer", remedy
        elif newest.said_by != said_of(person):
            problem = f"{approved} as “{newest.said_by}”; readers would be told “{said_of(person)}”"
            yield problem, _ask_for(sheet)
        if newest.reviewer in sheet.authors:
            yield f"{approved}, whose own words it holds", "Have it approved by another reviewer."

    def _name(self, approval: Approval) -> str:
        person = self.people.get(approval.reviewer)
        return (person and person.name) or approval.reviewer


def _ask_for(sheet: Sheet) -> str:
    show = f"“newsletter review sheet {sheet.name}”"
    approve = f"“newsletter review approve {sheet.name} --by REVIEWER”"
    return f"Let a reviewer read {show}, then record the answer with {approve}."


def _date(approval: Approval) -> str:
    return approval.at.astimezone(UTC).date().isoformat()
