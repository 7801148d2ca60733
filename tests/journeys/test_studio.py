"""An editor's hour at the studio: a browser on the page of a running `newsletter preview`."""

import socket
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from newsletter.workspace import SETTINGS_FILE
from tests.journeys.conftest import Desk, at_once, tell, wait_until
from tests.journeys.window import Window, open_window
from tests.previewing import preview

SAMPLE = "2026-12-01-tiny-bumps"
FIRST = "issues/snippets/why-tiny-bumps.md"
SENTENCE = "They saw nobody’s skin, so these are ideas, not a diagnosis."
LATER = "newborn-milia"


@pytest.fixture
def window(browser: Browser, workspace: Path) -> Iterator[Window]:
    with open_window(browser, workspace) as opened:
        yield opened


def test_a_save_is_seen_without_a_reload_at_the_same_place(window: Window) -> None:
    page = window.open()
    page.evaluate("window.still = 'the same page'")
    page.locator(".view").evaluate("view => (view.scrollTop = 1400)")
    page.wait_for_timeout(200)
    page.locator("#outline").get_by_role("button", name="4 to 5 in every 10").click()
    before = window.distance(LATER)
    tall = window.shown.evaluate("frame => frame.offsetHeight")

    window.replace(FIRST, SENTENCE, f"{SENTENCE}\n\nThis line was saved just now. Read it twice.")
    expect(window.letter.get_by_text("This line was saved just now.")).to_have_count(1)
    page.wait_for_function("tall => document.querySelector('.shown').offsetHeight > tall", arg=tall)
    page.wait_for_timeout(200)

    assert abs(window.distance(LATER) - before) <= 1
    assert page.evaluate("window.still") == "the same page"
    assert page.evaluate("window.studioTimes.length") == 1


def test_a_mistake_leaves_the_letter_and_says_where_until_it_is_mended(window: Window) -> None:
    page = window.open()
    window.replace(FIRST, "kind: question", "kind: riddle")
    problem = page.locator("#problems .problem")
    expect(problem.locator(".place")).to_have_text(f"{FIRST.rpartition('/')[2]}:2")
    expect(problem.locator("h2")).to_contain_text("riddle")
    expect(problem.locator(".hit")).to_contain_text("kind: riddle")
    expect(problem).to_contain_text("Below: the last good letter.")
    expect(window.heading(LATER)).to_be_visible()

    window.replace(FIRST, "kind: riddle", "kind: question")
    expect(problem).to_have_count(0)
    expect(window.heading(LATER)).to_be_visible()


def test_a_finding_that_is_clicked_marks_its_block(window: Window) -> None:
    page = window.open("#tab=checks")
    expect(page.locator("#panel .finding, #panel .fine").first).to_be_visible()
    window.replace(FIRST, SENTENCE, f"{SENTENCE} Many people have them. [@?]")
    finding = page.locator(".finding", has_text="source")
    finding.first.locator(".problemline").click()

    mark = page.locator(".mark")
    expect(mark.locator(".flag")).to_contain_text("why-tiny-bumps.md:")
    heading, marked = window.heading("why-tiny-bumps").bounding_box(), mark.bounding_box()
    assert heading
    assert marked
    assert marked["y"] <= heading["y"] <= marked["y"] + marked["height"]


@pytest.mark.slow
def test_a_mailing_is_paused_and_goes_on_and_stays_scheduled_when_files_break(
    desk: Desk, browser: Browser
) -> None:
    desk.readers(3)
    desk.do("schedule", SAMPLE, "--yes")
    with open_window(browser, desk.folder) as window:
        page = window.open()
        expect(page.locator("#title .badge").first).to_have_text("scheduled")
        window.replace(FIRST, "kind: question", "kind: riddle")
        expect(page.locator("#problems .problem")).to_be_visible()
        expect(page.locator("#title .badge").first).to_have_text("scheduled")

        page.locator("#post").get_by_role("button", name="All mailings").click()
        window.button("Pause").click()
        expect(page.locator("#sheet .badge").first).to_have_text("paused")
        (told,) = desk.do("queue")["mailings"]
        assert told["mailing"]["state"] == "paused"
        window.replace(FIRST, "kind: riddle", "kind: question")
        window.button("Resume").click()
        expect(page.locator("#sheet .badge").first).to_have_text("scheduled")


@pytest.mark.slow
def test_a_mailing_that_runs_is_paused_and_goes_on(desk: Desk, browser: Browser) -> None:
    readers = desk.readers(80)
    desk.server.answer = lambda command: time.sleep(0.2) if "DOT" in command else None
    desk.do("schedule", SAMPLE, "--now", "--yes")
    with desk.start("run") as sending, open_window(browser, desk.folder) as window:
        page = window.open()
        page.locator("#post").get_by_role("button", name="All mailings").click()
        state = page.locator("#sheet .badge").first
        expect(state).to_have_text("sending")
        wait_until(lambda: len(desk.accepted) > 2, "letters go out")

        window.button("Pause").click()
        expect(state).to_have_text("paused")
        page.wait_for_timeout(1000)
        stopped_at = len(desk.accepted)
        page.wait_for_timeout(1000)
        assert len(desk.accepted) == stopped_at < len(readers)

        desk.server.answer = at_once
        window.button("Resume").click()
        expect(state).to_have_text("sent")
        sending.terminate()
    assert desk.accepted == Counter(readers)


