"""Rules about size: what they find, and where."""

from dataclasses import replace

import pytest

from newsletter.checks.size import (
    MOST_BYTES,
    MOST_PICTURES,
    TOKEN,
    WARN_BYTES,
    image_count,
    letter_size,
    picture_weight,
    plain_characters,
)
from newsletter.model import Field, Letter, Level, Lines, Picture, Pieces
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof
from tests.compose.making import make_issue, make_snippet


@pytest.mark.parametrize(
    ("size", "level"),
    [
        (1, None),
        (WARN_BYTES, None),
        (WARN_BYTES + 1, Level.WARNING),
        (MOST_BYTES, Level.WARNING),
        (MOST_BYTES + 1, Level.ERROR),
        (MOST_BYTES * 2, Level.ERROR),
    ],
)
def test_a_long_letter_is_a_warning_and_a_longer_one_an_error(
    size: int, level: Level | None, make_letter: MakeLetter
) -> None:
    issue = make_issue(make_snippet("Words."))
    findings = list(letter_size.find(make_proof(issue, make_letter("x" * size))))
    assert [each.level for each in findings] == ([level] if level else [])
    assert all(str(each.at) == "issues/first/issue.md:1" for each in findings)
    assert all(f"{size:,} bytes" in each.problem for each in findings)


def test_the_thresholds_leave_room_before_mail_clients_cut_a_letter() -> None:
    assert WARN_BYTES < MOST_BYTES < 100_000


def test_the_size_is_that_of_all_stretches_with_the_longest_values(make_letter: MakeLetter) -> None:
    issue = make_issue(make_snippet("Words."))
    link = len(make_letter().sample_links["leave_url"]) + TOKEN
    half = "x" * ((WARN_BYTES - link) // 2)
    rest = "x" * (WARN_BYTES - link - len(half))
    assert list(letter_size.find(make_proof(issue, make_letter(half, rest)))) == []
    (finding,) = letter_size.find(make_proof(issue, make_letter(half, rest + "x")))
    assert finding.level is Level.WARNING


def test_a_field_counts_with_the_longest_value_that_it_may_have(make_letter: MakeLetter) -> None:
    letter = make_letter("x" * (WARN_BYTES - 80))
    (variant,) = letter.variants
    html = Pieces((variant.html.texts[0], ""), ("first_name",))
    letter = replace(letter, variants=(replace(variant, html=html),))
    fits = replace(letter, fields=(Field("first_name", longest=80),))
    issue = make_issue(make_snippet("Words."))
    assert list(letter_size.find(make_proof(issue, fits))) == []
    too_long = replace(letter, fields=(Field("first_name", longest=81),))
    assert len(list(letter_size.find(make_proof(issue, too_long)))) == 1


def test_the_meter_says_the_size_on_its_way_and_the_snippet_that_costs_most(
    make_letter: MakeLetter,
) -> None:
    small, large = make_snippet("Words.", id="small"), make_snippet("Words.", id="large")
    cards = "<h2>Title of small</h2>=<h2>Title of large</h2>" + "=" * WARN_BYTES
    (finding,) = letter_size.find(make_proof(make_issue(small, large), make_letter(cards)))
    assert finding.problem.startswith("▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▮▯▯▯▯ 82% of what is shown in full")
    assert "and 24" in finding.problem
    assert "“large” is the longest, 80,023 bytes" in finding.remedy


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<p>Caf&#233;</p>", None),
        ("<p>Café</p>", "“é” (&#233;)"),
        ("<p>é é “a”</p>", "“é” (&#233;), ““” (&#8220;), “”” (&#8221;)"),
        ("<p>абвгде</p>", " and others"),
    ],
)
def test_characters_beyond_ascii_are_named(
    html: str, problem: str | None, make_letter: MakeLetter
) -> None:
    proof = make_proof(make_issue(make_snippet("Words.")), make_letter(html))
    found = [(str(hit.at), hit.problem) for hit in plain_characters.find(proof)]
    assert len(found) == (1 if problem else 0)
    assert all(problem in said for _, said in found if problem)
    assert all(at == "issues/first/issue.md:1" for at, _ in found)


@pytest.mark.parametrize(("count", "found"), [(0, 0), (MOST_PICTURES, 0), (MOST_PICTURES + 1, 1)])
def test_very_many_pictures_are_found(count: int, found: int, make_letter: MakeLetter) -> None:
    letter = make_letter('<img src="a.png" alt="">' * count + "<!-- <img> -->")
    hits = list(image_count.find(make_proof(make_issue(make_snippet("Words.")), letter)))
    assert [str(hit.at) for hit in hits] == ["issues/first/issue.md:1"] * found


def test_the_text_does_not_count(make_letter: MakeLetter) -> None:
    issue = make_issue(make_snippet("Words."))
    assert list(letter_size.find(make_proof(issue, make_letter(text="x" * MOST_BYTES * 2)))) == []


def test_heavy_pictures_are_a_warning_at_the_line_of_the_heaviest(make_letter: MakeLetter) -> None:
    lines = Lines({("image",): 5, ("image", "file"): 6})
    image = {"file": "b.png", "alt": "A drawing"}
    issue = make_issue(
        make_snippet("Words."), make_snippet("Words.", id="two", image=image, lines=lines)
    )
    letter = showing(make_letter, of_bytes("a.jpg", 400_000), of_bytes("b.png", 600_001))
    (finding,) = picture_weight.find(make_proof(issue, letter))

    assert str(finding.at) == "issues/snippets/two.md:6"
    assert "1,000,001 bytes together" in finding.problem
    assert "The heaviest is b.png, 600,001 bytes" in finding.problem
    assert "save it as JPEG" in finding.remedy


def test_a_heavy_portrait_is_named_in_the_issue(make_letter: MakeLetter) -> None:
    letter = showing(make_letter, of_bytes("ana.png", 1_000_001))
    (finding,) = picture_weight.find(make_proof(make_issue(make_snippet("Words.")), letter))
    assert str(finding.at) == "issues/first/issue.md:1"


def test_pictures_up_to_a_megabyte_and_those_on_the_web_are_not_heavy(
    make_letter: MakeLetter,
) -> None:
    issue = make_issue(make_snippet("Words."))
    on_the_web = replace(of_bytes("b.png", 5_000_000), url="https://example.org/b.png")
    letter = showing(make_letter, of_bytes("a.png", 1_000_000), on_the_web)
    assert list(picture_weight.find(make_proof(issue, letter))) == []


def test_pictures_of_different_readers_do_not_add_up(make_letter: MakeLetter) -> None:
    letter = showing(make_letter, of_bytes("a.png", 600_000))
    other = showing(make_letter, of_bytes("b.png", 600_001))
    both = replace(
        letter,
        variants=(*letter.variants, *other.variants),
        pictures=(*letter.pictures, *other.pictures),
    )
    proof = make_proof(make_issue(make_snippet("Words.")), both)
    assert list(picture_weight.find(proof)) == []


def showing(make_letter: MakeLetter, *pictures: Picture) -> Letter:
    """A letter that shows these pictures."""
    html = "".join(f'<img src="{picture.src}">' for picture in pictures)
    return replace(make_letter(html), pictures=pictures)


def of_bytes(path: str, size: int) -> Picture:
    kind = "image/jpeg" if path.endswith("jpg") else "image/png"
    return Picture(path, bytes(size), kind, 9, 9)
