from datetime import date
from pathlib import Path

import pytest

from newsletter.content import load_library
from newsletter.model import Person, Seen, Source, Term
from tests.content.conftest import FILES, draw, mistakes, remedies, tip, write

ROLE = "  role: Nurse\n"

PERSON_FIELDS = """\
ana:
  name: Dr Ana Silva
  role: Skin doctor
  photo: pictures/ana.png
  photo-alt: Ana
  registration: "12345"
  interests: None
  reviewer: true
  unnamed: false
  fictional: yes
"""

SOURCE_FIELDS = """\
smith-2020:
  title: On milia
  by: Smith A
  in: Skin 2020;1:2-3
  doi: 10.1000/milia
  url: https://example.org/milia
  kind: review
  published: 2020
  checked: 2026-11-20
  seen: second-hand
"""


def people(text: str) -> str:
    """`text` below the people that are known already; its first line is line 7."""
    return "ana:\n  name: Ana\n  role: Doctor\nben:\n  name: Ben\n  role: Nurse\n" + text


def source(**changes: str) -> str:
    """A source on lines 1 to 6."""
    fields = {"title": "T", "by": "B", "kind": "review", "checked": "2026-11-20", "seen": "page"}
    lines = [f"  {name}: {value}" for name, value in {**fields, **changes}.items() if value]
    return "\n".join(["smith-2020:", *lines, ""])


def test_a_person_with_all_fields_becomes_the_right_typed_value(root: Path) -> None:
    draw(root / "issues/pictures/ana.png", 60, 60)
    write(root, "people.yml", PERSON_FIELDS)

    assert dict(load_library(root).people["ana"]) == {
        "name": "Dr Ana Silva",
        "role": "Skin doctor",
        "photo": "issues/pictures/ana.png",
        "photo_alt": "Ana",
        "registration": "12345",
        "interests": "None",
        "reviewer": True,
        "unnamed": False,
        "fictional": True,
    }


def test_a_person_needs_a_role_and_a_name_unless_unnamed(root: Path) -> None:
    write(root, "people.yml", people(f"cat:\n{ROLE}dan:\n  unnamed: true\n{ROLE}eve:\n  name: E\n"))

    assert mistakes(root) == ["people.yml:7: cat has no name", "people.yml:12: “role” is missing"]
    assert remedies(root)[0] == "Add “name: …”, or “unnamed: true”."


def test_an_unnamed_person_is_whole(root: Path) -> None:
    write(root, "people.yml", people(f"cat:\n  unnamed: true\n{ROLE}"))

    assert load_library(root).people["cat"] == Person(role="Nurse", unnamed=True)


def test_a_photo_without_words_for_it_is_refused(root: Path) -> None:
    draw(root / "issues/pictures/bump.png", 60, 60)
    write(root, "people.yml", people(f"cat:\n  name: Cat\n{ROLE}  photo: pictures/bump.png\n"))

    assert mistakes(root) == ["people.yml:10: a photo needs words for it"]
    assert remedies(root) == ["Add “photo-alt: …”."]


def test_a_photo_that_is_not_square_is_refused(root: Path) -> None:
    draw(root / "issues/pictures/cat.png", 60, 90)
    fields = "  photo: pictures/cat.png\n  photo-alt: Cat\n"
    write(root, "people.yml", people(f"cat:\n  name: Cat\n{ROLE}{fields}"))

    assert mistakes(root) == ["people.yml:10: a portrait is square; this one is 60 × 90"]


def test_a_photo_that_is_missing_is_reported_where_it_is_named(root: Path) -> None:
    fields = "  photo: pictures/cat.png\n  photo-alt: Cat\n"
    write(root, "people.yml", people(f"cat:\n  name: Cat\n{ROLE}{fields}"))

    (mistake,) = mistakes(root)
    assert mistake.startswith("people.yml:10: the picture issues/pictures/cat.png: ")


def test_an_empty_name_of_a_photo_is_called_empty(root: Path) -> None:
    write(root, "people.yml", people(f'cat:\n  name: Cat\n{ROLE}  photo: ""\n  photo-alt: Cat\n'))

    assert mistakes(root) == ["people.yml:10: “photo” is empty"]


def test_a_source_with_all_fields_becomes_the_right_typed_value(root: Path) -> None:
    write(root, "sources.yml", SOURCE_FIELDS)

    found = load_library(root).sources["smith-2020"]

    assert dict(found) == {
        "title": "On milia",
        "by": "Smith A",
        "in_": "Skin 2020;1:2-3",
        "doi": "10.1000/milia",
        "url": "https://example.org/milia",
        "kind": "review",
        "published": "2020",
        "checked": date(2026, 11, 20),
        "seen": Seen.SECOND_HAND,
    }
    assert isinstance(found.seen, Seen)


@pytest.mark.parametrize("seen", ["page", "record", "second-hand", "copy"])
def test_a_source_was_seen_in_one_of_four_ways(root: Path, seen: str) -> None:
    write(root, "sources.yml", source(seen=seen))

    assert load_library(root).sources["smith-2020"].seen == seen


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({"doi": "10.1/x", "url": "https://example.org"}, "https://doi.org/10.1/x"),
        ({"url": "https://example.org"}, "https://example.org"),
        ({}, None),
    ],
)
def test_a_source_links_to_its_doi_before_its_address(
    root: Path, changes: dict[str, str], link: str | None
) -> None:
    write(root, "sources.yml", source(**changes))

    assert load_library(root).sources["smith-2020"].link == link


