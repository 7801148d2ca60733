"""An issue is wholly in a language or not at all."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from newsletter.content import load_library
from newsletter.model import Kind, Library
from newsletter.workspace import starter
from tests.content.conftest import LANGUAGES, QUICK, find_all, mistakes, remedies, tip, write
from tests.content.test_anything import YAMLISH

HERE = "first/issue.fr.md"
WORDS = "---\ntitle: Repos\n---\nReposez-vous.\n"


def load_french(root: Path) -> Library:
    return load_library(root, LANGUAGES).translations["fr"]


def choose(root: Path, *entries: str) -> None:
    """Let the issue consist of these snippets."""
    lines = [
        "---",
        "subject: S",
        "preheader: P",
        "snippets:",
        *(f"  - {entry}" for entry in entries),
    ]
    write(root, "first/issue.md", "\n".join([*lines, "---", "Hello."]))


def question(title: str, *people: str) -> str:
    answers = "".join(f"## @{person}\n{title}\n" for person in people)
    return f"---\nkind: question\ntitle: {title}\ntopics: [milia]\n---\n{answers}"


def test_a_translation_is_a_library_in_one_language(french: Path) -> None:
    library = load_library(french, LANGUAGES)
    translation = library.translations["fr"]

    (snippet,) = translation.issues["first"].snippets
    assert snippet.title == "Les grains de milium"
    assert translation.snippets == {"milia": snippet}
    assert translation.people["ana"].role == "Dermatologue"
    assert list(translation.glossary) == ["grain de milium"]
    assert (translation.sources, translation.pictures) == (library.sources, library.pictures)
    assert translation.translations == {}


def test_the_original_is_the_same_with_and_without_translations(root: Path, french: Path) -> None:
    with_french = load_library(french, LANGUAGES)
    for path in list(french.rglob("*.fr.*")):
        path.unlink()

    assert load_library(root, LANGUAGES) == replace(with_french, translations={})


def test_without_translated_files_there_are_no_translations(root: Path) -> None:
    assert load_library(root, LANGUAGES).translations == {}


def test_an_issue_keeps_its_time_its_audience_its_layout_and_its_order(french: Path) -> None:
    write(french, "snippets/rest.md", tip())
    write(french, "snippets/rest.fr.md", WORDS)
    fields = "send-at: 2026-12-01 08:00 UTC\naudience: testers\nlayout: plain\n"
    entries = "snippets: [rest, {id: milia, for: {age: old}}]\n"
    write(
        french, "first/issue.md", f"---\nsubject: S\npreheader: P\n{fields}{entries}---\nHello.\n"
    )

    library = load_library(french, LANGUAGES)

    original, translation = library.issues["first"], library.translations["fr"].issues["first"]
    assert (translation.slug, translation.send_at) == ("first", original.send_at)
    assert (translation.audience, translation.layout) == ("testers", "plain")
    assert [snippet.title for snippet in translation.snippets] == ["Repos", "Les grains de milium"]
    assert translation.conditions == original.conditions == {"milia": {"age": "old"}}


def test_snippets_may_be_translated_before_any_issue_is(root: Path) -> None:
    write(root, "snippets/milia.fr.md", "---\ntitle: T\n---\nPetits. [@smith-2020]\n")
    write(root, "snippets/asked.md", question("Why?", "ana"))
    write(root, "snippets/asked.fr.md", question("Pourquoi ?", "ana"))

    french = load_french(root)

    assert (french.issues, french.people) == ({}, {})
    assert list(french.snippets) == ["asked", "milia"]


def test_only_what_is_like_a_snippet_in_the_same_language_is_like_it(french: Path) -> None:
    for name in ("a", "b"):
        write(french, f"snippets/{name}.md", tip("similar: [milia]"))
    write(french, "snippets/b.fr.md", WORDS)

    translation = load_french(french)

    assert [each.title for each in translation.similar_to(translation.snippets["milia"])] == [
        "Repos"
    ]


def test_a_snippet_that_is_not_translated_is_missed_where_the_issue_is(french: Path) -> None:
    write(french, "snippets/rest.md", tip())
    write(french, "first/own.md", tip())
    choose(french, "rest", "milia", "own")

    assert mistakes(french) == [
        f"{HERE}:1: “rest” is not translated",
        f"{HERE}:1: “own” is not translated",
    ]
    assert remedies(french) == [
        "Write issues/snippets/rest.fr.md.",
        "Write issues/first/own.fr.md.",
    ]


def test_a_person_without_a_role_is_missed_once_where_the_issue_is(french: Path) -> None:
    for name in ("one", "two"):
        write(french, f"snippets/{name}.md", question("Why?", "ben", "ana"))
        write(french, f"snippets/{name}.fr.md", question("Pourquoi ?", "ana", "ben"))
    choose(french, "one", "two")

    assert mistakes(french) == [f"{HERE}:1: it is not said in “fr” who “ben” is"]
    assert remedies(french) == ["Add “ben:” with “role: …” to issues/people.fr.yml."]


def test_a_person_whose_opinion_a_claim_is_has_a_role(french: Path) -> None:
    claim = "claims: [{about: x, says: helps, certainty: low, by: [ben]}]"
    write(french, "snippets/rest.md", tip(claim))
    write(french, "snippets/rest.fr.md", WORDS.replace("---\nR", "claims: [{about: y}]\n---\nR"))
    choose(french, "rest")

    assert mistakes(french) == [f"{HERE}:1: it is not said in “fr” who “ben” is"]


def test_a_person_who_is_nobody_is_reported_where_the_name_stands(french: Path) -> None:
    write(french, "snippets/asked.md", question("Why?", "zed"))
    write(french, "snippets/asked.fr.md", question("Pourquoi ?", "zed"))
    choose(french, "asked")

    assert mistakes(french) == [
        "snippets/asked.fr.md:6: there is no person “zed”",
        "snippets/asked.md:6: there is no person “zed”",
    ]


def test_everything_that_is_missing_is_missed_at_once(french: Path) -> None:
    for name in ("milia.fr.md", "../people.fr.yml"):
        (french / "issues/snippets" / name).unlink()
    write(french, "snippets/asked.md", question("Why?", "ana"))
    choose(french, "milia", "asked")
    write(french, HERE, "---\nsubject: S\n---\nBonjour.\n")

    assert mistakes(french) == [
        f"{HERE}:1: “milia” is not translated",
        f"{HERE}:1: “asked” is not translated",
        f"{HERE}:1: it is not said in “fr” who “ana” is",
        f"{HERE}:2: “preheader” is missing",
    ]


def test_what_readers_of_other_languages_get_need_not_be_translated(french: Path) -> None:
    write(french, "snippets/rest.md", tip())
    choose(french, "milia", "{id: rest, for: {language: en, age: old}}")

    issue = load_french(french).issues["first"]

    assert [snippet.id for snippet in issue.snippets] == ["milia"]
    assert issue.conditions == {}


def test_an_issue_that_is_all_for_readers_of_other_languages_is_not_translated(
    french: Path,
) -> None:
    choose(french, "{id: milia, for: {language: en}}")

    assert mistakes(french) == [f"{HERE}:1: no snippet of this issue is for readers of “fr”"]


def test_what_readers_of_this_language_get_is_translated(french: Path) -> None:
    write(french, "snippets/rest.md", tip())
    choose(french, "milia", "{id: rest, for: {language: fr}}")
    assert mistakes(french) == [f"{HERE}:1: “rest” is not translated"]

    write(french, "snippets/rest.fr.md", WORDS)
    issue = load_french(french).issues["first"]
    assert [snippet.id for snippet in issue.snippets] == ["milia", "rest"]
    assert issue.conditions == {"rest": {"language": "fr"}}


@pytest.mark.parametrize("name", ["snippets/rest", "first/rest", "snippets/issue"])
def test_a_translation_without_an_original_is_reported(french: Path, name: str) -> None:
    write(french, f"{name}.fr.md", WORDS)

    assert mistakes(french) == [
        f"{name}.fr.md:1: there is no issues/{name}.md that this translates"
    ]
    assert remedies(french) == [f"Write {Path(name).name}.md first, or take this file out."]


def test_a_translation_elsewhere_is_sent_to_its_original(french: Path) -> None:
    path = french / "issues/snippets/milia.fr.md"
    path.rename(french / "issues/first/milia.fr.md")

    assert mistakes(french) == [
        "first/milia.fr.md:1: there is no issues/first/milia.md that this translates"
    ]
    assert remedies(french) == ["Move it beside issues/snippets/milia.md."]


def test_a_translated_issue_without_an_original_is_reported_once(french: Path) -> None:
    write(french, "second/issue.fr.md", WORDS)

    assert mistakes(french) == ["second/issue.md:1: this issue has no issue.md"]


@pytest.mark.parametrize("text", ["", "---\nkind: tip\n", tip("colour: red")])
def test_an_original_that_cannot_be_read_is_reported_alone(french: Path, text: str) -> None:
    write(french, "snippets/milia.md", text)

    (finding,) = find_all(french)
    assert finding.at.path == Path("issues/snippets/milia.md")


def test_an_original_issue_that_cannot_be_read_is_reported_alone(french: Path) -> None:
    choose(french, "milla")

    assert mistakes(french) == ["first/issue.md:5: there is no snippet “milla”"]


@pytest.mark.parametrize("text", ["", "---\ntitle: T\n", "---\ntitle: [\n---\n"])
def test_a_translation_that_cannot_be_read_is_reported_alone(french: Path, text: str) -> None:
    write(french, "snippets/milia.fr.md", text)

    (finding,) = find_all(french)
    assert finding.at.path == Path("issues/snippets/milia.fr.md")


def test_what_is_wrong_with_the_originals_is_not_repeated(french: Path) -> None:
    write(french, "snippets/a.md", tip("similar: [b, zz]", "image: {file: x.png, alt: X}"))
    write(french, "snippets/b.md", tip("similar: [a]"))
    write(french, "snippets/b.fr.md", WORDS)
    write(french, "snippets/a.fr.md", WORDS.replace("---\nR", "image: {alt: Y}\n---\nR"))
    write(french, "first/b.md", tip())
    write(french, "first/b.fr.md", WORDS)

    assert [str(finding.at).removeprefix("issues/") for finding in find_all(french)] == [
        "first/b.md:1",
        "snippets/a.md:5",
        "snippets/a.md:6",
        "snippets/b.md:5",
    ]


def test_text_is_judged_as_an_originals(french: Path) -> None:
    body = "![x](y)\n\n### @ana\n[@nobody]\n"
    write(french, "snippets/milia.fr.md", f"---\ntitle: T\n---\n{body}")
    write(french, HERE, f"---\nsubject: S\npreheader: P\n---\n{body}")

    problems = [
        "a picture cannot stand in the text",
        "this heading names a person, and starts no answer",
        "there is no source “nobody”",
    ]
    assert mistakes(french) == [
        *(f"{HERE}:{line}: {problem}" for line, problem in zip((5, 7, 8), problems, strict=True)),
        *(
            f"snippets/milia.fr.md:{line}: {problem}"
            for line, problem in zip((4, 6, 7), problems, strict=True)
        ),
    ]


def test_several_languages_stand_beside_one_another(french: Path) -> None:
    for path in list(french.rglob("*.fr.*")):
        shutil.copy(path, path.with_name(path.name.replace(".fr.", ".pt-BR.")))

    translations = load_library(french, ["en", "pt-BR", "fr"]).translations

    assert list(translations) == ["fr", "pt-BR"]
    assert translations["pt-BR"].issues["first"].path == Path("issues/first/issue.pt-BR.md")


def test_every_snippet_of_the_sample_repeated_word_for_word_is_a_translation(
    tmp_path: Path,
) -> None:
    shutil.copytree(starter() / "issues", tmp_path / "issues")
    for path in list(tmp_path.rglob("*.md")):
        if path.name != "issue.md":
            shutil.copy(path, path.with_suffix(".fr.md"))

    library = load_library(tmp_path, LANGUAGES)

    snippets = library.translations["fr"].snippets
    assert {snippet.kind for snippet in snippets.values()} == set(Kind)
    assert {id: each.title for id, each in snippets.items()} == {
        id: each.title for id, each in library.snippets.items()
    }


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An issue to translate."""
    folder = tmp_path_factory.mktemp("playground")
    write(folder, "people.yml", "ana: {name: Ana, role: Doctor}")
    write(folder, "snippets/milia.md", question("Why?", "ana"))
    write(folder, "first/issue.md", "---\nsubject: S\npreheader: P\nsnippets: [milia]\n---\n")
    return folder


@QUICK
@given(text=YAMLISH)
def test_any_text_in_any_translated_file(playground: Path, text: str) -> None:
    files = {
        "people.fr.yml": text,
        "snippets/milia.fr.md": f"---\n{text}\n---\n{text}",
        "first/issue.fr.md": f"---\n{text}\n---\n{text}",
    }
    translated = {write(playground, name, data) for name, data in files.items()}

    for finding in find_all(playground):
        assert playground / finding.at.path in translated
        assert finding.at.line >= 1
        assert str(finding).encode()
