"""What people.fr.yml says of people, and issue.fr.md of its issue."""

from pathlib import Path

import pytest

from newsletter.content import load_library
from newsletter.model import Part, Person, Term
from tests.content.conftest import LANGUAGES, draw, mistakes, remedies, write

ANA = """\
ana:
  name: Dr Ana Silva
  role: Skin doctor
  photo: pictures/ana.png
  photo-alt: Ana
  interests: Sells creams
  fictional: true
"""

ANA_IN_FRENCH = """\
ana:
  role: Dermatologue
  photo-alt: Portrait d'Ana
  interests: Vend des crèmes
"""

ISSUE = "---\nsubject: Petits boutons\npreheader: Ce que c'est\n"


@pytest.fixture
def portrait(french: Path) -> Path:
    """A workspace with a person of whom much is said."""
    draw(french / "issues/pictures/ana.png", 60, 60)
    write(french, "people.yml", ANA)
    write(french, "people.fr.yml", ANA_IN_FRENCH)
    return french


def test_a_person_keeps_all_but_the_words(portrait: Path) -> None:
    library = load_library(portrait, LANGUAGES)

    assert library.translations["fr"].people == {
        "ana": Person.model_validate(
            {
                "name": "Dr Ana Silva",
                "role": "Dermatologue",
                "photo": "issues/pictures/ana.png",
                "photo-alt": "Portrait d'Ana",
                "interests": "Vend des crèmes",
                "fictional": True,
            }
        )
    }
    assert library.people["ana"].role == "Skin doctor"


def test_a_name_may_be_written_otherwise(portrait: Path) -> None:
    write(portrait, "people.fr.yml", f"{ANA_IN_FRENCH}  name: Dre Ana Silva\n")

    assert (
        load_library(portrait, LANGUAGES).translations["fr"].people["ana"].name == "Dre Ana Silva"
    )


@pytest.mark.parametrize("name", ["photo-alt", "interests"])
def test_what_is_said_of_a_person_is_said_in_each_language(portrait: Path, name: str) -> None:
    lines = [line for line in ANA_IN_FRENCH.splitlines() if name not in line]
    write(portrait, "people.fr.yml", "\n".join(lines))

    assert mistakes(portrait) == [f"people.fr.yml:1: “{name}” is missing; it stands in people.yml"]
    assert remedies(portrait) == ["Write it here in this language."]


def test_a_person_has_a_role_in_each_language(portrait: Path) -> None:
    write(portrait, "people.fr.yml", ANA_IN_FRENCH.replace("  role: Dermatologue\n", ""))

    assert mistakes(portrait) == ["people.fr.yml:1: “role” is missing"]


@pytest.mark.parametrize("name", ["name", "photo-alt", "interests"])
def test_nothing_is_said_of_a_person_in_one_language_alone(portrait: Path, name: str) -> None:
    """A name beside “unnamed” would tell readers of one language who it is."""
    write(portrait, "people.yml", "ana:\n  role: Doctor\n  unnamed: true\n")
    write(portrait, "people.fr.yml", f"ana:\n  role: Médecin\n  {name}: X\n")

    assert mistakes(portrait) == [f"people.fr.yml:3: “{name}” does not stand in people.yml"]


@pytest.mark.parametrize("name", ["photo", "registration", "reviewer", "unnamed", "fictional"])
def test_what_is_no_word_stands_with_the_original_person(portrait: Path, name: str) -> None:
    write(portrait, "people.fr.yml", f"{ANA_IN_FRENCH}  {name}: true\n")

    assert mistakes(portrait) == [f"people.fr.yml:5: “{name}” stands in people.yml"]
    assert remedies(portrait) == [
        "Take the line out: what people.yml says there holds in every language."
    ]


def test_an_unknown_field_of_a_person_gets_the_nearest_that_is_translated(portrait: Path) -> None:
    write(portrait, "people.fr.yml", f"{ANA_IN_FRENCH}  photo_alt: x\n")

    assert mistakes(portrait) == ["people.fr.yml:5: “photo_alt” is not a known field"]
    assert remedies(portrait) == ["Did you mean “photo-alt”?"]


def test_a_person_who_is_nobody_gets_the_nearest_known_one(portrait: Path) -> None:
    write(portrait, "people.fr.yml", f"{ANA_IN_FRENCH}anna:\n  role: Médecin\n")

    assert mistakes(portrait) == ["people.fr.yml:5: there is no person “anna”"]
    assert remedies(portrait) == ["Did you mean “ana”?"]


