from datetime import date
from pathlib import Path

import pytest

from newsletter.content import load_library
from newsletter.model import Myth, Numbers, Poll, Verdict
from tests.content.conftest import mistakes, read_snippet, remedies, tip, write

LOOKALIKES = [
    "Yes", "No", "on", "off", "true", "false", "null", "~", "007", "0x1F", "1_000", "1e3", "3.10",
    ".inf", "8:30", "2026-12-01", "2026-12-01 08:00:00", "=", "<<", "12:30:45",
]  # fmt: skip


def source(checked: str) -> str:
    fields = ["title: T", "by: B", "kind: review", "seen: page", f"checked: {checked}"]
    return "\n  ".join(["new:", *fields]) + "\n"


def person(field: str) -> str:
    return f"new:\n  name: N\n  role: R\n  {field}\n"


@pytest.mark.parametrize("written", LOOKALIKES)
def test_a_value_stays_the_text_that_was_typed(root: Path, written: str) -> None:
    text = tip().replace("title: Rest", f"title: {written}")

    assert read_snippet(root, text).title == written


def test_the_options_of_a_poll_stay_text(root: Path) -> None:
    options = ", ".join(LOOKALIKES)
    snippet = read_snippet(root, f"---\nkind: poll\ntitle: Did you?\noptions: [{options}]\n---\n")

    assert isinstance(snippet, Poll)
    assert snippet.options == tuple(LOOKALIKES)


@pytest.mark.parametrize("word", ["true", "false"])
def test_a_verdict_that_looks_like_a_switch_is_a_word(root: Path, word: str) -> None:
    snippet = read_snippet(root, tip(f"verdict: {word}").replace("kind: tip", "kind: myth"))

    assert isinstance(snippet, Myth)
    assert isinstance(snippet.verdict, Verdict)
    assert snippet.verdict == word


def test_a_key_that_looks_like_a_switch_is_a_word(root: Path) -> None:
    write(root, "glossary.yml", "no: not yes\n007: a spy\n2026-12-01: a day\n")

    assert list(load_library(root).glossary) == ["no", "007", "2026-12-01"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (">-\n  Rest\n  well", "Rest well"),
        ("|\n  Rest\n  well", "Rest well"),
        ("Rest\n  well", "Rest well"),
        ('"Rest: \\u201Cwell\\u201D"', "Rest: “well”"),
        ("'It''s late'", "It's late"),
        ("Rest  # or do not", "Rest"),
        ("Rest#well", "Rest#well"),
        ("  Rest  ", "Rest"),
    ],
)
def test_text_may_be_folded_quoted_or_commented(root: Path, written: str, text: str) -> None:
    assert read_snippet(root, tip().replace("title: Rest", f"title: {written}")).title == text


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("yes", True), ("false", False), ("No", False)]
)
def test_a_switch_becomes_true_or_false(root: Path, word: str, value: bool) -> None:
    write(root, "people.yml", person(f"reviewer: {word}").replace("new", "ana"))

    assert load_library(root).people["ana"].reviewer is value


def test_a_switch_that_is_neither_is_refused(root: Path) -> None:
    write(root, "people.yml", person("fictional: maybe"))

    (mistake,) = mistakes(root)
    assert mistake.startswith("people.yml:4: “fictional” is not right")
    assert remedies(root) == ["Write true or false."]


def number(out_of: str) -> str:
    return tip(
        "number:", "  value: 8", f"  out-of: {out_of}", "  who: people", "  what: get acne"
    ).replace("kind: tip", "kind: numbers")


@pytest.mark.parametrize(("written", "value"), [("10", 10), ('"1000"', 1000), ("010", 10)])
def test_a_denominator_becomes_a_whole_number(root: Path, written: str, value: int) -> None:
    snippet = read_snippet(root, number(written))

    assert isinstance(snippet, Numbers)
    assert snippet.number.out_of == value
    assert snippet.number.value == "8"


@pytest.mark.parametrize("written", ["ten", "1,000", "2.5", "", "1e3", "0", "-10", "9" * 5000])
def test_what_is_no_denominator_is_refused(root: Path, written: str) -> None:
    write(root, "snippets/it.md", number(written))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:7: “out-of” is not right")
    assert len(mistake) < 200


def test_a_day_becomes_a_date(root: Path) -> None:
    write(root, "sources.yml", source("2024-02-29").replace("new", "smith-2020"))

    assert load_library(root).sources["smith-2020"].checked == date(2024, 2, 29)


@pytest.mark.parametrize(
    "written",
    ["yesterday", "2026-02-29", "20/11/2026", "2026-11", "20261120", "2026-11-20 08:00", '""'],
)
def test_what_is_no_day_is_refused(root: Path, written: str) -> None:
    write(root, "sources.yml", source(written).replace("new", "smith-2020"))

    assert mistakes(root) == ["sources.yml:6: “checked” is not a date"]
    assert remedies(root) == ["Write it as 2026-12-31."]


@pytest.mark.parametrize("written", ["0", "1763596800"])
def test_seconds_since_1970_are_no_day(root: Path, written: str) -> None:
    write(root, "sources.yml", source(written).replace("new", "smith-2020"))

    assert mistakes(root) == ["sources.yml:6: “checked” is not a date"]
