from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from newsletter.compose import Templates
from newsletter.settings import load_settings
from newsletter.web import Verbs, make_public_app
from newsletter.workspace import SETTINGS_FILE, starter


@pytest.fixture
def left() -> list[str]:
    return []


@pytest.fixture
def chosen() -> dict[str, str]:
    """The language that each token chose."""
    return {"french": "fr"}


@pytest.fixture
def client(workspace: Path, left: list[str], chosen: dict[str, str]) -> Iterator[TestClient]:
    with (workspace / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write('\n[translation.fr]\nreason = "Inscrit."\ndisclaimer = "Informe."\n')
    settings = load_settings(workspace / SETTINGS_FILE)
    verbs = Verbs(
        leave=left.append,
        language=lambda token: chosen.get(token, ""),
        choose_language=chosen.__setitem__,
    )
    app = make_public_app(settings, Templates([starter() / "templates"]), verbs)
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_page_changes_nothing(
    client: TestClient, left: list[str], method: str
) -> None:
    assert client.request(method, "/leave/abc").status_code == 200
    assert left == []


def test_the_page_asks_and_its_button_posts_to_the_same_address(client: TestClient) -> None:
    page = client.get("/leave/abc")

    assert '<form method="post">' in page.text
    assert "Leave this list" in page.text
    assert "http" not in page.text


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {},
    ],
)
def test_one_post_is_enough_and_is_answered_without_a_redirect(
    client: TestClient, left: list[str], body: dict[str, object]
) -> None:
    answer = client.request("POST", "/leave/abc", **body)  # type: ignore[arg-type]  # any body

    assert answer.status_code == 200
    assert "You have left" in answer.text
    assert left == ["abc"]


def test_nothing_is_stored_framed_passed_on_or_fetched(client: TestClient) -> None:
    pages = ("/leave/abc", "/preferences/abc")
    for answer in [ask(page) for page in pages for ask in (client.get, client.post)]:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("method", "status"), [("PUT", 405), ("DELETE", 405), ("OPTIONS", 405)])
def test_other_methods_are_refused(
    client: TestClient, left: list[str], method: str, status: int
) -> None:
    assert client.request(method, "/leave/abc").status_code == status
    assert left == []


def test_the_page_offers_every_language_by_its_own_name(client: TestClient) -> None:
    page = client.get("/preferences/french").text

    assert 'value="en-GB" required>English' in page.replace(" (United Kingdom)", "")
    assert 'value="fr" required checked>français' in page


def test_looking_at_preferences_changes_nothing(client: TestClient, chosen: dict[str, str]) -> None:
    for method in ("GET", "HEAD"):
        assert client.request(method, "/preferences/abc?language=fr").status_code == 200
    assert chosen == {"french": "fr"}


def test_a_choice_is_kept(client: TestClient, chosen: dict[str, str]) -> None:
    answer = client.post("/preferences/abc", data={"language": "fr"})

    assert answer.status_code == 200
    assert "Your choice is kept" in answer.text
    assert chosen["abc"] == "fr"


@pytest.mark.parametrize(
    "form",
    [b"", b"language=tlh", b"language=fr&language=en-GB", b"language=" + b"x" * 9999, b"\xff"],
)
def test_what_is_no_choice_asks_again(
    client: TestClient, chosen: dict[str, str], form: bytes
) -> None:
    answer = client.post("/preferences/abc", content=form)

    assert answer.status_code == 200
    assert "<form" in answer.text
    assert chosen == {"french": "fr"}
