"""Mistakes in templates, found in the finished MJML and named where somebody wrote them."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose import Templates, compose
from newsletter.compose.engine.guard import render_mjml
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Letter, Level, Lines, Location, Snippet
from newsletter.settings import Settings
from tests.compose.engine.test_markup import FRAGMENTS
from tests.compose.making import ROOT, html_of, make_issue, make_library, make_snippet

LAYOUT = """<mjml>
<mj-body>
{% include "blocks/head.mjml" %}
{% for card in cards %}
{% include "blocks/" ~ card.snippet.kind ~ ".mjml" %}
{% endfor %}
{% include "blocks/foot.mjml" %}
</mj-body>
</mjml>
"""
SECTION = "<mj-section>\n</mj-section>\n"
CARD = "<mj-section>\n<mj-column>\n{}\n</mj-column>\n</mj-section>\n"


class Desk:
    """A workspace with a small layout of its own."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.write({"layouts/digest.mjml": LAYOUT, "layouts/digest.txt": ""})
        self.write({f"blocks/{name}.mjml": SECTION for name in ("head", "tip", "foot")})

    def write(self, templates: Mapping[str, str]) -> None:
        for name, source in templates.items():
            place = self.folder / "templates" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(source, encoding="utf-8")

    def findings(self, *snippets: Snippet, **templates: str) -> list[Finding]:
        """What is wrong when these stand in the place of blocks of the starter."""
        self.write({f"blocks/{name}.mjml": source for name, source in templates.items()})
        issue = make_issue(*(snippets or [make_snippet("Words.", kind="tip")]))
        folders = Templates([self.folder / "templates", ROOT / "templates"])
        try:
            compose(issue, make_library(issue), self.settings, folders)
        except FoundErrors as error:
            return error.findings
        return []

    def places(self, *snippets: Snippet, **templates: str) -> list[str]:
        """Where: below the workspace, with the line."""
        found = self.findings(*snippets, **templates)
        return [str(each.at).removeprefix(f"{self.folder.as_posix()}/") for each in found]


@pytest.fixture
def desk(tmp_path: Path, settings: Settings) -> Desk:
    return Desk(tmp_path, settings)


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        ("<mj-txt>Hi</mj-txt>", 3, "there is no component “mj-txt”"),
        ("\n<mj-text colour='red'>Hi</mj-text>", 4, "mj-text has no attribute “colour”"),
        ("<mj-text\n  font-size='1.2rem'>Hi</mj-text>", 4, "cannot be “1.2rem”"),
        ("<mj-text>\n1 < 2</mj-text>", 4, "a single “<” stands here"),
        ("<mj-text>\nHi</mj-text>\n\nthere</mj-text>", 6, "</mj-text> closes nothing"),
        ("<mj-text>Hi</mj-text>\n<p>there</p>", 4, "<p> cannot stand in mj-column"),
        ("<mj-section></mj-section>", 3, "mj-section cannot stand in mj-column"),
        ("<mj-text>Hi</mj-text>\n\nthere\n", 5, "the text “there” cannot stand in mj-column"),
        ("<mj-text>\n<td width=3>Hi</td></mj-text>", 4, "has no quotes"),
        (
            "{% for _ in range(200) %}<i>{% endfor %}",
            3,
            "more than 100 tags stand inside each other",
        ),
        ("\n<mj-image src='x", 4, "the value of “src” in <mj-image> has no closing quote"),
        ("<mj-text>a</mj-text>\n<!-- b", 4, "this comment does not end"),
    ],
)
def test_a_mistake_is_named_by_the_line_of_its_template(
    desk: Desk, content: str, line: int, problem: str
) -> None:
    findings = desk.findings(tip=CARD.format(content))
    place = Location(desk.folder / "templates/blocks/tip.mjml", line)
    assert (place, True) in [(each.at, problem in each.problem) for each in findings]
    assert {(each.rule, each.level) for each in findings} == {("template", Level.ERROR)}
    assert all(each.remedy for each in findings)