@pytest.mark.parametrize("field", ["title", "by", "kind", "checked", "seen"])
def test_each_field_that_a_source_needs_is_missed(root: Path, field: str) -> None:
    write(root, "sources.yml", source(**{field: ""}))

    # An entry's own line is the one that holds its id.
    assert mistakes(root) == [f"sources.yml:1: “{field}” is missing"]


@pytest.mark.parametrize(
    ("changes", "line", "problem", "remedy"),
    [
        (
            {"seen": "abstract"},
            6,
            "“seen” cannot be “abstract”",
            "Use 'page', 'record', 'second-hand' or 'copy'.",
        ),
        (
            {"url": "example.org"},
            7,
            "“url”: “example.org” is not an address to link to",
            "Write it in full, such as https://example.org/page.",
        ),
        ({"publisher": "X"}, 7, "“publisher” is not a known field", "Did you mean “published”?"),
        ({"title": '""'}, 2, "“title” is empty", None),
    ],
)
def test_a_mistake_in_a_source_names_its_line(
    root: Path, changes: dict[str, str], line: int, problem: str, remedy: str | None
) -> None:
    write(root, "sources.yml", source(**changes))

    assert mistakes(root) == [f"sources.yml:{line}: {problem}"]
    assert remedy is None or remedies(root) == [remedy]


def test_terms_are_words_with_a_meaning(root: Path) -> None:
    write(root, "glossary.yml", "closed comedones: whiteheads\nSPF: >-\n  a\n  number\n")

    assert load_library(root).glossary == {
        "closed comedones": Term("closed comedones", "whiteheads"),
        "SPF": Term("SPF", "a number"),
    }


@pytest.mark.parametrize("meaning", ["", ' "  "', " [a, b]", " {a: b}"])
def test_a_word_without_a_meaning_is_refused(root: Path, meaning: str) -> None:
    write(root, "glossary.yml", f"SPF: a number\nmilia:{meaning}\n")

    assert mistakes(root) == ["glossary.yml:2: “milia” has no meaning"]
    assert remedies(root) == ["Write it as “word: plain words”."]


@pytest.mark.parametrize("name", ["people.yml", "sources.yml"])
@pytest.mark.parametrize("entry", ["new: Dr New", "new:", "new: [a]"])
def test_an_entry_without_fields_is_refused(root: Path, name: str, entry: str) -> None:
    path = root / "issues" / name
    before = path.read_text(encoding="utf-8")
    path.write_text(before + entry + "\n", encoding="utf-8")

    assert mistakes(root) == [f"{name}:{before.count(chr(10)) + 1}: “new” has no fields"]


@pytest.mark.parametrize("name", ["people.yml", "sources.yml", "glossary.yml"])
@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n"])
def test_a_register_that_is_no_list_of_fields_is_refused(root: Path, name: str, text: str) -> None:
    (root / "issues/snippets/milia.md").write_text(tip(), encoding="utf-8")
    write(root, name, text)

    assert mistakes(root) == [f"{name}:1: these lines are not fields"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nobody yet\n", "---\n...\n"])
def test_a_register_without_entries_is_empty(root: Path, text: str) -> None:
    write(root, "people.yml", text)

    if text.startswith("---"):
        assert mistakes(root) == ["people.yml:2: these lines are not fields"]
    else:
        assert load_library(root).people == {}


def test_one_bad_entry_does_not_make_its_neighbours_unknown(root: Path) -> None:
    write(root, "people.yml", people("").replace("role: Nurse", "role: ''"))
    write(root, "sources.yml", source(seen="never") + source().replace("smith-2020", "two"))
    text = "---\nkind: question\ntitle: Why?\ntopics: [a]\n---\n## @ana\nA [@two].\n## @ben\nB\n"
    write(root, "snippets/it.md", text)

    assert mistakes(root) == [
        "people.yml:6: “role” is empty",
        "sources.yml:6: “seen” cannot be “never”",
    ]


@pytest.mark.parametrize("breakage", ["smith-2020:\n\ttitle: T\n", "'\n", "a: 1\na: 2\n", b"\xff"])
def test_a_register_that_cannot_be_read_is_reported_alone(
    root: Path, breakage: str | bytes
) -> None:
    write(root, "sources.yml", breakage)

    assert [mistake.partition(":")[0] for mistake in mistakes(root)] == ["sources.yml"]


def test_the_same_person_twice_names_both_lines(root: Path) -> None:
    write(root, "people.yml", people("ana:\n  name: Ana\n  role: Doctor\n"))

    assert mistakes(root) == [
        "people.yml:7: “ana” stands here a second time; it is already on line 1"
    ]


def test_a_second_document_in_a_register_is_refused(root: Path) -> None:
    write(root, "people.yml", people("---\ncat:\n  name: Cat\n  role: Nurse\n"))

    assert mistakes(root) == ["people.yml:7: a second list of fields starts here"]
    assert remedies(root) == ["Take this --- line out."]


def test_a_register_may_start_and_end_like_a_document(root: Path) -> None:
    write(root, "glossary.yml", "---\nmilia: bumps\n...\n")

    assert load_library(root).glossary == {"milia": Term("milia", "bumps")}


def test_the_small_library_is_whole(root: Path) -> None:
    library = load_library(root)

    assert list(library.people) == ["ana", "ben"]
    assert library.sources["smith-2020"] == Source.model_validate(
        {
            "title": "On milia",
            "by": "Smith A",
            "kind": "review",
            "checked": date(2026, 11, 20),
            "seen": Seen.PAGE,
        }
    )
    assert library.glossary == {"milia": Term("milia", "tiny white bumps")}
    assert set(FILES) >= {"people.yml", "sources.yml", "glossary.yml"}
