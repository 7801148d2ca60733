"""What mail programs support: the table that docs/make_clients.py makes."""

import json
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any


class State(StrEnum):
    """How well a mail program does something."""

    YES = "y"
    PARTLY = "a"
    NO = "n"
    UNKNOWN = "u"


FAMILIES = {
    "aol": "AOL",
    "apple-mail": "Apple Mail",
    "fastmail": "Fastmail",
    "free-fr": "Free.fr",
    "gmail": "Gmail",
    "gmx": "GMX",
    "hey": "HEY",
    "ionos-1and1": "IONOS",
    "laposte": "LaPoste.net",
    "mail-ru": "Mail.ru",
    "orange": "Orange",
    "outlook": "Outlook",
    "protonmail": "Proton Mail",
    "rainloop": "RainLoop",
    "samsung-email": "Samsung Email",
    "sfr": "SFR",
    "t-online-de": "T-Online",
    "thunderbird": "Thunderbird",
    "web-de": "WEB.DE",
    "wp-pl": "WP.pl",
    "yahoo": "Yahoo Mail",
}
PLATFORMS = {
    "android": "Android",
    "desktop-webmail": "web",
    "ios": "iOS",
    "macos": "macOS",
    "mobile-webmail": "mobile web",
    "outlook-com": "web",
    "windows": "Windows",
}


@cache
def _table() -> dict[str, Any]:
    text = (files("newsletter.checks") / "clients.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def is_known(feature: str) -> bool:
    """Whether the table speaks of a feature."""
    return feature in _table()["features"]


@cache
def states_of(feature: str, families: Collection[str]) -> Mapping[str, State]:
    """Each program of these families, `gmail/ios`, with how well it does something."""
    states = _table()["features"].get(feature, "")
    return {
        client: State(state)
        for client, state in zip(_table()["clients"], states, strict=False)
        if client.partition("/")[0] in families
    }


def say_clients(clients: Collection[str]) -> str:
    """The programs in words, those of one family together: “Gmail, Outlook (Windows)”."""
    return ", ".join(_say_families(sorted(clients)))


def _say_families(clients: list[str]) -> Iterator[str]:
    for family, members in groupby(clients, key=lambda client: client.partition("/")[0]):
        failing = list(members)
        platforms = [PLATFORMS.get(each.partition("/")[2], "") for each in failing]
        all_of_them = [each for each in _table()["clients"] if each.startswith(f"{family}/")]
        where = "" if failing == all_of_them else f" ({', '.join(platforms)})"
        yield FAMILIES.get(family, family) + where
