"""The library that comes with the program keeps its own rules."""

import re

import pytest

from newsletter import checks
from newsletter.compose.cards import CardMaker
from newsletter.compose.markdown.citations import Citations
from newsletter.model import CITATION, Issue, Kind, Letter, Level, Library, Seen
from tests.checks.making import SETTINGS, make_proof

PART_OF_A_NAME = re.compile(r"\w+")


def cited_by(issue: Issue) -> set[str]:
    """The ids of all sources that an issue cites, in its text or for its claims."""
    parts = [issue.intro, *(part for snippet in issue.snippets for part in snippet.parts)]
    inside = {id for part in parts for id in CITATION.findall(part.text)}
    claims = (claim for snippet in issue.snippets for claim in snippet.claims)
    return inside | {id for claim in claims for id in claim.sources}


def test_it_holds_all_nine_kinds(library: Library) -> None:
    assert {snippet.kind for snippet in library.snippets.values()} == set(Kind)


def test_it_holds_at_least_twelve_snippets(library: Library) -> None:
    assert len(library.snippets) >= 12


def test_every_person_is_fictional(library: Library) -> None:
    assert library.people
    assert all(person.fictional for person in library.people.values())


def test_nobody_has_a_registration_that_could_be_real(library: Library) -> None:
    numbers = [each.registration for each in library.people.values() if each.registration]
    assert numbers
    assert all(number.startswith("EXAMPLE-") for number in numbers)


def test_the_sample_issue_needs_no_more_sources(issue: Issue) -> None:
    assert "?" not in cited_by(issue)


def test_the_sample_issue_cites_only_what_somebody_saw(issue: Issue, library: Library) -> None:
    cited = cited_by(issue)
    assert len(cited) >= 5
    for id in cited:
        assert library.sources[id].seen in (Seen.PAGE, Seen.RECORD), id


def test_the_sample_issue_can_be_read_on_the_way_to_work(issue: Issue, library: Library) -> None:
    maker = CardMaker(library, Citations(library.sources))
    texts = [maker.read_intro(issue).text]
    for card in maker.make(issue):
        texts += card.texts
    assert 200 <= sum(len(text.split()) for text in texts) <= 480


def test_no_relation_goes_round_in_a_circle(library: Library) -> None:
    similar = {id: set(snippet.similar) for id, snippet in library.snippets.items()}
    while similar:
        ends = {id for id, others in similar.items() if not others & similar.keys()}
        assert ends, f"a circle among {sorted(similar)}"
        for id in ends:
            del similar[id]


def test_relations_name_snippets_that_are_there(library: Library) -> None:
    for snippet in library.snippets.values():
        assert set(snippet.similar) <= library.snippets.keys() - {snippet.id}


def test_the_sample_issue_passes_every_check(issue: Issue, letter: Letter) -> None:
    findings = list(checks.run([make_proof(issue, letter)], SETTINGS))
    assert [finding for finding in findings if finding.level is Level.ERROR] == []


@pytest.mark.parametrize("field", ["see_doctor", "claims"])
def test_snippets_about_treatment_use_the_fields_for_it(field: str, library: Library) -> None:
    assert any(getattr(snippet, field) for snippet in library.snippets.values())


def test_every_source_is_cited_somewhere(library: Library) -> None:
    cited: set[str] = set()
    for snippet in library.snippets.values():
        cited |= {id for part in snippet.parts for id in CITATION.findall(part.text)}
        cited |= {id for claim in snippet.claims for id in claim.sources}
    assert library.sources.keys() <= cited


def test_every_picture_is_shown_with_words(library: Library) -> None:
    for snippet in library.snippets.values():
        if snippet.image:
            assert len(snippet.image.alt) > 20
    for person in library.people.values():
        assert not person.photo or person.photo_alt


def test_nobody_in_an_answer_is_missing(library: Library) -> None:
    answering = {part.person for each in library.snippets.values() for part in each.answers}
    assert len(answering) >= 4
    assert answering <= library.people.keys()
