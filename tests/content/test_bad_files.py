import os
from itertools import pairwise
from pathlib import Path

import pytest

from newsletter.content import load_library
from tests.content.conftest import find_all, mistakes, read_snippet, remedies, tip, write

AS_ROOT = not hasattr(os, "geteuid") or os.geteuid() == 0
OUT = "this leads out of the workspace"


def test_missing_front_matter_is_reported(root: Path) -> None:
    write(root, "snippets/it.md", "# Rest\n\nRest.\n")

    assert mistakes(root) == [
        "snippets/it.md:1: the front matter is missing: the first line must be ---"
    ]
    assert remedies(root) == ["Start the file with ---, fields, ---."]


@pytest.mark.parametrize("text", ["", "\n", "\n---\nkind: tip\n---\n", " ---\n", "----\n", "--- x"])
def test_front_matter_starts_on_the_first_line(root: Path, text: str) -> None:
    write(root, "snippets/it.md", text)

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:1: the front matter is missing")


def test_front_matter_without_an_end_is_reported(root: Path) -> None:
    write(root, "snippets/it.md", "---\nkind: tip\ntitle: Rest\n")

    assert mistakes(root) == ["snippets/it.md:1: the front matter has no end"]
    assert remedies(root) == ["Add a line --- below the fields."]


def test_front_matter_may_end_in_blanks(root: Path) -> None:
    assert read_snippet(root, tip().replace("---\n", "---  \n")).title == "Rest"


def test_empty_front_matter_misses_its_fields(root: Path) -> None:
    write(root, "snippets/it.md", "---\n---\nRest.\n")

    assert mistakes(root) == ["snippets/it.md:2: “kind” is missing"]


def test_a_tab_that_indents_is_named(root: Path) -> None:
    write(root, "snippets/it.md", tip("see-doctor:", "\troutine: it itches"))

    assert mistakes(root) == ["snippets/it.md:6: there is a tab on this line"]
    assert remedies(root) == ["Use spaces to indent, never tabs."]


def test_a_field_that_stands_twice_names_both_lines(root: Path) -> None:
    write(root, "snippets/it.md", tip("region: here", "title: Sleep"))

    assert mistakes(root) == [
        "snippets/it.md:6: “title” stands here a second time; it is already on line 3"
    ]
    assert remedies(root) == ["Keep one of the two."]


def test_a_field_that_stands_twice_inside_a_field_names_both_lines(root: Path) -> None:
    write(root, "snippets/it.md", tip("see-doctor:", "  routine: a", "  urgent: b", "  routine: c"))

    assert mistakes(root) == [
        "snippets/it.md:8: “routine” stands here a second time; it is already on line 6"
    ]


def test_an_unquoted_colon_names_the_line_and_the_remedy(root: Path) -> None:
    write(root, "snippets/it.md", tip("region: Milia: tiny"))

    assert mistakes(root) == ["snippets/it.md:5: a colon inside the text makes this line unclear"]
    assert remedies(root) == ['Put the text in quotes, such as title: "Milia: tiny and white".']


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (["region: [a, b", "sponsor: c"], 6),
        (['region: "a" b'], 5),
        (["region: a", "  sponsor: b"], 6),
        (["region: @home"], 5),
        (["region: %home"], 5),
        (["region: `home`"], 5),
        (["region: }"], 5),
        (["region: here", "sponsor"], 7),
    ],
)
def test_what_is_no_yaml_names_a_line_near_it(root: Path, written: list[str], line: int) -> None:
    write(root, "snippets/it.md", tip(*written))

    (finding,) = find_all(root)
    assert abs(finding.at.line - line) <= 1
    assert finding.remedy


@pytest.mark.parametrize(
    "written",
    ["region: &a here", "region: *a", "heard: &a []", "&a region: here", "claims: [*a]"],
)
def test_names_for_values_are_refused(root: Path, written: str) -> None:
    write(root, "snippets/it.md", tip(written))

    assert mistakes(root) == ["snippets/it.md:5: “&” and “*” names are not used here"]
    assert remedies(root) == ["Write the text out."]


def test_an_alias_bomb_is_refused_at_its_first_name(root: Path) -> None:
    bomb = [f"{name}: &{name} [*{before}, *{before}]" for before, name in pairwise("abcdefghi")]
    write(root, "snippets/it.md", tip("a: &a [x, x]", *bomb))

    assert mistakes(root) == ["snippets/it.md:5: “&” and “*” names are not used here"]


