"""The command `serve`, with the real list behind the pages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from newsletter.audience import Purpose, parse_address, sign_token
from newsletter.cli.desk import Desk
from newsletter.cli.serving import open_pages
from newsletter.compose import Templates
from newsletter.daemon import utc_now
from newsletter.model import SubscriberState
from newsletter.web import Pages
from newsletter.workspace import SETTINGS_FILE
from tests.cli.conftest import Command
from tests.conftest import add_readers

FRENCH = '\n[translation.fr]\nreason = "Inscrit."\ndisclaimer = "Informe."\n'


@pytest.fixture
def desk(workspace: Path) -> Iterator[Desk]:
    desk = Desk(workspace, {})
    yield desk
    desk.engine.dispose()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    pages = Pages(desk.workspace.settings, Templates(desk.workspace.template_folders))
    with TestClient(open_pages(desk, pages), follow_redirects=False) as client:
        yield client


def link(desk: Desk, purpose: Purpose, address: str) -> str:
    """The path of a link in a letter to this reader."""
    reader = desk.subscribers.find(parse_address(address))
    keys = desk.workspace.keys({})
    return f"/{purpose}/{sign_token(keys, purpose, reader.id, utc_now())}"


def test_a_reader_leaves_and_comes_back(desk: Desk, client: TestClient) -> None:
    (address,) = add_readers(desk.subscribers, 1)
    leave = link(desk, Purpose.LEAVE, address)

    assert client.post(leave).status_code == 200
    assert client.post(leave).status_code == 200
    assert desk.subscribers.counts() == {SubscriberState.LEFT: 1}

    client.post(f"{leave}/undo")
    assert desk.subscribers.counts() == {SubscriberState.ACTIVE: 1}


def test_a_reader_chooses(desk: Desk, client: TestClient) -> None:
    (address,) = add_readers(desk.subscribers, 1)
    page = link(desk, Purpose.PREFERENCES, address)
    choice = {"language": "en-GB", "time-zone": "Asia/Singapore", "pause": "12"}
    answer = client.post(page, data=choice)

    reader = desk.subscribers.find(parse_address(address))
    assert "Your choices are kept" in answer.text
    assert reader.time_zone == "Asia/Singapore"
    assert reader.paused_until is not None
    assert "You have a pause until" in client.get(page).text


def test_a_reader_sees_what_is_held_and_has_it_erased(desk: Desk, client: TestClient) -> None:
    (address,) = add_readers(desk.subscribers, 1)
    page = link(desk, Purpose.DATA, address)

    assert f"<bdi>{address}</bdi>" in client.get(page).text
    assert json.loads(client.post(f"{page}/download").content)["person"]["address"] == address
    assert "It is erased" in client.post(page, data={"sure": "yes"}).text
    assert desk.subscribers.counts() == {SubscriberState.ERASED: 1}
    assert address not in client.get(page).text


def test_a_link_for_one_thing_does_nothing_else(desk: Desk, client: TestClient) -> None:
    (address,) = add_readers(desk.subscribers, 1)
    leave = link(desk, Purpose.LEAVE, address).removeprefix("/leave/")
    for other in ("confirm", "preferences", "data"):
        client.post(f"/{other}/{leave}", data={"sure": "yes", "language": "en-GB"})

    assert desk.subscribers.counts() == {SubscriberState.ACTIVE: 1}


def test_the_form_for_another_site_is_printed_in_each_language(
    newsletter: Command, workspace: Path
) -> None:
    with (workspace / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write(FRENCH)
    answer = newsletter("serve", "--form")

    assert answer.code == 0
    assert re.findall(r"<!-- (\w+) -->", answer.out) == ["English", "français"]
    assert answer.out.count('action="https://letter.example.org/') == 2


def test_a_mistake_in_a_page_stops_serve_before_it_listens(
    newsletter: Command, workspace: Path
) -> None:
    page = workspace / "templates/web/leave.html"
    page.write_text("{% block content %}\n{{ oops", encoding="utf-8")
    answer = newsletter("serve", "--port", "0")

    assert answer.code == 3
    assert "leave.html:2" in answer.err
