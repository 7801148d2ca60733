"""Finding and filling templates."""

from pathlib import Path

import pytest

from newsletter.compose import Templates, compose
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Finding
from newsletter.settings import Look, Settings
from tests.compose.making import ROOT, make_issue, make_library, make_snippet, text_of


def write(folder: Path, name: str, source: str) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(source, encoding="utf-8")


def render(folder: Path, source: str, suffix: str = "mjml", **context: object) -> str:
    write(folder, f"blocks/own.{suffix}", source)
    return Templates([folder]).render(f"blocks/own.{suffix}", context)


def mistake_in(folder: Path, source: str, suffix: str = "mjml") -> Finding:
    with pytest.raises(FoundErrors) as caught:
        render(folder, source, suffix)
    (finding,) = caught.value.findings
    return finding


def test_a_file_of_the_workspace_wins(tmp_path: Path, settings: Settings) -> None:
    write(tmp_path, "blocks/footer.txt", "OUR OWN FOOTER {{ reader.leave_url }}")
    issue = make_issue(make_snippet("Words."))
    templates = Templates([tmp_path, ROOT / "templates"])
    letter = compose(issue, make_library(issue), settings, templates)
    assert text_of(letter).endswith("OUR OWN FOOTER https://letter.example.org/leave/me\n")
    assert "Words." in text_of(letter)


def test_a_block_of_the_workspace_may_build_on_one_of_the_starter(
    tmp_path: Path, settings: Settings
) -> None:
    source = '{% extends "blocks/snippet.txt" %}{% block after %}AFTER IT{% endblock %}'
    write(tmp_path, "blocks/tip.txt", source)
    issue = make_issue(make_snippet("Words.", kind="tip"))
    templates = Templates([tmp_path, ROOT / "templates"])
    text = text_of(compose(issue, make_library(issue), settings, templates))
    assert text.index("Words.") < text.index("AFTER IT")


def test_a_theme_of_the_workspace_wins(tmp_path: Path) -> None:
    write(tmp_path, "themes/paper.toml", 'sans = "Arial"')
    templates = Templates([tmp_path, ROOT / "templates"])
    assert templates.read_table("themes/paper.toml") == {"sans": "Arial"}
    assert templates.read_table("themes/harbour.toml")["light"]["card"] == "#ffffff"


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    templates = Templates([tmp_path])
    write(tmp_path, "blocks/own.txt", "before")
    assert templates.render("blocks/own.txt", {}) == "before"
    write(tmp_path, "blocks/own.txt", "after it")
    assert templates.render("blocks/own.txt", {}) == "after it"


def test_a_missing_layout_names_those_there_are(settings: Settings, templates: Templates) -> None:
    wrong = settings.model_copy(update={"templates": Look(layout="nope")})
    issue = make_issue(make_snippet("Words."))
    with pytest.raises(UsageError) as caught:
        compose(issue, make_library(issue), wrong, templates)
    assert "nope.mjml among the layouts" in caught.value.problem
    assert "Use one of: alert, base," in caught.value.remedy


def test_a_missing_theme_names_those_there_are(
    tmp_path: Path, settings: Settings, templates: Templates
) -> None:
    wrong = settings.model_copy(update={"templates": Look(theme="nope")})
    issue = make_issue(make_snippet("Words."))
    with pytest.raises(UsageError) as caught:
        compose(issue, make_library(issue), wrong, templates)
    assert "nope.toml among the themes" in caught.value.problem
    assert "Use one of: harbour, paper;" in caught.value.remedy
    write(tmp_path, "themes/night.toml", "")
    both = Templates([tmp_path, ROOT / "templates"])
    with pytest.raises(UsageError, match="nope") as caught:
        compose(issue, make_library(issue), wrong, both)
    assert "Use one of: harbour, night, paper;" in caught.value.remedy


def test_an_included_template_that_is_missing_names_the_one_that_asks(tmp_path: Path) -> None:
    finding = mistake_in(tmp_path, "one\n{% include 'blocks/nope.mjml' %}")
    assert finding.at.path == tmp_path / "blocks" / "own.mjml"
    assert "blocks/nope.mjml is missing" in finding.problem


@pytest.mark.parametrize("suffix", ["mjml", "txt"])
def test_a_syntax_error_names_file_and_line(tmp_path: Path, suffix: str) -> None:
    finding = mistake_in(tmp_path, "one\ntwo\n{% fro x in y %}\n", suffix)
    assert finding.at.path == tmp_path / "blocks" / f"own.{suffix}"
    assert finding.at.line == 3
    assert "fro" in finding.problem


@pytest.mark.parametrize("suffix", ["mjml", "txt"])
def test_an_undefined_name_names_file_and_line(tmp_path: Path, suffix: str) -> None:
    finding = mistake_in(tmp_path, "one\n\n\n{{ nobody }}\n", suffix)
    assert finding.at.path == tmp_path / "blocks" / f"own.{suffix}"
    assert finding.at.line == 4
    assert "nobody" in finding.problem


