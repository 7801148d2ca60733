"""What mail programs lack: only what snippets add, worst first, and who brought it."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest

from newsletter.checks import Proof, run
from newsletter.checks.clients import FAMILIES, PLATFORMS, State, say_clients, states_of
from newsletter.checks.compatibility import HARMLESS, LAYING_OUT, MEANINGFUL, client_support
from newsletter.checks.features import features_of_sheets, features_of_style, features_of_tag
from newsletter.checks.tags import read_tags
from newsletter.model import Level
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_background, make_proof, with_checks
from tests.compose.making import make_issue, make_snippet

JUDGED = MEANINGFUL | LAYING_OUT | HARMLESS
BLANK = '<div style="margin:0">Welcome.</div>'


def proof_of(make_letter: MakeLetter, html: str, *clients: str, blank: str = BLANK) -> Proof:
    """The proof of an issue of two snippets whose page holds more than the one without them."""
    issue = make_issue(make_snippet("Words."), make_snippet("Words.", id="two"))
    settings = with_checks(clients=clients or ("gmail", "apple-mail", "outlook"))
    background = make_background(settings=settings)
    proof = make_proof(issue, make_letter(blank + html), background)
    return replace(proof, compose_blank=lambda: make_letter(blank))


@pytest.mark.parametrize(
    ("html", "level", "problem"),
    [
        ("<p>Words.</p>", None, ""),
        ('<img src="a.png" width="20">', None, ""),
        ('<div style="border-radius:9px">x</div>', None, ""),
        ('<p style="border-radius:1px 2px;border-spacing:0">x</p>', None, ""),
        ('<p style="mso-line-height-rule:exactly;-webkit-hyphens:auto">x</p>', None, ""),
        (
            "<video></video>",
            Level.WARNING,
            "“<video>” is not known to Gmail, Outlook (Android, iOS",
        ),
        ('<img src="a.svg">', Level.WARNING, "“image svg” is not known to Gmail"),
        ('<input type="checkbox">', Level.WARNING, "“<input checkbox>” is not known to"),
        (
            '<div style="display:flex">x</div>',
            Level.INFO,
            "“display:flex” is not known to Outlook (Windows): the letter may fall apart there",
        ),
        ('<p style="width:calc(1px + 2px)">x</p>', Level.INFO, "“calc()” is not known to"),
        (
            '<p style="text-shadow:1px 1px red">x</p>',
            Level.INFO,
            "“text-shadow” is not known to Gmail, Outlook: it looks plainer there",
        ),
        ("<style>@import url(a.css);</style>", Level.INFO, "“@import” is not known to"),
        ("<style>a:has(b) {color:red}</style>", Level.INFO, "“:has” is not known to"),
    ],
)
def test_what_programs_do_not_know_is_found(
    html: str, level: Level | None, problem: str, make_letter: MakeLetter
) -> None:
    hits = list(client_support.find(proof_of(make_letter, html)))
    assert [hit.level for hit in hits if hit.problem.startswith(problem)] == [level] * bool(level)


def test_what_the_letter_without_snippets_needs_is_not_reported(make_letter: MakeLetter) -> None:
    flexible = '<div style="display:flex"><video></video></div>'
    assert list(client_support.find(proof_of(make_letter, flexible, blank=flexible))) == []
    assert list(client_support.find(proof_of(make_letter, flexible)))


def test_only_the_programs_that_the_workspace_names_are_asked(make_letter: MakeLetter) -> None:
    flexible = '<div style="display:flex">x</div>'
    assert list(client_support.find(proof_of(make_letter, flexible, "apple-mail"))) == []
    assert len(list(client_support.find(proof_of(make_letter, flexible, "outlook")))) == 1


def test_the_worst_comes_first(make_letter: MakeLetter) -> None:
    html = '<p style="text-shadow:1px 1px;display:flex"></p><video></video>'
    said = [hit.problem for hit in client_support.find(proof_of(make_letter, html))]
    assert [each.partition("”")[0] for each in said] == [
        "“<video>",
        "“display:flex",
        "“text-shadow",
    ]


def test_the_snippet_that_brings_it_is_named_and_the_issue_where_several_do(
    make_letter: MakeLetter,
) -> None:
    one = "<h2>Title of one</h2><video></video>"
    both = f"{one}<h2>Title of two</h2><video></video><svg></svg>"
    assert places(proof_of(make_letter, one)) == ["issues/snippets/one.md:1"]
    assert places(proof_of(make_letter, both)) == [
        "issues/snippets/two.md:1",
        "issues/first/issue.md:1",
    ]


def test_what_outlook_alone_reads_is_not_asked_of_others(make_letter: MakeLetter) -> None:
    html = "<!--[if mso]><video></video><![endif]-->"
    assert list(client_support.find(proof_of(make_letter, html))) == []


def test_a_program_that_nobody_knows_is_a_finding_about_the_settings() -> None:
    found = run([], with_checks(clients=("gmail", "outlok")))
    assert [(str(each.at), each.rule, each.remedy) for each in found] == [
        ("newsletter.toml", "settings", "Did you mean “outlook”?")
    ]
    assert "“outlok”" in found[0].problem


@pytest.mark.parametrize(
    ("style", "features"),
    [
        ("padding-left:4px", {"padding", "unit px"}),
        ("border-top-left-radius:50%", {"border-top-left-radius", "unit percent"}),
        ("display:none !important", {"display", "display:none"}),
        ("background:url(a;b.png)", {"background"}),
        ("width:max(10px, calc(1em + 2vw))", {"width", "max()", "calc()", "unit px", "unit em"}),
        ("nonsense", set()),
        ("-webkit-hyphens:auto;mso-hide:all;--own:1px", set()),
    ],
)
def test_declarations_are_read(style: str, features: set[str]) -> None:
    found = features_of_style(style)
    assert features <= found
    assert features or not found


@pytest.mark.parametrize(
    ("tag", "feature"),
    [
        ("<INPUT>", "<input text>"),
        ("<button>", "<button submit>"),
        ('<a href="#there">', "href=#"),
        ('<a href="mailto:a@example.org">', "href=mailto:"),
        ('<img src="https://example.org/a.JPEG?x=1">', "image jpg"),
        ('<img src="data:image/png;base64,AA">', "data:"),
        ('<p dir="rtl">', "[dir]"),
    ],
)
def test_tags_are_read(tag: str, feature: str) -> None:
    (read,) = read_tags(tag)
    assert feature in features_of_tag(read)


@pytest.mark.parametrize(
    ("css", "feature"),
    [
        ("@media (prefers-color-scheme: dark) { a { gap: 1px } }", "@media prefers-color-scheme"),
        ("@media(prefers-color-scheme:dark){a{gap:1px}}", "gap"),
        ("@font-face{src:url(a)}", "@font-face"),
        ("a::before { content: ''; }", "::before"),
        ("td > a:nth-child(2) { color: red }", ":nth-child"),
        ("td>a{color:red}", "selector child"),
        ("[class~=x] {color: red}", "selector attribute"),
        (":root { --a: 1px } a { width: var(--a) }", "var()"),
    ],
)
def test_style_sheets_are_read(css: str, feature: str) -> None:
    assert feature in features_of_sheets(f"<style type='text/css'>{css}</style>")


def test_the_table_speaks_of_every_program_that_settings_may_name() -> None:
    for family in FAMILIES:
        clients = states_of("<p>", frozenset({family}))
        assert clients
        assert {each.partition("/")[2] for each in clients} <= PLATFORMS.keys()
    assert states_of("display:flex", frozenset({"outlook"}))["outlook/windows"] is State.NO


def test_every_feature_that_is_judged_is_in_the_table() -> None:
    unknown = {each for each in JUDGED if not states_of(each, frozenset(FAMILIES))}
    assert unknown == set()


def test_the_programs_of_a_family_are_said_together() -> None:
    assert say_clients(["outlook/windows", "outlook/macos"]) == "Outlook (macOS, Windows)"
    assert say_clients(list(states_of("<p>", frozenset({"gmail"})))) == "Gmail"


def places(proof: Proof) -> list[str]:
    return [str(hit.at) for hit in client_support.find(proof)]


def test_the_table_is_whole_sorted_and_says_where_it_comes_from() -> None:
    table = json.loads(files("newsletter.checks").joinpath("clients.json").read_text("utf-8"))
    assert list(table["features"]) == sorted(table["features"])
    assert {len(row) for row in table["features"].values()} == {len(table["clients"])}
    assert {letter for row in table["features"].values() for letter in row} <= {*State}
    assert table["made-from"].startswith("caniemail, ")
    assert table["notice"][0] == "MIT License"
