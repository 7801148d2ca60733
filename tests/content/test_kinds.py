from datetime import date
from itertools import product
from pathlib import Path

import pytest

from newsletter.model import (
    Button,
    Call,
    Certainty,
    Claim,
    Evidence,
    Explainer,
    GetHelp,
    Heard,
    Image,
    Kind,
    Myth,
    Number,
    Numbers,
    Part,
    Poll,
    Question,
    Quote,
    Says,
    SeeDoctor,
    Snippet,
    Tip,
    Verdict,
)
from tests.content.conftest import mistakes, read_snippet, remedies, tip, write

SHARED_FIELDS = """\
title: Tiny bumps
topics: [milia, sun-protection]
see-doctor: {routine: it itches, urgent: it swells, emergency: you cannot breathe}
claims:
  - about: needles for milia
    says: does not help
    certainty: very low
    by: [ana, ben]
    sources: smith-2020
    searched: 2026-11-20
heard:
  - {says: helps, cites: a blog}
image:
  {file: ../pictures/bump.png, alt: A bump, caption: Seen, credit: Us, consent: form-7, long: All,
   sensitive: yes}
steps: [Wash., Wait.]
quote: {text: It itches, who: A reader}
similar: [milia]
region: Singapore
sponsor: Acme
replaced-by: milia
authors: ana
allow: {superlative: A quoted title.}
"""

SHARED_VALUES: dict[str, object] = {
    "id": "it",
    "path": Path("issues/snippets/it.md"),
    "title": "Tiny bumps",
    "steps": ("Wash.", "Wait."),
    "quote": Quote(text="It itches", who="A reader"),
    "topics": ("milia", "sun-protection"),
    "see_doctor": SeeDoctor(
        routine="it itches", urgent="it swells", emergency="you cannot breathe"
    ),
    "claims": (
        Claim(
            about="needles for milia",
            says=Says.DOES_NOT_HELP,
            certainty=Certainty.VERY_LOW,
            by=("ana", "ben"),
            sources=("smith-2020",),
            searched=date(2026, 11, 20),
        ),
    ),
    "heard": (Heard(says=Says.HELPS, cites="a blog"),),
    "image": Image(
        file="issues/pictures/bump.png",
        alt="A bump",
        caption="Seen",
        credit="Us",
        consent="form-7",
        long="All",
        sensitive=True,
    ),
    "similar": ("milia",),
    "region": "Singapore",
    "sponsor": "Acme",
    "replaced_by": "milia",
    "authors": ("ana",),
    "allow": {"superlative": "A quoted title."},
}

NUMBER = "{value: up to 8, out-of: 10, who: people under 30, what: get acne}"
NUMBER_VALUES = {"value": "up to 8", "out-of": 10, "who": "people under 30", "what": "get acne"}
BUTTON = '{text: Ask, url: "https://example.org/ask"}'
POLL = "[Yes, No]\nurl: https://example.org/poll"

# Kind, class, its own fields as written, and what they become.
KINDS: list[tuple[Kind, type[Snippet], dict[str, str], dict[str, object]]] = [
    (Kind.QUESTION, Question, {}, {}),
    (Kind.EXPLAINER, Explainer, {}, {}),
    (Kind.MYTH, Myth, {"verdict": "unproven"}, {"verdict": Verdict.UNPROVEN}),
    (Kind.EVIDENCE, Evidence, {}, {}),
    (Kind.TIP, Tip, {}, {}),
    (Kind.NUMBERS, Numbers, {"number": NUMBER}, {"number": Number.model_validate(NUMBER_VALUES)}),
    (Kind.GET_HELP, GetHelp, {}, {}),
    (Kind.CALL, Call, {"button": BUTTON}, {"button": Button(text="Ask", url="https://example.org/ask")}),
    (Kind.POLL, Poll, {"options": POLL}, {"options": ("Yes", "No"), "url": "https://example.org/poll"}),
]  # fmt: skip

# The fewest fields with which each kind is whole.
FEWEST = {
    "question": {"title": "Why?", "topics": "[milia]"},
    "explainer": {"title": "Milia", "topics": "[milia]"},
    "myth": {"title": "Scrub!", "topics": "[milia]", "verdict": "partly"},
    "evidence": {
        "title": "Needles",
        "topics": "[milia]",
        "claims": "[{about: needles, says: helps, certainty: low}]",
    },
    "tip": {"title": "Rest", "topics": "[sleep]"},
    "numbers": {"title": "Many", "topics": "[acne]", "number": NUMBER},
    "get-help": {"title": "When", "topics": "[milia]", "see-doctor": "{routine: it itches}"},
    "call": {"title": "Ask", "button": BUTTON},
    "poll": {"title": "Did you?", "options": "[Yes, No]"},
}
REQUIRED = [(kind, field) for kind, fields in FEWEST.items() for field in fields]

