"""Readers' fields in the wrong place: each is named with its file and line, and what to do."""

from pathlib import Path

import pytest

from newsletter.compose import Templates, compose
from newsletter.compose.placing import Placing
from newsletter.compose.slots import Slots, Use
from newsletter.errors import FoundErrors
from newsletter.model import Field, FieldKind, Finding, Lines, Location, Part
from newsletter.settings import FieldSetting, Settings
from tests.compose.making import (
    ROOT,
    make_issue,
    make_library,
    make_person,
    make_snippet,
    with_identity,
)

FIELDS = {
    "first-name": {"default": "reader"},
    "clinic": {"kind": "url", "default": "https://example.org/clinics"},
    "ref": {"kind": "urlpart"},
}


@pytest.fixture
def own(settings: Settings) -> Settings:
    """Settings that declare a field of each kind."""
    fields = {name: FieldSetting.model_validate(table) for name, table in FIELDS.items()}
    return settings.model_copy(update={"fields": fields})


def compose_with(own: Settings, folder: Path, **blocks: str) -> list[Finding]:
    """What is found in a letter whose cards are written by templates of these names."""
    (folder / "blocks").mkdir()
    for name, source in blocks.items():
        stem, _, suffix = name.rpartition("_")
        (folder / "blocks" / f"{stem}.{suffix}").write_text(source, encoding="utf-8")
    issue = make_issue(make_snippet("Words.", id="one"))
    try:
        compose(issue, make_library(issue), own, Templates([folder, ROOT / "templates"]))
    except FoundErrors as error:
        return error.findings
    return []


def section(content: str) -> str:
    words = '<mj-text>{% include "blocks/explainer.mjml" %}</mj-text>'
    return f"<mj-section><mj-column>{words}{content}</mj-column></mj-section>"


RIGHT = [
    "<mj-text>Dear {{ reader.first_name }}, {{ reader.name }}</mj-text>",
    '<mj-image src="cid:a" alt="For {{ reader.first_name }}" />',
    '<mj-button href="{{ reader.clinic }}">{{ reader.first_name }}</mj-button>',
    '<mj-text><a href="{{ reader.clinic }}">{{ reader.clinic }}</a></mj-text>',
    '<mj-text><a href="https://example.org/?ref={{ reader.ref }}">here</a></mj-text>',
    '<mj-button href="https://example.org/{{ reader.ref }}#there">here</mj-button>',
]


@pytest.mark.parametrize("content", RIGHT)
def test_a_field_may_stand_where_its_kind_is_at_home(
    own: Settings, tmp_path: Path, content: str
) -> None:
    assert compose_with(own, tmp_path, card_mjml=section(content)) == []


WRONG = {
    '<mj-text><p style="color:{{ reader.first_name }}">x</p></mj-text>': "in a style",
    '<mj-text css-class="{{ reader.first_name }}">x</mj-text>': "in an attribute that is not",
    '<mj-image src="{{ reader.clinic }}" />': "in the address of something that is loaded",
    "<mj-text><!-- {{ reader.first_name }} --></mj-text>": "where it gets lost",
    '<mj-button href="{{ reader.first_name }}">x</mj-button>': "as the address of a link",
    '<mj-button href="https://x.test/{{ reader.clinic }}">x</mj-button>': "inside the address",
    '<mj-button href="https://{{ reader.ref }}.test/">x</mj-button>': "before the end of its host",
    '<mj-button href="{{ reader.ref }}">x</mj-button>': "as the address of a link",
    "<mj-text>{{ reader.ref }}</mj-text>": "among words",
    '<mj-image src="cid:a" alt="{{ reader.clinic }}" />': "in words for those who do not see",
    "<mj-raw><script>{{ reader.first_name }}</script></mj-raw>": "in a script",
    "<mj-raw><style>{{ reader.first_name }}</style></mj-raw>": "in a style",
}


