import re

import pytest
from starlette.testclient import TestClient

from newsletter.model import SignUp
from newsletter.web.public.signingup import TRAP
from tests.web.public.conftest import read_stamp_in
from tests.web.public.invented import Clock, InventedReception

FORM = {"address": "zoe@example.org", "name": "Zoë", "language": "fr", "topics": ["babies"]}


def fill(client: TestClient, clock: Clock, **changes: object) -> dict[str, object]:
    """A form as somebody has filled it in who took half a minute."""
    stamp = read_stamp_in(client.get("/").text)
    clock.forward(seconds=30)
    return {**FORM, "stamp": stamp, TRAP: "", **changes}


def test_a_form_that_is_filled_in_is_taken_with_what_was_agreed_to(
    client: TestClient, reception: InventedReception, clock: Clock
) -> None:
    page = client.get("/").text
    answer = client.post("/?language=en-GB", data=fill(client, clock))

    (asked,) = reception.asked
    assert answer.status_code == 200
    assert "Look into your mailbox" in answer.text
    assert "<bdi>zoe@example.org</bdi>" in answer.text
    assert asked == SignUp(
        "zoe@example.org", "Zoë", "fr", ("babies",), asked.wording, network="192.0.2.1"
    )
    assert asked.wording.startswith("Yes, send me Bite-sized Skin by email.")
    assert asked.wording in page


def test_what_was_agreed_to_is_in_the_language_of_the_page(
    client: TestClient, reception: InventedReception, clock: Clock
) -> None:
    page = client.get("/", headers={"Accept-Language": "fr-CA,en;q=0.5"}).text
    (action,) = re.findall(r'action="([^"]+)"', page)

    client.post(f"/{action}", data=fill(client, clock, language="en-GB"))

    assert reception.asked[0].wording.startswith("Oui, envoyez-moi Bite-sized Skin par courriel.")
    assert reception.asked[0].language == "en-GB"


def test_the_form_offers_languages_and_topics_by_their_names(client: TestClient) -> None:
    page = client.get("/?language=fr").text

    assert 'value="fr" required checked><span lang="fr">français</span>' in page
    assert 'value="everyday">La peau au quotidien' in page
    assert 'value="babies">Babies and children' in page
    assert '<html lang="fr" dir="ltr">' in page


@pytest.mark.parametrize("seconds", [0, 2, 24 * 3600 + 1])
def test_who_is_faster_than_people_or_comes_a_day_later_presses_once_more(
    client: TestClient, reception: InventedReception, clock: Clock, seconds: int
) -> None:
    form = {**FORM, "stamp": read_stamp_in(client.get("/").text)}
    clock.forward(seconds=seconds)
    answer = client.post("/", data=form)

    assert reception.asked == []
    assert "One more press." in answer.text
    assert 'value="zoe@example.org"' in answer.text
    assert 'value="babies" checked' in answer.text

    clock.forward(seconds=5)
    client.post("/", data={**form, "stamp": read_stamp_in(answer.text)})
    assert [each.address for each in reception.asked] == ["zoe@example.org"]


def test_a_form_on_another_site_leads_to_ours_with_what_was_typed(
    client: TestClient, reception: InventedReception, clock: Clock
) -> None:
    elsewhere = {"Origin": "https://blog.example", "Sec-Fetch-Site": "cross-site"}
    answer = client.post("/", data={"address": "zoe@example.org"}, headers=elsewhere)

    assert reception.asked == []
    assert "One more press." in answer.text
    assert 'value="zoe@example.org"' in answer.text

    stolen = client.post("/", data=fill(client, clock), headers=elsewhere)
    assert "One more press." in stolen.text
    assert reception.asked == []


def test_a_program_that_fills_in_what_nobody_sees_is_told_the_same_and_does_nothing(
    client: TestClient, reception: InventedReception, clock: Clock
) -> None:
    person = client.post("/", data=fill(client, clock))
    program = client.post("/", data=fill(client, clock, **{TRAP: "https://spam.example"}))

    assert program.text == person.text
    assert len(reception.asked) == 1


@pytest.mark.parametrize("address", ["", "zoe", "zoe@", "zoe@example", "zoe@a b.org", "zoé@x.org"])
def test_an_address_that_is_none_is_shown_beside_its_field(
    client: TestClient, reception: InventedReception, clock: Clock, address: str
) -> None:
    answer = client.post("/", data=fill(client, clock, address=address))

    assert reception.asked == []
    assert 'aria-invalid="true" aria-describedby="address-wrong"' in answer.text
    assert "<title>Please check: " in answer.text
    assert 'value="Zoë"' in answer.text


@pytest.mark.parametrize("name", ["Zoë\nBcc: all", "x" * 201, "a\x00b"])
def test_a_name_that_no_letter_can_carry_is_refused(
    client: TestClient, reception: InventedReception, clock: Clock, name: str
) -> None:
    answer = client.post("/", data=fill(client, clock, name=name))

    assert reception.asked == []
    assert 'aria-describedby="name-wrong"' in answer.text


def test_a_language_or_a_topic_that_there_is_not_is_left_out(
    client: TestClient, reception: InventedReception, clock: Clock
) -> None:
    client.post("/", data=fill(client, clock, language="tlh", topics=["babies", "cars"]))

    assert (reception.asked[0].language, reception.asked[0].topics) == ("en-GB", ("babies",))


def test_what_was_typed_is_text_and_never_markup(client: TestClient, clock: Clock) -> None:
    hostile = '"><script>alert(1)</script>'
    for changes in ({"name": hostile}, {"address": hostile}, {"stamp": hostile}):
        answer = client.post(f"/?language={hostile}", data=fill(client, clock, **changes))

        assert "<script" not in answer.text
