"""The workspace as it stands at each save."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsletter.editorial import check_workspace
from newsletter.errors import FoundErrors, UsageError
from newsletter.studio.revisions import Studio, View
from newsletter.workspace import open_workspace
from tests.conftest import ask_for_reviews
from tests.studio.conftest import NOW, SAMPLE, Desk

SHARED = "issues/snippets/sunscreen-label.md"
OWN = "issues/2026-12-01-tiny-bumps/newborn-milia.md"
ISSUE = "issues/2026-12-01-tiny-bumps/issue.md"
TITLE = "2 things to look for on a sunscreen"


def words_of(view: View) -> str:
    return view.proof.pages[0].plain_text


def test_a_save_shows_at_the_next_look(desk: Desk) -> None:
    before = desk.studio.view(SAMPLE)
    desk.edit(SHARED, TITLE, "Three things to look for")
    refreshed = desk.studio.refresh()
    after = desk.studio.view(SAMPLE)

    assert "Three things to look for" in words_of(after)
    assert refreshed.slugs == frozenset({SAMPLE, "snippet:sunscreen-label"})
    assert (after.rendered, after.revision) == (before.rendered + 1, before.revision + 1)


def test_a_letter_is_composed_once_a_revision(desk: Desk) -> None:
    first, again = desk.studio.view(SAMPLE), desk.studio.view(SAMPLE)

    assert first.proof is again.proof


def test_a_letter_that_a_save_does_not_touch_is_not_composed_again(desk: Desk) -> None:
    before = desk.studio.view(SAMPLE)
    desk.edit("issues/snippets/acne-number.md", "title: ", "title: Really, ")
    desk.studio.refresh()
    after = desk.studio.view(SAMPLE)

    assert after.proof is before.proof
    assert after.revision == before.revision + 1


def test_a_changed_template_touches_every_letter(desk: Desk) -> None:
    desk.studio.view(SAMPLE)
    desk.edit("templates/blocks/masthead.mjml", "letter.name", "'Another name'")

    assert desk.studio.refresh().slugs is None
    assert "Another name" in desk.studio.view(SAMPLE).proof.pages[0].html


def test_a_template_that_hides_the_starters_own_is_used_at_once(desk: Desk) -> None:
    template = desk.folder / "templates/blocks/masthead.txt"
    written = template.read_text(encoding="utf-8")
    template.unlink()
    desk.studio.refresh()
    assert "Hidden" not in words_of(desk.studio.view(SAMPLE))

    template.write_text(f"Hidden {written}", encoding="utf-8")
    desk.studio.refresh()

    assert "Hidden" in words_of(desk.studio.view(SAMPLE))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SHARED, "kind: tip", "kind: tipp"),
        (OWN, "title:", "titel:"),
        ("templates/blocks/card.mjml", "{%", "{% wrong %}{%"),
        ("newsletter.toml", "[newsletter]", "[newsletter"),
        ("issues/people.yml", "role:", "rolle:"),
        (ISSUE, "- sunscreen-label", "- sunscreen-labels"),
    ],
)
def test_the_last_good_letter_stays_with_what_is_wrong_until_it_is_mended(
    desk: Desk, file: str, old: str, new: str
) -> None:
    good = desk.studio.view(SAMPLE)
    desk.edit(file, old, new)
    desk.studio.refresh()
    stale = desk.studio.view(SAMPLE)

    assert stale.stale
    assert words_of(stale) == words_of(good)
    assert stale.rendered == good.rendered
    assert Path(file) in {problem.at.path for problem in stale.problems}
    assert desk.studio.findings(SAMPLE) == stale.problems

    desk.edit(file, new, old)
    desk.studio.refresh()
    mended = desk.studio.view(SAMPLE)
    assert not mended.stale
    assert mended.problems == ()
    assert words_of(mended) == words_of(good)


def test_what_never_could_be_composed_says_why(desk: Desk) -> None:
    desk.edit("templates/layouts/digest.mjml", "{%", "{% wrong %}{%")
    desk.studio.refresh()

    for _ in range(2):
        with pytest.raises(FoundErrors, match="1 mistake found"):
            desk.studio.view(SAMPLE)
    (finding,) = desk.studio.findings(SAMPLE)
    assert finding.at.path == Path("templates/layouts/digest.mjml")


def test_an_issue_that_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(UsageError, match="there is no issue “nowhere”"):
        desk.studio.view("nowhere")
    with pytest.raises(UsageError, match="there is no snippet “nothing”"):
        desk.studio.view("snippet:nothing")


def test_a_workspace_that_was_broken_from_the_start_comes_to_life_when_it_is_mended(
    workspace: Path,
) -> None:
    path = workspace / SHARED
    written = path.read_text(encoding="utf-8")
    path.write_text("no front matter", encoding="utf-8")
    studio = Studio(workspace, lambda: NOW)
    assert [problem.at.path for problem in studio.problems] == [Path(SHARED)]

    path.write_text(written, encoding="utf-8")
    studio.refresh()

    assert TITLE in words_of(studio.view(SAMPLE))


@pytest.mark.parametrize("name", [SAMPLE, "snippet:milia-basics"])
def test_findings_are_those_of_the_command(desk: Desk, name: str) -> None:
    desk.edit("issues/snippets/milia-basics.md", "Milia are", "Milia are always [@?]")
    desk.edit(SHARED, "title: ", "title: Studies show. Act now!!! ")
    desk.studio.refresh()
    names = [name.removeprefix("snippet:")]
    asked = check_workspace(open_workspace(desk.folder), NOW, names)

    assert desk.studio.findings(name) == asked.findings
    assert asked.findings != ()


def test_a_snippet_alone_has_a_letter_of_its_own(desk: Desk) -> None:
    view = desk.studio.view("snippet:milia-basics")

    assert "Milia are small, hard, white bumps" in words_of(view)
    assert TITLE not in words_of(view)
    assert [each.sheet.kind for each in view.proof.standings] in ([], ["explainer"])


def test_many_readers_at_once_get_one_letter(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        views = list(pool.map(desk.studio.view, [SAMPLE] * 16))
        found = list(pool.map(desk.studio.findings, [SAMPLE] * 16))

    assert len({id(view.proof) for view in views}) == 1
    assert len(set(found)) == 1


def add_issue(desk: Desk, slug: str, *snippets: str) -> None:
    """Write one more issue of these snippets."""
    folder = desk.folder / "issues" / slug
    folder.mkdir()
    listed = ", ".join(snippets)
    text = f"---\nsubject: One more\npreheader: A line.\nsnippets: [{listed}]\n---\nHello.\n"
    (folder / "issue.md").write_text(text, encoding="utf-8")


def test_a_mistake_in_one_snippet_keeps_no_other_letter_from_being_shown(desk: Desk) -> None:
    add_issue(desk, "2026-12-08-acne", "acne-number")
    desk.edit(SHARED, "kind: tip", "kind: tipp")
    desk.edit("issues/snippets/acne-number.md", "title: ", "title: Really, ")
    desk.studio.refresh()
    other = desk.studio.view("2026-12-08-acne")

    assert "Really, " in words_of(other)
    assert (other.stale, other.problems) == (False, ())
    assert [each.at.path for each in desk.studio.findings(SAMPLE)] == [Path(SHARED)]
    assert Path(SHARED) not in {each.at.path for each in desk.studio.findings("2026-12-08-acne")}


def test_an_issue_without_a_snippet_that_could_never_be_read_is_not_shown(desk: Desk) -> None:
    path = desk.folder / "issues/snippets/broken.md"
    path.write_text("no front matter", encoding="utf-8")
    add_issue(desk, "2026-12-08-acne", "acne-number", "broken")
    desk.studio.refresh()

    with pytest.raises(FoundErrors):
        desk.studio.view("2026-12-08-acne")
    assert not desk.studio.view(SAMPLE).stale


def test_what_cannot_be_read_any_more_stays_in_the_lists(desk: Desk) -> None:
    before = desk.studio.library
    desk.edit(ISSUE, "subject:", "subjekt:")
    desk.edit(SHARED, "kind: tip", "kind: tipp")
    desk.studio.refresh()

    assert list(desk.studio.library.issues) == list(before.issues)
    assert set(desk.studio.library.snippets) == set(before.snippets)


def test_a_letter_that_nobody_looked_at_before_the_mistake_is_shown_as_it_was(desk: Desk) -> None:
    desk.edit(SHARED, "kind: tip", "kind: tipp")
    desk.studio.refresh()
    view = desk.studio.view(SAMPLE)

    assert view.stale
    assert TITLE in words_of(view)


def test_a_word_of_a_reviewer_is_taken_in_and_read_once(desk: Desk) -> None:
    def count() -> int:
        return sum(each.approved for each in desk.studio.view(SAMPLE).proof.standings)

    ask_for_reviews(desk.folder, "recorded")
    desk.studio.refresh()
    before, judge = count(), desk.studio.proofs.judge
    desk.studio.refresh()
    assert desk.studio.proofs.judge is judge

    next((desk.folder / "reviews" / "newborn-milia").glob("*.txt")).unlink()
    desk.studio.refresh()
    assert desk.studio.proofs.judge is not judge
    assert count() == before - 1


def test_changed_personas_touch_every_letter(desk: Desk) -> None:
    personas = desk.folder / "personas.yml"
    for text in ("ana:\n  name: Ana\n", "ana:\n  name: Zoe\n", "ana:\n  nam: Zoe\n"):
        personas.write_text(text, encoding="utf-8")
        assert desk.studio.refresh().slugs is None
    assert desk.studio.refresh().slugs == frozenset()

    personas.unlink()
    assert desk.studio.refresh().slugs is None


def test_changed_segments_touch_every_letter_and_a_mistake_in_them_hides_none(desk: Desk) -> None:
    segments = desk.folder / "segments.yml"
    segments.write_text("french:\n  language: fr\n", encoding="utf-8")
    assert desk.studio.refresh().slugs is None
    assert desk.studio.refresh().slugs == frozenset()

    segments.write_text("french:\n  langage: fr\n", encoding="utf-8")
    assert [str(each.at) for each in desk.studio.refresh().problems] == ["segments.yml:2"]
    view = desk.studio.view(SAMPLE)
    assert (view.stale, view.problems) == (False, ())


def test_a_letter_goes_by_one_name_so_that_no_other_shows_it_as_it_was(desk: Desk) -> None:
    with pytest.raises(UsageError, match="is the path of an issue") as raised:
        desk.studio.view(f"issues/{SAMPLE}")

    assert SAMPLE in raised.value.remedy
