from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from newsletter.model import Choices
from tests.web.public.invented import GOOD, NOW, OLD, STRANGE, InventedReception

PAGE = f"/preferences/{GOOD}"
CHOICE = {"language": "fr", "topics": ["babies"], "time-zone": "Asia/Singapore", "pause": "4"}


def test_the_page_shows_what_was_chosen(client: TestClient, reception: InventedReception) -> None:
    reception.choices = Choices("fr", ("babies",), "Asia/Singapore", None)
    page = client.get(PAGE).text

    assert '<html lang="fr"' in page
    assert 'value="fr" required checked' in page
    assert 'value="babies" checked' in page
    assert 'value="everyday">' in page
    assert '<option value="Asia/Singapore" selected>Singapour</option>' in page
    assert '<option value="end" selected>' in page


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(
    client: TestClient, reception: InventedReception, method: str
) -> None:
    assert client.request(method, f"{PAGE}?language=fr&pause=4").status_code == 200
    assert reception.done == []


def test_what_is_chosen_is_kept_and_said_back_in_its_language(
    client: TestClient, reception: InventedReception
) -> None:
    answer = client.post(PAGE, data=CHOICE)

    until = NOW + timedelta(weeks=4)
    assert reception.choices == Choices("fr", ("babies",), "Asia/Singapore", until)
    assert "Vos choix sont gardés" in answer.text
    assert "Pas de lettres jusqu’au 19 décembre 2026" in answer.text
    assert "<bdi>Singapour</bdi>" in answer.text
    assert "<bdi>Babies and children</bdi></dd>" in answer.text


def test_nothing_need_be_chosen_but_the_language(
    client: TestClient, reception: InventedReception
) -> None:
    client.post(PAGE, data={"language": "fr", "time-zone": "", "pause": "end"})

    assert reception.choices == Choices("fr", (), "", None)


def test_a_pause_goes_on_is_changed_or_ends(
    client: TestClient, reception: InventedReception
) -> None:
    until = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    reception.choices = replace(reception.choices, time_zone="Asia/Tokyo", paused_until=until)
    assert "You have a pause until 2 December 2026." in client.get(PAGE).text

    kept = {**CHOICE, "pause": "keep"}
    client.post(PAGE, data=kept)
    assert reception.choices.paused_until == until

    client.post(PAGE, data={**CHOICE, "pause": "12"})
    assert reception.choices.paused_until == NOW + timedelta(weeks=12)

    client.post(PAGE, data={**CHOICE, "pause": "end"})
    assert reception.choices.paused_until is None


def test_a_pause_that_is_over_is_none(client: TestClient, reception: InventedReception) -> None:
    reception.choices = replace(reception.choices, paused_until=NOW - timedelta(days=1))

    assert "You have a pause" not in client.get(PAGE).text
    client.post(PAGE, data={**CHOICE, "pause": "keep"})
    assert reception.choices.paused_until is None


def test_a_place_that_is_not_listed_stays_chosen(
    client: TestClient, reception: InventedReception
) -> None:
    reception.choices = replace(reception.choices, time_zone="Asia/Calcutta")
    assert '<option value="Asia/Calcutta" selected>India</option>' in client.get(PAGE).text

    client.post(PAGE, data={**CHOICE, "time-zone": "Asia/Calcutta"})
    assert reception.choices.time_zone == "Asia/Calcutta"


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "tlh"},
        {"language": ["fr", "en-GB"]},
        {"language": ""},
        {"topics": ["cars"]},
        {"time-zone": "Mars/Olympus"},
        {"time-zone": "../../etc/passwd"},
        {"pause": "520"},
        {"pause": ""},
    ],
)
def test_what_cannot_be_chosen_asks_again(
    client: TestClient, reception: InventedReception, changes: dict[str, object]
) -> None:
    before = reception.choices
    answer = client.post(PAGE, data={**CHOICE, **changes})

    assert answer.status_code == 200
    assert "Your choices</h1>" in answer.text
    assert reception.choices == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_old_link_and_a_strange_one_offer_a_new_one_alike(
    client: TestClient, reception: InventedReception, method: str
) -> None:
    old, strange = (
        client.request(method, f"/preferences/{token}").text.replace(token, "TOKEN")
        for token in (OLD, STRANGE)
    )

    assert old == strange
    assert "Send me a new link" in old
    assert 'action="../preferences/TOKEN/link?language=en-GB"' in old
    assert reception.done == []


@pytest.mark.parametrize("token", [GOOD, OLD, STRANGE])
def test_a_new_link_goes_to_the_mailbox_and_the_page_says_the_same_to_all(
    client: TestClient, reception: InventedReception, token: str
) -> None:
    answer = client.post(f"/preferences/{token}/link")

    assert reception.done == [("ask for links", token)]
    assert "Look into your mailbox" in answer.text
    assert token not in answer.text


def test_another_site_chooses_nothing(client: TestClient, reception: InventedReception) -> None:
    elsewhere = {"Origin": "https://evil.example"}
    answers = [client.post(path, data=CHOICE, headers=elsewhere) for path in (PAGE, f"{PAGE}/link")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert reception.done == []
