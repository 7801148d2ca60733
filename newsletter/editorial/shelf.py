"""The library as a shelf: each snippet with its last use, whom it reached, and who has read it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from newsletter.compose import sheet_of
from newsletter.delivery import Accounts, Mailings
from newsletter.editorial.opening import open_library, open_templates
from newsletter.editorial.reviewing import make_judge
from newsletter.localtime import LocalTime
from newsletter.model import Decision, DeliveryState, Library, Mailing, Snippet, Standing
from newsletter.workspace import Workspace

REFUSED = {Decision.CHANGES: "changes asked for", Decision.WITHDRAWN: "withdrawn"}


@dataclass(frozen=True, slots=True)
class Place:
    """One snippet on the shelf; `due` is the last day on which its approval holds."""

    snippet: str
    kind: str
    title: str
    topics: tuple[str, ...]
    last_used: date | None
    readers: int
    review: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Use:
    """When readers last had a snippet, and how many have had it."""

    last: date | None = None
    readers: int = 0


def look_at_shelf(
    workspace: Workspace, mailings: Mailings, accounts: Accounts, now: datetime
) -> list[Place]:
    """List the library, in its order.

    Raises:
        FoundErrors: the workspace has mistakes in it.
    """
    library = open_library(workspace)
    uses = _find_uses(library, mailings.all(), accounts)
    standings = _judge_all(workspace, library, now)
    return [
        _place(snippet, uses.get(snippet.id, Use()), standings[snippet.id])
        for snippet in library.snippets.values()
    ]


def state_of(standing: Standing) -> str:
    """How a sheet stands, in a word or two."""
    approval = standing.approval
    if not approval:
        return "not asked for" if standing.approved else "not reviewed"
    if approval.decision in REFUSED:
        return REFUSED[approval.decision]
    if approval.sheet != standing.sheet.text:
        return "changed since"
    return "approved" if standing.approved else "void"


def _place(snippet: Snippet, use: Use, standing: Standing) -> Place:
    return Place(
        snippet=snippet.id,
        kind=snippet.kind,
        title=snippet.title,
        topics=snippet.topics,
        last_used=use.last,
        readers=use.readers,
        review=state_of(standing),
        due=standing.until,
    )


def _judge_all(workspace: Workspace, library: Library, now: datetime) -> Mapping[str, Standing]:
    """How the sheet of every snippet stands now, by the snippet's id."""
    templates = open_templates(workspace)
    settings = workspace.settings
    language = settings.newsletter.language
    judge = make_judge(workspace, library.people, now)
    snippets = list(library.snippets.values())
    sheets = [sheet_of(each, library, settings, templates, language) for each in snippets]
    return dict(zip(library.snippets, judge(sheets, now), strict=True))


def _find_uses(
    library: Library, mailings: Iterable[Mailing], accounts: Accounts
) -> Mapping[str, Use]:
    """What readers have had, by the snippet's id."""
    carriers: dict[str, list[Mailing]] = defaultdict(list)
    for mailing in mailings:
        if accounts.balance(mailing.id).counts[DeliveryState.SENT]:
            for name in snippets_in(mailing, library):
                carriers[name].append(mailing)
    return {name: _use(found, accounts) for name, found in carriers.items()}


def snippets_in(mailing: Mailing, library: Library) -> set[str]:
    """The snippets of a mailing by id; one of an earlier version has what its issue has now."""
    if mailing.contents:
        return {each.sheet.partition(".")[0] for each in mailing.contents}
    issue = library.issues.get(mailing.issue)
    return {snippet.id for snippet in issue.snippets} if issue else set()


def _use(carriers: list[Mailing], accounts: Accounts) -> Use:
    last = max(carriers, key=lambda mailing: mailing.starts_at)
    day = LocalTime.at(last.starts_at, last.time_zone).wall.date()
    return Use(day, accounts.readers_reached(mailing.id for mailing in carriers))
