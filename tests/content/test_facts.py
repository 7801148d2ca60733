"""A translation says neither more nor less nor anything else than its original."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.content import load_library
from newsletter.content.facts import find_other_names
from newsletter.content.pages import parse_page
from newsletter.errors import FoundErrors
from newsletter.model import Numbers, Poll, Quote, Snippet, make_kind
from tests.content.conftest import LANGUAGES, QUICK, mistakes, remedies, tip, write

ORIGINAL = """\
---
kind: evidence
title: Needles
topics: [milia]
image:
  file: ../pictures/bump.png
  alt: A bump
  credit: The desk
see-doctor:
  routine: it stays
  urgent: it hurts
claims:
  - about: needling
    says: helps
    certainty: low
    by: ana
    sources: [smith-2020]
    searched: 2026-11-20
  - about: peels
    says: harms
    certainty: very low
heard:
  - says: helps
    cites: a shop
similar: [milia]
region: Singapore
---
It may help. [@smith-2020]
"""

WORDS = """\
---
title: Les aiguilles
image:
  alt: Un bouton
  credit: La rédaction
see-doctor:
  routine: ça reste
  urgent: ça fait mal
claims:
  - about: les aiguilles
  - about: les peelings
heard:
  - cites: une boutique
region: Singapour
---
Peut-être. [@smith-2020]
"""

THERE = "issues/snippets/needles.md"
HERE = "snippets/needles.fr.md"


@pytest.fixture
def needles(root: Path) -> Path:
    """A workspace with a snippet of many fields, and its words in French."""
    write(root, "snippets/needles.md", ORIGINAL)
    write(root, HERE, WORDS)
    return root


def translate(root: Path, original: str, translation: str) -> Snippet:
    """The snippet of this text in the words of the other."""
    write(root, "snippets/it.md", original)
    write(root, "snippets/it.fr.md", translation)
    return load_library(root, LANGUAGES).translations["fr"].snippets["it"]


def change(old: str, new: str) -> str:
    """The translation with one thing changed."""
    assert WORDS.count(old) == 1
    return WORDS.replace(old, new)


def facts(snippet: Snippet) -> dict[str, object]:
    """All but words of the snippet above."""
    return {
        "top": (snippet.kind, snippet.topics, snippet.similar),
        "file": snippet.image and snippet.image.file,
        "claims": [claim.model_copy(update={"about": ""}) for claim in snippet.claims],
        "heard": [heard.says for heard in snippet.heard],
    }


def test_what_is_no_word_may_be_left_out_and_is_taken_over(needles: Path) -> None:
    library = load_library(needles, LANGUAGES)
    original = library.snippets["needles"]
    translation = library.translations["fr"].snippets["needles"]

    assert facts(translation) == facts(original)
    assert (translation.id, translation.path) == ("needles", Path("issues") / HERE)
    assert (translation.title, translation.region) == ("Les aiguilles", "Singapour")
    assert [claim.about for claim in translation.claims] == ["les aiguilles", "les peelings"]
    assert translation.lines.of("claims", 1, "about") == 11


def test_what_is_no_word_may_be_repeated(needles: Path) -> None:
    words = WORDS.replace("---\ntitle", "---\nkind: evidence\ntopics: [milia]\ntitle")
    words = words.replace("  alt:", "  file: ../pictures/bump.png\n  alt:")
    write(needles, HERE, words.replace("peelings", "peelings\n    certainty: very low"))

    library = load_library(needles, LANGUAGES)

    translation = library.translations["fr"].snippets["needles"]
    assert facts(translation) == facts(library.snippets["needles"])


@pytest.mark.parametrize(
    ("old", "new", "line", "name", "here", "there"),
    [
        ("title:", "topics: [acne]\ntitle:", 2, "topics", "acne", "milia:4"),
        ("title:", "similar: [a, b]\ntitle:", 2, "similar", "a, b", "milia:25"),
        (
            "  alt:",
            "  file: x.png\n  alt:",
            4,
            "file",
            "issues/snippets/x.png",
            "issues/pictures/bump.png:6",
        ),
        ("aiguilles\n  -", "aiguilles\n    says: harms\n  -", 11, "says", "harms", "helps:14"),
        (
            "aiguilles\n  -",
            "aiguilles\n    certainty: high\n  -",
            11,
            "certainty",
            "high",
            "low:15",
        ),
        ("aiguilles\n  -", "aiguilles\n    by: ben\n  -", 11, "by", "ben", "ana:16"),
        ("aiguilles\n  -", "aiguilles\n    sources: x\n  -", 11, "sources", "x", "smith-2020:17"),
        (
            "aiguilles\n  -",
            "aiguilles\n    searched: 2026-11-21\n  -",
            11,
            "searched",
            "2026-11-21",
            "2026-11-20:18",
        ),
        ("peelings", "peelings\n    certainty: low", 12, "certainty", "low", "very low:21"),
        ("cites:", "says: harms\n    cites:", 13, "says", "harms", "helps:23"),
    ],
)
def test_what_is_no_word_says_the_same_in_both_files(
    needles: Path, old: str, new: str, line: int, name: str, here: str, there: str
) -> None:
    write(needles, HERE, change(old, new))
    value, _, original_line = there.partition(":")

    assert mistakes(needles) == [
        f"{HERE}:{line}: “{name}” is “{here}” here and “{value}” in {THERE}:{original_line}"
    ]


def test_a_wrong_fact_may_be_taken_out_or_corrected(needles: Path) -> None:
    write(needles, HERE, change("title:", "topics: [acne]\ntitle:"))

    assert remedies(needles) == ["Take the line out here, or correct the one that is wrong."]


@pytest.mark.parametrize(
    ("lines", "line", "problem"),
    [
        ("  urgent: ça fait mal\n", 6, f"“urgent” is missing; it stands in {THERE}:11"),
        ("  credit: La rédaction\n", 3, f"“credit” is missing; it stands in {THERE}:8"),
        ("region: Singapour\n", 2, f"“region” is missing; it stands in {THERE}:26"),
        ("heard:\n  - cites: une boutique\n", 2, f"“heard” is missing; it stands in {THERE}:22"),
        ("  - about: les peelings\n", 9, f"“claims” lists 1 here and 2 in {THERE}:12"),
    ],
)
def test_a_translation_leaves_nothing_out(
    needles: Path, lines: str, line: int, problem: str
) -> None:
    write(needles, HERE, change(lines, ""))

    assert mistakes(needles) == [f"{HERE}:{line}: {problem}"]


def test_an_entry_too_many_is_reported_by_the_number_of_entries(needles: Path) -> None:
    write(needles, HERE, change("heard:", "  - about: les lasers\nheard:"))

    assert mistakes(needles) == [f"{HERE}:9: “claims” lists 3 here and 2 in {THERE}:12"]


@pytest.mark.parametrize(
    ("old", "new", "line", "name"),
    [
        ("  urgent:", "  emergency: ça gonfle\n  urgent:", 8, "emergency"),
        ("region:", "sponsor: Une boutique\nregion:", 14, "sponsor"),
        ("region:", "replaced-by: milia\nregion:", 14, "replaced-by"),
        ("  alt:", "  consent: 7\n  alt:", 4, "consent"),
        ("  alt:", "  sensitive: true\n  alt:", 4, "sensitive"),
    ],
)
def test_a_translation_adds_nothing(
    needles: Path, old: str, new: str, line: int, name: str
) -> None:
    write(needles, HERE, change(old, new))

    assert mistakes(needles) == [f"{HERE}:{line}: “{name}” does not stand in {THERE}"]
    assert remedies(needles) == ["Write it there first, or take it out here."]


def test_what_is_sensitive_is_so_in_every_language(needles: Path) -> None:
    write(needles, "snippets/needles.md", ORIGINAL.replace("  alt:", "  sensitive: true\n  alt:"))
    translation = load_library(needles, LANGUAGES).translations["fr"].snippets["needles"]

    assert translation.image
    assert translation.image.sensitive


@pytest.mark.parametrize("kind", ["tip", "tipp", "[evidence]"])
def test_a_translation_is_of_the_same_kind(needles: Path, kind: str) -> None:
    write(needles, HERE, change("title:", f"kind: {kind}\ntitle:"))

    (mistake,) = mistakes(needles)
    assert mistake.startswith(f"{HERE}:2: “kind” is “")
    assert mistake.endswith(f"” here and “evidence” in {THERE}")


def test_a_word_that_is_missing_is_missed_as_in_an_original(needles: Path) -> None:
    write(needles, HERE, WORDS.replace("title: Les aiguilles\n", "").replace("alt:", "atl:"))

    assert mistakes(needles) == [
        f"{HERE}:2: “title” is missing",
        f"{HERE}:2: “alt” is missing",
        f"{HERE}:3: “atl” is not a known field",
    ]


def myth(verdict: str) -> str:
    return f"---\nkind: myth\ntitle: T\ntopics: [milia]\n{verdict}---\nIt.\n"


def test_a_verdict_is_the_same_in_every_language(root: Path) -> None:
    found = translate(root, myth("verdict: partly\n"), "---\ntitle: Titre\n---\nVoilà.\n")
    assert getattr(found, "verdict", "") == "partly"

    write(root, "snippets/it.fr.md", "---\ntitle: Titre\nverdict: 'true'\n---\nVoilà.\n")
    assert mistakes(root) == [
        "snippets/it.fr.md:3: “verdict” is “true” here and “partly” in issues/snippets/it.md:5"
    ]


def numbers(value: str, *, more: str = "") -> str:
    """A figure; its value stands on line 5."""
    fields = f"number:\n  value: {value}\n  who: people\n  what: get spots\n{more}"
    return f"---\ntopics: [acne]\ntitle: Spots\n{fields}---\nMany.\n"


def original(value: str) -> str:
    return numbers(value, more="  out-of: 10\n").replace("topics", "kind: numbers\ntopics")


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("up to 8", "jusqu'à 8"),
        ("4 to 5", "de 4 à 5"),
        ("4 to 5", "٤ إلى ٥"),
        ("1.5", "1,5"),
        ("1,500", "1 500"),
        ("1,500", "1\u202f500"),
        ("1,500.5", "1.500,5"),
        ("most", "la plupart"),
        ("between 4 and 5", "5 au plus, 4 au moins"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(root: Path, there: str, here: str) -> None:
    found = translate(root, original(there), numbers(f'"{here}"'))

    assert isinstance(found, Numbers)
    own = load_library(root, LANGUAGES).snippets["it"]
    assert isinstance(own, Numbers)
    assert (found.number.value, found.number.out_of) == (here, 10)
    assert (found.number.least, found.number.most) == (own.number.least, own.number.most)


@pytest.mark.parametrize(
    ("there", "here"),
    [("up to 8", "jusqu'à 9"), ("4 to 5", "5"), ("8", "huit"), ("15", "1,5"), ("1,500", "1,5")],
)
def test_another_number_is_a_mistake(root: Path, there: str, here: str) -> None:
    write(root, "snippets/it.md", original(there))
    write(root, "snippets/it.fr.md", numbers(here))

    assert mistakes(root) == [
        f"snippets/it.fr.md:5: “value” is “{here}” here and “{there}” in issues/snippets/it.md:6"
    ]
    assert remedies(root) == ["Write the same numbers, in digits."]


def test_another_denominator_is_a_mistake(root: Path) -> None:
    write(root, "snippets/it.md", original("8"))
    write(root, "snippets/it.fr.md", numbers("8", more="  out-of: 100\n"))

    assert mistakes(root) == [
        "snippets/it.fr.md:8: “out-of” is “100” here and “10” in issues/snippets/it.md:9"
    ]


POLL = "---\nkind: poll\ntitle: And you?\noptions: [yes, no]\nurl: https://example.org/en\n---\n"


def test_a_link_may_lead_to_a_page_in_its_own_language(root: Path) -> None:
    words = "---\ntitle: Et vous ?\noptions: [oui, non]\n"
    french = f"{words}url: https://example.org/fr\n---\n"

    for text, url in ((f"{words}---\n", "en"), (french, "fr")):
        found = translate(root, POLL, text)
        assert isinstance(found, Poll)
        assert found.options == ("oui", "non")
        assert found.url == f"https://example.org/{url}"


def test_readers_of_every_language_have_the_same_options(root: Path) -> None:
    write(root, "snippets/it.md", POLL)
    write(root, "snippets/it.fr.md", "---\ntitle: Et vous ?\noptions: [oui, non, si]\n---\n")

    assert mistakes(root) == [
        "snippets/it.fr.md:3: “options” lists 3 here and 2 in issues/snippets/it.md:4"
    ]
    assert remedies(root) == ["Translate each entry, in the same order."]


FRENCH_POLL = "---\ntitle: Et vous ?\noptions: [oui, non]\n---\n"


def test_text_that_a_kind_may_lack_is_missed(root: Path) -> None:
    write(root, "snippets/it.md", f"{POLL}Tell us.\n")
    write(root, "snippets/it.fr.md", FRENCH_POLL)

    assert mistakes(root) == [
        "snippets/it.fr.md:5: the text below the fields is missing; "
        "it stands in issues/snippets/it.md:7"
    ]


def test_text_that_an_original_lacks_is_refused(root: Path) -> None:
    write(root, "snippets/it.md", POLL)
    write(root, "snippets/it.fr.md", f"{FRENCH_POLL}Dites-le.\n")

    assert mistakes(root) == [
        "snippets/it.fr.md:5: the text below the fields does not stand in issues/snippets/it.md"
    ]


def test_text_that_a_kind_needs_is_missed_once(needles: Path) -> None:
    write(needles, HERE, change("Peut-être. [@smith-2020]\n", ""))

    assert mistakes(needles) == [f"{HERE}:1: a evidence needs text"]


def tip_with(steps: str, quote: str) -> str:
    return (
        f"---\nkind: tip\ntitle: T\ntopics: [milia]\nsteps: {steps}\nquote: {quote}\n---\nRest.\n"
    )


STEPS = tip_with("[Wash., 'Wait. [@smith-2020]']", "{text: It itched, who: A reader}")


def test_steps_and_a_quote_are_words(root: Path) -> None:
    found = translate(
        root,
        STEPS,
        tip_with("[Lavez., 'Attendez. [@smith-2020]']", "{text: Ça démangeait, who: Une lectrice}"),
    )

    assert found.steps == ("Lavez.", "Attendez. [@smith-2020]")
    assert found.quote == Quote.model_validate({"text": "Ça démangeait", "who": "Une lectrice"})


def test_a_quote_is_not_taken_over_in_the_words_of_another_language(root: Path) -> None:
    write(root, "snippets/it.md", STEPS)
    write(root, "snippets/it.fr.md", tip_with("[Lavez., 'Attendez. [@smith-2020]']", "{who: A}"))

    assert mistakes(root) == ["snippets/it.fr.md:6: “text” is missing"]


@pytest.mark.parametrize(
    ("cited", "words"), [("", "nothing"), (" [@?]", "?"), (" [@nobody]", "nobody")]
)
def test_a_step_cites_the_same_sources(root: Path, cited: str, words: str) -> None:
    write(root, "snippets/it.md", STEPS)
    steps = f"[Lavez., 'Attendez.{cited}']"
    write(root, "snippets/it.fr.md", tip_with(steps, "{text: Ah, who: A}"))

    assert mistakes(root) == [
        f"snippets/it.fr.md:5: “steps” cites “{words}” here "
        "and “smith-2020” in issues/snippets/it.md:5"
    ]


def test_fields_of_a_kind_of_ones_own_are_words(root: Path) -> None:
    kinds = {"recipe": make_kind("recipe", ("serves",), ("oven",))}
    write(root, "snippets/it.md", tip().replace("tip\n", "recipe\nserves: four\noven: hot\n"))
    write(root, "snippets/it.fr.md", "---\ntitle: T\nserves: quatre\noven: chaud\n---\nOui.\n")

    library = load_library(root, LANGUAGES, kinds)

    found = library.translations["fr"].snippets["it"]
    assert type(found) is kinds["recipe"]
    assert (getattr(found, "serves", ""), getattr(found, "oven", "")) == ("quatre", "chaud")


def test_a_field_of_ones_own_is_missed(root: Path) -> None:
    kinds = {"recipe": make_kind("recipe", (), ("oven",))}
    write(root, "snippets/it.md", tip().replace("tip\n", "recipe\noven: hot\n"))
    write(root, "snippets/it.fr.md", "---\ntitle: T\n---\nOui.\n")

    with pytest.raises(FoundErrors) as caught:
        load_library(root, LANGUAGES, kinds)
    assert [finding.problem for finding in caught.value.findings] == [
        "“oven” is missing; it stands in issues/snippets/it.md:3"
    ]


QUESTION = """\
---
kind: question
title: Why?
topics: [milia]
---
Hm. [@smith-2020]