@pytest.mark.parametrize(
    "written",
    [
        "region: !!python/object/apply:os.getcwd []",
        "region: !!str here",
        "region: ! here",
        "heard: !x [a]",
        "image: !x {file: a}",
        "!!str region: here",
    ],
)
def test_tags_are_refused(root: Path, written: str) -> None:
    write(root, "snippets/it.md", tip(written))

    assert mistakes(root) == ["snippets/it.md:5: tags that start with “!” are not used here"]
    assert remedies(root) == ["Take the tag out."]


@pytest.mark.parametrize("nest", ["[" * 30_000, "{a: " * 15_000, "- " * 30_000])
def test_nesting_without_end_is_refused(root: Path, nest: str) -> None:
    write(root, "snippets/it.md", tip("region: here", f"heard:\n  {nest}"))

    assert mistakes(root) == ["snippets/it.md:7: this is nested too deeply"]
    assert remedies(root) == ["Look for a stray bracket or dash."]


@pytest.mark.parametrize("key", ["[a]: b", "{a: b}: c", "? [a]\n: b"])
def test_a_name_of_more_than_a_word_is_refused(root: Path, key: str) -> None:
    write(root, "snippets/it.md", tip(key))

    assert mistakes(root) == ["snippets/it.md:5: a field's name must be one word"]


@pytest.mark.parametrize("end", ["...", "--- x"])
def test_a_second_document_in_front_matter_is_refused(root: Path, end: str) -> None:
    write(root, "snippets/it.md", tip(end, "region: here"))

    (finding,) = find_all(root)
    assert finding.at.line in (5, 6)


@pytest.mark.parametrize("code", ["\\ud800", "\\U00110000", "\\UFFFFFFFF"])
@pytest.mark.parametrize("name", ["snippets/it.md", "glossary.yml"])
def test_a_code_for_no_character_is_refused(root: Path, name: str, code: str) -> None:
    """A lone surrogate passes as text until it is printed or sent."""
    word = f'region: "here {code}"'
    write(root, name, tip(word) if name.endswith(".md") else f"a: b\nc: d\ne: f\ng: h\n{word}\n")

    (finding,) = find_all(root)
    assert finding.at.line == 5
    assert str(finding).encode()


@pytest.mark.parametrize("code", ["\\ud800", "\\0"])
def test_a_mistake_can_be_printed_whatever_it_quotes(root: Path, code: str) -> None:
    write(root, "snippets/it.md", tip().replace("kind: tip", f'kind: "{code}"'))

    assert all(str(finding).encode() for finding in find_all(root))


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x0b", "\ufffe"])
def test_a_character_that_yaml_cannot_read_names_its_line(root: Path, character: str) -> None:
    write(root, "snippets/it.md", tip("region: here", f'sponsor: "a{character}b"'))

    (finding,) = find_all(root)
    assert finding.at.line == 6


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85"])
def test_a_line_is_what_an_editor_counts_as_one(root: Path, character: str) -> None:
    write(root, "snippets/it.md", tip(f'sponsor: "a{character}b"', "tilte: x"))

    assert mistakes(root) == ["snippets/it.md:6: “tilte” is not a known field"]


def test_a_file_of_ten_megabytes_is_refused(root: Path) -> None:
    write(root, "snippets/it.md", tip(body="x" * 10_000_000))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:1: this file is too large: 10,000,0")
    assert remedies(root) == ["Split it: a snippet is a page at most."]


def test_a_file_of_64_kilobytes_is_not_too_large(root: Path) -> None:
    text = tip(body="x")
    largest = tip(body="x" * (64 * 1024 - len(text) + 1))

    assert len(read_snippet(root, largest).parts[0].text) > 65_000
    write(root, "snippets/it.md", largest + "x")
    assert mistakes(root)[0].startswith("snippets/it.md:1: this file is too large: 65,537 bytes")


