"""What holds for every page."""

import asyncio
import base64
import hashlib
import logging
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as configure
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Send

from newsletter.web import asgi
from newsletter.web.public.guard import HEADERS, LONGEST_BODY, Guard
from tests.web.public.invented import GOOD, OLD, InventedReception

LOOKED_AT = ("/", "/confirm/x", "/leave/x", f"/preferences/{GOOD}", f"/data/{GOOD}")
BUTTONS = (
    "/leave/x/undo", f"/preferences/{GOOD}/link", f"/data/{GOOD}/download",
)  # fmt: skip
OTHERS = ("/robots.txt", "/api/openapi.json", "/nothing", f"/preferences/{OLD}")


def test_every_answer_is_kept_from_caches_frames_logs_and_search_engines(
    client: TestClient,
) -> None:
    for path in (*LOOKED_AT, *BUTTONS, *OTHERS):
        for answer in (client.get(path), client.post(path)):
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; ")
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            others = HEADERS.items() - {
                ("Content-Security-Policy", HEADERS["Content-Security-Policy"])
            }
            assert {(name, answer.headers[name]) for name, _ in others} == others
            assert "set-cookie" not in answer.headers
            assert not answer.is_redirect


def test_a_page_has_one_style_that_its_policy_names_and_fetches_nothing(
    client: TestClient,
) -> None:
    for path in LOOKED_AT:
        answer = client.get(path)
        (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

        assert f"style-src 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]
        assert not re.findall(r"\bsrc=|url\(|@import|<link|<script|\bstyle=|\bon\w+=", answer.text)


def test_no_link_of_ours_leads_to_another_place(client: TestClient) -> None:
    for path in LOOKED_AT:
        links = re.findall(r'(?:href|action)="([^"]*)"', client.get(path).text)

        assert all(re.match(r"(\?|\.\./|\./)", link) for link in links), links


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH"])
def test_only_post_changes_anything(
    client: TestClient, reception: InventedReception, method: str
) -> None:
    for path in (*LOOKED_AT, *BUTTONS, "/api/subscribe"):
        answer = client.request(method, f"{path}?sure=yes&language=fr")
        assert answer.status_code in {200, 204, 405}

    assert reception.done == []
    assert reception.asked == []


def test_a_method_that_is_refused_is_told_which_are_taken(client: TestClient) -> None:
    answer = client.put("/leave/x")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_a_page_that_is_not_there_is_said_in_a_page(client: TestClient) -> None:
    answer = client.get("/nothing", headers={"Accept-Language": "fr"})

    assert answer.status_code == 404
    assert "Il n’y a rien ici" in answer.text


def test_robots_are_told_to_stay_out(client: TestClient) -> None:
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_body_that_no_form_of_ours_has_is_not_read(
    client: TestClient, reception: InventedReception
) -> None:
    fits = client.post("/leave/x", content=b"x" * LONGEST_BODY)
    told = client.post("/leave/x", content=b"x" * (LONGEST_BODY + 1))
    untold = client.post("/leave/x", content=iter([b"x" * LONGEST_BODY, b"x"]))

    assert [fits.status_code, told.status_code, untold.status_code] == [200, 413, 413]
    assert told.headers["Connection"] == "close"
    assert len(reception.done) == 1


def test_a_body_that_never_ends_is_refused(
    app: ASGIApp, reception: InventedReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "PATIENCE", 0.01)
    sent: list[Message] = []

    async def receive() -> Message:
        return await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_ask(app, receive, send))

    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
    assert reception.done == []


async def _ask(app: ASGIApp, receive: Receive, send: Send) -> None:
    scope = {"type": "http", "method": "POST", "path": "/leave/x", "headers": []}
    await app(scope, receive, send)


def test_a_fault_of_ours_is_said_in_a_page_and_logged_without_its_words(
    client: TestClient, reception: InventedReception, caplog: pytest.LogCaptureFixture
) -> None:
    reception.failure = RuntimeError("zoe@example.org is in the way")
    with caplog.at_level(logging.DEBUG):
        answer = client.post(f"/leave/{GOOD}")
    # The client of the test has a log of its own.
    logged = "".join(each.getMessage() for each in caplog.records if "newsletter" in each.name)

    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "a page failed: RuntimeError" in logged
    assert "leaving.py" in logged
    assert "zoe@" not in logged
    assert GOOD not in logged


def test_every_address_is_documented(app: Guard) -> None:
    text = (Path(__file__).parents[3] / "docs/serve.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(/[\w./-]*)…?` \|", text, re.MULTILINE))
    assert isinstance(app.app, Starlette)
    routes = [route.path for route in app.app.routes if isinstance(route, Route)]

    assert told == {path.partition("{")[0] for path in routes}


METHODS = st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT"])
PATHS = st.one_of(
    st.sampled_from([*LOOKED_AT, *BUTTONS, *OTHERS, "/api/subscribe"]),
    st.text(st.characters(codec="utf-8"), max_size=30).map(lambda text: f"/{quote(text)}"),
)
TYPES = st.sampled_from(
    ["application/x-www-form-urlencoded", "application/json", "multipart/form-data", "x"]
)


@configure(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(METHODS, PATHS, TYPES, st.binary(max_size=200))
def test_whatever_is_sent_no_fault_of_ours_comes_of_it(
    client: TestClient, method: str, path: str, media_type: str, body: bytes
) -> None:
    answer = client.request(
        method, f"http://127.0.0.1:8025{path}", content=body, headers={"Content-Type": media_type}
    )

    assert answer.status_code < 500
