"""What a letter relies on: the same numbers as in the letter, and the sentences that cite them."""

import re
from pathlib import Path

import pytest

from newsletter.checks import LetterPage, Proof
from newsletter.compose import Templates, compose
from newsletter.content import load_library
from newsletter.model import Issue, Library
from newsletter.studio.citations import find_grounds
from newsletter.workspace import SETTINGS_FILE, open_workspace
from tests.checks.making import SETTINGS, make_background, make_proof
from tests.compose.making import (
    ROOT,
    SAMPLE,
    make_issue,
    make_library,
    make_snippet,
    make_source,
    nine_kinds,
)
from tests.test_docs import write_shown

TEMPLATES = Templates([ROOT / "templates"])
SAMPLES = load_library(ROOT)


def proof_of(issue: Issue, library: Library) -> Proof:
    letter = compose(issue, library, SETTINGS, TEMPLATES)
    return make_proof(issue, letter, make_background(library))


def page_of(issue: Issue, library: Library) -> LetterPage:
    (page,) = proof_of(issue, library).pages
    return page


def listed(page: LetterPage) -> dict[int, str]:
    """Number and title of each source, as the letter lists them."""
    end = page.plain_text.rpartition("\nSources\n")[2]
    entries = re.findall(r"^\[(\d+)\] (.+\n(?: .+\n)*)", end, re.MULTILINE)
    return {int(number): " ".join(text.split()) for number, text in entries}


@pytest.mark.parametrize(
    ("issue", "library"),
    [(SAMPLES.issues[SAMPLE], SAMPLES), nine_kinds()],
    ids=["sample", "nine kinds"],
)
def test_sources_have_the_numbers_that_the_letter_gives_them(
    issue: Issue, library: Library
) -> None:
    page = page_of(issue, library)
    sources = find_grounds(page, library).sources
    shown = listed(page)

    assert [each.number for each in sources] == sorted(shown)
    assert all(shown[each.number].startswith(each.title) for each in sources)


def test_every_citation_of_the_sample_is_found_once_in_its_file() -> None:
    page = page_of(SAMPLES.issues[SAMPLE], SAMPLES)
    sources = find_grounds(page, SAMPLES).sources

    for source in sources:
        assert source.cited
        assert len(set(source.cited)) == len(source.cited)
        for cited in source.cited:
            text = (ROOT / cited.file).read_text(encoding="utf-8")
            assert f"[@{source.id}]" in text
            first = cited.sentence.split()[0].strip("“(*")
            assert first in text.split("\n")[cited.line - 1]


def test_a_sentence_is_shown_with_its_block_and_its_line() -> None:
    one = make_snippet("It heals. [@b]\n\nIt may *not* [@a], ever.", id="one")
    issue = make_issue(one, intro="Welcome. [@a]")
    sources = {
        "a": make_source("On milia", published="2020-05", doi="10.1000/milia", in_="Skin 2020"),
        "b": make_source("On spots"),
        "c": make_source("Not cited"),
    }
    library = make_library(issue, sources=sources)

    first, second = find_grounds(page_of(issue, library), library).sources

    assert (first.number, first.id, first.year, first.in_) == (1, "a", "2020", "Skin 2020")
    assert first.url == "https://doi.org/10.1000/milia"
    assert [(each.block, each.line, each.sentence) for each in first.cited] == [
        ("intro", 9, "Welcome."),
        ("one", 7, "It may not, ever."),
    ]
    assert (second.number, second.year, second.in_, second.url) == (2, "", "", "")
    assert [each.sentence for each in second.cited] == ["It heals."]
    assert first.cited[1].file == Path("issues/snippets/one.md")


def test_claims_are_shown_with_how_sure_they_are() -> None:
    page = page_of(SAMPLES.issues[SAMPLE], SAMPLES)

    claims = find_grounds(page, SAMPLES).claims

    written = [claim for each in SAMPLES.issues[SAMPLE].snippets for claim in each.claims]
    assert [each.about for each in claims] == [each.about for each in written]
    for claim in claims:
        line = (ROOT / claim.file).read_text(encoding="utf-8").split("\n")[claim.line - 1]
        assert claim.about in line


def test_each_variant_has_its_own_numbers(workspace: Path) -> None:
    write_shown(workspace)
    with (workspace / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write('[fields.has-baby]\ndefault = "no"\n')
    settings = open_workspace(workspace).settings
    library = load_library(workspace, settings.languages)
    issue = library.issues["2027-01-05-acne"]
    letter = compose(issue, library, settings, TEMPLATES)
    proof = make_proof(issue, letter, make_background(library, settings))

    for page in proof.pages:
        sources = find_grounds(page, library).sources
        assert [each.number for each in sources] == list(range(1, len(sources) + 1))
        blocks = {cited.block for source in sources for cited in source.cited}
        assert blocks <= {m.snippet.id for m in page.manuscripts if m.snippet} | {"intro"}
