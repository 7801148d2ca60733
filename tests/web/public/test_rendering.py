import re
from pathlib import Path

import pytest
from starlette.requests import Request

from newsletter.compose import Templates
from newsletter.errors import FoundErrors
from newsletter.settings import Settings
from newsletter.web.public.rendering import Pages
from newsletter.workspace import starter

STARTER = starter() / "templates"


def make_request(query: str = "", accepted: str = "", path: str = "/leave/x") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"accept-language", accepted.encode()), (b"host", b"letter.example.org")],
            "path_params": {},
        }
    )


@pytest.mark.parametrize(
    ("query", "own", "accepted", "language"),
    [
        ("", "", "", "en-GB"),
        ("", "", "fr", "fr"),
        ("", "en-GB", "fr", "en-GB"),
        ("language=fr", "en-GB", "en", "fr"),
        ("language=tlh", "fr", "en", "fr"),
    ],
)
def test_an_address_counts_before_a_reader_and_a_reader_before_a_browser(
    settings: Settings, query: str, own: str, accepted: str, language: str
) -> None:
    pages = Pages(settings, Templates([STARTER]))

    assert pages.look(make_request(query, accepted), own).letter.language == language


def test_french_has_every_word_of_every_page(settings: Settings) -> None:
    assert Pages(settings, Templates([STARTER])).lacking == {"fr": []}


def test_a_language_without_the_words_is_offered_for_letters_and_not_for_pages(
    settings: Settings, workspace: Path
) -> None:
    path = workspace / "templates/words/fr.po"
    words = path.read_text(encoding="utf-8").replace('msgid "Leave this list?"', 'msgid "Other"')
    path.write_text(words, encoding="utf-8")
    pages = Pages(settings, Templates([workspace / "templates"]))

    assert pages.lacking == {"fr": ["Leave this list?"]}
    assert list(pages.languages) == ["en-GB", "fr"]
    assert pages.look(make_request("language=fr"), "fr").letter.language == "en-GB"
    shown = bytes(pages.show(make_request(), "leave").body).decode()
    assert "français" not in shown


def test_a_mistake_in_any_template_is_found_before_anybody_asks(
    settings: Settings, workspace: Path
) -> None:
    (workspace / "templates/web/erased.html").write_text("{% if %}", encoding="utf-8")

    with pytest.raises(FoundErrors) as caught:
        Pages(settings, Templates([workspace / "templates", STARTER]))
    assert [each.at.path.name for each in caught.value.findings] == ["erased.html"]


def test_a_page_reads_from_right_to_left_where_its_language_does(
    settings: Settings,
) -> None:
    newsletter = settings.newsletter.model_copy(update={"language": "ar"})
    arabic = settings.model_copy(update={"newsletter": newsletter})
    pages = Pages(arabic, Templates([STARTER]))

    assert b'<html lang="ar" dir="rtl">' in bytes(pages.show(make_request(), "leave").body)


@pytest.mark.parametrize(
    ("path", "root"), [("/", "./"), ("/leave/x", "../"), ("/leave/x/undo", "../../")]
)
def test_links_go_by_steps(settings: Settings, path: str, root: str) -> None:
    pages = Pages(settings, Templates([STARTER]))
    shown = bytes(pages.show(make_request(path=path), "back").body).decode()

    assert f'href="{root}?language=en-GB"' in shown


def test_another_site_gets_a_form_in_each_language_that_leads_to_ours(settings: Settings) -> None:
    forms = Pages(settings, Templates([STARTER])).forms()

    assert list(forms) == ["en-GB", "fr"]
    assert 'action="https://letter.example.org/?language=fr"' in forms["fr"]
    assert 'name="address"' in forms["fr"]
    assert "Votre adresse électronique" in forms["fr"]
    assert not re.findall(r"<script|\bon\w+=|\bstyle=|\bsrc=", "".join(forms.values()))
