"""Service letters: confirm, welcome, goodbye, link."""

import re

import pytest

from newsletter.compose import Service, Templates, compose_service
from newsletter.model import Letter
from newsletter.settings import Settings, Translation
from tests.compose.making import LEAVE, body_of, shown_by

BASE = "https://letter.example.org"
VALUES = {
    **LEAVE,
    "confirm_url": f"{BASE}/confirm/me",
    "preferences_url": f"{BASE}/preferences/me",
    "data_url": f"{BASE}/data/me",
    "asked_at": "2026-11-21 14:05 UTC",
}


@pytest.fixture(params=Service)
def service(request: pytest.FixtureRequest) -> Service:
    return Service(request.param)


@pytest.fixture
def letter(service: Service, settings: Settings, templates: Templates) -> Letter:
    """In English and in French."""
    french = Translation(reason="Vous êtes inscrit.", disclaimer="Cette lettre informe.")
    spoken = settings.model_copy(update={"translation": {"fr": french}})
    return compose_service(service, spoken, templates)


def test_a_service_letter_speaks_every_language(letter: Letter) -> None:
    english, french = letter.variants
    assert (english.language, french.language) == ("en-GB", "fr")
    assert english.subject != french.subject
    for variant in letter.variants:
        html, text = variant.html.fill(VALUES), variant.text.fill(VALUES)
        heading = body_of(html).css_first("h1")
        assert heading is not None
        assert heading.text() == variant.subject.fill({})
        assert "1 Example Street" in shown_by(html)
        assert "1 Example Street" in text
        assert variant.preheader.fill({}) in html


def test_html_and_text_have_the_same_words(letter: Letter) -> None:
    for variant in letter.variants:
        html = body_of(variant.html.fill(VALUES)).text(separator=" ")
        told = variant.text.fill(VALUES) + variant.preheader.fill({})
        assert set(re.findall(r"\w{4,}", html)) - set(re.findall(r"\w{4,}", told)) == set()


@pytest.mark.parametrize(
    ("service", "links"),
    [
        (Service.CONFIRM, {"confirm_url", "asked_at"}),
        (Service.WELCOME, {"leave_url", "preferences_url"}),
        (Service.GOODBYE, set()),
        (Service.LINK, {"preferences_url", "data_url"}),
    ],
)
def test_each_says_of_its_reader_only_what_it_needs(
    service: Service, links: set[str], settings: Settings, templates: Templates
) -> None:
    letter = compose_service(service, settings, templates)
    assert letter.main.slots == links
    assert {field.name for field in letter.fields} == links


def test_a_confirmation_asks_and_sells_nothing(settings: Settings, templates: Templates) -> None:
    letter = compose_service(Service.CONFIRM, settings, templates)
    links = body_of(letter.main.html.fill(VALUES)).css("a")
    assert [link.attributes["href"] for link in links] == [VALUES["confirm_url"]]
    assert "2026-11-21 14:05 UTC" in letter.main.text.fill(VALUES)
    assert len(letter.main.html.texts[0]) < 10_000
