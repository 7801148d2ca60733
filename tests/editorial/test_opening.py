import tempfile
from pathlib import Path

import jinja2
import pytest

from newsletter.editorial.opening import find_compiled, open_templates
from newsletter.workspace import open_workspace

NAME = "blocks/own.txt"


def test_a_template_is_compiled_once_for_all_commands(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "templates" / NAME).write_text(f"{workspace} of {{{{ who }}}}", encoding="utf-8")
    assert open_templates(open_workspace(workspace)).render(NAME, {"who": "A"}).endswith("of A")

    monkeypatch.delattr(jinja2.Environment, "compile")

    assert open_templates(open_workspace(workspace)).render(NAME, {"who": "B"}).endswith("of B")


def test_a_changed_template_is_compiled_anew(workspace: Path) -> None:
    template = workspace / "templates" / NAME
    for words in ("before", "after"):
        template.write_text(words, encoding="utf-8")
        assert open_templates(open_workspace(workspace)).render(NAME, {}) == words


def test_without_a_place_to_keep_it_a_template_is_compiled_each_time(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "templates" / NAME).write_text("{{ who }}", encoding="utf-8")
    monkeypatch.setattr(tempfile, "tempdir", str(workspace / "missing"))

    assert find_compiled() is None
    assert open_templates(open_workspace(workspace)).render(NAME, {"who": "A"}) == "A"
