"""The MJML of a letter, with the line that each of its lines comes from."""

from functools import cache
from pathlib import Path

import pytest

from newsletter.compose import MjmlLine, Templates, compose, fit, trace_mjml
from newsletter.compose.engine import render_mjml
from newsletter.content import load_library
from newsletter.errors import UsageError
from newsletter.model import Issue, Library, Lines, Pieces, Variant
from newsletter.settings import Settings
from tests.checks.making import SETTINGS
from tests.compose.making import (
    ROOT,
    SAMPLE,
    make_issue,
    make_library,
    make_snippet,
    make_source,
    nine_kinds,
)

TEMPLATES = Templates([ROOT / "templates"])
FIT = cache(fit)
SAMPLE_LIBRARY = load_library(ROOT)


def trace(issue: Issue, library: Library, settings: Settings = SETTINGS) -> list[MjmlLine]:
    """What the main variant of an issue is compiled from."""
    letter = compose(issue, library, settings, TEMPLATES, fit=FIT)
    return list(trace_mjml(letter.main, issue, library, settings, TEMPLATES, fit=FIT))


def place_of(words: str, lines: list[MjmlLine]) -> str:
    """Where the one line with these words comes from."""
    (line,) = (each for each in lines if words in each.text)
    return str(line.at).removeprefix(f"{ROOT.as_posix()}/")


def as_written(pieces: Pieces) -> str:
    """Pieces with their fields as editors write them."""
    return pieces.fill({slot: f"{{{{ reader.{slot} }}}}" for slot in pieces.slots})


ISSUES = [(SAMPLE_LIBRARY.issues[SAMPLE], SAMPLE_LIBRARY), nine_kinds()]


@pytest.mark.parametrize(("issue", "library"), ISSUES, ids=["sample", "nine kinds"])
@pytest.mark.parametrize("layout", ["digest", "q-and-a", "single-topic", "alert", "plain"])
def test_what_is_shown_is_what_is_compiled(issue: Issue, library: Library, layout: str) -> None:
    issue = issue.model_copy(update={"layout": layout})
    letter = compose(issue, library, SETTINGS, TEMPLATES, fit=FIT)
    lines = trace_mjml(letter.main, issue, library, SETTINGS, TEMPLATES, fit=FIT)

    mjml = "\n".join(line.text for line in lines)

    assert render_mjml(mjml, Path("shown.mjml")) == as_written(letter.main.html)


def test_every_line_comes_from_a_line_that_there_is() -> None:
    for line in trace(SAMPLE_LIBRARY.issues[SAMPLE], SAMPLE_LIBRARY):
        source = (ROOT / line.at.path).read_text(encoding="utf-8").split("\n")
        assert 1 <= line.at.line <= len(source), line


def test_words_lead_to_their_text_and_tags_to_their_template() -> None:
    snippet = make_snippet(
        "It *goes* on its own.\n\nAsk **somebody** who\nknows your skin. [@a]\n\nRest.",
        id="milia",
        line=7,
        title="Milia",
        lines=Lines({("title",): 3}),
    )
    issue = make_issue(snippet, intro="Welcome.\n\nHere is one more tiny thing to read.")
    library = make_library(issue, sources={"a": make_source("On milia")})

    lines = trace(issue, library)

    assert place_of(">Milia</h1>", lines) == "issues/snippets/milia.md:3"
    assert place_of("goes", lines) == "issues/snippets/milia.md:7"
    assert place_of("somebody", lines) == "issues/snippets/milia.md:9"
    assert place_of("knows your", lines) == "issues/snippets/milia.md:10"
    assert place_of("Rest.", lines) == "issues/snippets/milia.md:12"
    assert place_of("more tiny thing", lines) == "issues/first/issue.md:11"
    assert place_of("<mj-body", lines) == "templates/layouts/base.mjml:17"
    assert place_of(">Sources<", lines) == "templates/blocks/sources.mjml:3"


def test_a_word_in_common_does_not_make_a_template_somebodys_text() -> None:
    snippet = make_snippet("These are sources.\n\nWords and sources.", id="one")

    lines = trace(
        make_issue(snippet, intro="Sources and words."), make_library(make_issue(snippet))
    )

    assert place_of("Bite-sized Skin</td>", lines) == "templates/blocks/masthead.mjml:3"
    assert place_of(">Words and sources.", lines) == "issues/snippets/one.md:7"


def test_a_style_sheet_is_nobodys_text(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    base = (ROOT / "templates/layouts/base.mjml").read_text(encoding="utf-8")
    own = base.replace("<mj-style>", "<mj-style>\na\n{ color: red; }\n", 1)
    (tmp_path / "layouts/base.mjml").write_text(own, encoding="utf-8")
    templates = Templates([tmp_path, ROOT / "templates"])
    issue = make_issue(make_snippet("Rest."), intro="A red a.")
    library = make_library(issue)
    letter = compose(issue, library, SETTINGS, templates)

    lines = trace_mjml(letter.main, issue, library, SETTINGS, templates)

    (line,) = (each for each in lines if each.text == "a")
    assert (line.at.path.name, line.at.line) == (
        "base.mjml",
        base.split("<mj-style>")[0].count("\n") + 1,
    )


def test_fields_of_readers_are_shown_as_editors_write_them() -> None:
    snippet = make_snippet("Dear {{ reader.name }}, this is all for now.", id="one")

    lines = trace(make_issue(snippet), make_library(make_issue(snippet)))

    assert place_of("Dear {{ reader.name }}, this", lines) == "issues/snippets/one.md:5"
    assert any('href="{{ reader.leave_url }}"' in each.text for each in lines)


def test_neither_marks_nor_empty_lines_are_left() -> None:
    for line in trace(*nine_kinds()):
        assert line.text.strip()
        assert ' at="' not in line.text
        assert ' of="' not in line.text


def test_each_variant_has_its_own() -> None:
    both, dry = make_snippet("For all.", id="both"), make_snippet("For few.", id="dry")
    issue = make_issue(both, dry).model_copy(update={"conditions": {"dry": {"language": "en"}}})
    library = make_library(issue)
    letter = compose(issue, library, SETTINGS, TEMPLATES)

    for variant, has_both in zip(letter.variants, [True, False], strict=True):
        lines = trace_mjml(variant, issue, library, SETTINGS, TEMPLATES)
        assert any("For few." in line.text for line in lines) == has_both


def test_a_variant_that_is_gone_is_said_in_words() -> None:
    issue, library = nine_kinds()
    nothing = Pieces(("",))
    gone = Variant("fr", {}, nothing, nothing, nothing, nothing)

    with pytest.raises(UsageError, match="no letter any more"):
        trace_mjml(gone, issue, library, SETTINGS, TEMPLATES)
