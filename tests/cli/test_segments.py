"""`newsletter subscribers segments`, and scheduling for a segment."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.cli.conftest import Command
from tests.conftest import ask_for_reviews

SAMPLE = "2026-12-01-tiny-bumps"
SEGMENTS = """\
french:
  title: Read French
  language: fr
babies:
  all:
    - has-baby: yes
    - none:
        - language: fr
"""
READERS = (
    ("ana@example.org", "--language", "fr-CA", "--field", "has-baby=yes"),
    ("bo@example.org", "--language", "en", "--field", "has-baby=Yes"),
    ("cy@example.org",),
)


@pytest.fixture(autouse=True)
def _list(newsletter: Command, workspace: Path) -> None:
    """Three readers, and two segments of them."""
    settings = workspace / "newsletter.toml"
    field = '\n[fields.has-baby]\ndefault = "no"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + field, encoding="utf-8")
    ask_for_reviews(workspace, "off")
    (workspace / "segments.yml").write_text(SEGMENTS, encoding="utf-8")
    for address, *words in READERS:
        assert newsletter("subscribers", "add", address, *words).code == 0


def test_segments_are_listed_with_their_readers(newsletter: Command) -> None:
    listed = newsletter("subscribers", "segments")
    value = newsletter("subscribers", "segments", "--json").json["segments"]

    rows = [line.split() for line in listed.out.splitlines()]
    assert rows[1:] == [["french", "1", "Read", "French"], ["babies", "1"], ["everyone", "3"]]
    assert {id: each["readers"] for id, each in value.items()} == {"french": 1, "babies": 1}
    french = {"kind": "language", "language": "fr", "unsaid": False}
    assert value["french"]["rule"] == french


def test_without_segments_there_is_everyone_and_where_to_read_on(
    newsletter: Command, workspace: Path
) -> None:
    (workspace / "segments.yml").unlink()
    listed = newsletter("subscribers", "segments").out

    assert "everyone  3" in listed
    assert "docs/segments.md" in listed


def test_the_rules_of_a_segment_are_shown(newsletter: Command) -> None:
    assert newsletter("subscribers", "segments", "babies").out.splitlines() == [
        "babies: no title, 1 reader (segments.yml:4)",
        "  all of these",
        "    has-baby: yes",
        "    none of these",
        "      language: fr",
    ]
    assert newsletter("subscribers", "segments", "babies", "--json").json["readers"] == 1


def test_it_is_explained_why_somebody_belongs(newsletter: Command) -> None:
    asked = ("subscribers", "segments", "babies", "--explain")

    assert newsletter(*asked, "ana@example.org").out.splitlines() == [
        "ana@example.org is not in babies",
        "  no   all of these",
        "    yes  has-baby: yes  (yes)",
        "    no   none of these",
        "      yes  language: fr  (fr-CA)",
    ]
    assert newsletter(*asked, "bo@example.org").out.startswith("bo@example.org is in babies\n")
    assert newsletter(*asked, "bo@example.org", "--json").json["answers"][0]["holds"]


def test_the_segments_of_a_reader_are_named(newsletter: Command) -> None:
    asked = ("subscribers", "segments", "--explain")

    assert newsletter(*asked, "ana@example.org").out == "ana@example.org is in french\n"
    assert newsletter(*asked, "cy@example.org").out == "cy@example.org is in no segment\n"


def test_whoever_gets_no_issue_is_said_to(newsletter: Command, workspace: Path) -> None:
    newsletter("subscribers", "leave", "ana@example.org")
    engine = create_engine(f"sqlite:///{workspace / 'newsletter.db'}")
    with engine.begin() as connection:
        pause = "UPDATE subscriber SET paused_until = 33000000000 WHERE address LIKE 'bo@%'"
        connection.execute(text(pause))
    engine.dispose()
    asked = ("subscribers", "segments", "--explain")

    ana, bo = newsletter(*asked, "ana@example.org").out, newsletter(*asked, "bo@example.org").out
    assert ana == "ana@example.org is in french, and gets no issue: left\n"
    assert bo.startswith("bo@example.org is in babies, and rests until 3015-")


def test_a_segment_that_is_not_there_is_named_with_the_nearest(newsletter: Command) -> None:
    answer = newsletter("subscribers", "segments", "frensh")

    assert answer.code == 2
    assert "Did you mean “french”?" in answer.err


def test_a_mistake_in_the_file_is_named_with_its_line(newsletter: Command, workspace: Path) -> None:
    (workspace / "segments.yml").write_text("french:\n  langage: fr\n", encoding="utf-8")
    answer = newsletter("subscribers", "segments")

    assert answer.code == 3
    assert "segments.yml:2: error: “langage”" in answer.err


def test_scheduling_says_how_many_a_segment_has(newsletter: Command, workspace: Path) -> None:
    path = workspace / "issues" / SAMPLE / "issue.md"
    issue = path.read_text(encoding="utf-8")
    path.write_text(issue.replace("audience: everyone", "audience: french"), encoding="utf-8")
    at = ("schedule", SAMPLE, "--at", "2126-12-01 08:00", "--tz", "UTC")

    assert "would go to 1 reader of “french” at" in newsletter(*at, "--dry-run").out
    mailing = newsletter(*at, "--json").json
    assert mailing["readers"] == 1
    assert mailing["mailing"]["rule"]["language"] == "fr"
    assert f"{SAMPLE} → french" in newsletter("queue").out


def test_the_readers_of_a_segment_are_exported_alone(newsletter: Command, workspace: Path) -> None:
    export = ("subscribers", "export", "--csv", "some.csv", "--segment")

    assert newsletter(*export, "french", "--json").json["written"] == 1
    written = (workspace / "some.csv").read_text(encoding="utf-8")
    assert [name for name in ("ana@", "bo@", "cy@") if name in written] == ["ana@"]
    assert "Did you mean “french”?" in newsletter(*export, "frensh").err

    alone = newsletter("subscribers", "export", "ana@example.org", "--segment", "french")
    assert "Add --csv FILE." in alone.err

    newsletter("subscribers", "leave", "ana@example.org")
    assert newsletter(*export, "french", "--json").json["written"] == 0
