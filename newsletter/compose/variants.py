"""Who gets what: the languages an issue is written in, and the conditions its snippets stand under.

Every combination of conditions that some reader may meet is a variant, compiled once. A reader gets
the first variant whose conditions all hold, so that those that ask for more come first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from newsletter.errors import FoundErrors
from newsletter.model import (
    LANGUAGE,
    OUR_LINKS,
    Field,
    Finding,
    Issue,
    Level,
    Library,
    Location,
    compare_form,
    primary_part,
    spell_in_templates,
)
from newsletter.settings import Identity, Settings
from newsletter.validation import nearest

MOST_VARIANTS = 16
"""In one language: each has to be compiled, looked at and kept."""

Conditions = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue as some readers get it: in one language, without what is not for them."""

    issue: Issue
    library: Library
    identity: Identity
    conditions: Conditions


def list_editions(
    issue: Issue, library: Library, settings: Settings, fields: Iterable[Field]
) -> Iterator[Edition]:
    """Yield every edition in the order of the letter's variants.

    Raises:
        FoundErrors: a condition asks for what nobody declared, leaves a reader with no snippet at
            all, or there are too many of them.
    """
    asked = _read_conditions(issue, {field.name: field for field in fields})
    combinations = _combine(issue, asked)
    for edition in list_languages(issue, library, settings):
        language = primary_part(edition.identity.language).casefold()
        for conditions in combinations:
            # Readers of a translation are readers of its language.
            if edition.library is library or conditions.get(LANGUAGE, language) == language:
                yield replace(
                    edition, issue=_select(edition.issue, asked, conditions), conditions=conditions
                )


def list_languages(issue: Issue, library: Library, settings: Settings) -> Iterator[Edition]:
    """Yield the main edition, then one for each language that has this issue.

    Each has the snippets of the main edition, whose conditions hold for all.
    """
    yield Edition(issue, library, settings.newsletter, {})
    for language, translated in library.translations.items():
        if issue.slug in translated.issues:
            # When it goes, to whom and in which shape is said once, in the main language.
            shared = {name: getattr(issue, name) for name in ("send_at", "audience", "layout")}
            own = translated.issues[issue.slug]
            chosen = {snippet.id for snippet in issue.snippets}
            snippets = tuple(each for each in own.snippets if each.id in chosen)
            own = own.model_copy(update={**shared, "snippets": snippets})
            yield Edition(own, translated, settings.identity_in(language), {})


def _select(issue: Issue, asked: Mapping[str, Conditions], conditions: Conditions) -> Issue:
    """The issue with the snippets for readers who meet just these conditions."""
    chosen = tuple(
        snippet
        for snippet in issue.snippets
        if asked.get(snippet.id, {}).items() <= conditions.items()
    )
    if issue.snippets and not chosen:
        who = " and ".join(f"{name} is “{value}”" for name, value in conditions.items())
        problem = f"a reader {f'whose {who}' if who else 'who meets no condition'} gets no snippet"
        remedy = "Let one snippet stand without a condition."
        raise FoundErrors([_finding(issue, ("snippets",), problem, remedy)])
    return issue.model_copy(update={"snippets": chosen})


def _combine(issue: Issue, asked: Mapping[str, Conditions]) -> list[Conditions]:
    """Every combination that a reader may meet, the largest first; the last one is empty."""
    found: list[Conditions] = [{}]
    for conditions in asked.values():
        for other in list(found):
            both = {**other, **conditions}
            # Nobody has two values in one field.
            if other.items() <= both.items() and both not in found:
                found.append(both)
        if len(found) > MOST_VARIANTS:
            problem = f"the conditions make more than {MOST_VARIANTS} different letters"
            remedy = "Take some out: each letter has to be compiled and looked at."
            raise FoundErrors([_finding(issue, ("snippets",), problem, remedy)])
    return sorted(found, key=len, reverse=True)


def _read_conditions(issue: Issue, known: Mapping[str, Field]) -> dict[str, Conditions]:
    """The conditions of an issue by snippet, spelt as letters spell them."""
    findings: list[Finding] = []
    asked: dict[str, Conditions] = {}
    for position, snippet in enumerate(issue.snippets):
        place = ("snippets", position)
        conditions = issue.conditions.get(snippet.id, {})
        for name in conditions:
            findings += _judge(issue, place, name, conditions[name], known)
        asked[snippet.id] = {
            spell_in_templates(name): compare_form(value) for name, value in conditions.items()
        }
    if findings:
        raise FoundErrors(findings)
    return asked


def _judge(
    issue: Issue, place: tuple[str | int, ...], name: str, value: str, known: Mapping[str, Field]
) -> Iterator[Finding]:
    """Yield what is wrong with one condition."""
    names = [*(field.spelt for field in known.values() if field.name not in OUR_LINKS), LANGUAGE]
    if name not in names:
        problem = f"“{name}” is no field of readers"
        yield _finding(issue, (*place, name), problem, nearest(name, names))
    elif field := known.get(spell_in_templates(name)):
        try:
            field.check(value)
        except ValueError as error:
            yield _finding(issue, (*place, name), str(error), "No reader has such a value.")
    if not compare_form(value):
        problem = f"the condition on “{name}” is empty"
        yield _finding(issue, (*place, name), problem, "Write the value that readers must have.")
    if name == LANGUAGE and "-" in value:
        problem = f"“{value}” is a language with a region"
        remedy = f"Write {primary_part(value)}: it holds for every region."
        yield _finding(issue, (*place, name), problem, remedy)


def _finding(issue: Issue, place: tuple[str | int, ...], problem: str, remedy: str) -> Finding:
    at = Location(issue.path, issue.lines.of(*place))
    return Finding("condition", Level.ERROR, at, problem, remedy)
