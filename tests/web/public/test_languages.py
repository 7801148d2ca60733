from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.web.public.languages import name_languages, prefer_language

OFFERED = ("en-GB", "fr", "pt-BR")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en-GB"),
        ("fr", "fr"),
        ("FR-ca", "fr"),
        ("pt", "pt-BR"),
        ("pt-PT, fr", "pt-BR"),
        ("en-US, fr;q=0.9", "en-GB"),
        ("de, fr;q=0.5, en;q=0.4", "fr"),
        ("en;q=0.4 , fr ; q=0.5", "fr"),
        ("fr;q=0, de", "en-GB"),
        ("*", "en-GB"),
        ("fr;q=9, pt;q=0.1", "pt-BR"),
        ("tlh", "en-GB"),
    ],
)
def test_a_browser_gets_what_it_likes_best_of_what_there_is(accepted: str, language: str) -> None:
    assert prefer_language(accepted, OFFERED) == language


@given(st.text(alphabet="frenq=;,.01-* ", max_size=300))
def test_any_header_leads_to_a_language_that_there_is(accepted: str) -> None:
    assert prefer_language(accepted, OFFERED) in OFFERED


@pytest.mark.parametrize("header", ["a{}!", "a{};{}q{}={}1{}!", "{}!", "a-{}!", "a{};"])
def test_a_header_of_spaces_keeps_nobody_waiting(header: str) -> None:
    begun = perf_counter()
    prefer_language(header.replace("{}", " " * 30_000), OFFERED)

    assert perf_counter() - begun < 0.5


def test_languages_call_themselves_by_their_own_names() -> None:
    assert name_languages(["en-GB", "fr", "ar"]) == {
        "en-GB": "English",
        "fr": "français",
        "ar": "العربية",
    }


def test_a_region_is_named_where_it_tells_two_languages_apart() -> None:
    assert name_languages(["pt-BR", "pt-PT", "en"]) == {
        "pt-BR": "português (Brasil)",
        "pt-PT": "português (Portugal)",
        "en": "English",
    }
