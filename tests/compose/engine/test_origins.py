"""Marks in tags that say where they come from."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from jinja2 import Environment, TemplateSyntaxError

from newsletter.compose import Templates
from newsletter.compose.engine.origins import Origins
from newsletter.compose.engine.tags import NAME

MARK = re.compile(r' at="[^"]*"(?: of="\{\{ [^}]* \}\}")?')


def mark(source: str, name: str = "blocks/own.mjml") -> str:
    environment = Environment(extensions=[Origins], keep_trailing_newline=True, lstrip_blocks=True)
    return environment.preprocess(source, name)


def origins(source: str) -> list[str]:
    """Each marked tag, with its line."""
    found = re.findall(rf'(</?{NAME}) at="blocks/own\.mjml:(\d+)"', mark(source))
    return [f"{tag} {line}" for tag, line in found]


def render(folder: Path, files: dict[str, str], **context: object) -> str:
    for name, source in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    return Templates([folder]).render(next(iter(files)), context)


def test_every_tag_says_where_it_stands() -> None:
    source = "<b>\n  <td\n class='x'>\n\n</td></b>\n<br/>"
    assert origins(source) == ["<b 1", "<td 2", "</td 5", "</b 5", "<br 6"]


def test_lines_stay_where_they_are() -> None:
    source = "{% if a %}\n<b>\n{#- x -#}\n\n{{ b }}</b>\n{%- endif %}\n"
    assert MARK.sub("", mark(source)) == source


def test_nothing_inside_jinja_is_touched() -> None:
    source = "{{ '<b>' }}{% set x = '<i>' %}{# <u> #}<s>"
    assert mark(source) == source.replace("<s>", '<s at="blocks/own.mjml:1">')


def test_a_tag_may_hold_jinja() -> None:
    source = '<p class="a{{ b }}" {% if c > "<i>" %}d="<u>"{% endif %}>\n<b>'
    assert origins(source) == ["<p 1", "<b 2"]


def test_a_name_that_jinja_finishes_is_left_alone() -> None:
    source = "<h{{ level }}>x</h{{ level }}>"
    assert mark(source) == source


def test_what_only_looks_like_a_tag_is_left_alone() -> None:
    source = "1 < 2 <3 <!-- <b> --> <p title='a <b c'> <p title=\"<i>\">"
    assert origins(source) == ["<p 1", "<p 1"]


def test_tags_that_only_outlook_shows_are_marked() -> None:
    assert origins("<!--[if mso]><b></b><![endif]--><i>") == ["<b 1", "</b 1", "<i 1"]


def test_where_a_quote_is_missing_the_next_component_is_marked_again() -> None:
    source = '<b a="x>\n<i>\n<mj-text c="y">\n<u>'
    assert origins(source) == ["<b 1", "<mj-text 3", "<u 4"]


def test_lines_are_counted_whatever_ends_them() -> None:
    assert origins("<b>\r\n<i>\r<u>\n<s>") == ["<b 1", "<i 2", "<u 3", "<s 4"]


def test_a_byte_order_mark_is_taken_out() -> None:
    assert mark("\ufeff<b>") == mark("<b>")


@pytest.mark.parametrize("name", ["blocks/own.txt", "web/leave.html"])
def test_other_templates_are_left_alone(name: str) -> None:
    assert mark("<b>", name) == "<b>"


def test_a_name_with_strange_signs_stays_inside_its_mark() -> None:
    assert mark("<b>", 'a"b{{ c }}.mjml') == '<b at="a%22b%7B%7B%20c%20%7D%7D.mjml:1">'


def test_what_is_shielded_from_jinja_is_marked_without_jinja(tmp_path: Path) -> None:
    source = "{% raw %}\n<mj-text>{{ x }}{% endraw %}\n<b>"
    written = render(tmp_path, {"blocks/own.mjml": source})
    assert written == '\n<mj-text at="blocks/own.mjml:2">{{ x }}<b at="blocks/own.mjml:3">'


def test_included_inherited_and_called_templates_name_themselves(tmp_path: Path) -> None:
    files = {
        "blocks/child.mjml": '{% extends "blocks/base.mjml" %}\n{% block x %}<i>{% endblock %}',
        "blocks/base.mjml": (
            '\n{% from "blocks/macro.mjml" import m %}<b>{% block x %}{% endblock %}'
            '{% include "blocks/inner.mjml" %}{{ m() }}'
        ),
        "blocks/macro.mjml": "{% macro m() %}\n\n<u>{% endmacro %}",
        "blocks/inner.mjml": "\n\n\n<s>",
    }
    found = re.findall(r'<(\w) at="blocks/(\w+).mjml:(\d)"', render(tmp_path, files))
    assert found == [
        ("b", "base", "2"),
        ("i", "child", "2"),
        ("s", "inner", "4"),
        ("u", "macro", "3"),
    ]


def test_components_name_the_snippet_of_their_card(tmp_path: Path) -> None:
    source = "<mj-text><b></b></mj-text>"
    card = {"snippet": {"id": "tiny-bumps"}}
    written = render(tmp_path, {"blocks/own.mjml": source}, card=card)
    assert re.findall(r'<(\S+) [^>]*of="([^"]*)"', written) == [("mj-text", "tiny-bumps")]


@pytest.mark.parametrize("context", [{}, {"card": "a string"}, {"card": None}])
def test_components_outside_a_card_name_no_snippet(
    tmp_path: Path, context: dict[str, object]
) -> None:
    written = render(tmp_path, {"blocks/own.mjml": "<mj-text>"}, **context)
    assert 'of=""' in written


def test_mistakes_in_jinja_keep_their_lines() -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        mark("<b>\n<i>\n{{ ? }}")
    assert caught.value.lineno == 3


PIECES = [
    "<b>", "</b>", "<p a='", "'>", '<p a="{{ b }}"', ">", "<!--", "-->", "\n", " ", "{{ x }}", "t",
    "{% if x %}", "{%- endif -%}", "{# <c> #}", "{% raw %}<d>{% endraw %}", "<h{{ n }}>", "'", '"',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@examples(max_examples=300)
def test_marks_are_all_that_is_added(source: str) -> None:
    assert MARK.sub("", mark(source)) == source