def test_all_entries_of_translated_people_are_judged_at_once(portrait: Path) -> None:
    write(portrait, "people.fr.yml", "ana:\n  rôle: x\nben: Infirmier\n")

    assert mistakes(portrait) == [
        "people.fr.yml:1: “role” is missing",
        "people.fr.yml:2: “rôle” is not a known field",
        "people.fr.yml:3: there is no person “ben”",
        "people.fr.yml:3: “ben” has no fields",
    ]


@pytest.mark.parametrize("text", ["ana: [", "- ana"])
def test_originals_or_translations_that_cannot_be_read_are_reported_once(
    french: Path, text: str
) -> None:
    write(french, "snippets/milia.md", answer("Milia", "Yes."))
    write(french, "snippets/milia.fr.md", answer("Milium", "Oui."))
    write(french, "people.fr.yml", text)
    (broken,) = mistakes(french)
    assert broken.startswith("people.fr.yml:1: ")

    write(french, "people.fr.yml", "ana:\n  role: Dermatologue\n")
    write(french, "people.yml", text)
    (broken,) = mistakes(french)
    assert broken.startswith("people.yml:1: ")


def answer(title: str, text: str) -> str:
    """A question that ana answers."""
    return f"---\nkind: question\ntitle: {title}\ntopics: [milia]\n---\n## @ana\n{text}\n"


def test_a_glossary_has_words_of_its_own(french: Path) -> None:
    translation = load_library(french, LANGUAGES).translations["fr"]

    assert translation.glossary == {
        "grain de milium": Term("grain de milium", "petit bouton blanc")
    }


def test_a_word_without_a_meaning_is_reported_in_its_own_file(french: Path) -> None:
    write(french, "glossary.fr.yml", "milium:\n")

    assert mistakes(french) == ["glossary.fr.yml:1: “milium” has no meaning"]


def test_sources_are_not_translated(french: Path) -> None:
    write(french, "sources.fr.yml", "")

    assert mistakes(french) == ["sources.fr.yml:1: sources are the same in every language"]


def test_a_side_file_of_another_name_is_reported(french: Path) -> None:
    write(french, "glosary.fr.yml", "")

    assert mistakes(french) == ["glosary.fr.yml:1: there is no side file “glosary.yml”"]
    assert remedies(french) == ["Did you mean “glossary.yml”?"]


def test_an_issue_says_its_own_words(french: Path) -> None:
    library = load_library(french, LANGUAGES)
    issue = library.translations["fr"].issues["first"]

    assert (issue.subject, issue.preheader) == ("Petits boutons", "Ce que c'est")
    assert issue.intro == Part("Bonjour.\n", 5)
    assert issue.path == Path("issues/first/issue.fr.md")
    assert issue.lines.of("preheader") == 3
    assert library.issues["first"].subject == "Tiny bumps"


@pytest.mark.parametrize("name", ["snippets", "send-at", "audience", "layout"])
def test_what_is_no_word_stands_with_the_original_issue(french: Path, name: str) -> None:
    write(french, "first/issue.fr.md", f"{ISSUE}{name}: x\n---\nBonjour.\n")

    assert mistakes(french) == [f"first/issue.fr.md:4: “{name}” stands in issue.md"]
    assert remedies(french) == [
        "Take the line out: what issue.md says there holds in every language."
    ]


def test_an_unknown_field_of_an_issue_gets_the_nearest_that_is_translated(french: Path) -> None:
    write(french, "first/issue.fr.md", f"{ISSUE}subjet: x\n---\nBonjour.\n")

    assert mistakes(french) == ["first/issue.fr.md:4: “subjet” is not a known field"]
    assert remedies(french) == ["Did you mean “subject”?"]


def test_all_fields_of_a_translated_issue_are_judged_at_once(french: Path) -> None:
    write(french, "first/issue.fr.md", "---\nsubject:\nlayout: x\nfoo: x\n---\nBonjour.\n")

    assert mistakes(french) == [
        "first/issue.fr.md:2: “subject” is empty",
        "first/issue.fr.md:2: “preheader” is missing",
        "first/issue.fr.md:3: “layout” stands in issue.md",
        "first/issue.fr.md:4: “foo” is not a known field",
    ]