@pytest.mark.parametrize(("content", "where"), WRONG.items(), ids=WRONG)
def test_a_field_in_the_wrong_place_is_refused_with_its_template(
    own: Settings, tmp_path: Path, content: str, where: str
) -> None:
    found = compose_with(own, tmp_path, card_mjml=section(content))

    assert [each.rule for each in found] == ["slot"] * len(found)
    assert any(where in each.problem for each in found), [each.problem for each in found]
    assert {each.at.path for each in found} == {tmp_path / "blocks" / "card.mjml"}
    assert all("A field of this kind may stand " in each.remedy for each in found)


@pytest.mark.parametrize("attribute", ["color", "padding", "line-height"])
def test_a_field_is_no_value_for_an_attribute_of_a_component(
    own: Settings, tmp_path: Path, attribute: str
) -> None:
    content = f'<mj-text {attribute}="{{{{ reader.first_name }}}}">x</mj-text>'
    (finding,) = compose_with(own, tmp_path, card_mjml=section(content))

    assert finding.problem == f"“{attribute}” of mj-text cannot be “{{{{ reader.first_name }}}}”"
    assert finding.at.path == tmp_path / "blocks" / "card.mjml"


def test_a_field_in_an_address_of_the_plain_text_is_refused_with_its_template(
    own: Settings, tmp_path: Path
) -> None:
    words = "{{ card.snippet.title }} {{ card.prose.text }}"
    text = f"{words} See https://example.org/{{{{ reader.first_name }}}} and {{{{ reader.ref }}}}"
    found = compose_with(own, tmp_path, explainer_txt=text)

    assert [each.at.path.name for each in found] == ["explainer.txt"] * 2
    assert ["inside the address" in each.problem for each in found] == [True, False]


def test_a_field_twice_in_the_wrong_place_is_named_once(own: Settings, tmp_path: Path) -> None:
    content = '<mj-text color="{{ reader.first_name }}">x</mj-text>' * 2

    assert len(compose_with(own, tmp_path, card_mjml=section(content))) == 1


def test_a_template_that_changes_an_editors_text_may_not_break_a_field(
    own: Settings, templates: Templates, tmp_path: Path
) -> None:
    (tmp_path / "blocks").mkdir()
    for change in ("upper", "truncate(14, True)", "title"):
        block = section(f"<mj-text>{{{{ card.snippet.title | {change} }}}}</mj-text>")
        (tmp_path / "blocks" / "card.mjml").write_text(block, encoding="utf-8")
        issue = make_issue(make_snippet("Words.", title="{{ reader.first_name }}, look"))
        with pytest.raises(FoundErrors) as caught:
            compose(issue, make_library(issue), own, Templates([tmp_path, ROOT / "templates"]))
        assert ["cut short" in each.problem for each in caught.value.findings] == [True]
    assert compose(issue, make_library(issue), own, templates).main.html.slots[0] == "first_name"


def test_a_template_may_begin_an_editors_text_with_a_capital(
    own: Settings, templates: Templates
) -> None:
    claim = {"about": "{{ reader.first_name }} and scrubs", "says": "harms", "certainty": "low"}
    issue = make_issue(make_snippet("Words.", kind="evidence", claims=[claim]))

    assert "first_name" in compose(issue, make_library(issue), own, templates).main.html.slots


def in_text(where: str, typed: str, own: Settings, templates: Templates) -> list[Finding]:
    """What is found when an editor writes this in that place."""
    words = {"title": "T", "url": "https://example.org/", "subject": "S"}
    words[where] = typed
    snippet = make_snippet(
        id="one",
        kind="call",
        parts=(Part(f"One.\n\n{words.get('text', '')}", 7),),
        title=words["title"],
        button={"text": "Go", "url": words["url"]},
        lines=Lines({("title",): 3, ("button",): 4, ("button", "url"): 5}),
    )
    issue = make_issue(snippet, subject=words["subject"], lines=Lines({("subject",): 2}))
    try:
        compose(issue, make_library(issue), own, templates)
    except FoundErrors as error:
        return error.findings
    return []


