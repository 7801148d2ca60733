import http.client
import socket
from contextlib import suppress
from urllib.parse import quote

import pytest

from newsletter.web import asgi
from newsletter.web.preview.guard import LONGEST_BODY
from tests.web.preview.conftest import TOKEN, Shelf, Studio

JSON = ("Content-Type", "application/json")
ORDER = b'{"issue": "a", "as": "", "variant": "", "address": "me@example.org"}'

PLACES = (
    "api/desk", "api/queue", "api/mailbox", "api/readers?q=a", "api/issues/a", "api/nothing",
    "api/issues/nothing", "api/issues/a/tabs/text", "letters/a", "letters/mailbox/a.eml",
    "static/x",
)  # fmt: skip


@pytest.fixture
def studio(server: tuple[Studio, Shelf]) -> Studio:
    running, shelf = server
    shelf.forget()
    return running


@pytest.fixture
def views(server: tuple[Studio, Shelf]) -> Shelf:
    return server[1]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}"],
)
def test_names_of_this_machine_are_let_in(studio: Studio, host: str) -> None:
    host = host.format(port=studio.port)

    assert studio.ask("GET", studio.path("api/desk"), host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example",
        "127.0.0.1.nip.io:{port}", "evil.example#127.0.0.1", "evil@127.0.0.1",
        "127.0.0.1, evil.example", "127.0.0.1:{port}@evil", "localhost:", "localhost:x", "0.0.0.0",
        "2130706433", "0x7f.1", "LOCALHOST.", "[::]", "192.168.0.7", "", "a",
    ],
)  # fmt: skip
def test_a_name_that_was_rebound_to_this_machine_is_refused(
    studio: Studio, views: Shelf, host: str
) -> None:
    answer = studio.ask("GET", studio.path("api/desk"), host=host.format(port=studio.port))

    assert answer.status == 421
    assert views.asked == []


def test_two_hosts_or_none_are_refused(studio: Studio, views: Shelf) -> None:
    two = studio.ask("GET", studio.path("api/desk"), [("Host", "evil.example")])
    with socket.create_connection(("127.0.0.1", studio.port), timeout=10) as connection:
        connection.sendall(f"GET {studio.path('api/desk')} HTTP/1.0\r\n\r\n".encode())
        none = connection.recv(100)

    assert two.status in (400, 421)
    assert none.split()[1] in (b"400", b"421")
    assert views.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/", "//", "/api/desk", "/x/api/desk", f"/{TOKEN}", f"/{TOKEN}x/api/desk",
        f"/{TOKEN[:-1]}/api/desk", f"//{TOKEN}/api/desk", f"/{TOKEN.upper()}/api/desk",
        f"/x/../{TOKEN}/api/desk", f"/api/desk?token={TOKEN}", "/%F0%9F%A6%80/api/desk",
        f"/{TOKEN}%00/api/desk", "/%ff/api/desk", "/favicon.ico",
    ],
)  # fmt: skip
def test_without_the_token_there_is_nothing(studio: Studio, views: Shelf, path: str) -> None:
    assert studio.ask("GET", path).status == 404
    assert views.asked == []


@pytest.mark.parametrize("place", ["static", "letters", "api/mailbox", "letters/mailbox"])
@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fnewsletter.toml", "../../newsletter.toml", "%2e%2e/%2e%2e/newsletter.toml",
        "..%252f..%252fnewsletter.toml", "..%5c..%5cnewsletter.toml", "%2fetc%2fpasswd",
        "/etc/passwd", "....//newsletter.toml", "index.html%00.css", "..%c0%af..%c0%afetc/passwd",
    ],
)  # fmt: skip
def test_no_path_in_an_address_ever_names_a_file(studio: Studio, place: str, name: str) -> None:
    (studio.root / "newsletter.toml").write_text('secret = "canary"', encoding="utf-8")

    answer = studio.get(f"{place}/{name}")

    assert answer.status == 404 or place != "static"
    assert b"canary" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Origin", "null")],
        [("Origin", "")],
        [("Origin", "https://evil.example")],
        [("Origin", "https://127.0.0.1:{port}")],
        [("Origin", "http://127.0.0.1")],
        [("Origin", "http://localhost:{port}")],
        [("Origin", "http://127.0.0.1:{port}.evil.example")],
        [("Origin", "http://127.0.0.1:{port}"), ("Origin", "http://127.0.0.1:{port}")],
        [("Referer", "http://127.0.0.1:{port}/")],
    ],
)
def test_a_post_that_no_page_of_ours_sends_changes_nothing(
    studio: Studio, views: Shelf, headers: list[tuple[str, str]]
) -> None:
    own = [(name, value.format(port=studio.port)) for name, value in headers]
    for path in ("api/test", "api/mailings/1/cancel"):
        answer = studio.ask("POST", studio.path(path), [*own, JSON], ORDER)

        assert answer.status == 403
        assert answer.json["remedy"]
    assert views.asked == []


