"""Which letters a mistake in a file speaks against."""

from pathlib import Path

import pytest

from newsletter.model import Finding, Level, Library, Lines, Location
from newsletter.studio.doubts import find_doubts, restore
from tests.compose.making import make_issue, make_snippet

ONE, TWO = make_snippet("Words.", id="one"), make_snippet("Words.", id="two")
FIRST = make_issue(ONE, slug="first", path=Path("issues/first/issue.md"))
SECOND = make_issue(TWO, slug="second", path=Path("issues/second/issue.md"))
SOUND = Library({"first": FIRST, "second": SECOND}, {"one": ONE, "two": TWO}, {}, {}, {}, {})


def mistake(path: str) -> Finding:
    return Finding("content", Level.ERROR, Location(Path(path), 1), "wrong", "Mend it.")


@pytest.mark.parametrize(
    ("path", "doubtful"),
    [
        ("issues/snippets/one.md", {"first", "snippet:one"}),
        ("issues/first/one.fr.md", {"first", "snippet:one"}),
        ("issues/first/issue.md", {"first"}),
        ("issues/first/issue.fr.md", {"first"}),
        ("issues/snippets/other.md", set()),
        ("segments.yml", set()),
        ("issues/people.yml", {"first", "second", "snippet:one", "snippet:two"}),
        ("newsletter.toml", {"first", "second", "snippet:one", "snippet:two"}),
        ("reviews/one.md", {"first", "second", "snippet:one", "snippet:two"}),
    ],
)
def test_a_mistake_speaks_against_the_letters_that_hold_its_file(
    path: str, doubtful: set[str]
) -> None:
    found = [mistake(path)]
    letters = ("first", "second", "snippet:one", "snippet:two")

    assert {each for each in letters if find_doubts(each, found, SOUND, SOUND)} == doubtful


def test_a_snippet_that_could_not_be_read_speaks_against_the_issue_that_held_it() -> None:
    without = FIRST.model_copy(update={"snippets": ()})
    newest = Library({"first": without, "second": SECOND}, {"two": TWO}, {}, {}, {}, {})
    found = (mistake("issues/snippets/one.md"),)

    assert find_doubts("first", found, newest, SOUND) == found
    assert find_doubts("second", found, newest, SOUND) == ()


def test_an_issue_that_lists_more_than_could_be_read_is_in_doubt() -> None:
    lines = Lines({("snippets",): 4, ("snippets", 0): 5, ("snippets", 1): 6})
    lacking = FIRST.model_copy(update={"lines": lines})
    newest = Library({"first": lacking}, {"one": ONE}, {}, {}, {}, {})
    found = (mistake("issues/snippets/never-read.md"),)

    assert find_doubts("first", found, newest, newest) == found


def test_what_could_not_be_read_is_restored_and_what_is_new_is_new() -> None:
    newer = TWO.model_copy(update={"title": "Newer"})
    newest = Library({"second": SECOND}, {"two": newer}, {}, {}, {}, {})
    restored = restore(newest, SOUND)

    assert list(restored.issues) == ["first", "second"]
    assert restored.snippets == {"one": ONE, "two": newer}
