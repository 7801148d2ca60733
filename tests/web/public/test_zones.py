from zoneinfo import available_timezones

from babel import Locale

from newsletter.localtime import find_zone
from newsletter.web.public.zones import find_listed, list_zones

ENGLISH, FRENCH = list_zones(Locale.parse("en_GB")), list_zones(Locale.parse("fr"))


def test_a_country_stands_for_its_only_zone_and_cities_for_several() -> None:
    assert ENGLISH["Asia/Singapore"] == "Singapore"
    assert ENGLISH["America/New_York"] == "United States – New York"
    assert FRENCH["Pacific/Auckland"] == "Nouvelle-Zélande – Auckland"
    assert ENGLISH["America/Argentina/Buenos_Aires"] == "Argentina – Buenos Aires"


def test_every_zone_that_is_listed_can_be_kept() -> None:
    for zone in ENGLISH:
        find_zone(zone)

    assert ENGLISH.keys() <= available_timezones()
    assert all(name.strip(" –") == name for name in ENGLISH.values())
    assert "Etc/UTC" not in ENGLISH


def test_names_are_in_the_order_of_the_alphabet_whatever_their_accents() -> None:
    names = list(ENGLISH.values())

    assert names.index("Afghanistan") < names.index("Åland Islands") < names.index("Albania")


def test_a_zone_by_an_older_name_is_found() -> None:
    assert find_listed("Asia/Calcutta") == "Asia/Kolkata"
    assert find_listed("Europe/Paris") == "Europe/Paris"