@pytest.mark.parametrize(
    "media_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"],
)
def test_what_a_form_can_send_is_refused(studio: Studio, views: Shelf, media_type: str) -> None:
    headers = [("Origin", f"http://{studio.host}"), ("Content-Type", media_type)]

    assert studio.ask("POST", studio.path("api/test"), headers, ORDER).status == 415
    assert views.asked == []


def test_the_page_itself_may_post(studio: Studio) -> None:
    utf8 = [
        ("Origin", f"http://{studio.host}"),
        ("Content-Type", "Application/JSON; charset=utf-8"),
    ]

    assert studio.ask("POST", studio.path("api/test"), utf8, ORDER).status == 200


@pytest.mark.parametrize(
    "method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW"]
)
def test_other_methods_are_refused(studio: Studio, views: Shelf, method: str) -> None:
    preflight = [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")]
    answer = studio.ask(method, studio.path("api/test"), preflight)

    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert views.asked == []


def test_head_is_get_without_a_body(studio: Studio) -> None:
    get, head = (studio.ask(method, studio.path("api/desk")) for method in ("GET", "HEAD"))

    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_a_body_may_be_as_long_as_the_limit_and_no_longer(studio: Studio, views: Shelf) -> None:
    def post(length: int) -> int:
        return studio.ask("POST", studio.path("api/test"), studio.own, ORDER.ljust(length)).status

    assert post(LONGEST_BODY) == 200
    assert post(LONGEST_BODY + 1) == 413
    assert len(views.asked) == 1


def test_ten_megabytes_are_refused_before_they_are_read(studio: Studio, views: Shelf) -> None:
    head = (
        f"POST {studio.path('api/test')} HTTP/1.1\r\nHost: {studio.host}\r\n"
        f"Origin: http://{studio.host}\r\nContent-Type: application/json\r\n"
    )
    bodies = ("Content-Length: 10000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n989680\r\n")
    for body in bodies:
        with socket.create_connection(("127.0.0.1", studio.port), timeout=10) as connection:
            connection.sendall((head + body).encode() + b"x" * 200_000)
            assert connection.recv(100).split()[1] == b"413"
    assert views.asked == []
    assert studio.get("api/desk").status == 200


def test_a_body_that_never_ends_is_refused(
    studio: Studio, views: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "PATIENCE", 0.05)
    answer = studio.ask("POST", studio.path("api/test"), [*studio.own, ("Content-Length", "9")])

    assert answer.status == 408
    assert views.asked == []


def test_a_get_with_a_body_of_ten_megabytes_is_refused_too(studio: Studio) -> None:
    length = [("Content-Length", "10000000")]

    assert studio.ask("GET", studio.path("api/desk"), length).status == 413


def test_a_very_long_address_is_refused(studio: Studio) -> None:
    assert studio.get("api/readers?q=" + "x" * 301).status == 400
    # The server may hang up before it has read all of it.
    with suppress(ConnectionResetError):
        assert studio.get("static/" + "x" * 100_000).status in (400, 404, 414, 431)
    assert studio.get("api/desk").status == 200


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_carries_the_headers_of_the_house(studio: Studio, place: str) -> None:
    origin = [("Origin", "https://evil.example")]
    answers = [
        studio.get(place),
        studio.ask("GET", studio.path(place), origin),
        studio.ask("GET", f"/wrong/{place}", origin),
        studio.ask("GET", studio.path(place), origin, host="evil.example"),
        studio.ask("OPTIONS", studio.path(place), origin),
        studio.ask("POST", studio.path(place), [*origin, JSON], b"{}"),
    ]
    for answer in answers:
        assert_safe(answer.headers)


def assert_safe(headers: http.client.HTTPMessage) -> None:
    """No other page may read this, keep it, frame it or learn where it came from."""
    assert not [name for name in headers if name.lower().startswith("access-control-")]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-DNS-Prefetch-Control"] == "off"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "set-cookie" not in headers
    assert "server" not in headers


def test_refusals_are_words_in_json(studio: Studio) -> None:
    answers = [
        studio.ask("GET", "/"),
        studio.ask("GET", studio.path("nothing")),
        studio.ask("GET", studio.path("api/test")),
        studio.ask("POST", studio.path("api/desk"), studio.own),
        studio.ask("PUT", studio.path("api/desk")),
        studio.get("api/issues/a/tabs/" + quote("<script>")),
    ]
    for answer in answers:
        assert answer.status in (404, 405)
        assert set(answer.json) == {"problem", "remedy"}
        assert answer.headers["Content-Type"] == "application/json"
