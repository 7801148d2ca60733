"""Rules about conflicts: a reader must not be told two things about one subject."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from newsletter.checks.background import Background
from newsletter.checks.naming import Stems, stems
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import Claim, Level, Location, Snippet

CONFLICT = "claim-conflict"


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim in its snippet."""

    claim: Claim
    snippet: Snippet
    number: int

    @property
    def at(self) -> Location:
        """Where the snippet says it."""
        return Location(self.snippet.path, self.snippet.lines.of("claims", self.number, "says"))


@rule(
    CONFLICT,
    Proof,
    Level.ERROR,
    because="In one letter, two answers about one subject need a word on why they differ.",
    remedy="Make the claims agree, or send one of the two snippets another day.",
)
def conflict_in_issue(proof: Proof) -> Iterator[Hit]:
    """Yield both claims wherever two in an issue say different things of one subject."""
    yield from _conflicts(proof.issue.snippets)


@rule(
    CONFLICT,
    Background,
    Level.WARNING,
    because="Readers keep letters, and will find both answers.",
    remedy="Make the claims agree, or name the newer snippet in the older with “replaced-by:”.",
)
def conflict_in_library(background: Background) -> Iterator[Hit]:
    """Yield both claims wherever two in the library say different things of one subject."""
    current = (each for each in background.library.snippets.values() if not each.replaced_by)
    yield from _conflicts(current)


def _conflicts(snippets: Iterable[Snippet]) -> Iterator[Hit]:
    """Yield a hit at either side of every conflict."""
    by_subject: dict[Stems, list[Statement]] = {}
    for snippet in snippets:
        for number, claim in enumerate(snippet.claims):
            statement = Statement(claim, snippet, number)
            by_subject.setdefault(stems(claim.about), []).append(statement)
    for statements in by_subject.values():
        for one, other in combinations(statements, 2):
            if one.claim.says != other.claim.says and not _is_settled(one.snippet, other.snippet):
                yield from _both_sides(one, other)


def _both_sides(one: Statement, other: Statement) -> Iterator[Hit]:
    """Yield a hit at each of two statements; where one file excuses the conflict, only there."""
    excusing = [each for each in (one, other) if CONFLICT in each.snippet.allow]
    for here, there in ((one, other), (other, one)):
        if here in excusing or not excusing:
            problem = (
                f"“{here.claim.about}”: “{here.claim.says}” here, "
                f"“{there.claim.says}” at {there.at}"
            )
            yield Hit(here.at, problem)


def _is_settled(one: Snippet, other: Snippet) -> bool:
    """Whether readers can tell why two snippets differ, or will not meet the older."""
    if one.id == other.id:
        return says_where_they_differ(one)
    return other.id == one.replaced_by or one.id == other.replaced_by


def says_where_they_differ(snippet: Snippet) -> bool:
    """Whether a part with a heading follows the answers."""
    asked = [bool(part.person) for part in snippet.parts]
    return any(part.heading and any(asked[:at]) for at, part in enumerate(snippet.parts))
