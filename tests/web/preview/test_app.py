from pathlib import Path

import pytest

from newsletter.errors import DatabaseError, FoundErrors, NewsletterError, TooOften, UsageError
from newsletter.model import Finding, Level, Location
from newsletter.studio import SCRIPT_HASH, Look
from newsletter.web import Frame, Reader, Steering, Tab
from newsletter.web.preview.files import MEDIA_TYPES, read_static
from tests.web.preview.conftest import LETTER, TOKEN, Shelf, Studio

ORDER = {"issue": "a", "as": "ann", "variant": "fr", "address": "me@example.org"}


@pytest.fixture
def studio(server: tuple[Studio, Shelf]) -> Studio:
    running, shelf = server
    shelf.forget()
    return running


@pytest.fixture
def views(server: tuple[Studio, Shelf]) -> Shelf:
    return server[1]


def test_the_page_may_load_nothing_but_its_own_files(studio: Studio) -> None:
    page = studio.get("")

    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert b"http:" not in page.body
    assert b"https:" not in page.body
    assert TOKEN.encode() not in page.body


def test_the_files_of_the_page_are_served_by_name_with_their_types(studio: Studio) -> None:
    files = read_static()

    assert "index.html" in files
    for name, file in files.items():
        answer = studio.get(f"static/{name}")
        assert (answer.status, answer.body) == (200, file.body)
        assert answer.headers["Content-Type"].partition(";")[0] == MEDIA_TYPES[Path(name).suffix]


@pytest.mark.parametrize("path", ["letters/a", "letters/mailbox/a.eml", "letters/snippet:milia"])
def test_a_letter_is_locked_into_an_origin_of_its_own(studio: Studio, path: str) -> None:
    letter = studio.get(path)

    assert letter.status == 200
    assert letter.body.decode() == LETTER
    assert letter.headers["Content-Type"] == "text/html; charset=utf-8"
    assert letter.policy == (
        "sandbox allow-scripts; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src '{SCRIPT_HASH}'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'"
    )


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("api/desk", ("desk",)),
        ("api/queue", ("queue",)),
        ("api/mailbox", ("mailbox",)),
        ("api/mailbox/1.eml", ("message", "1.eml")),
        ("api/readers?q=z%C3%AB", ("readers", "zë")),
        ("api/issues/a", ("issue", "a", Reader())),
        ("api/issues/snippet:milia?as=reader:12", ("issue", "snippet:milia", Reader("reader:12"))),
        ("api/issues/a?as=ann&variant=fr", ("issue", "a", Reader("ann", "fr"))),
        ("api/issues/snippet:milia/readers", ("audience", "snippet:milia")),
        ("api/issues/a/tabs/mjml?as=ann", ("tab", "a", Tab.MJML, Reader("ann"))),
        ("letters/a", ("letter", "a", Reader(), Frame())),
        (
            "letters/a?as=ann&look=partial&images=off&client=word&r=7",
            ("letter", "a", Reader("ann"), Frame(Look.PARTIAL, images=False, word=True)),
        ),
        (
            "letters/mailbox/1.eml?look=dark",
            ("message letter", "1.eml", Frame(Look.DARK)),
        ),
    ],
)
def test_an_address_asks_for_its_view(
    studio: Studio, views: Shelf, path: str, asked: tuple[object, ...]
) -> None:
    assert studio.get(path).status == 200
    assert views.asked == [asked]


@pytest.mark.parametrize(
    "path", ["api/issues/a/tabs/all", "letters/a?look=blue", "api/nothing", "api/issues/a/b", "api"]
)
def test_what_there_is_not_is_said(studio: Studio, views: Shelf, path: str) -> None:
    answer = studio.get(path)

    assert answer.status == 404
    assert answer.json["remedy"]
    assert views.asked == []


@pytest.mark.parametrize("how", Steering)
def test_a_mailing_is_steered_and_the_pages_are_told(
    studio: Studio, views: Shelf, how: Steering
) -> None:
    page = studio.listen()

    assert studio.post(f"api/mailings/7/{how}", {}).status == 200
    assert views.asked == [("steer", 7, how)]
    assert page.next("queue") == {}


@pytest.mark.parametrize("path", ["7/stop", f"{2**62 + 1}/pause", "x/pause", "-1/pause"])
def test_a_mailing_that_cannot_be_is_not_steered(studio: Studio, views: Shelf, path: str) -> None:
    assert studio.post(f"api/mailings/{path}", {}).status == 404
    assert views.asked == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["api/test", "api/mailings/7/cancel"])
def test_looking_changes_nothing(studio: Studio, views: Shelf, path: str, method: str) -> None:
    assert studio.ask(method, studio.path(path)).status == 405
    assert views.asked == []


def test_a_test_letter_is_ordered(studio: Studio, views: Shelf) -> None:
    assert studio.post("api/test", ORDER).status == 200
    assert views.asked == [("test", "a", Reader("ann", "fr"), "me@example.org")]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b"{", b"\xff", b'"issue"', b"[" * 60_000, b"1" * 9_999,
        b'{"issue": 1, "as": "", "variant": "", "address": ""}',
        b'{"issue": "' + b"x" * 400 + b'", "as": "", "variant": "", "address": ""}',
    ],
)  # fmt: skip
def test_an_order_that_is_none_is_refused(studio: Studio, views: Shelf, body: bytes) -> None:
    answer = studio.ask("POST", studio.path("api/test"), studio.own, body)

    assert answer.status == 400
    assert answer.json["problem"] == "the body does not say what to do"
    assert views.asked == []


@pytest.mark.parametrize(
    ("error", "get", "post"),
    [
        (UsageError("not there", remedy="Look again."), 404, 409),
        (TooOften("too soon", remedy="Wait a minute."), 429, 429),
        (DatabaseError("not now", remedy="Try again."), 503, 409),
    ],
)
def test_errors_are_answered_in_their_own_words(
    studio: Studio, views: Shelf, error: NewsletterError, get: int, post: int
) -> None:
    views.error = error
    told = {"problem": error.problem, "remedy": error.remedy}

    asked = studio.get("api/issues/a")
    ordered = studio.post("api/test", ORDER)

    assert (asked.status, asked.json) == (get, told)
    assert (ordered.status, ordered.json) == (post, told)


def test_a_letter_that_never_could_be_composed_is_answered_with_every_mistake(
    studio: Studio, views: Shelf
) -> None:
    at = Location(Path("issues/a/issue.md"), 3)
    views.error = FoundErrors([Finding("markdown", Level.ERROR, at, "not closed", "Close it.")])

    for path in ("api/issues/a", "letters/a", "api/issues/a/tabs/text"):
        answer = studio.get(path)
        assert answer.status == 422
        assert answer.json["problems"] == [{"problem": "not closed", "line": 3}]
        assert answer.json["remedy"]


def test_a_fault_of_the_program_is_no_traceback(
    studio: Studio, views: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    views.error = ValueError("a secret detail")

    for path in ("api/desk", "letters/a", "api/issues/a/tabs/html"):
        answer = studio.get(path)
        assert answer.status == 500
        assert answer.json["problem"] == "this should not have happened: ValueError"
        assert b"Traceback" not in answer.body
        assert b"secret" not in answer.body
    assert "a secret detail" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_view_that_cannot_be_written_is_a_fault_too(studio: Studio, views: Shelf) -> None:
    views.said = {"now": object()}

    assert studio.get("api/queue").json["problem"].endswith("TypeError")