OWN_FIELDS = {
    "verdict": "partly",
    "number": NUMBER,
    "button": BUTTON,
    "options": "[Yes, No]",
    "url": "https://example.org/poll",
}
FOREIGN = [
    (field, kind)
    for field, kind in product(OWN_FIELDS, FEWEST)
    if field not in FEWEST[kind] and (field, kind) != ("url", "poll")
]


def body_of(kind: str) -> str:
    return "Most likely.\n\n## @ana\n\nI say.\n" if kind == "question" else "Text.\n"


def page(kind: str, fields: dict[str, str]) -> str:
    """A file whose fields stand one a line: `kind` on line 2, the others from line 3."""
    lines = [f"{name}: {value}" for name, value in fields.items()]
    return "\n".join(["---", f"kind: {kind}", *lines, "---", body_of(kind)])


@pytest.mark.parametrize(("kind", "model", "written", "values"), KINDS)
def test_every_kind_with_all_its_fields_becomes_the_right_typed_value(
    root: Path,
    kind: Kind,
    model: type[Snippet],
    written: dict[str, str],
    values: dict[str, object],
) -> None:
    own = "".join(f"{name}: {value}\n" for name, value in written.items())

    snippet = read_snippet(root, f"---\nkind: {kind}\n{SHARED_FIELDS}{own}---\n{body_of(kind)}")

    assert type(snippet) is model
    found = dict(snippet)
    assert "".join(part.text for part in found.pop("parts"))
    assert found.pop("lines")[("kind",)] == 2
    assert found == {**SHARED_VALUES, "kind": kind, **values}
    assert isinstance(snippet.kind, Kind)
    assert isinstance(snippet.claims[0].says, Says)
    assert isinstance(snippet.claims[0].certainty, Certainty)


@pytest.mark.parametrize("kind", FEWEST)
def test_what_is_left_out_is_empty(root: Path, kind: str) -> None:
    snippet = read_snippet(root, page(kind, FEWEST[kind]))

    assert (snippet.claims == ()) == (kind != "evidence")
    assert (snippet.heard, snippet.similar) == ((), ())
    assert (snippet.image, snippet.region, snippet.sponsor, snippet.replaced_by) == (None,) * 4
    assert (snippet.topics == ()) == (kind in ("call", "poll"))
    assert (snippet.see_doctor is None) == (kind != "get-help")


def test_where_to_get_help_names_a_level(root: Path) -> None:
    write(root, "snippets/it.md", tip("see-doctor: {}"))

    assert mistakes(root) == ["snippets/it.md:5: “see-doctor”: it names no level"]


@pytest.mark.parametrize(("kind", "field"), REQUIRED)
def test_each_field_that_a_kind_needs_is_missed(root: Path, kind: str, field: str) -> None:
    fields = {name: value for name, value in FEWEST[kind].items() if name != field}
    write(root, "snippets/it.md", page(kind, fields))

    assert mistakes(root) == [f"snippets/it.md:2: “{field}” is missing"]
    assert remedies(root) == [f"Add a line that starts with “{field}:”."]


@pytest.mark.parametrize(("field", "kind"), FOREIGN)
def test_a_field_of_another_kind_is_refused(root: Path, field: str, kind: str) -> None:
    fields = {**FEWEST[kind], field: OWN_FIELDS[field]}
    write(root, "snippets/it.md", page(kind, fields))

    assert mistakes(root) == [f"snippets/it.md:{len(fields) + 2}: “{field}” is not a known field"]


def test_evidence_without_a_claim_is_refused(root: Path) -> None:
    write(root, "snippets/it.md", page("evidence", {**FEWEST["evidence"], "claims": "[]"}))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:5: “claims” needs 1")


def test_a_poll_has_two_options_at_least(root: Path) -> None:
    write(root, "snippets/it.md", page("poll", {**FEWEST["poll"], "options": "[Yes]"}))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:4: “options” needs 2")
    assert remedies(root) == ["Add another entry to the list."]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ("claims: [{says: helps, certainty: low}]", "about"),
        ("claims: [{about: x, certainty: low}]", "says"),
        ("claims: [{about: x, says: helps}]", "certainty"),
        ("heard: [{cites: a blog}]", "says"),
        ("heard: [{says: helps}]", "cites"),
        ("image: {alt: A bump}", "file"),
        ("image: {file: ../pictures/bump.png}", "alt"),
    ],
)
def test_what_a_field_inside_a_field_needs_is_missed(root: Path, fields: str, missing: str) -> None:
    write(root, "snippets/it.md", tip("region: here", fields))

    assert mistakes(root) == [f"snippets/it.md:6: “{missing}” is missing"]


