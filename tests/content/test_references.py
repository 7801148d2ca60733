from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.content import load_library
from newsletter.content.fields import Fields
from newsletter.content.pages import parse_page
from newsletter.content.references import find_circles
from newsletter.content.snippets import parse_snippet
from newsletter.model import Snippet
from tests.content.conftest import QUICK, mistakes, read_snippet, remedies, tip, write

IDS = ["a", "b", "c", "d", "e"]


def question(body: str) -> str:
    return f"---\nkind: question\ntitle: Why?\ntopics: [milia]\n---\n{body}"


def claim(*fields: str) -> list[str]:
    """A claim on lines 5 to 8 of a tip; `fields` start on line 9."""
    lines = ["about: x", "says: helps", "certainty: low", *fields]
    return ["claims:", f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]


def parse_all(similar: Mapping[str, list[str]]) -> tuple[dict[str, Snippet], dict[str, Fields]]:
    """Snippets with these relations, each entry on a line of its own from line 6."""
    snippets, places = {}, {}
    for id, others in similar.items():
        lines = ["similar:", *(f"  - {other}" for other in others)] if others else []
        page = parse_page(tip(*lines), Path(f"issues/snippets/{id}.md"))
        snippets[id], places[id] = parse_snippet(page), page.fields
    return snippets, places


def goes_round(similar: Mapping[str, list[str]]) -> bool:
    try:
        TopologicalSorter(similar).prepare()
    except CycleError:
        return True
    return False


def test_an_unknown_person_gets_the_nearest_known_one(root: Path) -> None:
    write(root, "snippets/it.md", question("Hm.\n\n## @ana\n\nYes.\n\n## @benn\n\nNo.\n"))

    assert mistakes(root) == ["snippets/it.md:12: there is no person “benn”"]
    assert remedies(root) == ["Did you mean “ben”?"]


def test_an_unknown_source_gets_the_nearest_known_one(root: Path) -> None:
    write(
        root, "snippets/it.md", tip(body="Rest.\n\nIt helps [@smith-2020], and\nso [@smith-202].")
    )

    assert mistakes(root) == ["snippets/it.md:9: there is no source “smith-202”"]
    assert remedies(root) == ["Did you mean “smith-2020”?"]


def test_an_unknown_source_in_an_answer_names_its_line(root: Path) -> None:
    write(root, "snippets/it.md", question("Hm.\n\n## @ana\n\nYes.\n\nNo. [@nobody]\n"))

    assert mistakes(root) == ["snippets/it.md:12: there is no source “nobody”"]
    assert remedies(root) == ["Known are: smith-2020."]


def test_an_unknown_source_in_a_step_or_a_quote_names_its_line(root: Path) -> None:
    steps = [
        "steps:",
        "  - Wash.",
        "  - Wait [@nope].",
        "quote:",
        "  text: So it is [@no]",
        "  who: Me",
    ]
    write(root, "snippets/it.md", tip(*steps))

    assert mistakes(root) == [
        "snippets/it.md:7: there is no source “nope”",
        "snippets/it.md:9: there is no source “no”",
    ]


def test_every_unknown_source_is_reported_each_time(root: Path) -> None:
    write(root, "snippets/it.md", tip(body="[@one] [@two]\n[@one]"))

    assert mistakes(root) == [
        "snippets/it.md:6: there is no source “one”",
        "snippets/it.md:6: there is no source “two”",
        "snippets/it.md:7: there is no source “one”",
    ]


@pytest.mark.parametrize("citation", ["Smith-2020", "smith_2020", "smith 2020"])
def test_a_citation_that_cannot_be_an_id_does_not_pass_as_text(root: Path, citation: str) -> None:
    write(root, "snippets/it.md", tip(body=f"It helps. [@{citation}]"))

    assert mistakes(root) == [f"snippets/it.md:6: there is no source “{citation}”"]


def test_a_statement_that_still_needs_a_source_is_no_mistake_yet(root: Path) -> None:
    assert read_snippet(root, tip(body="It helps. [@?]")).parts[0].text == "It helps. [@?]\n"


def test_unknown_names_in_a_claim_name_their_lines(root: Path) -> None:
    fields = claim("by:", "  - ana", "  - carl", "sources: [smith-2020, jones]")
    write(root, "snippets/it.md", tip(*fields))

    assert mistakes(root) == [
        "snippets/it.md:11: there is no person “carl”",
        "snippets/it.md:12: there is no source “jones”",
    ]


def test_one_name_need_not_be_a_list(root: Path) -> None:
    write(root, "snippets/it.md", tip(*claim("by: bem", "sources: smith-202")))

    assert mistakes(root) == [
        "snippets/it.md:9: there is no person “bem”",
        "snippets/it.md:10: there is no source “smith-202”",
    ]
    assert remedies(root) == ["Did you mean “ben”?", "Did you mean “smith-2020”?"]