def test_text_between_two_templates_is_named_by_the_layout_alone(desk: Desk) -> None:
    (finding,) = desk.findings(tip="\n\nhello\n")
    assert finding.at == Location(desk.folder / "templates/layouts/digest.mjml")
    assert finding.problem == "the text “hello” cannot stand in mj-body"


def test_text_behind_the_last_tag_of_a_template_is_named_in_it(desk: Desk) -> None:
    outer = CARD.format("{% include 'blocks/inner.mjml' %}")
    places = desk.places(tip=outer, inner="\n<mj-spacer /> hello")
    assert places == ["templates/blocks/inner.mjml:2"]


def test_a_component_straight_in_the_body_is_named(desk: Desk) -> None:
    assert desk.places(tip="\n<mj-text>Hi</mj-text>") == ["templates/blocks/tip.mjml:2"]


def test_a_block_that_breaks_off_is_named_where_it_does(desk: Desk) -> None:
    (finding,) = desk.findings(foot="<mj-section>\n\n<mj-column>\n<mj-text>bye")
    assert finding.at == Location(desk.folder / "templates/blocks/foot.mjml", 4)
    missing = "<mj-text> and <mj-column> and <mj-section> are not closed before </mj-body>"
    assert finding.problem == missing


def test_a_file_that_ends_inside_a_tag_is_named(desk: Desk) -> None:
    desk.write({"layouts/digest.mjml": "<mjml>\n<mj-body>\n</mj-body>\n</mjml"})
    (finding,) = desk.findings()
    assert finding.at == Location(desk.folder / "templates/layouts/digest.mjml", 4)
    assert finding.problem == "the file ends inside the tag </mjml"


def test_a_mistake_in_an_included_block_is_named_there(desk: Desk) -> None:
    outer = CARD.format("\n{% include 'blocks/inner.mjml' %}")
    assert desk.places(tip=outer, inner="\n\n<mj-txt />") == ["templates/blocks/inner.mjml:3"]


def test_a_mistake_in_an_inherited_block_is_named_in_the_child(desk: Desk) -> None:
    base = CARD.format("{% block content %}{% endblock %}")
    child = '{% extends "blocks/base.mjml" %}\n{% block content %}\n<mj-txt />\n{% endblock %}'
    assert desk.places(tip=child, base=base) == ["templates/blocks/tip.mjml:3"]


def test_a_mistake_in_a_macro_is_named_in_the_macro(desk: Desk) -> None:
    macro = "{% macro say(word) %}\n\n<mj-text size='1'>{{ word }}</mj-text>\n{% endmacro %}"
    using = CARD.format("{{ say('Hi') }}")
    using = "{% from 'blocks/own.mjml' import say %}\n" + using
    assert desk.places(tip=using, own=macro) == ["templates/blocks/own.mjml:3"]


def test_a_mistake_after_an_editors_lines_is_named_no_later_than_it_stands(desk: Desk) -> None:
    tip = make_snippet("One.\n\nTwo.\n\nThree.\n\nFour.", kind="tip")
    card = CARD.format("<mj-text>{{ card.prose.html }} 1 < 2</mj-text>")
    assert desk.places(tip, tip=card) == ["templates/blocks/tip.mjml:3"]


def test_a_template_may_have_any_name(desk: Desk) -> None:
    outer = CARD.format("{% include 'blocks/Über % uns.mjml' %}")
    desk.write({"blocks/Über % uns.mjml": "<mj-txt />"})
    assert desk.places(tip=outer) == ["templates/blocks/Über % uns.mjml:1"]


def test_a_mistake_of_the_starter_is_named_in_the_starter(
    settings: Settings, tmp_path: Path
) -> None:
    starter = Desk(tmp_path / "starter", settings)
    starter.write({"blocks/own.mjml": "\n<mj-txt />"})
    templates = Templates([tmp_path / "templates", starter.folder / "templates"])
    assert templates.locate("blocks/own.mjml") == starter.folder / "templates/blocks/own.mjml"
    assert templates.locate("blocks/none.mjml") == Path("blocks/none.mjml")