def test_a_test_letter_comes_into_the_mailbox(workspace: Path, browser: Browser) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    settings = workspace / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8").replace("port = 1025", f"port = {port}")
    text += '\n[preview]\ntest-addresses = ["desk@example.org"]\n'
    settings.write_text(text, encoding="utf-8")
    with open_window(browser, workspace, "--mailbox-port", port) as window:
        page = window.open()
        window.button("Send test").click()
        page.locator("#testline").get_by_role("button", name="Send").click()
        expect(page.locator("#testline .answer")).to_contain_text("desk@example.org")
        page.locator("#post").get_by_role("button", name="Letters in the local mailbox").click()
        page.locator("#sheet").get_by_role("button", name="[Test]").first.click()
        expect(window.letter.get_by_role("heading", level=1)).to_be_visible()


HOSTILE = """
Words before. <script>window.top.name = "ran"; fetch("/ran")</script>
<img src="x" onerror="parent.name='ran'">
[a link](javascript:parent.name='ran')
<form action="/ran"><button>Send</button></form> <iframe src="/ran"></iframe>
<svg onload="parent.name='ran'"></svg> <a href="javascript:alert(1)">press</a>
![drawing](https://elsewhere.example.com/ran.png)
<meta http-equiv="refresh" content="0;url=https://elsewhere.example.com/ran">
<style>@import "https://elsewhere.example.com/ran.css";</style>
"""
NAMES = "</script><img src=x onerror=parent.name='ran'><script>parent.name='ran'</script>"


@pytest.mark.slow
def test_nothing_runs_that_a_snippet_or_a_name_brings_along(
    browser: Browser, workspace: Path
) -> None:
    personas = workspace / "personas.yml"
    personas.write_text(
        f'hostile:\n  note: "{NAMES}"\n  name: "{NAMES}"\n  address: mal@example.org\n',
        encoding="utf-8",
    )
    with open_window(browser, workspace) as window:
        page = window.open()
        page.evaluate("window.name = 'nobody was here'")
        title = page.title()
        for number, line in enumerate(HOSTILE.strip().splitlines()):
            window.replace(FIRST, SENTENCE, f"{SENTENCE}\n\nLine {number}. {line}")
            settle(window, f"Line {number}.")
            window.replace(FIRST, f"\n\nLine {number}. {line}", "")
        for tab in ("inbox", "checks", "text", "html", "mjml", "message", "sources", "review"):
            page.locator(f"#tab-{tab}").click()
            page.wait_for_timeout(100)

        assert page.evaluate("window.name") == "nobody was here"
        assert (page.title(), page.frames[0].url.partition("#")[0]) == (title, window.address)
        assert not [url for url in window.asked if "ran" in url.rpartition("/")[2]]


def settle(window: Window, words: str) -> None:
    """Wait until a save is seen: in the letter, or as what is wrong with it."""
    seen = (window.letter.get_by_text(words), window.page.locator("#problems .problem"))
    wait_until(lambda: any(each.count() for each in seen), f"{words} was seen")
    window.page.wait_for_timeout(100)


def test_an_export_opens_from_a_disk_and_shows_the_letter(
    browser: Browser, workspace: Path, tmp_path: Path
) -> None:
    site = tmp_path / "a site"
    with preview(workspace, SAMPLE, "--export", str(site)) as writing:
        assert writing.process.wait(60) == 0
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    window = Window(page, (site / "index.html").as_uri(), workspace)
    window.open("#tab=html")

    expect(window.heading(LATER)).to_be_visible()
    expect(page.locator("#panel")).to_contain_text("<!doctype html>")
    assert window.shown.evaluate("frame => frame.offsetHeight") > 2000
    window.button("Dark").click()
    expect(window.caption).to_have_text("375 px · dark")
    window.button("Outlook, approximate").click()
    expect(window.caption).to_have_text("375 px · dark · Outlook, approximate")
    expect(window.heading(LATER)).to_be_visible()
    assert {url.partition(":")[0] for url in window.asked} <= {"file", "data"}
    assert window.failures() == []
    page.close()


def test_a_click_counts_though_the_queue_changes_under_it(window: Window) -> None:
    tell(window.workspace, "subscribers", "add", "ola@example.org")
    tell(window.workspace, "schedule", SAMPLE, "--yes")
    page = window.page
    page.goto(f"{window.address}#page=queue")

    page.get_by_role("button", name="Cancel", exact=True).hover()
    page.mouse.down()
    with page.expect_response("**/api/queue"):
        tell(window.workspace, "pause", "1")
    page.mouse.up()

    expect(page.get_by_role("button", name="Yes, cancel")).to_be_visible()
