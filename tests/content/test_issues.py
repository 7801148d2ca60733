from datetime import datetime
from pathlib import Path

import pytest

from newsletter.content import load_library
from newsletter.localtime import LocalTime
from newsletter.model import Issue, Part
from tests.content.conftest import mistakes, remedies, tip, write

REQUIRED = {"subject": "S", "preheader": "P", "snippets": "[milia]"}


def issue(*fields: str, snippets: str = "snippets: [milia]", intro: str = "Hello.\n") -> str:
    """An issue; `fields` start on line 4, `snippets` stands below them."""
    lines = ["---", "subject: Bumps", "preheader: All", *fields, snippets, "---", intro]
    return "\n".join(lines)


def read_issue(root: Path, text: str) -> Issue:
    write(root, "second/issue.md", text)
    return load_library(root).issues["second"]


def test_an_issue_with_all_its_fields_becomes_the_right_typed_value(root: Path) -> None:
    write(root, "second/own.md", tip())
    write(root, "snippets/shared.md", tip())
    fields = ("send-at: 2026-12-01 08:00 Asia/Singapore", "audience: testers")

    found = read_issue(
        root, issue(*fields, snippets="snippets: [shared, own, milia]", intro="Hi.\n")
    )

    assert (found.slug, found.path) == ("second", Path("issues/second/issue.md"))
    assert (found.subject, found.preheader) == ("Bumps", "All")
    assert found.send_at == LocalTime(datetime.fromisoformat("2026-12-01 08:00"), "Asia/Singapore")
    assert found.audience == "testers"
    assert [snippet.id for snippet in found.snippets] == ["shared", "own", "milia"]
    assert found.snippets[1].path == Path("issues/second/own.md")
    assert found.intro == Part("Hi.\n", 8)


def test_an_issue_needs_no_time_no_audience_and_no_intro(root: Path) -> None:
    found = read_issue(root, issue(intro=""))

    assert (found.send_at, found.audience, found.intro) == (None, "everyone", Part("", 6))


def test_issues_and_snippets_come_in_the_order_of_their_names(root: Path) -> None:
    for folder in ("b", "a"):
        write(root, f"{folder}/issue.md", issue())
    for name in ("snippets/zebra", "snippets/ant", "b/own", "a/other"):
        write(root, f"{name}.md", tip())

    library = load_library(root)

    assert list(library.issues) == ["a", "b", "first"]
    assert list(library.snippets) == ["ant", "milia", "zebra", "other", "own"]


@pytest.mark.parametrize("field", REQUIRED)
def test_each_field_that_an_issue_needs_is_missed(root: Path, field: str) -> None:
    lines = [f"{name}: {value}" for name, value in REQUIRED.items() if name != field]
    write(root, "second/issue.md", "\n".join(["---", *lines, "---", "Hello."]))

    assert mistakes(root) == [f"second/issue.md:2: “{field}” is missing"]


def test_an_unknown_field_gets_the_nearest_known_one(root: Path) -> None:
    write(root, "second/issue.md", issue("send_at: 2026-12-01 08:00 UTC"))

    assert mistakes(root) == ["second/issue.md:4: “send_at” is not a known field"]
    assert remedies(root) == ["Did you mean “send-at”?"]


@pytest.mark.parametrize("field", ["slug", "path", "intro", "conditions"])
def test_what_comes_from_the_file_cannot_be_written_in_it(root: Path, field: str) -> None:
    write(root, "second/issue.md", issue(f"{field}: other"))

    assert mistakes(root) == [f"second/issue.md:4: “{field}” is not a known field"]


def test_a_snippet_of_another_issue_is_refused(root: Path) -> None:
    write(root, "first/own.md", tip())
    write(root, "second/issue.md", issue(snippets="snippets:\n  - milia\n  - own"))

    assert mistakes(root) == ["second/issue.md:6: “own” belongs to issues/first"]
    assert remedies(root) == ["Move it to issues/snippets/ to share it."]


def test_an_unknown_snippet_gets_the_nearest_known_one(root: Path) -> None:
    write(root, "second/issue.md", issue(snippets="snippets:\n  - milla\n  - milia"))

    assert mistakes(root) == ["second/issue.md:5: there is no snippet “milla”"]
    assert remedies(root) == ["Did you mean “milia”?"]


def test_the_same_snippet_twice_is_refused_the_second_time(root: Path) -> None:
    write(root, "snippets/rest.md", tip())
    write(root, "second/issue.md", issue(snippets="snippets:\n  - milia\n  - rest\n  - milia"))

    assert mistakes(root) == ["second/issue.md:7: “milia” stands in this issue twice"]


