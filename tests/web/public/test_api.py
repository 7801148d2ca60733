import json

import pytest
from starlette.testclient import TestClient

from newsletter.model import SignUp
from newsletter.web.public.guard import LONGEST_BODY
from tests.web.public.invented import InventedReception

PATH = "/api/subscribe"
WISH = {"address": "zoe@example.org", "wording": "Send me the letter."}
SITE = {"Origin": "https://www.example.org"}


def test_a_program_signs_somebody_up(client: TestClient, reception: InventedReception) -> None:
    full = {**WISH, "name": "Zoë", "language": "fr", "topics": ["babies", "babies"]}
    answers = [client.post(PATH, json=wish) for wish in (WISH, full)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    assert reception.asked == [
        SignUp("zoe@example.org", "", "en-GB", (), "Send me the letter.", "192.0.2.1"),
        SignUp("zoe@example.org", "Zoë", "fr", ("babies",), "Send me the letter.", "192.0.2.1"),
    ]


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"wording": "Yes."}, "address"),
        ({**WISH, "address": "zoe"}, "address"),
        ({**WISH, "address": ["zoe@example.org"]}, "address"),
        ({**WISH, "address": "a@b.org\x00"}, "address"),
        ({"address": "zoe@example.org"}, "wording"),
        ({**WISH, "wording": ""}, "wording"),
        ({**WISH, "wording": "x" * 1001}, "wording"),
        ({**WISH, "name": "Zoë\r\nBcc: all"}, "name"),
        ({**WISH, "name": None}, "name"),
        ({**WISH, "language": "tlh"}, "language"),
        ({**WISH, "topics": ["cars"]}, "topics"),
        ({**WISH, "topics": "babies"}, "topics"),
        ({**WISH, "state": "active"}, "state"),
        ([], "body"),
        ("zoe@example.org", "body"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    client: TestClient, reception: InventedReception, wish: object, field: str
) -> None:
    answer = client.post(PATH, json=wish)

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["problems"]] == [field]
    assert "zoe@" not in answer.text
    assert reception.asked == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"address": "\\ud800@example.org"}'])
def test_what_is_no_json_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post(PATH, content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["problems"]


def test_a_form_is_no_json(client: TestClient) -> None:
    assert client.post(PATH, data=WISH).status_code == 415


def test_a_site_that_the_settings_name_may_send_by_script(
    client: TestClient, reception: InventedReception
) -> None:
    asking = {**SITE, "Access-Control-Request-Method": "POST"}
    allowed = client.options(PATH, headers=asking)
    answer = client.post(PATH, json=WISH, headers=SITE)

    assert (allowed.status_code, answer.status_code) == (204, 202)
    for each in (allowed, answer):
        assert each.headers["Access-Control-Allow-Origin"] == "https://www.example.org"
        assert each.headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in each.headers
    assert allowed.headers["Access-Control-Allow-Methods"] == "POST"
    assert allowed.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert len(reception.asked) == 1


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://www.example.org", "https://example.org"]
)
def test_a_script_of_any_other_site_is_refused(
    client: TestClient, reception: InventedReception, origin: str
) -> None:
    answers = [
        client.options(PATH, headers={"Origin": origin}),
        client.post(PATH, json=WISH, headers={"Origin": origin}),
    ]

    for answer in answers:
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert reception.asked == []


def test_asking_what_may_be_sent_changes_nothing(
    client: TestClient, reception: InventedReception
) -> None:
    answer = client.request("OPTIONS", PATH, content=json.dumps(WISH))

    assert answer.status_code == 204
    assert reception.asked == []


def test_the_description_names_what_this_newsletter_has(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()
    wish = told["components"]["schemas"]["Wish"]

    assert told["openapi"].startswith("3.1")
    assert wish["required"] == ["address", "wording"]
    assert wish["properties"]["language"]["enum"] == ["", "en-GB", "fr"]
    assert wish["properties"]["topics"]["items"]["enum"] == ["everyday", "babies"]


def test_every_refusal_is_described_as_it_comes(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()["paths"][PATH]["post"]["responses"]
    answers = [
        client.post(PATH, json={}),
        client.post(PATH, json=WISH, headers={"Origin": "https://evil.example"}),
        client.post(PATH, json=WISH | {"name": "x" * LONGEST_BODY}),
        client.post(PATH, data=WISH),
    ]

    assert told.keys() == {"202", "408", *(str(answer.status_code) for answer in answers)}
    for answer in answers:
        media_type = answer.headers["Content-Type"].partition(";")[0]
        assert list(told[str(answer.status_code)]["content"]) == [media_type]