def test_unknown_snippets_name_their_lines(root: Path) -> None:
    fields = ["similar:", "  - milia", "  - millia", "replaced-by: milium"]
    write(root, "snippets/it.md", tip(*fields))

    assert mistakes(root) == [
        "snippets/it.md:7: there is no snippet “millia”",
        "snippets/it.md:8: there is no snippet “milium”",
    ]
    assert remedies(root) == ["Did you mean “milia”?"] * 2


def test_a_snippet_that_cannot_be_read_is_not_unknown(root: Path) -> None:
    write(root, "snippets/bad.md", tip("tilte: x"))
    write(root, "snippets/it.md", tip("similar: [bad]", "replaced-by: bad"))

    assert mistakes(root) == ["snippets/bad.md:5: “tilte” is not a known field"]


@pytest.mark.parametrize("picture", ["![A bump](bump.png)", "![](x)", "![A][b]", "see ![A](b)"])
def test_a_picture_in_the_text_is_refused(root: Path, picture: str) -> None:
    write(root, "snippets/it.md", tip(body=f"Rest.\n\n{picture}\n"))

    assert mistakes(root) == ["snippets/it.md:8: a picture cannot stand in the text"]
    assert remedies(root) == [
        "Name it in the front matter, with “image:”, its file and its alt text."
    ]


@pytest.mark.parametrize("text", ["Rest! [Really](https://example.org)", "Wow![@smith-2020]"])
def test_what_only_looks_like_a_picture_is_text(root: Path, text: str) -> None:
    assert read_snippet(root, tip(body=text)).parts[0].text == f"{text}\n"


@pytest.mark.parametrize(
    ("similar", "place", "circle"),
    [
        ({"a": ["a"]}, "a.md:6", "a → a"),
        ({"a": ["b"], "b": ["a"]}, "b.md:6", "a → b → a"),
        ({"a": ["b"], "b": ["c"], "c": ["milia", "a"]}, "c.md:7", "a → b → c → a"),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, "c.md:6", "b → c → b"),
    ],
)
def test_a_circle_is_reported_once_where_it_closes(
    root: Path, similar: dict[str, list[str]], place: str, circle: str
) -> None:
    for id, others in similar.items():
        lines = [f"  - {other}" for other in others]
        write(root, f"snippets/{id}.md", tip("similar:", *lines))

    assert mistakes(root) == [f"snippets/{place}: “similar” goes round in a circle: {circle}"]


def test_two_circles_are_two_mistakes(root: Path) -> None:
    for id, other in {"a": "b", "b": "a", "c": "d", "d": "c"}.items():
        write(root, f"snippets/{id}.md", tip("similar:", f"  - {other}"))

    assert [mistake.partition(": ")[0] for mistake in mistakes(root)] == [
        "snippets/b.md:6",
        "snippets/d.md:6",
    ]


@pytest.mark.parametrize(
    "similar",
    [
        {"a": ["b"], "b": ["c"], "c": ["d"], "d": []},
        {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []},
        {"a": ["d"], "b": ["d"], "c": ["a", "b", "d"], "d": []},
    ],
    ids=["chain", "diamond", "many"],
)
def test_a_relation_without_a_circle_is_fine(root: Path, similar: dict[str, list[str]]) -> None:
    for id, others in similar.items():
        write(root, f"snippets/{id}.md", tip(f"similar: [{', '.join(others)}]"))

    library = load_library(root)

    assert {id: list(library.snippets[id].similar) for id in similar} == similar


def test_a_relation_is_shown_from_both_sides(root: Path) -> None:
    write(root, "snippets/a.md", tip("similar: [b]"))
    write(root, "snippets/b.md", tip())
    write(root, "snippets/c.md", tip("similar: [a]"))

    library = load_library(root)

    names = {id: [other.id for other in library.similar_to(library.snippets[id])] for id in "abc"}
    assert names == {"a": ["b", "c"], "b": ["a"], "c": ["a"]}


def test_a_chain_of_two_thousand_is_fine() -> None:
    ids = [f"s{number}" for number in range(2000)]
    snippets, places = parse_all({"s0": []})
    for id, other in zip(ids, [*ids[1:], ""], strict=True):
        similar = (other,) if other else ()
        snippets[id] = snippets["s0"].model_copy(update={"id": id, "similar": similar})
        places[id] = places["s0"]

    assert list(find_circles(snippets, places)) == []


@QUICK
@given(
    st.fixed_dictionaries(
        {id: st.lists(st.sampled_from(IDS), unique=True, max_size=3) for id in IDS}
    )
)
def test_taking_out_what_closes_a_circle_leaves_none(similar: dict[str, list[str]]) -> None:
    found = list(find_circles(*parse_all(similar)))

    assert bool(found) == goes_round(similar)
    left = {id: list(others) for id, others in similar.items()}
    for finding in found:
        id = finding.at.path.stem
        left[id].remove(similar[id][finding.at.line - 6])
    assert not goes_round(left)