def test_an_issue_without_snippets_is_refused(root: Path) -> None:
    write(root, "second/issue.md", issue(snippets="snippets: []"))

    assert mistakes(root) == ["second/issue.md:4: this issue has no snippets"]


@pytest.mark.parametrize("snippets", ["snippets: milia", "snippets:", "snippets: {milia: milia}"])
def test_snippets_are_a_list(root: Path, snippets: str) -> None:
    write(root, "second/issue.md", issue(snippets=snippets))

    (mistake,) = mistakes(root)
    assert mistake.startswith("second/issue.md:4: “snippets” is not right")
    assert remedies(root) == ["Write a list: one entry a line, each after “- ”."]


@pytest.mark.parametrize("entry", ["[milia]", '""', ""])
def test_an_entry_that_is_no_id_is_refused(root: Path, entry: str) -> None:
    write(root, "second/issue.md", issue(snippets=f"snippets:\n  - milia\n  - {entry}"))

    assert mistakes(root) == ["second/issue.md:6: this is not the id of a snippet"]


def choose(*entries: str) -> str:
    """An issue with these snippets, which start on line 5."""
    return issue(snippets="\n".join(["snippets:", *(f"  - {entry}" for entry in entries)]))


def test_a_snippet_may_be_for_some_readers_only(root: Path) -> None:
    write(root, "snippets/rest.md", tip())
    entry = 'id: rest\n    for: {has-baby: "yes", language: fr}'

    found = read_issue(root, choose("milia", entry))

    assert [snippet.id for snippet in found.snippets] == ["milia", "rest"]
    assert found.conditions == {"rest": {"has-baby": "yes", "language": "fr"}}
    assert found.lines.of("snippets", 1, "for", "has-baby") == 7


def test_the_first_snippet_may_be_for_some_readers_only(root: Path) -> None:
    write(root, "snippets/rest.md", tip())

    found = read_issue(root, choose("for: {age: 30 or more}\n    id: rest", "milia"))

    assert found.conditions == {"rest": {"age": "30 or more"}}
    assert [snippet.id for snippet in found.snippets] == ["rest", "milia"]


def test_without_conditions_everybody_reads_everything(root: Path) -> None:
    assert read_issue(root, choose("milia")).conditions == {}


@pytest.mark.parametrize(
    ("entry", "problem", "remedy"),
    [
        (
            "id: milia",
            "“for” is missing",
            "Add a line that starts with “for:”.",
        ),
        (
            "for: {age: old}",
            "“id” is missing",
            "Add a line that starts with “id:”.",
        ),
        (
            "{id: milia, for: {age: old}, fro: x}",
            "“fro” is not a known field",
            "Did you mean “for”?",
        ),
        (
            "{id: milia, for: everybody}",
            "“for” is not right: it should have fields of its own",
            "Write its fields on lines of their own, indented below it.",
        ),
        (
            "{id: milia, for: {}}",
            "“for” needs 1 or more entries",
            "Add another entry to the list.",
        ),
        (
            "{id: milia, for: {age: [old]}}",
            "“age” is not right: it should be text",
            "Write plain text here.",
        ),
        (
            "{id: milia, for: {age: ''}}",
            "“age” is empty",
            "Write something after the colon, or take the line out.",
        ),
        (
            "{id: milia, for: {Has baby: old}}",
            "“Has baby” cannot be an id",
            "Use lower-case letters, digits, single hyphens.",
        ),
        (
            "{id: milla, for: {age: old}}",
            "there is no snippet “milla”",
            "Did you mean “milia”?",
        ),
    ],
)
def test_a_condition_of_the_wrong_form_is_refused(
    root: Path, entry: str, problem: str, remedy: str
) -> None:
    write(root, "snippets/rest.md", tip())
    write(root, "second/issue.md", choose("rest", entry))

    assert mistakes(root) == [f"second/issue.md:6: {problem}"]
    assert remedies(root) == [remedy]


def test_a_snippet_stands_once_whoever_it_is_for(root: Path) -> None:
    write(root, "second/issue.md", choose("milia", "{id: milia, for: {age: old}}"))

    assert mistakes(root) == ["second/issue.md:6: “milia” stands in this issue twice"]


def test_all_entries_are_judged_at_once(root: Path) -> None:
    write(root, "second/issue.md", choose("{id: milia}", "''", "{id: nothing, for: {a: b}}"))

    assert mistakes(root) == [
        "second/issue.md:5: “for” is missing",
        "second/issue.md:6: this is not the id of a snippet",
        "second/issue.md:7: there is no snippet “nothing”",
    ]


