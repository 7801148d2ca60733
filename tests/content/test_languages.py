"""What the name of a file says of its language."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.content import load_library
from newsletter.content.languages import Translated, read_name
from newsletter.errors import FoundErrors
from newsletter.model import spell_language
from tests.content.conftest import QUICK, mistakes, remedies, tip, write

NAMES = st.lists(
    st.sampled_from(["why", "fr", "pt-BR", "FR", "old", "2", ".", ".", "-", "é"]), min_size=1
).map("".join)


@pytest.mark.parametrize(
    ("name", "original", "language"),
    [
        ("why.fr.md", "why.md", "fr"),
        ("issue.pt-BR.md", "issue.md", "pt-BR"),
        ("people.zh-Hant.yml", "people.yml", "zh-Hant"),
    ],
)
def test_a_code_before_the_last_dot_is_a_language(name: str, original: str, language: str) -> None:
    folder = Path("issues/first")

    assert read_name(folder / name) == Translated(folder / name, folder / original, language)


@pytest.mark.parametrize("name", ["why.md", "people.yml", ".fr.md", "fr.md", "why-fr.md"])
def test_a_name_without_a_code_is_an_original(name: str) -> None:
    assert read_name(Path(name)) is None


@QUICK
@given(name=NAMES)
def test_every_name_is_an_original_a_translation_or_a_mistake(name: str) -> None:
    path = Path(f"issues/{name}.md")
    with suppress(FoundErrors):
        if translated := read_name(path):
            assert translated.path == path
            assert translated.original.suffix == ".md"
            assert "." not in translated.original.stem
            assert spell_language(translated.language) == translated.language
        else:
            assert "." not in name or name.startswith(".")


@pytest.mark.parametrize(
    "name", ["snippets/milia.draft.md", "first/issue.2.md", "people.french.yml"]
)
def test_what_stands_between_the_dots_is_the_code_of_a_language(root: Path, name: str) -> None:
    write(root, name, tip())
    stem, code, suffix = name.split(".")

    assert mistakes(root) == [f"{name}:1: “{code}” is not the code of a language"]
    name = Path(stem).name
    remedy = f"Rename it: {name}.fr.{suffix} is French, {name}.{suffix} the original."
    assert remedies(root) == [remedy]


def test_a_language_has_one_spelling(root: Path) -> None:
    write(root, "snippets/milia.FR.md", tip())

    assert mistakes(root) == ["snippets/milia.FR.md:1: “FR” is spelled “fr”"]
    assert remedies(root) == ["Rename the file to milia.fr.md."]


def test_the_newsletters_own_language_is_in_no_files_name(root: Path) -> None:
    write(root, "snippets/milia.en.md", tip())
    write(root, "first/issue.en.md", "")

    own = "“en” is the newsletter's own language"
    assert mistakes(root) == [f"first/issue.en.md:1: {own}", f"snippets/milia.en.md:1: {own}"]
    assert remedies(root) == [
        "Write this in issue.md, and take this file out.",
        "Write this in milia.md, and take this file out.",
    ]


def test_a_language_that_the_newsletter_does_not_speak_is_reported_once(root: Path) -> None:
    write(root, "snippets/milia.de.md", "")
    write(root, "first/issue.de.md", "")
    write(root, "people.de.yml", "")
    write(root, "snippets/milia.old.md", "")

    assert mistakes(root) == [
        "first/issue.de.md:1: “de” is no language of this newsletter",
        "snippets/milia.old.md:1: “old” is no language of this newsletter",
    ]
    assert remedies(root)[1] == (
        "Add [translation.old] with reason and disclaimer to newsletter.toml, "
        "or take “.old” out of the file's name."
    )


def test_the_newsletters_own_language_need_not_be_english(french: Path) -> None:
    with pytest.raises(FoundErrors) as caught:
        load_library(french, ["fr", "en"])

    assert {finding.problem for finding in caught.value.findings} == {
        "“fr” is the newsletter's own language"
    }


@pytest.mark.parametrize(
    "name", [".obsidian/workspace.fr.md", "pictures/bump.fr.md", "first/people.fr.yml"]
)
def test_what_lies_where_nothing_is_read_is_no_translation(root: Path, name: str) -> None:
    write(root, name, "")

    assert load_library(root, ["en", "fr"]).translations == {}
