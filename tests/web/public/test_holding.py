import json

import pytest
from starlette.testclient import TestClient

from newsletter.audience.steps import Step
from newsletter.model import TO_ONE_READER, DeliveryState, SubscriberState
from tests.web.public.invented import GOOD, HELD, OLD, STRANGE, InventedReception

PAGE = f"/data/{GOOD}"


def test_everything_that_is_held_can_be_read(client: TestClient) -> None:
    page = client.get(PAGE).text

    for said in (
        "zoe@example.org",
        "Zoë &lt;b&gt;",
        "on the list",
        "everyday",
        "calm",
        "Yes, send me the letter.",
        "c0ffee",
        "2026-12-01-tiny-bumps",
        "250 2.0.0 Ok: queued",
        "1 November 2026, 08:31 UTC",
    ):
        assert f"<bdi>{said}</bdi>" in page
    assert "<dt>favourite word</dt>" in page


def test_what_is_held_is_told_in_the_readers_language(client: TestClient) -> None:
    page = client.get(f"{PAGE}?language=fr").text

    assert "<bdi>1 novembre 2026, 08:30 UTC</bdi>" in page
    assert "<dt>Adresse électronique</dt>" in page


SHOWN = (
    *(("person", "state", each) for each in set(SubscriberState) - {SubscriberState.ERASED}),
    *(("consent", "kind", each) for each in set(Step) - {Step.ERASED}),
    *(("consent", "method", each) for each in ("form", "button", "one click", "by hand", "import")),
    *(
        ("consent", "source", each)
        for each in ("sign-up form", "link in a letter", "page of choices")
    ),
    *(("letters", "state", each) for each in DeliveryState),
    *(("letters", "issue", each) for each in TO_ONE_READER),
)


def test_no_word_of_ours_is_left_as_the_database_has_it(
    client: TestClient, reception: InventedReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = []
    for part, field, word in SHOWN:
        held = {field: word, "language": "fr"}
        shown = {**HELD, part: held if part == "person" else [held]}
        monkeypatch.setattr(reception, "read_data", lambda _token, shown=shown: shown)
        if f"<bdi>{word}</bdi>" in client.get(f"{PAGE}?language=fr").text:
            left.append((field, word))

    assert left == []


def test_the_same_can_be_taken_away_as_a_file(
    client: TestClient, reception: InventedReception
) -> None:
    answer = client.post(f"{PAGE}/download")

    assert json.loads(answer.content) == HELD
    assert answer.headers["Content-Disposition"] == 'attachment; filename="what-we-hold.json"'
    assert answer.headers["Content-Type"] == "application/json"
    assert reception.done == []


def test_erasing_is_asked_twice(client: TestClient, reception: InventedReception) -> None:
    question = client.post(PAGE)
    assert "Erase everything?</h1>" in question.text
    assert reception.done == []

    answer = client.post(PAGE, data={"sure": "yes"})
    assert "It is erased" in answer.text
    assert reception.done == [("erase", GOOD)]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("POST", "/download")])
def test_an_old_link_and_a_strange_one_offer_a_new_one_alike(
    client: TestClient, reception: InventedReception, method: str, path: str
) -> None:
    old, strange = (
        client.request(method, f"/data/{token}{path}").text.replace(token, "TOKEN")
        for token in (OLD, STRANGE)
    )

    assert old == strange
    assert "Send me a new link" in old
    assert reception.done == []


def test_nobody_is_erased_by_a_link_that_is_not_good(client: TestClient) -> None:
    answer = client.post(f"/data/{OLD}", data={"sure": "yes"})

    assert "It is erased" not in answer.text
    assert "Send me a new link" in answer.text


def test_looking_erases_nobody(client: TestClient, reception: InventedReception) -> None:
    client.get(f"{PAGE}?sure=yes")

    assert reception.done == []


def test_another_site_neither_reads_nor_erases(
    client: TestClient, reception: InventedReception
) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answers = [
        client.post(path, data={"sure": "yes"}, headers=elsewhere)
        for path in (PAGE, f"{PAGE}/download")
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert reception.done == []