def test_a_mistake_in_an_included_template_is_named_there(tmp_path: Path) -> None:
    write(tmp_path, "blocks/inner.mjml", "fine\n{{ nobody.name }}")
    finding = mistake_in(tmp_path, "one\n\n\n{% include 'blocks/inner.mjml' %}")
    assert str(finding.at) == f"{(tmp_path / 'blocks' / 'inner.mjml').as_posix()}:2"


@pytest.mark.parametrize(
    "wrong",
    [
        "1 / 0",
        "[1, 2].index(9)",
        "'x' + 1",
        "5 | wrap",
        "none | wrap",
        "none.name",
        "'a' | nofilter",
        "range(10 ** 9)",
        "'é'.encode('ascii')",
    ],
)
def test_whatever_goes_wrong_names_file_and_line(tmp_path: Path, wrong: str) -> None:
    finding = mistake_in(tmp_path, f"one\n{{{{ {wrong} }}}}", "txt")
    assert finding.at.path == tmp_path / "blocks" / "own.txt"
    assert finding.at.line == 2


def test_a_template_that_includes_itself_is_a_mistake_in_it(tmp_path: Path) -> None:
    finding = mistake_in(tmp_path, "{% include 'blocks/own.mjml' %}")
    assert finding.at.path == tmp_path / "blocks" / "own.mjml"


@pytest.mark.parametrize(
    "trick",
    [
        "''.__class__.__mro__",
        "''['__class__']",
        "'' | attr('__class__')",
        "'{0.__class__.__mro__}'.format('')",
        "words.__init__.__globals__",
        "cycler.__init__.__globals__",
        "self.__init__.__globals__",
        "[].append(1)",
        "words.update({'a': 1})",
    ],
)
def test_the_sandbox_refuses_tricks(tmp_path: Path, trick: str) -> None:
    source = f"{{% set words = {{}} %}}\n{{{{ {trick} }}}}"
    assert mistake_in(tmp_path, source).at.line == 2


@pytest.mark.parametrize("chance", ["lipsum()", "range(10000) | random"])
def test_nothing_in_a_template_is_left_to_chance(tmp_path: Path, chance: str) -> None:
    assert mistake_in(tmp_path, f"one\n{{{{ {chance} }}}}").at.line == 2


def test_values_are_escaped_in_mjml_and_not_in_text(tmp_path: Path) -> None:
    typed = """<b> & "quoted" 'single'"""
    escaped = "&lt;b&gt; &amp; &#34;quoted&#34; &#39;single&#39;"
    assert render(tmp_path, "{{ value }}", "mjml", value=typed) == escaped
    assert render(tmp_path, "{{ value }}", "html", value=typed) == escaped
    assert render(tmp_path, "{{ value }}", "txt", value=typed) == typed


def test_statements_leave_no_empty_lines(tmp_path: Path) -> None:
    source = "one\n  {% if true %}\ntwo\n  {% endif %}\nthree\n"
    assert render(tmp_path, source, "txt") == "one\ntwo\nthree\n"


def test_text_templates_can_wrap(tmp_path: Path) -> None:
    folded = render(tmp_path, "{{ value | wrap(indent='  ', first='- ') }}", "txt", value="w " * 50)
    assert folded.startswith("- w w")
    assert "\n  w w" in folded


def test_a_theme_that_is_not_toml_names_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, "themes/mine.toml", 'sans = "Arial"\n\nserif = Georgia\n')
    with pytest.raises(FoundErrors) as caught:
        Templates([tmp_path]).read_table("themes/mine.toml")
    (finding,) = caught.value.findings
    assert finding.at.path == tmp_path / "themes" / "mine.toml"
    assert finding.at.line == 3


def test_a_theme_that_is_not_utf8_is_a_mistake_in_it(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "mine.toml").write_bytes('name = "Grün"'.encode("latin-1"))
    with pytest.raises(FoundErrors) as caught:
        Templates([tmp_path]).read_table("themes/mine.toml")
    assert caught.value.findings[0].at.path == tmp_path / "themes" / "mine.toml"


@pytest.mark.parametrize("theme", ['sans = "Arial"', '[light]\nink = "#000000"'])
def test_a_theme_without_its_colours_is_a_mistake(
    tmp_path: Path, settings: Settings, theme: str
) -> None:
    write(tmp_path, "themes/paper.toml", theme)
    templates = Templates([tmp_path, ROOT / "templates"])
    issue = make_issue(make_snippet("Words."))
    with pytest.raises(FoundErrors) as caught:
        compose(issue, make_library(issue), settings, templates)
    assert caught.value.findings[0].rule == "template"
