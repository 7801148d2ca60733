"""Every tab of a letter over a real workspace, and the readers of its variants."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update

from newsletter.audience import Row, Subscribers, parse_address
from newsletter.database import mailing, open_database, transaction
from newsletter.delivery import Mailings, Plan
from newsletter.errors import UsageError
from newsletter.model import MailingState
from newsletter.studio import Studio
from newsletter.web import Frame, LetterViews, Reader, Tab
from newsletter.web.preview.answers import as_json
from tests.conftest import add_readers, ask_for_reviews, make_letter

SAMPLE = "2026-12-01-tiny-bumps"
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Room:
    """The views over a workspace and an empty database."""

    folder: Path
    engine: Engine
    studio: Studio
    views: LetterViews

    def tab(self, tab: Tab, slug: str = SAMPLE, as_: str = "no-name") -> Any:
        """A tab as the page gets it."""
        return as_json(self.views.tab(slug, tab, Reader(as_)))


@contextmanager
def open_room(folder: Path) -> Iterator[Room]:
    ask_for_reviews(folder, "recorded")
    engine = open_database(f"sqlite:///{folder / 'of-the-room.db'}")
    studio = Studio(folder, lambda: NOW)
    editor = "vscode://file/{path}:{line}"
    yield Room(folder, engine, studio, LetterViews(studio, lambda: engine, lambda: NOW, editor))
    engine.dispose()


@pytest.fixture(scope="module")
def room(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room to look round in."""
    folder = tmp_path_factory.mktemp("room") / "workspace"
    with open_room(Path(shutil.copytree(prepared, folder))) as opened:
        yield opened


@pytest.fixture
def own_room(workspace: Path) -> Iterator[Room]:
    """A room to change something in."""
    with open_room(workspace) as opened:
        yield opened


def link(room: Room, place: dict[str, Any]) -> str:
    path = (room.folder / place["file"]).as_posix().removeprefix("/")
    return f"vscode://file/{path}:{place['line']}"


def test_each_line_of_mjml_opens_where_it_comes_from(room: Room) -> None:
    lines = room.tab(Tab.MJML)["lines"]

    (title,) = [each for each in lines if "<mj-title>" in each["text"]]
    assert (title["file"], title["line"]) == (f"issues/{SAMPLE}/issue.md", 2)
    assert all(each["open"] == link(room, each) for each in lines if each["line"])


def test_the_message_is_the_readers(room: Room) -> None:
    message = room.tab(Tab.MESSAGE)

    assert ["To", "nobody@example.org"] in message["headers"]
    assert message["raw"].startswith("Date: Wed, 25 Nov 2026 09:00:00 +0000\r\n")


def test_sources_and_claims_open_at_their_lines(room: Room) -> None:
    grounds = room.tab(Tab.SOURCES)

    assert [each["number"] for each in grounds["sources"]] == list(
        range(1, len(grounds["sources"]) + 1)
    )
    cited = [place for each in grounds["sources"] for place in each["cited"]]
    assert cited
    assert grounds["claims"]
    for place in (*cited, *grounds["claims"]):
        line = (room.folder / place["file"]).read_text(encoding="utf-8").splitlines()
        assert 1 <= place["line"] <= len(line)
        assert place["open"] == link(room, place)


def test_the_sheets_say_how_they_stand(room: Room) -> None:
    first, *others = room.tab(Tab.REVIEW)["sheets"]

    assert first["name"] == SAMPLE
    for sheet in (first, *others):
        assert (sheet["state"], sheet["diff"], sheet["command"]) == ("approved", [], "")


def test_what_was_written_since_the_approval_is_found_and_shown(own_room: Room) -> None:
    path = own_room.folder / "issues" / "snippets" / "sunscreen-label.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nHats help.\n", encoding="utf-8")
    own_room.studio.refresh()

    stale = {each["name"]: each for each in own_room.tab(Tab.REVIEW)["sheets"]}["sunscreen-label"]
    assert stale["state"] == "stale"
    assert ["+", "Hats help."] in stale["diff"]
    assert stale["command"].startswith("newsletter review approve sunscreen-label --by ")
    checks = own_room.tab(Tab.CHECKS)
    (found,) = [each for each in checks["findings"] if each["rule"] == "reviewed"]
    assert (found["block"], found["open"]) == ("sunscreen-label", link(own_room, found))
    assert checks["counts"]["error"] == 1


