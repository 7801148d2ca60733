"""Rules are asked, levels set, excuses taken: from subjects to findings."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from newsletter.checks.background import SETTINGS_FILE, Background
from newsletter.checks.clients import FAMILIES
from newsletter.checks.manuscript import Manuscript
from newsletter.checks.proof import Proof
from newsletter.checks.rule import AnyRule, Hit
from newsletter.checks.rules import RULES
from newsletter.model import Finding, Issue, Level, Location, Snippet
from newsletter.settings import LevelSetting, Settings
from newsletter.validation import nearest

Subject = Manuscript | Proof | Background
Owner = Snippet | Issue

UNUSED_ALLOW = "unused-allow"


def run(subjects: Iterable[Subject], settings: Settings) -> list[Finding]:
    """Ask every rule about every subject it is made for; each finding once, in file order.

    What a file's `allow` excuses is returned as information with the reason. An `allow` that
    excuses nothing is a finding itself, if its rule was asked about that file.
    """
    all_subjects = tuple(subjects)
    owners = {owner.path: owner for subject in all_subjects for owner in _owners(subject)}
    found = _say_once(
        _judge(rule, hit, owners, settings)
        for subject in all_subjects
        for rule in RULES
        if _applies(rule, subject, settings)
        for hit in rule.find(subject)
    )
    unused = _find_unused(all_subjects, found, settings)
    unknown = [*_unknown_levels(settings), *_unknown_clients(settings)]
    return sorted([*found, *unused, *unknown], key=lambda finding: finding.at)


def _say_once(findings: Iterable[Finding]) -> list[Finding]:
    """Keep the heaviest of those that say the same: an issue's conflict is the library's too."""
    heaviest: dict[tuple[str, Location, str], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.at, finding.problem)
        heaviest[key] = min(heaviest.get(key, finding), finding, key=_lightness)
    return list(heaviest.values())


def _lightness(finding: Finding) -> int:
    return list(Level).index(finding.level)


def _applies(rule: AnyRule, subject: Subject, settings: Settings) -> bool:
    if not isinstance(subject, rule.about) or _setting(rule.id, settings) == LevelSetting.OFF:
        return False
    return not rule.english or not isinstance(subject, Manuscript) or subject.is_english


def _judge(rule: AnyRule, hit: Hit, owners: dict[Path, Owner], settings: Settings) -> Finding:
    """Make a finding of a hit, as heavy as the workspace wants it."""
    setting = _setting(rule.id, settings)
    level = Level(setting.value) if setting else hit.level or rule.level
    owner = owners.get(hit.at.path)
    reason = owner.allow.get(rule.id, "") if owner and rule.allowable else ""
    return Finding(
        rule.id,
        Level.INFO if reason else level,
        hit.at,
        hit.problem,
        hit.remedy or rule.remedy,
        reason,
    )


def _setting(id: str, settings: Settings) -> LevelSetting | None:
    return settings.checks.levels.get(id)


def _owners(subject: Subject) -> Iterator[Owner]:
    """Whoever's `allow` may excuse something that is found in the subject."""
    match subject:
        case Manuscript():
            yield subject.owner
        case Proof():
            yield from (each.owner for each in subject.manuscripts)
        case Background():
            yield from subject.library.snippets.values()
            yield from subject.library.issues.values()


def _find_unused(
    subjects: tuple[Subject, ...], found: Collection[Finding], settings: Settings
) -> Iterator[Finding]:
    """Yield every excuse that excused nothing, or could not excuse anything."""
    used = {(finding.at.path, finding.rule) for finding in found if finding.allowed}
    for owner, asked in _asked_about(subjects, settings):
        for id in owner.allow:
            at = Location(owner.path, owner.lines.of("allow", id))
            known = {rule.id: rule for rule in RULES}
            if id not in known:
                problem, remedy = f"there is no rule “{id}”", nearest(id, known)
            elif not known[id].allowable:
                problem, remedy = f"“{id}” cannot be allowed", known[id].remedy
            elif id in asked and (owner.path, id) not in used:
                problem = f"nothing here needs to be allowed by “{id}”"
                remedy = "Take the line out: it would hide what comes later."
            else:
                continue
            yield Finding(UNUSED_ALLOW, Level.WARNING, at, problem, remedy)


def _asked_about(
    subjects: tuple[Subject, ...], settings: Settings
) -> Iterator[tuple[Owner, set[str]]]:
    """Yield each owner with the rules that were asked about it wherever it stands.

    Unless everything is asked about, a snippet may need an excuse in an issue that is not here.
    """
    everything = any(isinstance(subject, Background) for subject in subjects)
    elsewhere = {rule.id for rule in RULES if rule.about is not Manuscript}
    asked: dict[Path, tuple[Owner, set[str]]] = {}
    for subject in subjects:
        rules = {rule.id for rule in RULES if _applies(rule, subject, settings)}
        for owner in _owners(subject):
            sure = rules if everything or isinstance(owner, Issue) else rules - elsewhere
            asked.setdefault(owner.path, (owner, set()))[1].update(sure)
    yield from asked.values()


def _unknown_levels(settings: Settings) -> Iterator[Finding]:
    """Yield what the settings say of rules that there are not."""
    known = [*(rule.id for rule in RULES), UNUSED_ALLOW]
    for id in settings.checks.levels:
        if id not in known:
            problem = f"[checks.levels] speaks of a rule “{id}” that there is not"
            yield Finding("settings", Level.ERROR, SETTINGS_FILE, problem, nearest(id, known))


def _unknown_clients(settings: Settings) -> Iterator[Finding]:
    """Yield the mail programs of the settings that the table of clients does not have."""
    for id in settings.checks.clients:
        if id not in FAMILIES:
            problem = f"[checks] names a mail program “{id}” of which nothing is known"
            yield Finding("settings", Level.ERROR, SETTINGS_FILE, problem, nearest(id, FAMILIES))