@pytest.mark.parametrize("missing", ["value", "out-of", "who", "what"])
def test_a_number_never_travels_without_its_denominator_and_its_group(
    root: Path, missing: str
) -> None:
    parts = [f"{name}: {value}" for name, value in NUMBER_VALUES.items() if name != missing]
    fields = {**FEWEST["numbers"], "number": "{" + ", ".join(parts) + "}"}
    write(root, "snippets/it.md", page("numbers", fields))

    assert mistakes(root) == [f"snippets/it.md:5: “{missing}” is missing"]


@pytest.mark.parametrize(
    ("button", "missing"), [('{url: "https://example.org"}', "text"), ("{text: Ask}", "url")]
)
def test_a_button_has_words_and_an_address(root: Path, button: str, missing: str) -> None:
    write(root, "snippets/it.md", page("call", {"title": "Ask", "button": button}))

    assert mistakes(root) == [f"snippets/it.md:4: “{missing}” is missing"]


@pytest.mark.parametrize(
    ("written", "line", "unknown", "known"),
    [
        ("simliar: [milia]", 5, "simliar", "similar"),
        ("see_doctor: {routine: it itches}", 5, "see_doctor", "see-doctor"),
        ("replaced_by: milia", 5, "replaced_by", "replaced-by"),
        ("Region: Singapore", 5, "Region", "region"),
        ("see-doctor:\n  routine: x\n  urgnet: y", 7, "urgnet", "urgent"),
        (
            "claims:\n  - about: x\n    says: helps\n    certainty: low\n    source: smith-2020",
            9,
            "source",
            "sources",
        ),
        ("image: {file: ../pictures/bump.png, alt: x, credits: y}", 5, "credits", "credit"),
    ],
)
def test_an_unknown_key_gets_the_nearest_known_one(
    root: Path, written: str, line: int, unknown: str, known: str
) -> None:
    write(root, "snippets/it.md", tip(written))

    assert mistakes(root) == [f"snippets/it.md:{line}: “{unknown}” is not a known field"]
    assert remedies(root) == [f"Did you mean “{known}”?"]


@pytest.mark.parametrize("field", ["alt", "routine", "by", "certainty"])
def test_a_field_that_lost_its_indent_is_not_told_to_become_itself(root: Path, field: str) -> None:
    write(root, "snippets/it.md", tip(f"{field}: x"))

    assert mistakes(root) == [f"snippets/it.md:5: “{field}” is not a known field"]
    assert f"“{field}”" not in remedies(root)[0]


@pytest.mark.parametrize("field", ["id", "path", "parts"])
def test_what_comes_from_the_file_cannot_be_written_in_it(root: Path, field: str) -> None:
    write(root, "snippets/it.md", tip(f"{field}: other"))

    assert mistakes(root) == [f"snippets/it.md:5: “{field}” is not a known field"]


def test_an_unknown_kind_gets_the_nearest_known_one(root: Path) -> None:
    write(root, "snippets/it.md", tip().replace("kind: tip", "kind: tipp"))

    assert mistakes(root) == ["snippets/it.md:2: “tipp” is not a kind of snippet"]
    assert remedies(root) == ["Did you mean “tip”?"]


@pytest.mark.parametrize("kind", ["[tip]", "{tip: tip}", "Tip", '""'])
def test_what_is_no_kind_is_refused_where_it_stands(root: Path, kind: str) -> None:
    write(root, "snippets/it.md", tip().replace("kind: tip", f"kind: {kind}"))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:2: “")
    assert mistake.endswith("” is not a kind of snippet")


def test_a_snippet_without_a_kind_is_told_all_of_them(root: Path) -> None:
    write(root, "snippets/it.md", "---\ntitle: Rest\n---\nText.\n")

    assert mistakes(root) == ["snippets/it.md:2: “kind” is missing"]
    assert all(kind in remedies(root)[0] for kind in Kind)


