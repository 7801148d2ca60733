"""What is said in words, and so again in each language: an issue's opening, and who people are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from newsletter.content.fields import Fields
from newsletter.content.gathering import gathering
from newsletter.content.pages import Page, validate
from newsletter.content.registers import entry_fields
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Issue, Lines, Noun, Person, Snippet, Text
from newsletter.validation import known_fields, nearest


class IssueWords(Noun):
    """What an issue says for itself; all else about it is the same for every reader."""

    subject: Text
    preheader: Text


class PersonWords(Noun):
    """What is said of a person in another language; the name only where it is written otherwise."""

    name: Text | None = None
    role: Text
    photo_alt: Text | None = None
    interests: Text | None = None


Words = TypeVar("Words", IssueWords, PersonWords)


def parse_issue_words(page: Page) -> IssueWords:
    """Return what a translated page says of its issue.

    Raises:
        FoundErrors: every mistake in its fields; also each that stands in the original alone.
    """
    return _validate_words(IssueWords, page.fields, known_fields(Issue), "issue.md")


def translate_issue(
    original: Issue, page: Page, words: IssueWords, snippets: Mapping[str, Snippet]
) -> Issue:
    """Return the issue as its translated page and its translated snippets say it."""
    return original.model_copy(
        update={
            **dict(words),
            "path": page.path,
            "lines": Lines(page.fields.lines),
            "intro": page.body,
            "snippets": tuple(snippets.values()),
            "conditions": {
                id: condition for id, condition in original.conditions.items() if id in snippets
            },
        }
    )


def parse_people_words(
    fields: Fields,
    people: Mapping[str, Person],
    known: Collection[str] | None,
    findings: list[Finding],
) -> dict[str, Person]:
    """Return the people of `fields` in its words; `known` holds the ids that people.yml has.

    Entries that are right are kept, and what is wrong with the others is added to `findings`.
    """
    translated = {}
    for id in fields.values:
        if known is not None and id not in known:
            findings.append(fields.finding((id,), f"there is no person “{id}”", nearest(id, known)))
        with gathering(findings):
            inside = entry_fields(fields, id)
            words = _validate_words(PersonWords, inside, known_fields(Person), "people.yml")
            if id in people:
                translated[id] = _translate_person(people[id], words)
                findings += _compare_words(people[id], words, inside)
    return translated


def _validate_words(model: type[Words], fields: Fields, known: Collection[str], home: str) -> Words:
    """Make words of the fields; those that only the original has are each a mistake."""
    elsewhere = [
        name for name in fields.values if name in known and name not in known_fields(model)
    ]
    remedy = f"Take the line out: what {home} says there holds in every language."
    findings = [fields.finding((name,), f"“{name}” stands in {home}", remedy) for name in elsewhere]
    own = {name: value for name, value in fields.values.items() if name not in elsewhere}
    with gathering(findings):
        words = validate(model, replace(fields, values=own), {})
    if findings:
        raise FoundErrors(findings)
    return words


def _translate_person(person: Person, words: PersonWords) -> Person:
    return person.model_copy(update=words.model_dump(exclude_none=True))


def _compare_words(person: Person, words: PersonWords, fields: Fields) -> Iterator[Finding]:
    """Yield what is said of a person in one of the two files only; a name may stay as it is."""
    for field in ("name", "photo_alt", "interests"):
        name = field.replace("_", "-")
        there, here = getattr(person, field), getattr(words, field)
        if here and not there:
            problem = f"“{name}” does not stand in people.yml"
            yield fields.finding((name,), problem, "Write it there first, or take it out here.")
        elif there and not here and field != "name":
            problem = f"“{name}” is missing; it stands in people.yml"
            yield fields.finding((), problem, "Write it here in this language.")
