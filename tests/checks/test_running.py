"""How rules are asked: levels, excuses, order."""

import re
from pathlib import Path
from typing import Any

import pytest

from newsletter import checks
from newsletter.checks import Background, Manuscript, Proof
from newsletter.model import Finding, Level, Lines
from newsletter.settings import Settings
from tests.checks.conftest import MakeLetter
from tests.checks.making import (
    SETTINGS,
    make_background,
    make_library,
    make_proof,
    manuscript,
    with_checks,
)
from tests.compose.making import make_issue, make_snippet


def found(settings: Settings = SETTINGS, **fields: Any) -> list[Finding]:
    return checks.run([manuscript("[@?]\n\n[@?]", **fields)], settings)


def test_findings_come_in_file_order_with_the_level_and_the_remedy_of_their_rule() -> None:
    findings = [each for each in found() if each.rule == "source-needed"]

    assert [str(each.at) for each in findings] == [
        "issues/snippets/one.md:5",
        "issues/snippets/one.md:7",
    ]
    assert {each.level for each in findings} == {Level.ERROR}
    assert "[@id]" in findings[0].remedy


def test_a_workspace_may_set_the_level_of_a_rule_or_turn_it_off() -> None:
    weaker = found(with_checks(levels={"source-needed": "info"}))
    off = found(with_checks(levels={"source-needed": "off"}))

    assert {each.level for each in weaker if each.rule == "source-needed"} == {Level.INFO}
    assert "source-needed" not in {each.rule for each in off}


def test_a_level_for_a_rule_that_there_is_not_is_an_error_with_the_nearest_name() -> None:
    (finding,) = (
        e for e in found(with_checks(levels={"source-neded": "off"})) if e.rule == "settings"
    )

    assert finding.level is Level.ERROR
    assert "source-needed" in finding.remedy


def test_what_a_file_allows_is_information_with_the_reason() -> None:
    findings = [e for e in found(allow={"source-needed": "A quiz."}) if e.rule == "source-needed"]

    assert [(each.level, each.allowed) for each in findings] == [(Level.INFO, "A quiz.")] * 2


def test_an_allow_that_matches_nothing_is_a_finding_at_its_line() -> None:
    snippet = make_snippet(
        "Words.", allow={"source-needed": "A quiz."}, lines=Lines({("allow", "source-needed"): 4})
    )
    unused = [e for e in checks.run([manuscript(snippet)], SETTINGS) if e.rule == "unused-allow"]

    assert [str(each.at) for each in unused] == ["issues/snippets/one.md:4"]


def test_an_allow_of_a_rule_that_there_is_not_names_the_nearest() -> None:
    (finding,) = (e for e in found(allow={"source-neded": "A quiz."}) if e.rule == "unused-allow")

    assert "source-needed" in finding.remedy


def test_a_rule_about_letters_is_not_asked_about_words_alone() -> None:
    findings = found(allow={"letter-size": "Long, and meant to be."})

    assert "unused-allow" not in {each.rule for each in findings}


def test_an_excuse_that_another_issue_may_need_is_no_finding_before_everything_is_asked(
    make_letter: MakeLetter,
) -> None:
    allow = {"claim-conflict": "A debate.", "source-needed": "A quiz."}
    snippet = make_snippet("Words.", allow=allow)
    proof = make_proof(make_issue(snippet), make_letter())
    library = make_background(make_library(snippets={"one": snippet}))

    def unused(*subjects: Manuscript | Proof | Background) -> list[str]:
        found = checks.run([manuscript(snippet), proof, *subjects], SETTINGS)
        return [each.problem[-15:] for each in found if each.rule == "unused-allow"]

    assert unused() == ["“source-needed”"]
    assert sorted(unused(library)) == ["claim-conflict”", "“source-needed”"]


def test_every_rule_says_in_one_line_why_and_what_to_do() -> None:
    for rule in checks.RULES:
        for words in (rule.because, rule.remedy):
            assert words.endswith(".")
            assert "\n" not in words
        assert (rule.find.__doc__ or "").startswith("Yield")


@pytest.mark.parametrize("rule", checks.RULES, ids=lambda rule: f"{rule.id}-{rule.about.__name__}")
def test_every_rule_is_asked_in_the_tests_of_its_module(rule: checks.AnyRule) -> None:
    module = rule.find.__module__.rpartition(".")[2]
    tests = Path(__file__).with_name(f"test_{module}.py").read_text(encoding="utf-8")
    mentions = re.findall(rf"\b{rule.find.__name__}\b", tests)

    assert len(mentions) >= 2, "it is imported and asked"


def test_no_two_rules_about_the_same_have_the_same_id() -> None:
    names = [(rule.id, rule.about) for rule in checks.RULES]

    assert len(set(names)) == len(names)
