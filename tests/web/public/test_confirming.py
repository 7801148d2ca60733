import pytest
from starlette.testclient import TestClient

from tests.web.public.invented import GOOD, OLD, STRANGE, InventedReception


def test_the_page_asks_the_same_of_every_token_and_does_nothing(
    client: TestClient, reception: InventedReception
) -> None:
    pages = {client.get(f"/confirm/{token}").text for token in (GOOD, OLD, STRANGE, "%00", "é")}

    assert len(pages) == 1
    assert "Yes, send me the letter" in pages.pop()
    assert reception.done == []


def test_the_button_confirms(client: TestClient, reception: InventedReception) -> None:
    answer = client.post(f"/confirm/{GOOD}")

    assert answer.status_code == 200
    assert "You are on the list" in answer.text
    assert reception.done == [("confirm", GOOD)]


def test_an_old_link_cannot_be_told_from_one_that_is_not_ours(client: TestClient) -> None:
    old, strange = client.post(f"/confirm/{OLD}"), client.post(f"/confirm/{STRANGE}")

    assert old.status_code == strange.status_code == 200
    assert old.text == strange.text
    assert 'href="../?language=en-GB"' in old.text


@pytest.mark.parametrize("origin", ["https://evil.example"])
def test_another_site_confirms_nothing(
    client: TestClient, reception: InventedReception, origin: str
) -> None:
    answer = client.post(f"/confirm/{GOOD}", headers={"Origin": origin})

    assert answer.status_code == 403
    assert "This did not come from our page" in answer.text
    assert reception.done == []
