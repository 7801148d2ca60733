"""The public pages in memory, over a newsletter in two languages with two topics."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from newsletter.compose import Templates
from newsletter.model import Keyring
from newsletter.settings import Settings, load_settings
from newsletter.web import Pages, make_public_app
from newsletter.workspace import SETTINGS_FILE, starter
from tests.web.public.invented import Clock, InventedReception

KEYS = Keyring(b"k" * 64)
OWN = """
[translation.fr]
reason = "Inscrit."
disclaimer = "Informe."

[translation.fr.topics]
everyday = "La peau au quotidien"

[topics]
everyday = "Everyday skin"
babies = "Babies and children"

[signup]
origins = ["https://www.example.org"]
trusted-proxies = ["127.0.0.1", "10.0.0.0/8"]
"""
BASE = "http://127.0.0.1:8025"


@pytest.fixture
def settings(workspace: Path) -> Settings:
    with (workspace / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write(OWN)
    return load_settings(workspace / SETTINGS_FILE)


@pytest.fixture
def reception() -> InventedReception:
    return InventedReception()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, reception: InventedReception, clock: Clock) -> ASGIApp:
    pages = Pages(settings, Templates([starter() / "templates"]))
    return make_public_app(settings, pages, reception, KEYS, clock)


@pytest.fixture
def client(app: ASGIApp) -> Iterator[TestClient]:
    with TestClient(
        app, BASE, follow_redirects=False, raise_server_exceptions=False, client=("192.0.2.1", 1)
    ) as client:
        yield client


def read_stamp_in(page: str) -> str:
    """What the form on this page carries."""
    (stamp,) = re.findall(r'name="stamp" value="([^"]*)"', page)
    return str(stamp)
