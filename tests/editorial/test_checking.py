"""What is gathered for a report: everything, or what somebody names; each finding once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsletter.editorial import Report, check_workspace, find_mends, write_mends
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Level
from newsletter.workspace import open_workspace

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SAMPLE = "2026-12-01-tiny-bumps"
LOOSE = "---\nkind: tip\ntitle: Loose\ntopics: [milia]\n---\nNobody knows. [@?]\n"


def check(root: Path, *names: str, here: Path | None = None) -> Report:
    return check_workspace(open_workspace(root), NOW, names, here)


def write(root: Path, name: str, text: str) -> None:
    path = root / "issues" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def places(report: Report, rule: str) -> list[str]:
    return [str(finding.at) for finding in report.findings if finding.rule == rule]


def issue(*snippets: str, **fields: str) -> str:
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    subject = "subject: Tiny bumps\npreheader: What they are\n"
    return f"---\n{subject}{more}snippets: [{', '.join(snippets)}]\n---\nHello.\n"


def test_the_sample_library_keeps_its_own_rules(workspace: Path) -> None:
    found = [each for each in check(workspace).findings if not each.allowed]

    assert [each for each in found if each.level is not Level.INFO] == []
    assert find_mends(open_workspace(workspace), workspace) == []


def test_a_snippet_in_no_issue_is_checked_once_in_two_issues_as_well(workspace: Path) -> None:
    write(workspace, "snippets/loose.md", LOOSE)
    assert "issues/snippets/loose.md:6" in places(check(workspace), "source-needed")

    write(workspace, "2027-01-01-a/issue.md", issue("loose"))
    write(workspace, "2027-01-02-b/issue.md", issue("loose"))
    found = places(check(workspace), "source-needed")

    assert found.count("issues/snippets/loose.md:6") == 1


def test_one_issue_that_cannot_be_composed_does_not_hide_the_others(workspace: Path) -> None:
    write(workspace, "snippets/loose.md", LOOSE)
    write(workspace, "2027-01-01-a/issue.md", issue("loose", layout="nowhere"))
    write(workspace, "2027-01-02-b/issue.md", issue("loose", layout="welcome"))

    report = check(workspace)

    assert places(report, "template") == [
        "issues/2027-01-01-a/issue.md:4",
        "issues/2027-01-02-b/issue.md:4",
    ]
    assert "issues/snippets/loose.md:6" in places(report, "source-needed")
    assert report.issues == (SAMPLE, "2027-01-01-a", "2027-01-02-b")


@pytest.mark.parametrize(
    "name",
    ["loose", "issues/snippets/loose.md", "../issues/snippets/loose.md", "loose.md"],
)
def test_a_snippet_goes_by_its_id_and_by_its_path_from_where_one_is(
    workspace: Path, name: str
) -> None:
    write(workspace, "snippets/loose.md", LOOSE)
    here = workspace / ("issues/snippets" if name == "loose.md" else "issues")

    report = check(workspace, name, here=here)

    assert report.snippets == ("loose",)
    assert report.issues == ()
    assert places(report, "source-needed") == ["issues/snippets/loose.md:6"]


@pytest.mark.parametrize("name", [SAMPLE, f"issues/{SAMPLE}/", f"issues/{SAMPLE}/issue.md"])
def test_an_issue_comes_with_its_snippets(workspace: Path, name: str) -> None:
    report = check(workspace, name)

    assert report.issues == (SAMPLE,)
    assert report.snippets[0] == "why-tiny-bumps"
    assert len(report.snippets) == 5


def test_a_translation_is_checked_in_its_own_language(workspace: Path) -> None:
    settings = workspace / "newsletter.toml"
    words = '\n[translation.fr]\nreason = "Vous."\ndisclaimer = "Informe."\n'
    settings.write_text(settings.read_text(encoding="utf-8") + words, encoding="utf-8")
    write(workspace, "snippets/loose.md", LOOSE)
    write(workspace, "snippets/loose.fr.md", "---\ntitle: Seul\n---\nÇa guérit. Cures all. [@?]\n")

    everything = check(workspace)
    both = check(workspace, "loose")
    one = check(workspace, "issues/snippets/loose.fr.md")

    assert {"loose", "loose.fr"} < set(everything.snippets)
    assert both.snippets == ("loose", "loose.fr")
    assert one.snippets == check(workspace, "loose.fr").snippets == ("loose.fr",)
    assert places(one, "source-needed") == ["issues/snippets/loose.fr.md:4"]
    assert places(one, "promise") == []


def test_library_rules_are_asked_where_everything_is(workspace: Path) -> None:
    settings = workspace / "newsletter.toml"
    wrong = '\n[checks.levels]\nsource-neded = "off"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + wrong, encoding="utf-8")

    assert places(check(workspace), "settings") == ["newsletter.toml"]


@pytest.mark.parametrize("name", ["lose", "people.yml", "../outside.md", "/etc/passwd"])
def test_what_is_not_there_is_said_with_what_is(workspace: Path, name: str) -> None:
    write(workspace, "snippets/loose.md", LOOSE)

    with pytest.raises(UsageError, match="there is no snippet and no issue") as caught:
        check(workspace, name)
    assert "loose" in caught.value.remedy


def test_files_with_mistakes_are_said_with_all_their_mistakes(workspace: Path) -> None:
    write(workspace, "snippets/a.md", "no front matter")
    write(workspace, "snippets/b.md", "---\nkind: tip\n---\n")

    with pytest.raises(FoundErrors) as caught:
        check(workspace, SAMPLE)
    assert {each.at.path.name for each in caught.value.findings} == {"a.md", "b.md"}


def mend(root: Path, *names: str) -> list[str]:
    mends = find_mends(open_workspace(root), root, names)
    write_mends(open_workspace(root), mends)
    return [each.path.as_posix() for each in mends]


def test_mending_changes_what_it_showed_and_then_nothing(workspace: Path) -> None:
    mend(workspace)
    path = workspace / "issues/snippets/loose.md"
    path.write_bytes(b'\xef\xbb\xbf---\r\ntitle: A "b"\r\nkind: tip\r\n---\r\nHi...\r\n')
    path.chmod(0o640)

    assert mend(workspace) == ["issues/snippets/loose.md"]
    expected = "\ufeff---\r\nkind: tip\r\ntitle: A “b”\r\n---\r\nHi…\r\n"
    assert path.read_bytes().decode() == expected
    assert path.stat().st_mode & 0o777 == 0o640
    assert mend(workspace) == []


def test_mending_goes_by_names(workspace: Path) -> None:
    mend(workspace)
    for name in ("snippets/one.md", "snippets/two.md", f"{SAMPLE}/own.md"):
        write(workspace, name, "Hi...\n".join(["---\nkind: tip\n---\n", ""]))

    assert mend(workspace, "one") == ["issues/snippets/one.md"]
    assert mend(workspace, SAMPLE) == [f"issues/{SAMPLE}/own.md"]
    assert mend(workspace, "issues/snippets/two.md") == ["issues/snippets/two.md"]
    with pytest.raises(UsageError):
        mend(workspace, "three")


def test_mending_never_leaves_the_workspace(workspace: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("---\nkind: tip\n---\nHi...\n", encoding="utf-8")
    (workspace / "issues/snippets/link.md").symlink_to(outside)
    (workspace / "issues/snippets/binary.md").write_bytes(b"---\n\xff...")

    mend(workspace)

    assert outside.read_text(encoding="utf-8").endswith("Hi...\n")


def test_what_somebody_changes_meanwhile_is_left_alone(workspace: Path) -> None:
    write(workspace, "snippets/loose.md", "---\nkind: tip\n---\nHi...\n")
    mends = find_mends(open_workspace(workspace), workspace, ["loose"])
    write(workspace, "snippets/loose.md", "---\nkind: tip\n---\nBetter...\n")
    write_mends(open_workspace(workspace), mends)

    assert (workspace / "issues/snippets/loose.md").read_text().endswith("Better...\n")