def test_a_mistake_in_a_loop_is_one_finding(desk: Desk) -> None:
    tips = [make_snippet("Words.", id=name, kind="tip") for name in ("one", "two", "three")]
    assert desk.places(*tips, tip=CARD.format("<mj-txt />")) == ["templates/blocks/tip.mjml:3"]


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ('<mj-text color="{{ card.snippet.region }}" />', 7),
        ("{{ card.snippet.region }}", 7),
        ('<mj-button href="{{ card.snippet.see_doctor.urgent if card.snippet.see_doctor }}" />', 9),
        ('<mj-spacer height="{{ card.snippet.topics[1] }}" />', 12),
    ],
)
def test_a_value_from_a_snippet_is_named_in_the_snippet(desk: Desk, block: str, line: int) -> None:
    ways = {("region",): 7, ("see-doctor", "urgent"): 9, ("topics",): 11, ("topics", 1): 12}
    tip = make_snippet(
        "Words.",
        id="one",
        kind="tip",
        region="“red” & <co>",
        topics=["skin", "spots"],
        see_doctor={"urgent": "it hurts"},
        lines=Lines(ways),
    )
    assert f"issues/snippets/one.md:{line}" in desk.places(tip, tip=CARD.format(block))


def test_a_value_that_a_template_makes_is_named_in_the_template(desk: Desk) -> None:
    tip = make_snippet("Words.", kind="tip", region="reddish")
    card = CARD.format('<mj-text color="dark{{ card.snippet.region }}" />')
    assert desk.places(tip, tip=card) == ["templates/blocks/tip.mjml:3"]


def test_mjml_without_marks_is_named_by_its_own_lines() -> None:
    with pytest.raises(FoundErrors) as caught:
        render_mjml("<mjml>\n<mj-body>\nhi</mj-body></mjml>", Path("own.mjml"))
    assert [str(each.at) for each in caught.value.findings] == ["own.mjml:3"]


@pytest.mark.parametrize(
    "content",
    ["<style>a[b]]> c {}</style>", "<script>'\u76ae>'</script>"],
    ids=["refuses", "panics"],
)
def test_what_the_engine_cannot_read_all_the_same_is_a_finding(content: str) -> None:
    with pytest.raises(FoundErrors) as caught:
        render_mjml(f"<mjml><mj-body><mj-raw>{content}</mj-raw></mj-body></mjml>", Path("own.mjml"))
    (finding,) = caught.value.findings
    assert finding.at == Location(Path("own.mjml"))
    assert "are not MJML" in finding.problem


def test_what_readers_would_not_see_is_named_in_its_template(desk: Desk) -> None:
    tip = "<mj-wrapper>\n<mj-raw>\n<p>for Outlook alone</p>\n</mj-raw></mj-wrapper>"
    (finding,) = desk.findings(tip=tip)
    assert finding.rule == "content-loss"
    assert finding.at == Location(desk.folder / "templates/blocks/tip.mjml", 3)


def test_all_mistakes_of_a_letter_are_found_at_once(desk: Desk) -> None:
    foot = "<mj-section>\n<mj-txt />\n</mj-section>"
    assert desk.places(tip=CARD.format("<p>x</p>\n<mj-text size='1' />"), foot=foot) == [
        "templates/blocks/foot.mjml:2",
        "templates/blocks/tip.mjml:3",
        "templates/blocks/tip.mjml:4",
    ]


def test_no_mark_reaches_the_letter(full_letter: Letter) -> None:
    assert not re.search(r"\b(at|of)=|blocks/|\.mjml", html_of(full_letter))


WRITTEN = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=40).map("".join)


def judge(mjml: str) -> list[Finding]:
    try:
        assert "<body" in render_mjml(mjml, Path("own.mjml"))
    except FoundErrors as error:
        return error.findings
    return []


@given(WRITTEN)
@examples(max_examples=300)
def test_any_text_as_mjml_gives_html_or_findings(source: str) -> None:
    body = f"<mjml><mj-body><mj-raw>{source}</mj-raw></mj-body></mjml>"
    # The engine itself, which knows no lines, never has to refuse what the guard lets through.
    assert all(finding.at.line for finding in judge(source) + judge(body))
