"""Segments: what a desk may write of groups of readers."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from newsletter.content import load_library, load_segments
from newsletter.errors import FoundErrors
from newsletter.model import (
    AllOf,
    AnyOf,
    AsksFor,
    Field,
    FieldKind,
    Finding,
    Has,
    JoinedAfter,
    JoinedBefore,
    JoinedWithin,
    Location,
    NoneOf,
    Rule,
    Segment,
    Speaks,
    Vocabulary,
)
from tests.content.conftest import QUICK, write
from tests.content.test_anything import YAMLISH

ZONE = "Asia/Singapore"
WORDS = Vocabulary(
    fields=(
        Field("has_baby", default="no", longest=3),
        Field("page", FieldKind.URL, default="https://example.org/"),
    ),
    topics=("everyday", "research"),
    language="en-GB",
    zone=ZONE,
)


def load(root: Path, text: str) -> dict[str, Segment]:
    (root / "segments.yml").write_text(text, encoding="utf-8")
    return load_segments(root, WORDS)


def rule_of(root: Path, rule: str) -> Rule:
    """The rule of a segment that says only this, indented by two spaces."""
    return load(root, f"some:\n{rule}\n")["some"].rule


def found(root: Path, text: str) -> list[tuple[str, str]]:
    """Place and problem of every mistake in a file of this text, and its remedy."""
    with pytest.raises(FoundErrors) as caught:
        load(root, text)
    return [(f"{each.at.line}: {each.problem}", each.remedy) for each in caught.value.findings]


def test_a_segment_is_read_with_its_title_its_rules_and_its_place(tmp_path: Path) -> None:
    text = (
        "# Whom we write to\n"
        "newcomers:\n  title: People of the last month\n  all:\n"
        "    - joined: within 30 days\n    - language: en\n    - topics: everyday\n"
        "parents:\n  has-baby: yes\n"
    )
    newcomers, parents = load(tmp_path, text).values()

    rules = (
        JoinedWithin(days=30),
        Speaks(language="en", unsaid=True),
        AsksFor(topic="everyday"),
    )
    at = Location(Path("segments.yml"), 2)
    assert newcomers == Segment("newcomers", "People of the last month", AllOf(rules=rules), at)
    at = Location(Path("segments.yml"), 8)
    assert parents == Segment("parents", "", Has(name="has_baby", value="yes"), at)


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert load_segments(tmp_path, WORDS) == {}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("joined: after 2026-01-31", JoinedAfter(day=date(2026, 1, 31), zone=ZONE)),
        ("joined: before 2026-01-31", JoinedBefore(day=date(2026, 1, 31), zone=ZONE)),
        ("joined: within 1 day", JoinedWithin(days=1)),
        ("language: en-GB", Speaks(language="en-GB", unsaid=True)),
        ("language: en-US", Speaks(language="en-US")),
        ("language: fr", Speaks(language="fr")),
        ("topics: research", AsksFor(topic="research")),
        ("page: https://example.org/a", Has(name="page", value="https://example.org/a")),
    ],
)
def test_every_question_can_be_asked(tmp_path: Path, text: str, rule: Rule) -> None:
    assert rule_of(tmp_path, f"  {text}") == rule


def test_of_several_values_one_is_enough(tmp_path: Path) -> None:
    rules = (Speaks(language="fr"), Speaks(language="de"))

    assert rule_of(tmp_path, "  language: [fr, de]") == AnyOf(rules=rules)


def test_the_lines_of_one_rule_must_all_hold(tmp_path: Path) -> None:
    text = "  any:\n    - language: fr\n      topics: research\n    - has-baby: yes"
    both = AllOf(rules=(Speaks(language="fr"), AsksFor(topic="research")))

    assert rule_of(tmp_path, text) == AnyOf(rules=(both, Has(name="has_baby", value="yes")))


def test_rules_stand_inside_each_other(tmp_path: Path) -> None:
    text = "  all:\n    - language: fr\n    - none:\n        - topics: research"
    without = NoneOf(rules=(AsksFor(topic="research"),))

    assert rule_of(tmp_path, text) == AllOf(rules=(Speaks(language="fr"), without))


@pytest.mark.parametrize(
    ("rule", "problem", "remedy"),
    [
        (
            "- langage: fr",
            "“langage” is nothing that a rule can ask of a reader",
            "Did you mean “language”?",
        ),
        (
            "- has-babies: yes",
            "“has-babies” is nothing that a rule can ask of a reader",
            "Did you mean “has-baby”?",
        ),
        ("- topics: evryday", "“evryday” is no topic of [topics]", "Did you mean “everyday”?"),
        ("- language: french", "“french” is not the code of a language", "Write it as en, fr"),
        ("- language: EN", "“EN” is not the code of a language", "Write it as en."),
        ("- joined: lately", "“lately” does not say since when somebody reads", "within 30 days"),
        ("- joined: within 0 days", "“within 0 days” does not say since when", "within 30 days"),
        ("- joined: after 2026-02-30", "“after 2026-02-30” does not say since", "within 30 days"),
        ("- has-baby: often", "“has-baby” is longer than 3 characters", "no reader on the list"),
        ("- page: nowhere", "“page” is not an address", "no reader on the list"),
        ("- has-baby:", "there is no value here", "Write the value"),
        ("- topics: []", "there is no value here", "Write the value"),
        ("- topics: [[a]]", "there is no value here", "Write the value"),
        ("- topics: {a: b}", "there is no value here", "Write the value"),
        ("- language", "this is no rule", "such as language: en"),
        ("- none: fr", "this should be a list of rules", "- language: en"),
        ("- any: []", "this should be a list of rules", "- language: en"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_line(
    tmp_path: Path, rule: str, problem: str, remedy: str
) -> None:
    text = f"some:\n  all:\n    - topics: research\n    {rule}\n"

    ((shown, told),) = found(tmp_path, text)
    assert shown.startswith(f"4: {problem}")
    assert remedy in told


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Some:\n  language: fr\n", "1: “Some” cannot be an id"),
        ("everyone:\n  language: fr\n", "1: “everyone” is everybody on the list, always"),
        ("some: fr\n", "1: “some” has no fields"),
        ("some:\n  title: Some\n", "1: “some” has no rule"),
        ("some:\n  title: [a]\n  language: fr\n", "2: “title” is not right: it should be text"),
        ("some:\n  title:\n  language: fr\n", "2: “title” is empty"),
        ("- some\n", "1: these lines are not fields"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    assert [shown for shown, _ in found(tmp_path, text)] == [problem]


def test_every_mistake_is_found_at_once(tmp_path: Path) -> None:
    text = (
        "one:\n  any:\n    - langage: fr\n    - topics: none\n"
        "two:\n  joined: lately\nthree:\n  language: fr\n"
    )

    assert [shown.partition(":")[0] for shown, _ in found(tmp_path, text)] == ["3", "4", "6"]


def for_audience(root: Path, audience: str) -> None:
    text = f"---\nsubject: S\npreheader: P\naudience: {audience}\nsnippets: [milia]\n---\n"
    write(root, "second/issue.md", text)


def test_an_audience_is_a_segment_or_everyone(root: Path) -> None:
    (root / "segments.yml").write_text("parents:\n  has-baby: yes\n", encoding="utf-8")
    for_audience(root, "parents")
    library = load_library(root, vocabulary=WORDS)

    assert list(library.segments) == ["parents"]
    assert library.issues["second"].audience == "parents"


def test_an_audience_that_nobody_described_is_named_with_its_line_and_the_nearest(
    root: Path,
) -> None:
    (root / "segments.yml").write_text("parents:\n  has-baby: yes\n", encoding="utf-8")
    for_audience(root, "parent")

    with pytest.raises(FoundErrors) as caught:
        load_library(root, vocabulary=WORDS)
    (finding,) = caught.value.findings
    assert str(finding.at) == "issues/second/issue.md:4"
    assert finding.problem == "there is no audience “parent”"
    assert finding.remedy == "Did you mean “parents”? segments.yml describes the others."


def test_a_segment_that_could_not_be_read_is_an_audience_all_the_same(root: Path) -> None:
    (root / "segments.yml").write_text("parents:\n  has-babe: yes\n", encoding="utf-8")
    for_audience(root, "parents")

    with pytest.raises(FoundErrors) as caught:
        load_library(root, vocabulary=WORDS)
    assert [str(each.at) for each in caught.value.findings] == ["segments.yml:2"]


def mistakes(root: Path, text: str) -> list[Finding]:
    try:
        load(root, text)
    except FoundErrors as caught:
        return caught.findings
    return []


@settings(QUICK, max_examples=60)
@given(text=YAMLISH)
@example(text="joined: after 2999-12-31")
@example(text="all: {a: b}")
def test_any_text_is_read_or_its_mistakes_are_named(playground: Path, text: str) -> None:
    inside = text.replace("\n", "\n  ")
    for written in (text, f"some:\n  {inside}\n", f"some:\n  any:\n  - {inside}\n"):
        for each in mistakes(playground, written):
            assert each.at.line
            assert each.problem
            assert each.remedy


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("playground")