def test_a_snippet_that_cannot_be_read_is_not_reported_twice(root: Path) -> None:
    write(root, "snippets/bad.md", "no front matter\n")
    write(root, "second/issue.md", issue(snippets="snippets: [bad]"))

    assert mistakes(root) == [
        "snippets/bad.md:1: the front matter is missing: the first line must be ---"
    ]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("tomorrow", "“tomorrow” is not a date, a time and a time zone"),
        ("2026-12-01", "“2026-12-01” is not a date, a time and a time zone"),
        ("2026-12-01 08:00", "“2026-12-01 08:00” names no time zone"),
        ("2026-02-30 08:00 UTC", "“2026-02-30 08:00” is not a date and a time"),
        ("2026-12-01 08:00 Mars", "“Mars” is not a time zone such as Asia/Singapore"),
        ('""', "“” is not a date, a time and a time zone"),
    ],
)
def test_a_time_that_is_none_is_refused(root: Path, written: str, problem: str) -> None:
    write(root, "second/issue.md", issue(f"send-at: {written}"))

    assert mistakes(root) == [f"second/issue.md:4: “send-at”: {problem}"]
    assert remedies(root) == ["Write it as 2026-12-01 08:00 Asia/Singapore."]


@pytest.mark.parametrize("written", ["[2026-12-01]", "{at: noon}", "0001-01-01 00:00+14:00"])
def test_a_time_of_another_shape_is_refused(root: Path, written: str) -> None:
    write(root, "second/issue.md", issue(f"send-at: {written}"))

    (mistake,) = mistakes(root)
    assert mistake.startswith("second/issue.md:4: “send-at”: ")
    assert remedies(root) == ["Write it as 2026-12-01 08:00 Asia/Singapore."]


def test_an_audience_is_an_id(root: Path) -> None:
    write(root, "second/issue.md", issue("audience: All of them"))

    assert mistakes(root) == ["second/issue.md:4: “audience”: “All of them” cannot be an id"]


def test_the_folder_of_an_issue_is_an_id(root: Path) -> None:
    write(root, "Second one/issue.md", issue())

    assert mistakes(root) == [
        "Second one/issue.md:2: the folder's name “Second one” cannot be an id"
    ]


def test_a_folder_without_an_issue_is_reported(root: Path) -> None:
    write(root, "second/own.md", tip())

    assert mistakes(root) == ["second/issue.md:1: this issue has no issue.md"]
    assert remedies(root) == ["Add one, or move the snippets to issues/snippets/."]


@pytest.mark.parametrize("name", [".obsidian/workspace.json", ".trash/old.md"])
def test_a_hidden_folder_is_no_issue(root: Path, name: str) -> None:
    write(root, name, "")

    assert list(load_library(root).issues) == ["first"]


def test_two_files_of_the_same_name_are_refused_wherever_they_lie(root: Path) -> None:
    write(root, "first/milia.md", tip())
    write(root, "first/own.md", tip())
    write(root, "second/issue.md", issue())
    write(root, "second/own.md", tip())

    called = "another snippet is called"
    assert mistakes(root) == [
        f"first/milia.md:1: {called} “milia” too: issues/snippets/milia.md",
        f"second/own.md:1: {called} “own” too: issues/first/own.md",
    ]


def test_an_unknown_source_in_an_intro_is_reported(root: Path) -> None:
    write(root, "second/issue.md", issue(intro="Hello.\n\nMilia are small. [@smith-2002]\n"))

    assert mistakes(root) == ["second/issue.md:8: there is no source “smith-2002”"]
    assert remedies(root) == ["Did you mean “smith-2020”?"]


def test_a_picture_in_an_intro_is_reported(root: Path) -> None:
    write(root, "second/issue.md", issue(intro="Hello.\n\n![A bump](../pictures/bump.png)\n"))

    assert mistakes(root) == ["second/issue.md:8: a picture cannot stand in the text"]


def test_a_workspace_without_any_files_is_an_empty_library(tmp_path: Path) -> None:
    library = load_library(tmp_path)

    assert (library.issues, library.snippets, library.people) == ({}, {}, {})
    assert (library.sources, library.glossary, library.pictures) == ({}, {}, {})


def test_an_issue_and_a_snippet_cannot_have_one_name(root: Path) -> None:
    write(root, "second/issue.md", issue())
    write(root, "snippets/second.md", tip())

    problem = "second/issue.md:1: a snippet is called “second” too: issues/snippets/second.md"
    assert mistakes(root) == [problem]
    assert remedies(root) == ["Rename this folder, or that file."]
