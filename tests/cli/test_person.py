"""Commands for one reader, and for the desk's duties to all of them."""

import json
from pathlib import Path

import pytest

from newsletter.audience import Subscribers, Suppressions, Wordings, parse_address
from newsletter.database import open_database
from newsletter.model import Choices, Proof
from newsletter.workspace import open_workspace
from tests.cli.conftest import Command

ANA = parse_address("ana@example.org")


@pytest.fixture
def asked(workspace: Path) -> None:
    """Ana has asked by the form, confirmed and chosen."""
    engine = open_database(open_workspace(workspace).database_url({}))
    subscribers = Subscribers(engine)
    digest = Wordings(engine).store("en", "Yes, write to me.")
    ana = subscribers.ask(ANA, "Ana", "fr", Proof("sign-up form", "form", digest))
    subscribers.confirm(ana.id, Proof("link in a letter", "form"))
    subscribers.choose(ana.id, Choices("fr", ("sun",), "Asia/Tokyo", None), Proof("page", "form"))
    engine.dispose()


def find_suppressed(workspace: Path, address: str) -> bool:
    desk = open_workspace(workspace)
    engine = open_database(desk.database_url({}))
    found = Suppressions(engine, desk.keys({})).find([address])
    engine.dispose()
    return bool(found)


@pytest.mark.usefixtures("asked")
def test_the_whole_story_of_a_reader_is_told_in_plain_words(newsletter: Command) -> None:
    shown = newsletter("subscribers", "show", "ana@example.org").out

    for words in (
        "ana@example.org (Ana): active",
        "  since 20",
        "  language: fr",
        "  topics: sun",
        "  time zone: Asia/Tokyo",
        "UTC: asked, sign-up form (form), agreed to “Yes, write to me.”",
        "UTC: confirmed, link in a letter (form)",
        "UTC: time zone Asia/Tokyo, page (form)",
        "Letters\n  none yet",
    ):
        assert words in shown


@pytest.mark.usefixtures("asked")
def test_what_is_held_of_a_reader_is_printed_for_them(newsletter: Command) -> None:
    held = json.loads(newsletter("subscribers", "export", "ana@example.org").out)

    assert held["person"]["time_zone"] == "Asia/Tokyo"
    assert held["consent"][0]["wording"] == "Yes, write to me."
    assert newsletter("subscribers", "export", "ana@example.org", "--json").json == held
    assert newsletter("subscribers", "export", "bo@example.org").code == 2
    assert newsletter("subscribers", "export").code == 2


@pytest.mark.usefixtures("asked")
def test_a_reader_is_erased_when_somebody_says_so_twice(
    newsletter: Command, workspace: Path
) -> None:
    erase = ("subscribers", "erase", "ana@example.org")
    dry = newsletter(*erase, "--dry-run").out
    unasked = newsletter(*erase)

    assert "would be erased, with steps of consent: 4, letters: 0" in dry
    assert unasked.code == 2
    assert "Nobody is here to answer" in unasked.err
    assert newsletter(*erase, "--yes").out == "ana@example.org is erased\n"
    assert newsletter(*erase, "--yes").code == 2
    assert "not on the list" in newsletter("subscribers", "show", "ana@example.org").err
    assert b"ana@" not in b"".join(path.read_bytes() for path in workspace.glob("newsletter.db*"))


def test_who_was_erased_comes_back_only_if_they_asked(newsletter: Command) -> None:
    add = ("subscribers", "add", "ana@example.org")
    newsletter(*add)
    newsletter("subscribers", "erase", "ana@example.org", "--yes")

    assert "was erased" in newsletter(*add).err
    assert newsletter(*add, "--asked-again", "--dry-run").code == 0
    assert "was erased" in newsletter(*add).err
    assert newsletter(*add, "--asked-again").out == "ana@example.org: added\n"
    assert newsletter(*add).out == "ana@example.org: is on the list already\n"


def test_no_import_brings_back_who_was_erased(newsletter: Command, workspace: Path) -> None:
    newsletter("subscribers", "add", "ana@example.org")
    newsletter("subscribers", "erase", "ana@example.org", "--yes")
    newsletter("key", "rotate", "--yes")
    (workspace / "old.csv").write_text("email\nana@example.org\nbo@example.org\n", "utf-8")

    words = ("--basis", "I want the letter.", "--yes", "--json")
    imported = newsletter("subscribers", "import", "old.csv", *words).json

    assert imported["added"] == 1
    assert imported["away"] == {"erased": 1}
    listed = newsletter("subscribers", "list", "--json").json["subscribers"]
    assert [each["address"] for each in listed] == ["bo@example.org"]


@pytest.mark.parametrize("known", [True, False])
def test_an_address_is_kept_off_whether_or_not_it_is_known(
    newsletter: Command, workspace: Path, known: bool
) -> None:
    add = ("subscribers", "add", "ana@example.org")
    if known:
        newsletter(*add)

    words = ("--reason", "asked by letter, 3 May")
    answer = newsletter("subscribers", "suppress", "Ana@example.org", *words)

    assert answer.code == 0
    assert find_suppressed(workspace, "ana@example.org")
    assert "is not to be written to" in newsletter(*add).err
    assert newsletter(*add, "--asked-again", "--source", "letter of 4 May").code == 0
    assert not find_suppressed(workspace, "ana@example.org")
    assert "ana@example.org (no name): active" in newsletter("subscribers", "show", add[2]).out


@pytest.mark.usefixtures("asked")
def test_what_is_held_of_everybody_is_reported(newsletter: Command) -> None:
    said = newsletter("privacy", "report").out
    told = newsletter("privacy", "report", "--json").json["holdings"]

    assert "365 days, then erased" in said
    counts = {each["what"]: each["count"] for each in told}
    assert (counts["readers: active"], counts["steps of consent"]) == (1, 4)
    assert counts["texts agreed to"] == 1
    assert all(each["why"] and each["until"] for each in told)


def test_a_new_key_comes_first_and_the_old_one_stays(newsletter: Command, workspace: Path) -> None:
    path = workspace / "newsletter.key"
    before = path.read_text(encoding="utf-8").split()

    assert newsletter("key", "rotate").code == 2
    rotated = newsletter("key", "rotate", "--yes")

    fresh, *older = path.read_text(encoding="utf-8").split()
    assert older == before
    assert fresh not in before
    assert "Restart `newsletter serve`, then `newsletter run`" in rotated.out
    assert "NEWSLETTER_KEY" not in rotated.out
    assert fresh not in rotated.out


def test_a_key_of_the_environment_is_taken_over_and_said_to_be_in_the_way(
    newsletter: Command, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "e" * 64
    monkeypatch.setenv("NEWSLETTER_KEY", secret)

    rotated = newsletter("key", "rotate", "--yes")

    assert "NEWSLETTER_KEY is set and goes before the file" in rotated.out
    assert (workspace / "newsletter.key").read_text(encoding="utf-8").split()[1:] == [secret]