@pytest.mark.parametrize(
    ("field", "value", "known"),
    [
        ("says", "cures", "'helps', 'does not help', 'harms', 'unclear' or 'not needed'"),
        ("certainty", "sure", "'high', 'moderate', 'low', 'very low' or 'none'"),
    ],
)
def test_a_claim_says_one_of_the_known_words(
    root: Path, field: str, value: str, known: str
) -> None:
    words = {"about": "x", "says": "helps", "certainty": "low", field: value}
    lines = [f"    {name}: {word}" for name, word in words.items()]
    write(root, "snippets/it.md", tip("claims:", "  -", *lines))

    line = 7 + list(words).index(field)
    assert mistakes(root) == [f"snippets/it.md:{line}: “{field}” cannot be “{value}”"]
    assert remedies(root) == [f"Use {known}."]


@pytest.mark.parametrize(
    ("kind", "field", "value", "problem"),
    [
        ("tip", "topics", "[Sun]", "“topics”: “Sun” cannot be an id"),
        ("poll", "options", '[Yes, ""]', "“options” is empty"),
        (
            "evidence",
            "claims",
            "[{about: x, says: cures, certainty: low}]",
            "“says” cannot be “cures”",
        ),
    ],
)
def test_a_bad_entry_does_not_make_its_list_too_short(
    root: Path, kind: str, field: str, value: str, problem: str
) -> None:
    fields = {**FEWEST[kind], field: value}
    write(root, "snippets/it.md", page(kind, fields))

    assert mistakes(root) == [f"snippets/it.md:{3 + list(fields).index(field)}: {problem}"]


@pytest.mark.parametrize("topic", ["Sun", "sun protection", "sun--cream", "-sun", "a" * 81, "sún"])
def test_a_topic_is_an_id(root: Path, topic: str) -> None:
    text = tip().replace("[sleep]", f"\n  - rest\n  - {topic}")
    write(root, "snippets/it.md", text)

    assert mistakes(root) == [f"snippets/it.md:6: “topics”: “{topic}” cannot be an id"]
    assert remedies(root) == ["Use lower-case letters, digits, single hyphens."]


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https:// a.b"]
)
def test_a_link_is_an_address_in_full(root: Path, url: str) -> None:
    fields = {**FEWEST["poll"], "url": f'"{url}"'}
    write(root, "snippets/it.md", page("poll", fields))

    assert mistakes(root) == [f"snippets/it.md:5: “url”: “{url}” is not an address to link to"]
    assert remedies(root) == ["Write it in full, such as https://example.org/page."]


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("similar: milia", "Write a list: one entry a line, each after “- ”."),
        ("claims: it helps", "Write a list: one entry a line, each after “- ”."),
        ("claims: [it helps]", "Write its fields on lines of their own, indented below it."),
        ("see-doctor: it itches", "Write its fields on lines of their own, indented below it."),
        ("image: bump.png", "Write its fields on lines of their own, indented below it."),
        ("region: [here, there]", "Write plain text here."),
        ("region: {here: there}", "Write plain text here."),
        ("region:", "Write something after the colon, or take the line out."),
        ('region: "  "', "Write something after the colon, or take the line out."),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_shape_is_told_the_right_one(
    root: Path, written: str, remedy: str
) -> None:
    write(root, "snippets/it.md", tip(written))

    (mistake,) = mistakes(root)
    assert mistake.startswith(f"snippets/it.md:5: “{written.partition(':')[0]}” is ")
    assert remedies(root) == [remedy]


@pytest.mark.parametrize("kind", ["question", "explainer", "myth", "evidence", "tip", "numbers"])
def test_most_kinds_need_text(root: Path, kind: str) -> None:
    write(root, "snippets/it.md", page(kind, FEWEST[kind]).replace(body_of(kind), "\n \n"))

    assert mistakes(root) == [f"snippets/it.md:1: a {kind} needs text"]


@pytest.mark.parametrize("kind", ["get-help", "call", "poll"])
def test_some_kinds_need_no_text(root: Path, kind: str) -> None:
    snippet = read_snippet(root, page(kind, FEWEST[kind]).replace(body_of(kind), ""))

    assert snippet.parts == ()


def test_a_body_is_one_part_that_knows_its_line(root: Path) -> None:
    snippet = read_snippet(root, tip(body="\nRest.\n\n## Why\n\nIt helps."))

    assert snippet.parts == (Part("\nRest.\n\n## Why\n\nIt helps.\n", 6),)
    assert snippet.answers == ()


@pytest.mark.parametrize("name", ["My tip", "tip_1", "TIP", ".tip", "-tip"])
def test_the_name_of_a_file_is_an_id(root: Path, name: str) -> None:
    write(root, f"snippets/{name}.md", tip())

    assert mistakes(root) == [f"snippets/{name}.md:2: the file's name “{name}” cannot be an id"]