## @ana
Yes. [@?]

## @ben
No.
"""


def ask(body: str) -> str:
    """A translated question; its text starts on line 4."""
    return f"---\ntitle: Pourquoi ?\n---\n{body}"


def test_the_same_people_answer_in_whatever_order(root: Path) -> None:
    body = "Euh. [@smith-2020] [@smith-2020]\n\n## @ben\nNon. [@?]\n## @ana\nOui.\n"

    answers = translate(root, QUESTION, ask(body)).answers

    assert [part.person for part in answers] == ["ben", "ana"]


def test_the_same_people_answer_and_the_same_sources_are_cited(root: Path) -> None:
    write(
        root,
        "people.yml",
        "{ana: {name: A, role: R}, ben: {name: B, role: R}, cat: {name: C, role: R}}",
    )
    write(root, "snippets/it.md", QUESTION)
    write(root, "snippets/it.fr.md", ask("Euh.\n\n## @cat\nBof. [@?]\n## @ana\nOui.\n"))

    assert mistakes(root) == [
        "snippets/it.fr.md:4: “## @ben” is missing; it stands in issues/snippets/it.md:11",
        "snippets/it.fr.md:4: [@smith-2020] is missing; it stands in issues/snippets/it.md:6",
        "snippets/it.fr.md:6: “## @cat” does not stand in issues/snippets/it.md",
    ]
    assert remedies(root) == [
        "Write it here, too: a translation says neither more nor less.",
        "Write it here, too: a translation says neither more nor less.",
        "Write it there first, or take it out here.",
    ]


def test_a_name_that_is_nobodys_is_reported_as_such_alone(root: Path) -> None:
    write(root, "snippets/it.md", QUESTION)
    body = "Euh. [@smith-202]\n\n## @ana\nOui. [@?]\n## @benn\nNon.\n"
    write(root, "snippets/it.fr.md", ask(body))

    assert mistakes(root) == [
        "snippets/it.fr.md:4: there is no source “smith-202”",
        "snippets/it.fr.md:8: there is no person “benn”",
    ]


def test_an_introduction_cites_the_same_sources(french: Path) -> None:
    write(french, "first/issue.fr.md", "---\nsubject: S\npreheader: P\n---\nBonjour.\n[@?]\n")

    assert mistakes(french) == ["first/issue.fr.md:6: [@?] does not stand in issues/first/issue.md"]


def test_an_introduction_stands_in_both_files_or_in_none(french: Path) -> None:
    write(french, "first/issue.fr.md", "---\nsubject: S\npreheader: P\n---\n")

    assert mistakes(french) == [
        "first/issue.fr.md:5: the text below the fields is missing; "
        "it stands in issues/first/issue.md:6"
    ]


@QUICK
@given(
    body=st.lists(
        st.sampled_from(["## @ana", "## @ben", "## Box", "[@a]", "[@?]", "word", "```", ""])
    ).map("\n".join)
)
def test_what_is_repeated_word_for_word_says_the_same(body: str) -> None:
    page = parse_page(ORIGINAL + body, Path(THERE))

    assert list(find_other_names(page, page)) == []
