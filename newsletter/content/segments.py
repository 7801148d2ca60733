"""`segments.yml`: the groups of readers that an issue may be for, by rules that anybody can read.

A list after `all`, `any` or `none` holds rules; the lines of one rule must all hold; of several
values after a colon, one is enough.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsletter.content.fields import Fields, Value, content_error
from newsletter.content.gathering import gathering
from newsletter.content.pages import validate
from newsletter.content.personas import IDS
from newsletter.content.reading import Reading
from newsletter.content.registers import entry_fields
from newsletter.errors import FoundErrors
from newsletter.model import (
    EVERYONE,
    AllOf,
    AnyOf,
    AsksFor,
    Finding,
    Has,
    Issue,
    JoinedAfter,
    JoinedBefore,
    JoinedWithin,
    Location,
    NoneOf,
    Noun,
    Rule,
    Segment,
    Speaks,
    Text,
    Vocabulary,
    is_within,
    spell_in_templates,
    spell_language,
)
from newsletter.validation import Place, nearest

SEGMENTS = Path("segments.yml")
COMBINED: Mapping[str, type[AllOf | AnyOf | NoneOf]] = {"all": AllOf, "any": AnyOf, "none": NoneOf}
ALWAYS = (*COMBINED, "joined", "language", "topics")
"""What a rule may ask beside the fields of readers."""

WITHIN = re.compile(r"within ([1-9]\d{0,3}) days?")
ON_A_DAY = re.compile(r"(after|before) (2\d{3}-\d\d-\d\d)")
HOW_JOINED = "Write “within 30 days”, “after 2026-01-31” or “before 2026-01-31”."


class _Heading(Noun):
    """What an entry says beside its rules."""

    title: Text | None = None


def load_segments(root: Path, vocabulary: Vocabulary) -> dict[str, Segment]:
    """Read `segments.yml` in a workspace, in the order of the file; none where there is no file.

    Raises:
        FoundErrors: every mistake in the file.
    """
    reading = Reading(root)
    entries = reading.fields(SEGMENTS)
    segments = parse_segments(entries, vocabulary, reading.findings) if entries else {}
    if reading.findings:
        raise FoundErrors(reading.findings)
    return segments


def parse_segments(
    entries: Fields, vocabulary: Vocabulary, findings: list[Finding]
) -> dict[str, Segment]:
    """Return the segments that are right, by id, and add to `findings` what is wrong otherwise."""
    segments = {}
    for id in entries.values:
        with gathering(findings):
            segments[id] = _parse_segment(id, entries, vocabulary)
    return segments


def find_audience(issue: Issue, segments: Fields) -> Iterator[Finding]:
    """Yield what is wrong with the audience of an issue: that nobody has described it."""
    known = [EVERYONE, *segments.values]
    if issue.audience not in known:
        line = issue.lines.of("audience")
        problem = f"there is no audience “{issue.audience}”"
        remedy = f"{nearest(issue.audience, known)} {SEGMENTS} describes the others."
        yield content_error(issue.path, line, problem, remedy)


def _parse_segment(id: str, entries: Fields, vocabulary: Vocabulary) -> Segment:
    if id == EVERYONE:
        problem = f"“{EVERYONE}” is everybody on the list, always"
        raise _mistake(entries, (id,), problem, "Choose another name.")
    if not IDS.fullmatch(id):
        remedy = "Use lower-case letters, digits, single hyphens."
        raise _mistake(entries, (id,), f"“{id}” cannot be an id", remedy)
    own = entry_fields(entries, id)
    heading = {name: value for name, value in own.values.items() if name == "title"}
    rules = {name: value for name, value in own.values.items() if name != "title"}
    title = validate(_Heading, own.inside((), heading), {}).title
    if not rules:
        remedy = "Say who belongs to it: all:, then - language: en on the next line."
        raise _mistake(own, (), f"“{id}” has no rule", remedy)
    findings: list[Finding] = []
    rule = _Rules(own, vocabulary, findings).read_lines((), rules)
    if findings:
        raise FoundErrors(findings)
    return Segment(id, title or "", rule, Location(entries.path, entries.line((id,))))


@dataclass(frozen=True, slots=True)
class _Rules:
    """Reads the rules of one entry; what is wrong with one is kept, and the others are read."""

    fields: Fields
    vocabulary: Vocabulary
    findings: list[Finding]

    def read_lines(self, place: Place, lines: Mapping[str, Value]) -> Rule:
        """The lines of one rule: all must hold."""
        return _join(AllOf, [*self._each(place, lines)])

    def _each(self, place: Place, lines: Mapping[str, Value]) -> Iterator[Rule]:
        for name, value in lines.items():
            with gathering(self.findings):
                yield self._read_line((*place, name), name, value)

    def _read_line(self, place: Place, name: str, value: Value) -> Rule:
        if name in COMBINED:
            return COMBINED[name](rules=tuple(self._read_list(place, value)))
        known = [*ALWAYS, *(each.spelt for each in self.vocabulary.fields)]
        if name not in known:
            problem = f"“{name}” is nothing that a rule can ask of a reader"
            raise self._mistake(place, problem, nearest(name, known))
        texts = self._texts(place, value)
        return _join(AnyOf, [self._read_one(at, name, text) for at, text in texts])

    def _read_list(self, place: Place, value: Value) -> Iterator[Rule]:
        if not isinstance(value, list) or not value:
            remedy = "Write one rule a line below it, each after “- ”, such as - language: en."
            raise self._mistake(place, "this should be a list of rules", remedy)
        for position, lines in enumerate(value):
            with gathering(self.findings):
                if not isinstance(lines, dict) or not lines:
                    remedy = "Write what to ask and the answer, such as language: en."
                    raise self._mistake((*place, position), "this is no rule", remedy)
                yield self.read_lines((*place, position), lines)

    def _texts(self, place: Place, value: Value) -> Iterator[tuple[Place, str]]:
        """Yield each of the values that are wanted, with its place."""
        values = value if isinstance(value, list) else [value]
        for position, text in enumerate(values or [""]):
            at = (*place, position) if isinstance(value, list) else place
            if not isinstance(text, str) or not text.strip():
                remedy = "Write the value that readers must have."
                raise self._mistake(at, "there is no value here", remedy)
            yield at, " ".join(text.split())

    def _read_one(self, place: Place, name: str, text: str) -> Rule:
        match name:
            case "language":
                return self._read_language(place, text)
            case "topics":
                if text not in self.vocabulary.topics:
                    remedy = nearest(text, self.vocabulary.topics)
                    raise self._mistake(place, f"“{text}” is no topic of [topics]", remedy)
                return AsksFor(topic=text)
            case "joined":
                return self._read_joined(place, text)
            case _:
                return self._read_field(place, name, text)

    def _read_language(self, place: Place, text: str) -> Rule:
        spelt = spell_language(text)
        if spelt != text:
            remedy = f"Write it as {spelt or 'en, fr or pt-BR'}."
            raise self._mistake(place, f"“{text}” is not the code of a language", remedy)
        return Speaks(language=text, unsaid=is_within(self.vocabulary.language, text))

    def _read_joined(self, place: Place, text: str) -> Rule:
        within, on_a_day = WITHIN.fullmatch(text), ON_A_DAY.fullmatch(text)
        if within:
            return JoinedWithin(days=int(within[1]))
        # A day that no calendar has is said to be none, too.
        with suppress(ValueError):
            if on_a_day:
                how = JoinedAfter if on_a_day[1] == "after" else JoinedBefore
                return how(day=date.fromisoformat(on_a_day[2]), zone=self.vocabulary.zone)
        raise self._mistake(place, f"“{text}” does not say since when somebody reads", HOW_JOINED)

    def _read_field(self, place: Place, name: str, text: str) -> Rule:
        (field,) = [each for each in self.vocabulary.fields if each.spelt == name]
        try:
            field.check(text)
        except ValueError as error:
            remedy = "Correct the value: no reader on the list can have it."
            raise self._mistake(place, str(error), remedy) from error
        return Has(name=spell_in_templates(name), value=text)

    def _mistake(self, place: Place, problem: str, remedy: str) -> FoundErrors:
        return _mistake(self.fields, place, problem, remedy)


def _join(how: type[AllOf | AnyOf], rules: list[Rule]) -> Rule:
    """One rule of several; a single one stands for itself."""
    return rules[0] if len(rules) == 1 else how(rules=tuple(rules))


def _mistake(fields: Fields, place: Place, problem: str, remedy: str) -> FoundErrors:
    return FoundErrors([fields.finding(place, problem, remedy)])
