"""Whatever lies in a workspace, it is read or its mistakes are named: nothing else happens."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.content import load_library
from newsletter.errors import FoundErrors
from newsletter.model import Finding
from tests.content.conftest import QUICK, tip, write

WORDS = [
    "kind", "title", "topics", "image", "file", "alt", "similar", "claims", "number", "snippets",
    "subject", "preheader", "id", "for", "send-at", "ana", "name", "role", "photo", "question",
    "tip", "poll", "2026-12-01", "0001-01-01 00:00+14:00", "8:30", "yes", "~", "a: b", "\u2028",
    "\x85", "\x07", '"\\0"', '"\\ud800"', '"\\U00110000"', "/", "..", "", "é", "'", '"',
]  # fmt: skip
MARKS = [
    ": ", ":", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ", ", "|", ">-", "&a ", "*a", "!!x ",
    "#", "? ", "---\n", "...\n", "\t", "%", "@", "`",
]  # fmt: skip
YAMLISH = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.text(max_size=3)).map(
    "".join
)
MARKDOWNISH = st.lists(
    st.sampled_from(
        ["## @ana\n", "## @\n", "## Box\n", "[@x]", "[@?]", "![a](b)", "```\n", "\n", "a"]
    )
).map("".join)


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("playground")


def check(root: Path, name: str, data: str | bytes) -> None:
    """Load the file alone: a library, or mistakes on lines that it has."""
    shutil.rmtree(root / "issues", ignore_errors=True)
    path = write(root, name, data)
    lines = len(re.split(rb"\r\n|\r|\n", path.read_bytes()))
    findings = load(root)
    assert findings != []
    for finding in findings or []:
        assert finding.at.path == path.relative_to(root)
        assert 1 <= finding.at.line <= lines
        assert finding.problem
        assert finding.remedy
        assert str(finding).encode()


def load(root: Path) -> list[Finding] | None:
    """The mistakes; None where there are none."""
    try:
        load_library(root)
    except FoundErrors as found:
        return found.findings
    return None


@QUICK
@given(text=st.text())
def test_any_text_as_a_snippet(playground: Path, text: str) -> None:
    check(playground, "snippets/it.md", text)


@QUICK
@given(fields=YAMLISH)
@example(fields='a: "\\UFFFFFFFF"')
def test_any_fields_of_a_snippet(playground: Path, fields: str) -> None:
    check(playground, "snippets/it.md", tip(fields))


@QUICK
@given(front=YAMLISH, body=MARKDOWNISH)
def test_any_front_matter_and_any_text(playground: Path, front: str, body: str) -> None:
    check(playground, "snippets/it.md", f"---\n{front}\n---\n{body}")


@QUICK
@given(kind=st.sampled_from(["question", "tip", "call"]), body=MARKDOWNISH)
def test_any_text_below_right_fields(playground: Path, kind: str, body: str) -> None:
    check(playground, "snippets/it.md", tip(body=body).replace("kind: tip", f"kind: {kind}"))


@QUICK
@given(value=YAMLISH, field=st.sampled_from(["send-at", "audience", "snippets", "subject"]))
@example(value="0001-01-01 00:00+14:00", field="send-at")
def test_any_value_in_an_issue(playground: Path, value: str, field: str) -> None:
    text = f"---\npreheader: P\n{field}: {value}\n---\n"
    check(playground, "it/issue.md", text)


@QUICK
@given(name=st.sampled_from(["people.yml", "sources.yml", "glossary.yml"]), text=YAMLISH)
def test_any_text_as_a_register(playground: Path, name: str, text: str) -> None:
    check(playground, name, text)


@QUICK
@given(
    name=st.sampled_from(["people.yml", "snippets/it.md", "it/issue.md"]),
    data=st.binary(max_size=60)
    | st.binary(max_size=30).map(lambda tail: b"\xef\xbb\xbf---\n" + tail),
)
def test_any_bytes(playground: Path, name: str, data: bytes) -> None:
    check(playground, name, data)


@QUICK
@given(
    name=st.text(
        st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20
    )
)
def test_any_name_of_a_file(playground: Path, name: str) -> None:
    check(playground, f"snippets/{name}.md", tip())


@QUICK
@given(
    name=st.text(max_size=20) | st.sampled_from(["\0", "\udcff", "a" * 300, "/", "//a", "~", ".."])
)
@example(name="\0")
def test_any_name_of_a_picture(playground: Path, name: str) -> None:
    quoted = "".join(f"\\U{ord(character):08x}" for character in name)
    check(playground, "snippets/it.md", tip("image:", f'  file: "{quoted}"', "  alt: A"))
