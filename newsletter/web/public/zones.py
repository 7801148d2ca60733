"""Time zones as people look for them: by country, and by city where a country has several."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

NOWHERE = {"001", "ZZ"}
"""Territories of zones that no place has."""


@lru_cache(maxsize=64)
def list_zones(locale: Locale) -> Mapping[str, str]:
    """The zones of the world by id, named and ordered as this language does."""
    here = available_timezones()
    territories: Mapping[str, str] = get_global("zone_territories")
    places = {
        zone: territory
        for zone, territory in territories.items()
        if zone in here and territory not in NOWHERE
    }
    several = {territory for territory, count in Counter(places.values()).items() if count > 1}
    names = {
        zone: _name(zone, territory, locale, territory in several)
        for zone, territory in places.items()
    }
    return dict(sorted(names.items(), key=lambda each: _alphabetically(each[1])))


def find_listed(zone: str) -> str:
    """The id that stands in the list for a zone: places were renamed, and both names are used."""
    aliases: Mapping[str, str] = get_global("zone_aliases")
    return aliases.get(zone, zone)


def _name(zone: str, territory: str, locale: Locale, has_several: bool) -> str:
    country = str(locale.territories.get(territory, territory))
    if not has_several:
        return country
    city = get_timezone_location(zone, locale=locale, return_city=True)
    return f"{country} – {city.rpartition('/')[2]}"


def _alphabetically(name: str) -> str:
    """Å beside A, whatever its place in a computer's alphabet."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()
