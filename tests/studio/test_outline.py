"""The blocks of a letter in reading order."""

from newsletter.model import Level
from newsletter.studio.outline import Block, outline
from newsletter.studio.standings import State
from tests.conftest import ask_for_reviews
from tests.studio.conftest import NOW, SAMPLE, Desk

IDS = [
    "intro",
    "why-tiny-bumps",
    "microneedling-milia",
    "newborn-milia",
    "sunscreen-label",
    "ask-a-doctor",
]


def outline_of(desk: Desk, slug: str = SAMPLE, *, checked: bool = True) -> tuple[Block, ...]:
    proof = desk.studio.view(slug).proof
    findings = desk.studio.findings(slug) if checked else None
    return outline(proof.pages[0], proof.standings, findings, NOW.date())


def test_blocks_come_in_reading_order_with_their_sizes(desk: Desk) -> None:
    blocks = outline_of(desk)
    html = desk.studio.view(SAMPLE).proof.pages[0].html

    assert [block.id for block in blocks] == IDS
    assert all(block.bytes > 500 and block.words > 3 for block in blocks)
    assert sum(block.bytes for block in blocks) <= len(html.encode())
    assert blocks[3].file == f"issues/{SAMPLE}/newborn-milia.md"


def test_findings_are_counted_where_they_stand(desk: Desk) -> None:
    desk.edit("issues/snippets/sunscreen-label.md", "title: ", "title: Act NOWADAYS!!! ")
    desk.edit(f"issues/{SAMPLE}/issue.md", "One question", "Milia always heal. [@?] One question")
    desk.studio.refresh()
    blocks = {block.id: block for block in outline_of(desk)}
    found = desk.studio.findings(SAMPLE)
    errors = [each for each in found if each.level == Level.ERROR and not each.allowed]

    assert blocks["intro"].errors
    assert sum(block.errors or 0 for block in blocks.values()) == len(errors)
    assert blocks["ask-a-doctor"].errors == 0


def test_nothing_is_counted_before_somebody_has_asked(desk: Desk) -> None:
    assert {(block.errors, block.warnings) for block in outline_of(desk, checked=False)} == {
        (None, None)
    }


def test_reviews_are_told_by_block(desk: Desk) -> None:
    ask_for_reviews(desk.folder, "recorded")
    desk.edit("issues/snippets/microneedling-milia.md", "**We do not know", "**Nobody knows")
    desk.studio.refresh()
    states = {block.id: block.review for block in outline_of(desk, checked=False)}

    assert states["microneedling-milia"] is State.STALE
    assert {states[id] for id in IDS if id != "microneedling-milia"} == {State.APPROVED}


def test_a_snippet_alone_is_its_only_block(desk: Desk) -> None:
    (block,) = outline_of(desk, "snippet:milia-basics")

    assert (block.id, block.kind) == ("milia-basics", "explainer")
