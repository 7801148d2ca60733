import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from newsletter.content import load_library
from newsletter.database import open_database
from newsletter.delivery import Mailings
from newsletter.editorial import (
    Draft,
    calendar,
    choose_time,
    draft_issues,
    find_issue,
    next_slot,
    plan_mailing,
    schedule,
    source_changed,
)
from newsletter.errors import FoundErrors, NewsletterError, UsageError
from newsletter.localtime import LocalTime
from newsletter.model import Speaks
from newsletter.printing import build
from newsletter.workspace import SETTINGS_FILE, Workspace, open_workspace

SAMPLE = "2026-12-01-tiny-bumps"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def opened(workspace: Path) -> Workspace:
    return open_workspace(workspace)


@pytest.fixture(scope="module")
def draft(prepared: Path) -> Draft:
    """The sample issue of a workspace that nobody has touched."""
    return draft_issues(open_workspace(prepared), NOW, [SAMPLE])[0]


@pytest.fixture
def database(workspace: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{workspace / 'newsletter.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def queue(database: Engine) -> Mailings:
    return Mailings(database)


def test_a_built_letter_shows_its_pictures_and_needs_no_network(
    draft: Draft, tmp_path: Path
) -> None:
    built = build(draft.letter, tmp_path / "out")
    html = built.html.read_text(encoding="utf-8")

    assert "cid:" not in html
    for picture in draft.letter.pictures:
        assert f'src="{picture.name}"' in html
        assert (built.html.parent / picture.name).read_bytes() == picture.data
    assert built.uploads == {}
    assert built.text.read_text(encoding="utf-8").startswith("Bite-sized Skin\n")


BASE = "https://pictures.example.org/letter"


def with_settings(workspace: Path, more: str) -> Workspace:
    """The workspace with more below [pictures]."""
    path = workspace / SETTINGS_FILE
    text = path.read_text(encoding="utf-8")
    header = "[pictures]"
    path.write_text(text.replace(header, f"{header}\n{more}\n", 1), encoding="utf-8")
    return open_workspace(workspace)


def test_pictures_for_the_web_are_written_under_their_names_and_shown_from_the_disk(
    workspace: Path, tmp_path: Path
) -> None:
    (draft,) = draft_issues(with_settings(workspace, f'base-url = "{BASE}"'), NOW, [SAMPLE])
    built = build(draft.letter, tmp_path / "out")
    html = built.html.read_text(encoding="utf-8")

    assert "cid:" not in html
    assert BASE not in html
    assert BASE in draft.letter.main.html.texts[0]
    assert len(built.uploads) == len(draft.letter.pictures) > 0
    for url, path in built.uploads.items():
        assert url == f"{BASE}/{path.name}"
        assert f'src="{path.name}"' in html
        assert path.parent == built.html.parent
        assert path.stem == hashlib.sha256(path.read_bytes()).hexdigest()


def test_pictures_on_this_machine_are_for_letters_that_stay_here(workspace: Path) -> None:
    path = workspace / SETTINGS_FILE
    text = path.read_text(encoding="utf-8").replace("example.org", "skin.health")
    text = text.replace("Example", "Skin").replace("# [provider.main]", "[provider.main]")
    for name in ("host", "port", "security"):
        text = text.replace(f"# {name} =", f"{name} =")
    path.write_text(text, encoding="utf-8")
    at = LocalTime.parse("2027-01-01 08:00 UTC")
    own = open_workspace(workspace)
    (draft,) = draft_issues(own, NOW, [SAMPLE])
    assert plan_mailing(draft, own.settings, at, "main").provider == "main"

    here = with_settings(workspace, 'base-url = "http://127.0.0.1:8000"')
    (draft,) = draft_issues(here, NOW, [SAMPLE])
    assert plan_mailing(draft, here.settings, at, "local").provider == "local"
    with pytest.raises(NewsletterError, match="on their own machines"):
        plan_mailing(draft, here.settings, at, "main")


def test_an_issue_is_found_by_name_folder_or_file(opened: Workspace) -> None:
    library = load_library(opened.root)

    for name in ("", "/", "/issue.md", "/issue.fr.md"):
        assert find_issue(library, SAMPLE + name).slug == SAMPLE
        assert find_issue(library, f"issues/{SAMPLE}{name}").slug == SAMPLE
    with pytest.raises(UsageError, match="no issue") as caught:
        find_issue(library, "2026-12-01-tiny-bump")
    assert SAMPLE in caught.value.remedy


def test_an_issue_is_translated_into_a_language_of_the_newsletter(workspace: Path) -> None:
    words = "---\nsubject: S\npreheader: P\n---\nBonjour.\n"
    (workspace / "issues" / SAMPLE / "issue.fr.md").write_text(words, encoding="utf-8")
    with pytest.raises(FoundErrors) as caught:
        draft_issues(open_workspace(workspace), NOW)
    (finding,) = caught.value.findings
    assert finding.problem == "“fr” is no language of this newsletter"

    with (workspace / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('[translation.fr]\nreason = "R"\ndisclaimer = "D"\n')
    with pytest.raises(FoundErrors) as caught:
        draft_issues(open_workspace(workspace), NOW)
    assert "“why-tiny-bumps” is not translated" in {each.problem for each in caught.value.findings}


def test_a_statement_that_needs_a_source_stops_scheduling(workspace: Path, queue: Mailings) -> None:
    path = workspace / "issues" / SAMPLE / "issue.md"
    path.write_text(path.read_text(encoding="utf-8") + "Milk is white. [@?]\n", encoding="utf-8")
    opened = open_workspace(workspace)
    (draft,) = draft_issues(opened, NOW, [SAMPLE])
    at = LocalTime.parse("2027-01-01 08:00 UTC")

    with pytest.raises(FoundErrors):
        schedule(draft, opened.settings, queue, at)

    assert [finding.rule for finding in draft.errors] == ["source-needed"]
    assert queue.all() == []


def for_audience(workspace: Path, audience: str) -> Workspace:
    """The workspace with its issue for these readers."""
    path = workspace / "issues" / SAMPLE / "issue.md"
    text = path.read_text(encoding="utf-8").replace("audience: everyone", f"audience: {audience}")
    path.write_text(text, encoding="utf-8")
    return open_workspace(workspace)


def test_an_audience_that_is_not_there_is_refused_with_its_line(workspace: Path) -> None:
    opened = for_audience(workspace, "nobody")

    with pytest.raises(FoundErrors) as caught:
        draft_issues(opened, NOW)
    (finding,) = caught.value.findings
    assert finding.problem == "there is no audience “nobody”"
    assert finding.at.line


def test_a_mailing_keeps_the_rule_that_it_was_frozen_with(workspace: Path, queue: Mailings) -> None:
    segments = workspace / "segments.yml"
    segments.write_text("french:\n  language: fr\n", encoding="utf-8")
    opened = for_audience(workspace, "french")
    at = LocalTime.parse("2027-01-01 08:00 UTC")
    (draft,) = draft_issues(opened, NOW, [SAMPLE], at)
    mailing, _ = schedule(draft, opened.settings, queue, at)
    assert mailing.rule == Speaks(language="fr")
    assert source_changed(opened, mailing, NOW) == ""

    segments.write_text("french:\n  language: [fr, oc]\n", encoding="utf-8")

    assert queue.find(mailing.id).rule == Speaks(language="fr")
    assert "the files have changed" in source_changed(opened, mailing, NOW)
    (draft,) = draft_issues(opened, NOW, [SAMPLE], at)
    with pytest.raises(UsageError, match="with another rule for “french”"):
        schedule(draft, opened.settings, queue, at)


def test_letters_with_placeholders_stay_on_this_machine(workspace: Path, queue: Mailings) -> None:
    path = workspace / SETTINGS_FILE
    text = path.read_text(encoding="utf-8")
    text = text.replace('host = "127.0.0.1"', 'host = "smtp.desk.test"')
    path.write_text(text, encoding="utf-8")
    opened = open_workspace(workspace)
    at = LocalTime.parse("2027-01-01 08:00 UTC")

    with pytest.raises(NewsletterError, match=r"example\.org"):
        schedule(draft_issues(opened, NOW)[0], opened.settings, queue, at)


def test_an_unknown_provider_is_refused(draft: Draft, opened: Workspace, queue: Mailings) -> None:
    at = LocalTime.parse("2027-01-01 08:00 UTC")

    with pytest.raises(UsageError, match="no provider is called “main”"):
        schedule(draft, opened.settings, queue, at, "main")


def test_the_time_comes_from_the_command_or_else_from_the_issue(
    draft: Draft, opened: Workspace
) -> None:
    def choose(at: str | None, zone: str | None = None) -> str:
        return str(choose_time(draft.issue, opened.settings, NOW, at, zone))

    assert choose(None) == "2026-12-01 08:00 Asia/Singapore"
    assert choose("2026-12-05 09:30") == "2026-12-05 09:30 Europe/London"
    assert choose("2026-12-05 09:30", "Asia/Tokyo") == "2026-12-05 09:30 Asia/Tokyo"
    assert choose("2026-12-05 09:30:10 Asia/Tokyo") == "2026-12-05 09:30:10 Asia/Tokyo"
    assert choose("2026-12-05T09:30+02:00") == "2026-12-05 07:30 UTC"


@pytest.mark.parametrize(
    ("at", "zone"),
    [("tomorrow", None), ("2026-12-05", None), ("2026-13-05 08:00", None),
     ("2026-12-05 25:00", None), ("2026-12-05 08:00", "Mars/Base"), ("2026-11-20 11:00", "UTC")],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused(
    draft: Draft, opened: Workspace, at: str, zone: str | None
) -> None:
    with pytest.raises(UsageError) as caught:
        choose_time(draft.issue, opened.settings, NOW, at, zone)

    assert caught.value.remedy


def test_the_next_free_slot_passes_over_those_that_are_taken(
    draft: Draft, opened: Workspace, queue: Mailings
) -> None:
    first = next_slot(opened.settings, queue, NOW)
    mailing, _ = schedule(draft, opened.settings, queue, first)
    second = next_slot(opened.settings, queue, NOW)
    queue.cancel(mailing.id)

    assert str(first) == "2026-11-24 08:00 Europe/London"
    assert second.utc() - first.utc() == timedelta(weeks=1)
    assert next_slot(opened.settings, queue, NOW) == first


def test_the_calendar_shows_slots_mailings_and_what_means_to_fill_them(
    draft: Draft, opened: Workspace, queue: Mailings
) -> None:
    schedule(draft, opened.settings, queue, LocalTime.parse("2026-11-26 10:00 UTC"))
    library = load_library(opened.root)

    days = calendar(opened.settings, library, queue, NOW, weeks=3)

    assert [(str(day.at), day.slot, day.mailing.id if day.mailing else 0) for day in days] == [
        ("2026-11-24 08:00 Europe/London", "weekly", 0),
        ("2026-11-26 10:00 UTC", "", 1),
        ("2026-12-01 08:00 Europe/London", "weekly", 0),
        ("2026-12-08 08:00 Europe/London", "weekly", 0),
    ]


def test_a_letter_that_makes_no_message_is_found_before_it_is_scheduled(workspace: Path) -> None:
    path = workspace / SETTINGS_FILE
    text = path.read_text(encoding="utf-8")
    long = f"https://letter.example.org/{'a' * 1000}"
    path.write_text(text.replace("https://letter.example.org", long), encoding="utf-8")

    (draft,) = draft_issues(open_workspace(workspace), NOW, [SAMPLE])

    assert [finding.rule for finding in draft.errors] == ["message"]
    assert "List-Unsubscribe" in draft.errors[0].problem


def test_a_folder_that_cannot_be_written_is_said_in_words(draft: Draft, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")

    with pytest.raises(UsageError, match="cannot be written"):
        build(draft.letter, tmp_path / "out")