def test_changes_are_those_since_the_last_issue_that_readers_got(own_room: Room) -> None:
    assert own_room.tab(Tab.CHANGES) == {"since": None, "diff": []}

    plan = Plan("everyone", "local", NOW, "UTC", 3600)
    mailings = Mailings(own_room.engine)
    made, _ = mailings.create(make_letter("2026-11-01-spots", "Spots.\n"), plan)
    with transaction(own_room.engine) as connection:
        sent = update(mailing).where(mailing.c.id == made.id)
        connection.execute(sent.values(state=MailingState.FINISHED, planned=3))

    changes = own_room.tab(Tab.CHANGES)
    assert changes["since"] == {"slug": "2026-11-01-spots", "sent_at": NOW.isoformat()}
    assert ["-", "Spots."] in changes["diff"]


def test_a_snippet_alone_has_every_tab_but_changes(room: Room) -> None:
    for tab in Tab:
        if tab is not Tab.CHANGES:
            assert room.tab(tab, "snippet:milia-basics")
    with pytest.raises(UsageError, match="a snippet alone is compared with nothing"):
        room.tab(Tab.CHANGES, "snippet:milia-basics")


@pytest.mark.parametrize("tab", Tab)
def test_a_variant_that_is_gone_is_said(room: Room, tab: Tab) -> None:
    with pytest.raises(UsageError, match="there is no variant “xx”"):
        room.views.tab(SAMPLE, tab, Reader(variant="xx"))


def test_a_document_is_drawn_once_for_the_frame_and_its_ruler(own_room: Room) -> None:
    reader, frame = Reader("no-name"), Frame()
    first = own_room.views.letter(SAMPLE, reader, frame)

    assert own_room.views.letter(SAMPLE, reader, frame) is first
    assert own_room.views.letter(SAMPLE, reader, Frame(images=False)) != first

    path = own_room.folder / "issues" / SAMPLE / "issue.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    own_room.studio.refresh()
    assert "One more line." in own_room.views.letter(SAMPLE, reader, frame)


def test_readers_are_counted_apart_from_the_letter(own_room: Room) -> None:
    add_readers(Subscribers(own_room.engine), 3)

    view: Any = as_json(own_room.views.issue(SAMPLE, Reader()))
    assert [each["readers"] for each in view["variants"]] == [None]
    (key,) = [each["key"] for each in view["variants"]]
    assert own_room.views.audience(SAMPLE) == {"variants": {key: 3}}


def test_readers_of_an_issue_for_a_segment_are_those_of_the_segment(own_room: Room) -> None:
    readers = Subscribers(own_room.engine)
    for name, language in (("ana", "fr"), ("bo", "en")):
        row = Row(parse_address(f"{name}@example.org"), "", "", language)
        readers.add([row], "test", dry_run=False)
    (own_room.folder / "segments.yml").write_text("french:\n  language: fr\n", encoding="utf-8")
    path = own_room.folder / "issues" / SAMPLE / "issue.md"
    issue = path.read_text(encoding="utf-8")
    path.write_text(issue.replace("audience: everyone", "audience: french"), encoding="utf-8")
    own_room.studio.refresh()

    view: Any = as_json(own_room.views.issue(SAMPLE, Reader()))
    (key,) = [each["key"] for each in view["variants"]]
    assert own_room.views.audience(SAMPLE) == {"variants": {key: 1}}


def test_a_mistake_in_the_personas_is_said_and_hides_no_letter(own_room: Room) -> None:
    (own_room.folder / "personas.yml").write_text("zoe:\n  nme: Zoe\n", encoding="utf-8")
    own_room.studio.refresh()

    desk: Any = as_json(own_room.views.desk())
    view: Any = as_json(own_room.views.issue(SAMPLE, Reader()))

    assert [(each["file"], each["line"]) for each in desk["problems"]] == [("personas.yml", 2)]
    assert [each["id"] for each in desk["personas"] if each["default"]] == ["typical"]
    assert (view["as"], view["stale"]) == ("typical", False)


def test_variants_say_by_which_fields_their_readers_differ(own_room: Room) -> None:
    issue = own_room.folder / "issues" / SAMPLE / "issue.md"
    only = "  - id: sunscreen-label\n    for: {language: fr}\n"
    text = issue.read_text(encoding="utf-8").replace("  - sunscreen-label\n", only)
    issue.write_text(text, encoding="utf-8")
    own_room.studio.refresh()

    view: Any = as_json(own_room.views.issue(SAMPLE, Reader()))

    labels = {each["label"] for each in view["variants"]}
    assert labels == {"en-GB, language: fr", "en-GB"}


def test_a_letter_is_shown_before_anybody_opens_the_database(workspace: Path) -> None:
    def refuse() -> Engine:
        raise AssertionError

    views = LetterViews(Studio(workspace, lambda: NOW), refuse, lambda: NOW)

    assert as_json(views.issue(SAMPLE, Reader()))
    assert views.tab(SAMPLE, Tab.TEXT, Reader())
