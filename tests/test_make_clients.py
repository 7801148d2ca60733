"""The table of mail programs, made from a small invented set of pages of the same shape."""

import json
import re
from pathlib import Path

import pytest

from docs import make_clients
from docs.make_clients import TABLE, git, names_of, read_states, renew_table, write_table

GAP = """---
title: "gap"
category: css
stats: {
	river-mail: {
		ios: {
			"2024-01":"n",
			"2026-03":"y"
		},
		windows: {
			"2019":"a #1"
		}
	},
	outlook: {
		windows-mail: {
			"2019-08":"n"
		}
	}
}
notes: |
  Written by hand.
links: {}
---
"""
MARK = """---
title: "<mark>"
stats: {
	lake-mail: {
		desktop-webmail: {}
	},
	river-mail: {
		ios: {
			"2026-03":"maybe"
		}
	}
}
links: {}
---
"""


def test_the_last_entry_of_each_mail_program_counts_and_those_that_are_gone_do_not() -> None:
    assert read_states(GAP) == {"river-mail/ios": "y", "river-mail/windows": "a"}


def test_what_nobody_has_tried_is_unknown() -> None:
    assert read_states(MARK) == {"lake-mail/desktop-webmail": "u", "river-mail/ios": "u"}


def test_a_page_without_a_table_has_no_states() -> None:
    assert read_states("---\ntitle: About\n---\n") is None


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("css-gap", ["gap", "column-gap", "row-gap"]),
        ("css-at-media-hover", ["@media hover"]),
        ("css-float", ["float"]),
        ("html-dir", ["[dir]"]),
        ("html-video", ["<video>"]),
        ("html-input-text", ["<input text>"]),
    ],
)
def test_features_are_called_as_letters_write_them(page: str, names: list[str]) -> None:
    assert names_of(page) == names


def test_the_table_has_a_letter_for_each_mail_program_and_says_what_it_is_made_from() -> None:
    pages = {"css-gap": GAP, "html-mark": MARK, "_template": GAP, "css-about": "---\n---\n"}

    table = json.loads(write_table(pages, "observations, 2026-03-01", "Licence\nText"))

    assert table == {
        "made-from": "observations, 2026-03-01",
        "notice": ["Licence", "Text"],
        "clients": ["lake-mail/desktop-webmail", "river-mail/ios", "river-mail/windows"],
        "features": {
            "<mark>": "uuu",
            "column-gap": "uya",
            "gap": "uya",
            "row-gap": "uya",
        },
    }


def test_the_pages_are_those_of_the_last_commit_of_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_clients, "TABLE", tmp_path / "clients.json")
    copy = tmp_path / "copy"
    (copy / "_features").mkdir(parents=True)
    (copy / "_features/css-gap.md").write_text(GAP, encoding="utf-8")
    (copy / "LICENSE").write_text("Licence", encoding="utf-8")
    git(copy, "init", "--quiet")
    git(copy, "add", ".")
    git(copy, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "First")
    (copy / "_features/css-gap.md").write_text("", encoding="utf-8")

    renew_table(copy)

    table = json.loads((tmp_path / "clients.json").read_text(encoding="utf-8"))
    assert table["features"]["gap"] == "ya"
    assert re.fullmatch(r"caniemail, [0-9a-f]{40}, \d{4}-\d\d-\d\d", table["made-from"])


def test_the_table_that_is_carried_has_the_same_shape() -> None:
    table = json.loads(TABLE.read_text(encoding="utf-8"))

    assert list(table) == ["made-from", "notice", "clients", "features"]
    assert {len(row) for row in table["features"].values()} == {len(table["clients"])}
    assert set("".join(table["features"].values())) <= set("yanu")
