"""YAML is read alike, by the fast library and by the one whose words the remedies know."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.content.fields import parse_fields
from newsletter.errors import FoundErrors
from newsletter.model import Finding
from tests.content.conftest import QUICK

LIBRARY = Path(__file__).parents[2] / "issues"
PAGE = Path("issues/snippets/milia.md")
PIECES = (
    *"abc\t\n #:-,[]{}?|>&*!%@`~'\"\\=.",
    *("\n  ", "\n  - ", "key: ", ": ", "---", "...", "<<: ", "|2\n", ">-\n", "''"),
    *("é", "😀", "\ufeff", "\u2028", "\x85", "\x7f", "\\x41", "\\ud800", "\\U00110000"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def read(text: str) -> dict[str, object] | list[Finding]:
    """What the fields hold; of fields themselves, each time is another."""
    try:
        return asdict(parse_fields(text, PAGE))
    except FoundErrors as error:
        return list(error.findings)


def without_libyaml(read: Callable[[str], object], text: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", False)
        return read(text)


@QUICK
@given(texts | texts.map("key: {}".format) | texts.map("key: [{}]".format))
@example("key:\tvalue")
@example("key: [a b?c]")
@example("key: >#a")
@example("key: \n\ufeff")
def test_any_text_gives_the_same_values_lines_and_findings(text: str) -> None:
    assert read(text) == without_libyaml(read, text)


@pytest.mark.parametrize("name", ["people.yml", "sources.yml", "glossary.yml"])
def test_the_sample_registers_are_the_same(name: str) -> None:
    text = (LIBRARY / name).read_text(encoding="utf-8")
    fields = read(text)

    assert isinstance(fields, dict)
    assert fields == without_libyaml(read, text)
