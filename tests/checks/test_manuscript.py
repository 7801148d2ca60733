"""An editor's words as rules read them: passages, sentences, places."""

import re
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.checks.manuscript import WORD, Manuscript, Passage, plain
from newsletter.model import Lines, Location, Part, make_kind
from tests.checks.making import manuscript
from tests.compose.making import make_issue, make_snippet

FILE = Path("issues/snippets/one.md")


def passage(source: str, line: int = 5) -> Passage:
    return Passage(plain(source), source, Location(FILE, line), "text")


def texts(source: str) -> list[str]:
    return [each.text for each in passage(source).sentences]


def body(source: str) -> list[tuple[int, str]]:
    """Line and words of every passage of running text; the text begins on line 5."""
    return [(each.at.line, " ".join(each.text.split())) for each in manuscript(source).body]


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It runs\nover lines. Then\nit ends.", ["It runs over lines.", "Then it ends."]),
        ("Dr. Lim asks. Prof. Ong replies.", ["Dr. Lim asks.", "Prof. Ong replies."]),
        ("Dr J. Smith said so. He left.", ["Dr J. Smith said so.", "He left."]),
        ("J. R. Smith said so. He left.", ["J. R. Smith said so.", "He left."]),
        ("It has vitamin A. It may sting.", ["It has vitamin A.", "It may sting."]),
        ("Creams, e.g. retinoids, help. So", ["Creams, e.g. retinoids, help.", "So"]),
        ("Peels, lasers etc. are used. Ask first.", ["Peels, lasers etc. are used.", "Ask first."]),
        ("They use peels, lasers etc. Ask first.", ["They use peels, lasers etc.", "Ask first."]),
        ("From 11 a.m. to 3 p.m. Wear a hat.", ["From 11 a.m. to 3 p.m.", "Wear a hat."]),
        ("No. They are not the same.", ["No.", "They are not the same."]),
        ("See no. 5 and fig. 2 there. It", ["See no. 5 and fig. 2 there.", "It"]),
        ("It has 0.05 % of it. Or 1.5mg.", ["It has 0.05 % of it.", "Or 1.5mg."]),
        ("It was found in 2026. After that, no.", ["It was found in 2026.", "After that, no."]),
        ("1. Wash your hands.", ["Wash your hands."]),
        ("Wait 1. First wash.", ["Wait 1.", "First wash."]),
        ("Well … it may. Or not… Who knows?", ["Well … it may.", "Or not…", "Who knows?"]),
        ("Wait... and see. Wait... Then go.", ["Wait... and see.", "Wait...", "Then go."]),
        ("“Is it safe?” he asked. “No.” I left.", ["“Is it safe?” he asked.", "“No.”", "I left."]),
        ("(See a doctor.) Then wait.", ["(See a doctor.)", "Then wait."]),
        ("What?! Yes.", ["What?!", "Yes."]),
        ("See https://a.org/b.c?d=e. Or not.", ["See https://a.org/b.c?d=e.", "Or not."]),
        ("They help. [@known] They sting. [@?]", ["They help.", "They sting."]),
        ("**Clean:** wash it. **Then** go.", ["Clean: wash it.", "Then go."]),
        ("这是一句。这是另一句。", ["这是一句。", "这是另一句。"]),
        ("… ! [@known]", []),
    ],
)
def test_a_passage_is_cut_where_its_sentences_end(source: str, sentences: list[str]) -> None:
    assert texts(source) == sentences


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**Bold**, _thin_ and `code`", "Bold , thin and code"),
        ("snake_case stays", "snake_case stays"),
        ("un*believ*able", "unbelievable"),
        ('[a link](https://example.org/a_(b) "A title") on', "a link on"),
        ("[a link][there] on", "a link on"),
        ("[there]: https://example.org", ""),
        ("Hello {{ reader.name }}!", "Hello !"),
        ("It helps [@known, p. 5].", "It helps ."),
        ("### A heading", "A heading"),
        ("> - quoted", "quoted"),
        ("2026. A year", "2026. A year"),
        ("12. An entry", "An entry"),
        ("a \\* star", "a star"),
        ("| a | b |\n|---|--:|\n| c | d |", "a b c d"),
        ("5 * 3 = 15", "5 3 = 15"),
    ],
)
def test_marks_become_spaces(source: str, words: str) -> None:
    assert " ".join(plain(source).split()) == words
    assert len(plain(source)) == len(source)


def test_each_block_is_a_passage_at_its_line() -> None:
    source = (
        "\n# Heading\nA paragraph\nof two lines.\n- one\n  more\n- two\n    1. inner\n\n"
        "Title\n=====\nBelow it.\n> quoted\n> words\n>\n> apart\n\n2026. A year.\n"
    )
    assert body(source) == [
        (6, "Heading"),
        (7, "A paragraph of two lines."),
        (9, "one more"),
        (11, "two"),
        (12, "inner"),
        (14, "Title"),
        (16, "Below it."),
        (17, "quoted words"),
        (20, "apart"),
        (22, "2026. A year."),
    ]


def test_each_cell_of_a_table_is_a_sentence_at_its_line() -> None:
    table = "| Cream | Strength |\n|---|--:|\n| Retinoid | 0.05 % |\n| Acid. Weak | 10 % |"
    assert [(each.text, each.at.line) for each in passage(table).sentences] == [
        ("Cream", 5),
        ("Strength", 5),
        ("Retinoid", 7),
        ("0.05 %", 7),
        ("Acid.", 8),
        ("Weak", 8),
        ("10 %", 8),
    ]


