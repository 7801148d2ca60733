"""How large a letter is, and how long and how hard it is to read."""

from newsletter.editorial import check_workspace
from newsletter.model import Part
from newsletter.studio.meter import count_words, measure
from newsletter.studio.shown import show
from tests.compose.making import make_issue, make_snippet
from tests.studio.conftest import NOW, SAMPLE, Desk


def test_a_letter_is_measured_as_it_is_sent(desk: Desk) -> None:
    proof = desk.studio.view(SAMPLE).proof
    page = proof.pages[0]
    shown = show(proof.letter, page.variant, {})
    meter = measure(shown, page, desk.studio.library)

    assert meter.limit == 98_000
    assert meter.pictures == sum(len(each.data) for each in proof.letter.pictures)
    assert f"{meter.minutes} min" in shown.html
    (graded,) = (
        each
        for each in check_workspace(desk.studio.workspace, NOW, [SAMPLE]).grades
        if each.name == SAMPLE
    )
    assert (meter.grade, meter.html) == (graded.fkgl, len(shown.html.encode()))


def test_a_letter_that_cannot_be_graded_has_no_grade(desk: Desk) -> None:
    desk.edit("newsletter.toml", 'language = "en-GB"', 'language = "fr"')
    desk.studio.refresh()
    proof = desk.studio.view(SAMPLE).proof
    page = proof.pages[0]

    assert measure(show(proof.letter, page.variant, {}), page, desk.studio.library).grade is None


def test_words_are_those_that_an_editor_wrote() -> None:
    parts = (Part("One two.", 5), Part("Three.", 8, "Four five", "dr-a"))

    assert count_words(make_snippet(title="Six", parts=parts)) == 6
    assert count_words(make_issue(make_snippet("One."), intro="Good day to you.")) == 4
