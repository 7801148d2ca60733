"""The command as it is typed, in a process of its own: the address, the page, the end."""

import re
import smtplib
import socket
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.previewing import Preview, preview

SAMPLE = "2026-12-01-tiny-bumps"


def test_it_prints_its_address_shows_the_letter_and_ends_with_ctrl_c(workspace: Path) -> None:
    with preview(workspace, SAMPLE) as page:
        assert re.fullmatch(
            rf"http://127\.0\.0\.1:\d+/[\w-]{{32}}/#issue={SAMPLE}", page.url.strip()
        )
        assert page.get("")[0] == 200
        assert page.json("api/desk")["problems"] == []
        view = page.json(f"api/issues/{SAMPLE}")
        assert view["subject"]
        assert view["rendered"] == 1
        assert view["problems"] == []
        status, letter = page.get(f"letters/{SAMPLE}?look=dark&images=off&client=word")
        assert status == 200
        assert "data-block" in letter
        assert page.json(f"api/issues/{SAMPLE}/tabs/text")["text"].count("\n") > 50

        code, _, err = page.interrupt()
        assert (code, err) == (0, "")


def test_programs_get_one_line_and_may_choose_port_and_token(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    token = "chosen-by-somebody"
    with preview(workspace, "--json", "--port", str(port), "--token", token) as page:
        assert page.url == f"http://127.0.0.1:{port}/{token}/"
        assert page.get("api/desk")[0] == 200
        assert page.interrupt() == (0, "", "")


def test_it_can_be_the_mailbox_too_unless_somebody_is_already(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    listening = ("--json", "--mailbox-port", str(port))
    with preview(workspace, *listening) as first, preview(workspace, *listening) as second:
        with smtplib.SMTP("127.0.0.1", port, "test") as client:
            client.sendmail("a@b.test", ["ana@example.org"], "Subject: hello\r\n\r\nText\r\n")

        for page in (first, second):
            (message,) = page.json("api/mailbox")["messages"]
            assert (message["subject"], message["to"]) == ("hello", "ana@example.org")
        assert f":{port};" in first.told["mailbox"]
        assert "already" in second.told["mailbox"]
        assert first.interrupt() == (0, "", "")


@pytest.mark.parametrize(
    ("file", "text"), [("newsletter.toml", "not = ["), ("issues/sources.yml", "- [")]
)
def test_a_broken_workspace_is_shown_and_recovers(workspace: Path, file: str, text: str) -> None:
    path = workspace / file
    good = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    with preview(workspace, SAMPLE) as page:
        (problem,) = page.json("api/desk")["problems"]
        assert (problem["file"], problem["line"]) == (file, 1)
        assert problem["remedy"]
        assert problem["excerpt"] == [{"line": 1, "text": text, "hit": True}]
        view = page.json(f"api/issues/{SAMPLE}")
        assert (view["rendered"], view["problems"]) == (0, [problem])

        path.write_text(good, encoding="utf-8")
        wait_for(page, problems=False)
        assert page.json(f"api/issues/{SAMPLE}")["rendered"] > 0


def test_a_mistake_leaves_the_last_good_letter_until_it_is_mended(workspace: Path) -> None:
    path = workspace / "issues" / SAMPLE / "issue.md"
    good = path.read_text(encoding="utf-8")
    with preview(workspace, "--editor", "zed://file/{path}:{line}") as page:
        before = page.get(f"letters/{SAMPLE}")
        page.json(f"api/issues/{SAMPLE}")

        path.write_text(good.replace("subject:", "subjct:"), encoding="utf-8")
        wait_for(page, problems=True)
        view = page.json(f"api/issues/{SAMPLE}")
        assert view["stale"]
        assert view["problems"][0]["open"].startswith(f"zed://file{path.as_posix()}:")
        assert page.get(f"letters/{SAMPLE}") == before

        path.write_text(good, encoding="utf-8")
        wait_for(page, problems=False)
        assert page.json(f"api/issues/{SAMPLE}")["stale"] is False


@pytest.mark.parametrize(
    "name", ["issues/pictures/milium.png", "issues/snippets/sunscreen-label.md"]
)
def test_what_a_link_fetches_from_elsewhere_is_refused(workspace: Path, name: str) -> None:
    path = workspace / name
    outside = workspace.parent / f"canary{path.suffix}"
    outside.write_bytes(path.read_bytes().replace(b"SPF 30", b"CANARY"))
    path.unlink()
    path.symlink_to(outside)
    with preview(workspace) as page:
        assert page.json("api/desk")["problems"]
        for place in (f"letters/{SAMPLE}", "letters/snippet:sunscreen-label", "api/desk"):
            assert "CANARY" not in page.get(place)[1]


def test_a_port_that_is_taken_is_said_in_words(newsletter: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = newsletter("preview", "--port", str(port))

    assert answer.code == 1
    assert f"nobody can listen on 127.0.0.1:{port}" in answer.err
    assert "Choose another --port, or leave it out." in answer.err


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["2026-12-01-tiny-bump"], "there is no issue “2026-12-01-tiny-bump”"),
        (["--token", "short"], "this token is too easy to guess"),
        (["--token", "no/part/of/an/address"], "this token is too easy to guess"),
        (["--editor", "javascript:alert({path})"], "“javascript:” opens no editor"),
        (["--port", "99999"], "--port"),
    ],
)
def test_what_cannot_be_is_a_usage_error(
    newsletter: Command, words: list[str], problem: str
) -> None:
    answer = newsletter("preview", *words)

    assert answer.code == 2
    assert problem in answer.err


def test_without_a_workspace_it_says_so(newsletter: Command, tmp_path: Path) -> None:
    answer = newsletter("-w", str(tmp_path), "preview", "--json")

    assert answer.code == 2
    assert answer.json["error"].startswith("there is no workspace in")


def wait_for(page: Preview, *, problems: bool) -> None:
    """Wait until the desk has problems, or none any more."""
    end = time.monotonic() + 10
    while bool(page.json("api/desk")["problems"]) is not problems:
        assert time.monotonic() < end, "it was not seen"
        time.sleep(0.02)