@pytest.mark.parametrize("name", ["snippets/it.md", "people.yml", "first/issue.md"])
def test_a_binary_file_is_refused(root: Path, name: str) -> None:
    write(root, name, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    write(root, "snippets/milia.md", tip())

    assert mistakes(root)[-1] == f"{name}:3: this is not text: it holds a NUL byte"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_another_unicode_encoding_is_refused(root: Path, encoding: str) -> None:
    write(root, "snippets/it.md", tip().encode(encoding))

    assert mistakes(root) == ["snippets/it.md:1: this is not text: it holds a NUL byte"]


def test_a_nul_byte_names_its_line(root: Path) -> None:
    write(root, "snippets/it.md", tip(body="Rest.\n\nNow\0."))

    assert mistakes(root) == ["snippets/it.md:8: this is not text: it holds a NUL byte"]
    assert remedies(root) == ["Save it as plain text."]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("distance", ["", "Some more words: "])
def test_what_is_no_utf_8_names_its_line(root: Path, end: str, mark: bytes, distance: str) -> None:
    text = tip(body=f"Rest.\n\n{distance}Zürich.").replace("\n", end)
    write(root, "snippets/it.md", mark + text.replace("Zü", "ü").encode("latin-1"))

    assert mistakes(root) == ["snippets/it.md:8: this is not text in UTF-8"]
    assert remedies(root) == ["Save the file as UTF-8 text."]


@pytest.mark.parametrize("name", ["snippets/milia.md", "people.yml", "first/issue.md"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_line_ends_and_a_byte_order_mark_change_nothing(
    root: Path, name: str, end: str, mark: bytes
) -> None:
    before = load_library(root)
    path = root / "issues" / name
    path.write_bytes(mark + path.read_bytes().replace(b"\n", end.encode()))

    assert load_library(root) == before


@pytest.mark.parametrize("name", ["snippets/it.md", "sources.yml", "first/issue.md"])
def test_a_link_to_a_file_outside_the_workspace_is_refused(root: Path, name: str) -> None:
    outside = root.parent / "outside.md"
    outside.write_text("secret\n", encoding="utf-8")
    path = root / "issues" / name
    path.unlink(missing_ok=True)
    path.symlink_to(outside)
    write(root, "snippets/milia.md", tip())

    assert mistakes(root) == [f"{name}:1: {OUT}"]
    assert "secret" not in str(find_all(root))


def test_a_link_to_a_folder_outside_the_workspace_is_refused(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "issue.md").write_text("secret\n", encoding="utf-8")
    (root / "issues/second").symlink_to(outside)

    assert mistakes(root) == ["second:1: this folder leads out of the workspace"]
    assert remedies(root) == ["Copy the folder into it."]


def test_a_shared_folder_outside_the_workspace_is_refused_file_by_file(root: Path) -> None:
    outside = root.parent / "outside"
    (root / "issues/snippets").rename(outside)
    (root / "issues/snippets").symlink_to(outside)

    assert mistakes(root) == [f"snippets/milia.md:1: {OUT}"]


def test_links_inside_the_workspace_are_followed(root: Path) -> None:
    (root / "drafts").mkdir()
    (root / "drafts/it.md").write_text(tip(), encoding="utf-8")
    (root / "issues/snippets/it.md").symlink_to(root / "drafts/it.md")

    assert load_library(root).snippets["it"].path == Path("issues/snippets/it.md")


def test_a_workspace_reached_through_a_link_is_whole(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)

    assert load_library(link) == load_library(root)


def test_a_link_to_nowhere_is_reported(root: Path) -> None:
    (root / "issues/snippets/it.md").symlink_to("gone.md")

    assert mistakes(root) == [f"snippets/it.md:1: this file cannot be read: {os.strerror(2)}"]


@pytest.mark.parametrize("name", ["snippets/it.md", "glossary.yml"])
def test_a_link_to_itself_is_reported(root: Path, name: str) -> None:
    path = root / "issues" / name
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)

    (mistake,) = mistakes(root)
    assert mistake.startswith(f"{name}:1: ")


@pytest.mark.parametrize("name", ["snippets/it.md", "first/issue.md"])
def test_a_folder_in_place_of_a_file_is_reported(root: Path, name: str) -> None:
    path = root / "issues" / name
    path.unlink(missing_ok=True)
    path.mkdir()

    assert mistakes(root) == [f"{name}:1: this is a folder"]
    assert remedies(root) == ["Name a file in it."]


@pytest.mark.skipif(AS_ROOT, reason="the superuser may read everything")
@pytest.mark.parametrize("name", ["snippets/it.md", "glossary.yml"])
def test_a_file_that_may_not_be_read_is_reported(root: Path, name: str) -> None:
    write(root, name, tip()).chmod(0)

    assert mistakes(root) == [f"{name}:1: this file cannot be read: {os.strerror(13)}"]
    assert remedies(root) == ["Check its name and permissions."]