def test_a_bar_in_a_sentence_makes_no_table() -> None:
    assert texts("One | two\nthree.") == ["One two three."]


def test_words_are_told_from_marks_and_addresses() -> None:
    (sentence,) = passage("Don't use 0.5% on skin-deep spots: https://a.org/b c@d.org.").sentences
    assert sentence.words == ["Don't", "use", "0.5%", "on", "skin-deep", "spots"]


def test_a_sentence_stands_where_its_first_word_does() -> None:
    source = "One.\n\u201c\nTwo\nlines.\u201d\nThree."
    assert [each.at.line for each in passage(source).sentences] == [5, 7, 9]


def test_a_manuscript_has_all_that_readers_read_with_its_field_and_line() -> None:
    lines = Lines(
        {
            ("title",): 3,
            ("see-doctor", "urgent"): 6,
            ("image", "alt"): 9,
            ("steps",): 10,
            ("steps", 0): 11,
            ("steps", 1): 12,
            ("quote", "text"): 14,
        }
    )
    snippet = make_snippet(
        kind="question",
        title="For {{ reader.name }}",
        parts=(Part("Short.", 20), Part("\nMine.", 23, None, "dr"), Part("Both.", 27, "Where")),
        see_doctor={"urgent": "it hurts"},
        image={"file": "a.png", "alt": "A drawing", "credit": "Us"},
        steps=["**Wash** it.", "Rest."],
        quote={"text": "It *helped*.", "who": "A reader"},
        lines=lines,
    )
    assert [
        (each.field, each.person, each.at.line, " ".join(each.text.split()))
        for each in manuscript(snippet).passages
    ] == [
        ("title", "", 3, "For"),
        ("text", "", 20, "Short."),
        ("answer", "dr", 24, "Mine."),
        ("text", "", 26, "Where"),
        ("text", "", 27, "Both."),
        ("steps", "", 11, "Wash it."),
        ("steps", "", 12, "Rest."),
        ("quote", "", 14, "It helped ."),
        ("see-doctor.urgent", "", 6, "it hurts"),
        ("image.alt", "", 9, "A drawing"),
    ]


def test_a_kind_of_a_workspaces_own_has_its_words_too() -> None:
    recipe = make_kind("recipe", ("serves-up",), ("and-then",))
    fields = {
        "id": "soup",
        "path": FILE,
        "parts": (),
        "kind": "recipe",
        "title": "Soup",
        "topics": ["food"],
        "serves-up": "four",
        "and-then": "rest",
    }
    passages = manuscript(recipe.model_validate(fields)).passages
    assert [(each.field, each.text) for each in passages] == [
        ("title", "Soup"),
        ("serves-up", "four"),
        ("and-then", "rest"),
    ]


def test_an_issue_says_its_subject_its_preheader_and_its_opening_words() -> None:
    subject = manuscript(make_issue(subject="One", preheader="Two", intro="Three.\n\nFour."))
    assert [(each.field, each.text.strip()) for each in subject.passages] == [
        ("subject", "One"),
        ("preheader", "Two"),
        ("text", "Three."),
        ("text", "Four."),
    ]
    assert subject.snippet is None
    assert subject.text.splitlines()[:2] == ["One", "Two"]


@pytest.mark.parametrize(
    ("language", "english"),
    [("en", True), ("en-GB", True), ("EN", True), ("eng", False), ("fr", False)],
)
def test_a_manuscript_knows_whether_it_is_english(language: str, english: bool) -> None:
    assert manuscript("Words.", language=language).is_english is english


@pytest.mark.parametrize("piece", ["A. ", "Dr. ", "é.", "*a", "|", "[", "...", "{{", "(", "> "])
def test_a_file_full_of_marks_takes_no_time(piece: str) -> None:
    source = piece * (60_000 // len(piece))
    started = perf_counter()
    for sentence in passage(source).sentences:
        assert sentence.words is not None
    assert perf_counter() - started < 2


PIECES = (
    *"ab Z9.!?…*_`|[](){}#>-\\\n“”é。",
    *("word ", "Word ", "Dr. ", "e.g. ", "**", "](b)", "[@a]", "[@?]", "{{ reader.name }}"),
    *("\n\n", "\n## ", "\n- ", "\n1. ", "\n> ", "\n|---|\n", "\n===\n"),
)
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
LETTERS = re.compile(r"[^\W_]")


def letters(text: str) -> list[str]:
    return LETTERS.findall(text)


@given(MARKDOWN)
def test_text_keeps_the_length_and_the_lines_of_what_was_written(source: str) -> None:
    words = plain(source)
    assert [len(line) for line in words.split("\n")] == [len(line) for line in source.split("\n")]


@given(MARKDOWN)
def test_no_passage_and_no_sentence_loses_a_word(source: str) -> None:
    subject = make_manuscript(source)
    assert letters("".join(each.source for each in subject.body)) == letters(source)
    for each in subject.body:
        assert letters("".join(one.text for one in each.sentences)) == letters(each.text)


@given(MARKDOWN)
def test_the_first_word_of_a_sentence_stands_on_the_line_it_names(source: str) -> None:
    lines = source.split("\n")
    for each in make_manuscript(source).body:
        for sentence in each.sentences:
            line = re.sub(r"[*`]", "", lines[sentence.at.line - 1])
            (first, *_) = WORD.findall(sentence.text)
            assert first in line


def make_manuscript(source: str) -> Manuscript:
    return manuscript(source, parts=(Part(source, 1),))