@pytest.mark.parametrize(
    ("where", "typed"),
    [
        ("text", "Dear {{ reader.first_name }}, **{{reader.name}}**"),
        ("text", "[here](https://example.org/?r={{ reader.ref }})"),
        ("text", "[here]({{ reader.clinic }}) or {{ reader.clinic }}"),
        ("title", "{{ reader.first_name }}, look"),
        ("url", "https://example.org/?r={{ reader.ref }}"),
        ("url", "{{ reader.clinic }}"),
        ("subject", "{{ reader.first_name }}, look"),
    ],
)
def test_editors_may_write_fields_where_their_kinds_are_at_home(
    where: str, typed: str, own: Settings, templates: Templates
) -> None:
    assert in_text(where, typed, own, templates) == []


@pytest.mark.parametrize(
    ("where", "typed", "line"),
    [
        ("text", "[here](https://example.org/?r={{ reader.first_name }})", 9),
        ("text", "[here]({{ reader.first_name }})", 9),
        ("text", "[here](https://{{ reader.ref }}/)", 9),
        ("text", "{{ reader.ref }}", 9),
        ("title", "{{ reader.ref }}", 3),
        ("url", "https://example.org/{{ reader.first_name }}", 5),
        ("url", "{{ reader.ref }}", 5),
        ("subject", "{{ reader.clinic }}", 2),
    ],
)
def test_a_field_in_the_wrong_place_of_a_text_is_named_by_line(
    where: str, typed: str, line: int, own: Settings, templates: Templates
) -> None:
    found = in_text(where, typed, own, templates)

    assert found
    assert {each.at.line for each in found} == {line}
    assert not any("Zq" in each.problem for each in found)


def test_a_link_that_leads_nowhere_is_shown_as_its_editor_wrote_it(
    own: Settings, templates: Templates
) -> None:
    (found,) = in_text("text", "[here](page/{{ reader.ref }})", own, templates)

    assert "“page/{{ reader.ref }}” leads nowhere" in found.problem


def test_braces_in_a_register_or_in_the_settings_are_not_passed_over(
    own: Settings, templates: Templates
) -> None:
    question = make_snippet(kind="question", parts=(Part("It is so.", 5, person="dr"),))
    issue = make_issue(question)
    people = {"dr": make_person(name="Dr Who", role="Doctor of {{ reader.name }}")}
    library = make_library(issue, people=people)
    for settings, found in (
        (own, "“{{ reader.name }}”"),
        (with_identity(own, reason="You, {% x %}, asked for it."), "“{%”"),
    ):
        with pytest.raises(FoundErrors) as caught:
            compose(issue, library, settings, templates)
        assert any(found in each.problem for each in caught.value.findings)


def test_the_line_of_a_template_is_named_where_its_tags_carry_it() -> None:
    field = Field("first_name", default="reader")
    slots = Slots([field], "0123456789ab")
    inside, after = (slots.mark(Use(field, template="layouts/x.mjml")) for _ in range(2))
    mjml = (
        f'<mj-text at="blocks/tip.mjml:3">x</mj-text><mj-image width="{inside}" at="blocks/tip'
        f'.mjml:4" /><mj-text at="blocks/tip.mjml:9"><p style="{after}">x</p></mj-text>'
    )
    found = list(Placing(slots, Path).in_html(mjml, f'<p style="{after}">x</p>'))

    assert [str(each.at) for each in found] == ["blocks/tip.mjml:9", "blocks/tip.mjml:4"]


def test_a_kind_of_field_is_named_in_what_is_wrong_with_it() -> None:
    for kind in FieldKind:
        field = Field("own", kind)
        slots = Slots([field], "0123456789ab")
        mark = slots.mark(Use(field, Location(Path("a.md"), 1)))
        (found,) = Placing(slots, Path).in_html(mark, f"<!-- {mark} -->")
        assert f"“reader.own” (kind “{kind}”) stands in a comment" in found.problem


def test_a_mark_that_comes_out_less_often_than_it_went_in_is_lost() -> None:
    field = Field("name", default="reader")
    slots = Slots([field], "0123456789ab")
    mark = slots.mark(Use(field, Location(Path("a.md"), 1)))

    assert list(Placing(slots, Path).in_html(mark, f"{mark} {mark}")) == []
    (found,) = Placing(slots, Path).in_html(f"{mark} {mark}", mark)
    assert "gets lost" in found.problem
