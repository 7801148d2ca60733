"""What the letter itself says, in every language."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from newsletter.compose import Templates, compose
from newsletter.compose.words import Words, read_catalogue
from newsletter.errors import FoundErrors, UsageError
from newsletter.settings import Settings
from tests.compose.making import ROOT, html_of, nine_kinds, shown_by, text_of, with_identity

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.mjml", "jinja2"), ("**.txt", "jinja2"), ("**.html", "jinja2")]


def french() -> Path:
    return ROOT / "templates/words/fr.po"


def messages() -> Iterator[str]:
    """Everything that the templates and the program say in a letter."""
    for folder in ("templates", "newsletter/compose"):
        found = extract_from_dir(str(ROOT / folder), METHODS, keywords=KEYWORDS)
        for _, _, message, _, _ in found:
            yield message if isinstance(message, str) else message[0]


def test_french_says_everything_and_nothing_more() -> None:
    catalogue = read_po(BytesIO(french().read_bytes()))
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and message.string
    }
    wanted = set(messages())
    assert len(wanted) > 50
    assert wanted - translated == set()
    assert translated - wanted == set()


def test_a_letter_in_french_has_no_english_words(settings: Settings, templates: Templates) -> None:
    issue, library = nine_kinds()
    letter = compose(issue, library, with_identity(settings, language="fr"), templates)
    shown = shown_by(html_of(letter))
    assert "Consultez un médecin si it lasts." in shown
    assert "1 décembre" in shown
    for english in ("See a doctor", "Similar questions", "Sources checked", "In this issue"):
        assert english not in shown
        assert english not in text_of(letter)


def test_a_missing_translation_is_a_finding(
    settings: Settings, templates: Templates, tmp_path: Path
) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words/it.po").write_text('msgid "Sources"\nmsgstr "Fonti"\n', encoding="utf-8")
    both = Templates([tmp_path, ROOT / "templates"])
    with pytest.raises(FoundErrors) as caught:
        compose(*nine_kinds(), with_identity(settings, language="it"), both)
    problems = [finding.problem for finding in caught.value.findings]
    assert "“See a doctor if” is not translated" in problems
    assert not any("Sources" in problem for problem in problems)
    assert {finding.at.path for finding in caught.value.findings} == {tmp_path / "words/it.po"}
    _ = templates


def test_the_workspace_may_say_it_otherwise(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    own = 'msgid "Question"\nmsgstr "Question of the week"\n'
    (tmp_path / "words/en.po").write_text(own, encoding="utf-8")
    letter = compose(*nine_kinds(), settings, Templates([tmp_path, ROOT / "templates"]))
    assert "Question of the week" in shown_by(html_of(letter))
    assert "See a doctor if" in shown_by(html_of(letter))


def test_a_region_uses_its_languages_words(templates: Templates) -> None:
    assert templates.read_words("fr-CA").say("Sources") == "Sources"
    assert templates.read_words("fr-CA").say("True") == "Vrai"


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ('msgid "True"\nmsgstr Vrai\n', 2, "not in quotes"),
        ('msgid "True"\nmsgstr "Vrai\n', 2, "not in quotes"),
        ('msgid "True"\nmsgstr "100 %"\n', 1, "must hold no %"),
        ('#, python-format\nmsgid "%(num)s min"\nmsgstr "min"\n', 2, "must hold %(num)s"),
        ('#, python-format\nmsgid "a %(num)s"\nmsgstr "a %(nom)s"\n', 2, "must hold %(num)s"),
    ],
)
def test_a_catalogue_that_would_break_a_letter_is_refused(
    source: str, line: int, problem: str
) -> None:
    with pytest.raises(FoundErrors) as caught:
        read_catalogue(Path("words/fr.po"), source.encode())
    (finding,) = caught.value.findings
    assert (finding.at.path, finding.at.line) == (Path("words/fr.po"), line)
    assert problem in finding.problem


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(FoundErrors):
        read_catalogue(Path("words/fr.po"), b'msgid "\xff\xfe"\nmsgstr "x"\n')


@pytest.mark.parametrize("language", ["english", "zz-top-9", "x"])
def test_a_language_that_does_not_exist_is_refused(language: str) -> None:
    with pytest.raises(UsageError) as caught:
        Words(language)
    assert language in caught.value.problem


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("en-GB", "1 December", "1 December 2026"),
        ("fr", "1 décembre", "1 décembre 2026"),
        ("de", "1. Dezember", "1. Dezember 2026"),
    ],
)
def test_days_are_written_as_the_language_does(language: str, short: str, long: str) -> None:
    words = Words(language)
    assert words.day(date(2026, 12, 1)) == short
    assert words.long_day(date(2026, 12, 1)) == long


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_the_direction_follows_the_language(language: str, direction: str) -> None:
    assert Words(language).direction == direction


def test_a_label_of_ones_own_may_hold_a_percent_sign() -> None:
    assert Words("en-GB").say("100% sure") == "100% sure"


def test_a_catalogue_is_read_as_utf8_whatever_it_says() -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=latin-9x\\n"\n'
    source = header + '\nmsgid "True"\nmsgstr "Vérifié"\n'
    catalogue = read_catalogue(Path("words/fr.po"), source.encode())
    assert Words("fr", [catalogue]).say("True") == "Vérifié"
