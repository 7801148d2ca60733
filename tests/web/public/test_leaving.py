import re

import pytest
from starlette.testclient import TestClient

from tests.web.public.invented import GOOD, OLD, STRANGE, InventedReception


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(
    client: TestClient, reception: InventedReception, method: str
) -> None:
    assert client.request(method, f"/leave/{GOOD}").status_code == 200
    assert reception.done == []


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"data": {"anything": "else"}},
        {"content": b"\xff\x00", "headers": {"Content-Type": "application/octet-stream"}},
        {},
    ],
)
def test_one_post_is_enough_and_is_answered_without_a_redirect(
    client: TestClient, reception: InventedReception, body: dict[str, object]
) -> None:
    answer = client.request("POST", f"/leave/{GOOD}", **body)  # type: ignore[arg-type]  # any body

    assert answer.status_code == 200
    assert "You have left" in answer.text
    assert reception.done == [("leave", GOOD, "one click")]


def test_a_mail_program_is_no_page_of_ours_and_may_leave_all_the_same(
    client: TestClient, reception: InventedReception
) -> None:
    elsewhere = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    answer = client.post(f"/leave/{GOOD}", headers=elsewhere)

    assert answer.status_code == 200
    assert reception.done == [("leave", GOOD, "one click")]


def test_every_token_is_answered_alike(client: TestClient) -> None:
    answers = [client.post(f"/leave/{token}") for token in (GOOD, OLD, STRANGE)]

    assert {answer.status_code for answer in answers} == {200}
    shown = {
        answer.text.replace(token, "TOKEN")
        for answer, token in zip(answers, (GOOD, OLD, STRANGE), strict=True)
    }
    assert len(shown) == 1


def test_the_button_of_the_page_says_that_it_was_the_button(
    client: TestClient, reception: InventedReception
) -> None:
    page = client.get(f"/leave/{GOOD}").text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', page))
    client.post(f"/leave/{GOOD}", data=fields)

    assert reception.done == [("leave", GOOD, "button")]


def test_leaving_can_be_undone_where_it_was_done(
    client: TestClient, reception: InventedReception
) -> None:
    page = client.post(f"/leave/{GOOD}").text
    (action,) = re.findall(r'action="\.\./([^"]+)"', page)
    answer = client.post(f"/{action}")

    assert "Back on the list" in answer.text
    assert reception.done[-1] == ("rejoin", GOOD)


def test_another_site_puts_nobody_back(client: TestClient, reception: InventedReception) -> None:
    answer = client.post(f"/leave/{GOOD}/undo", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert reception.done == []


def test_a_slash_at_the_end_is_no_redirect(client: TestClient) -> None:
    assert client.post(f"/leave/{GOOD}/").status_code == 404
