"""An issue becomes a letter."""

import hashlib
import html as markup
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsletter.compose import Templates, compose
from newsletter.compose.cards import COLUMN
from newsletter.compose.pictures import fit
from newsletter.compose.rendering import reading_time, tidy_text
from newsletter.compose.slots import Slots, Use
from newsletter.errors import FoundErrors
from newsletter.model import Field, FieldKind, Issue, Letter, Library, Part, Snippet
from newsletter.settings import Pictures, Settings
from tests.compose.making import (
    ROOT,
    SAMPLE,
    body_of,
    html_of,
    letters,
    make_issue,
    make_library,
    make_person,
    make_picture,
    make_snippet,
    nine_kinds,
    shown_by,
    squeeze,
    text_of,
    with_identity,
    with_part,
    with_words,
)

LEAVE_FIELD = Field("leave_url", FieldKind.URL)

COMPOSE_SAMPLE = f"""
from pathlib import Path
from newsletter.compose import Templates, compose
from newsletter.content import load_library
from newsletter.settings import load_settings

library = load_library(Path())
settings = load_settings(Path("newsletter/defaults.toml"))
letter = compose(library.issues["{SAMPLE}"], library, settings, Templates([Path("templates")]))
print(letter.digest, end="")
"""


def test_composing_twice_gives_the_same_letter(
    letter: Letter, issue: Issue, library: Library, settings: Settings
) -> None:
    again = compose(issue, library, settings, Templates([ROOT / "templates"]))
    assert again == letter
    assert again.digest == letter.digest


def test_another_process_gives_the_same_letter(letter: Letter) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", COMPOSE_SAMPLE],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    assert [run.communicate(timeout=60)[0] for run in runs] == [letter.digest] * 2


def test_the_workspace_may_lie_anywhere(
    letter: Letter, issue: Issue, library: Library, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "templates").symlink_to(ROOT / "templates", target_is_directory=True)
    moved = compose(issue, library, settings, Templates([tmp_path / "templates"]))
    assert moved.digest == letter.digest


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Another subject"},
        {"preheader": "Another preheader"},
        {"intro": Part("One question, one claim, one number and two tips.", 13)},
        {"slug": "2026-12-01-other"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_word_gives_another_letter(
    letter: Letter,
    issue: Issue,
    library: Library,
    settings: Settings,
    templates: Templates,
    change: dict[str, object],
) -> None:
    changed = compose(with_words(issue, **change), library, settings, templates)
    assert changed.digest != letter.digest


def test_one_word_in_a_snippet_gives_another_letter(
    letter: Letter, issue: Issue, library: Library, settings: Settings, templates: Templates
) -> None:
    first, *rest = issue.snippets
    words = first.parts[0].text
    assert "our three doctors" in words
    changed = with_part(first, 0, words.replace("our three doctors", "our four doctors"))
    again = compose(with_words(issue, snippets=(changed, *rest)), library, settings, templates)
    assert again.digest != letter.digest
    assert "our four doctors" in shown_by(html_of(again))
    assert "our four doctors" in squeeze(text_of(again))


def test_another_picture_gives_another_letter(
    letter: Letter, issue: Issue, library: Library, settings: Settings, templates: Templates
) -> None:
    redrawn = {
        path: make_picture(path, each.data + b"!", each.width, each.height)
        for path, each in library.pictures.items()
    }
    changed = Library(
        library.issues, library.snippets, library.people, library.sources, {}, redrawn
    )
    assert compose(issue, changed, settings, templates).digest != letter.digest


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Another letter"},
        {"postal_address": "2 Example Street"},
        {"disclaimer": "Ask a doctor."},
        {"reply_to": "desk@example.org"},
        {"public_url": "https://other.example.org"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_setting_that_readers_see_gives_another_letter(
    letter: Letter,
    issue: Issue,
    library: Library,
    settings: Settings,
    templates: Templates,
    change: dict[str, object],
) -> None:
    changed = compose(issue, library, with_identity(settings, **change), templates)
    assert changed.digest != letter.digest


@pytest.fixture(params=["letter", "full_letter"])
def any_letter(request: pytest.FixtureRequest) -> Letter:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Letter)
    return found


def test_nothing_in_the_html_is_fetched_from_afar(any_letter: Letter) -> None:
    html = html_of(any_letter)
    tree = LexborHTMLParser(html)
    assert not tree.css("link, script, iframe, object, embed, video, audio, base, form, input")
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name != "href" and not name.startswith("xmlns"):
                assert "http" not in (value or ""), f"{node.tag} {name}"
    # Outlook reads what stands in comments.
    assert "@import" not in html
    assert "url(" not in html.replace(" ", "").lower()
    assert "@font-face" not in html
    assert not re.search(r"<link|v:fill|v:image", html)
    assert not re.search(r"""(?:src|background|srcset|poster)\s*=\s*["']?\s*(?!cid:)\w""", html)


def test_every_link_in_the_html_leads_somewhere(any_letter: Letter) -> None:
    anchors = body_of(html_of(any_letter)).css("a")
    assert len(anchors) >= 3
    for anchor in anchors:
        assert re.match(r"https?://\w|mailto:\w", anchor.attributes["href"] or "")


def test_language_and_direction_are_set(any_letter: Letter) -> None:
    tree = LexborHTMLParser(html_of(any_letter))
    root = tree.css_first("html")
    assert root is not None
    assert root.attributes["lang"] == "en-GB"
    assert root.attributes["dir"] == "ltr"
    assert any_letter.main.language == "en-GB"


def test_html_is_ascii_and_below_80_kilobytes(any_letter: Letter) -> None:
    html = html_of(any_letter)
    assert html.isascii()
    assert len(html) < 80_000


def test_the_text_has_no_long_line_but_addresses(any_letter: Letter) -> None:
    for line in text_of(any_letter).split("\n"):
        assert len(line) <= 72 or re.fullmatch(r"\s*https?://\S+", line), line


def test_the_text_is_tidy(any_letter: Letter) -> None:
    text = text_of(any_letter)
    assert text == text.strip() + "\n"
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


def test_rules_in_the_text_stand_alone(any_letter: Letter) -> None:
    lines = text_of(any_letter).split("\n")
    rules = [number for number, line in enumerate(lines) if line == "-" * 72]
    assert len(rules) >= 6
    for number in rules:
        assert (lines[number - 1], lines[number + 1]) == ("", ""), lines[number - 1]


LONG = "many words " * 12 + "end"

WORDY: dict[str, dict[str, object]] = {
    "title": {"title": LONG},
    "region": {"region": LONG},
    "sponsor": {"sponsor": LONG},
    "image": {"image": {"file": "x.png", "alt": LONG, "credit": LONG}},
    "care": {"see_doctor": {"routine": LONG}},
    "answer": {"kind": "question", "parts": (Part(LONG, 8, person="dr"),)},
    "heading": {"kind": "question", "parts": (Part("Words.", 12, heading=LONG),)},
    "options": {"kind": "poll", "options": [LONG, "No"]},
    "button": {"kind": "call", "button": {"text": LONG, "url": "https://example.org/ask"}},
}


@pytest.mark.parametrize("field", WORDY)
def test_a_long_field_is_folded_in_the_text(
    field: str, settings: Settings, templates: Templates
) -> None:
    people = {"dr": make_person(name=LONG, role=LONG, interests=LONG)}
    issue = make_issue(make_snippet("Words.", **WORDY[field]), intro=LONG)  # type: ignore[arg-type]
    library = make_library(issue, people=people, pictures=(make_picture("x.png"),))
    text = text_of(compose(issue, library, settings, templates))
    assert squeeze(text).count("many words end") >= 2
    for line in text.split("\n"):
        assert len(line) <= 72, line


@pytest.mark.parametrize("setting", ["name", "reason", "disclaimer", "postal_address"])
def test_a_long_setting_is_folded_in_the_text(
    setting: str, settings: Settings, templates: Templates
) -> None:
    issue = make_issue(make_snippet("Words."))
    told = with_identity(settings, **{setting: LONG})
    text = text_of(compose(issue, make_library(issue), told, templates))
    assert "many words end" in squeeze(text)
    for line in text.split("\n"):
        assert len(line) <= 72, line


def words_of_part(part: Part) -> str:
    """The words a reader sees of a stretch of Markdown without links."""
    return " ".join(letters(re.sub(r"\[@[^\]]*\]", "", part.text)))


def test_all_words_of_every_card_are_in_html_and_text(letter: Letter, issue: Issue) -> None:
    html = " ".join(letters(shown_by(html_of(letter))))
    text = " ".join(letters(text_of(letter)))
    stretches = [words_of_part(issue.intro)]
    for snippet in issue.snippets:
        stretches.append(" ".join(letters(snippet.title)))
        stretches += [words_of_part(part) for part in snippet.parts]
        care = snippet.see_doctor.model_dump().values() if snippet.see_doctor else ()
        stretches += [" ".join(letters(each)) for each in care if each]
    assert len(stretches) > 15
    for stretch in stretches:
        assert stretch in html
        assert stretch in text


def test_every_source_that_is_cited_is_listed_with_its_number(
    letter: Letter, issue: Issue, library: Library
) -> None:
    listed = shown_by(html_of(letter))
    text = squeeze(text_of(letter))
    cited = re.findall(
        r"\[@([\w-]+)\]", " ".join(part.text for each in issue.snippets for part in each.parts)
    )
    for number, id in enumerate(dict.fromkeys(cited), 1):
        source = library.sources[id]
        assert f"{number}. {source.title}. {source.by}" in listed
        assert f"[{number}] {source.title}. {source.by}" in text
        if source.link:
            assert source.link in text
            assert f'href="{source.link}"' in html_of(letter)


def test_pictures_are_those_that_the_html_names(any_letter: Letter) -> None:
    named = {
        (node.attributes["src"] or "").removeprefix("cid:")
        for node in body_of(html_of(any_letter)).css("img")
    }
    travelling = [picture.content_id for picture in any_letter.pictures]
    assert named == set(travelling)
    assert len(travelling) == 2


def test_the_same_picture_under_two_names_travels_once(
    settings: Settings, templates: Templates
) -> None:
    issue = make_issue(
        make_snippet("Words.", id="one", image={"file": "a.png", "alt": "A drawing"}),
        make_snippet("Words.", id="two", image={"file": "b.png", "alt": "A drawing"}),
    )
    copies = (make_picture("a.png", b"same"), make_picture("b.png", b"same"))
    letter = compose(issue, make_library(issue, pictures=copies), settings, templates)
    assert len(body_of(html_of(letter)).css("img")) == 2
    assert letter.pictures == (fit(copies[0], COLUMN),)


BASE = "https://pictures.example.org/letter"


def with_places(settings: Settings, **places: object) -> Settings:
    """The settings with pictures in other places."""
    return settings.model_copy(update={"pictures": Pictures.model_validate(places)})


def test_pictures_may_lie_on_the_web_under_names_that_say_nothing(
    settings: Settings, templates: Templates
) -> None:
    told = with_places(settings, **{"base-url": BASE})
    letter = compose(*nine_kinds(), told, templates)
    named = {node.attributes["src"] for node in body_of(html_of(letter)).css("img")}
    assert named == {picture.url for picture in letter.pictures}
    assert len(named) == 2
    for address in named:
        assert re.fullmatch(rf"{BASE}/[0-9a-f]{{64}}\.png", address or "")
    assert "cid:" not in html_of(letter)


def with_image(**image: object) -> tuple[Issue, Library]:
    """An issue whose snippet has this image."""
    words = {"alt": "Red marks", "caption": "An arm.", "credit": "By us", "long": "All of it."}
    issue = make_issue(make_snippet("Words.", image={"file": "x.png", **words, **image}))
    return issue, make_library(issue, pictures=(make_picture("x.png"),))


def test_caption_and_credit_stand_below_a_picture_in_this_order(
    settings: Settings, templates: Templates
) -> None:
    letter = compose(*with_image(), settings, templates)
    assert "An arm. By us" in squeeze(body_of(html_of(letter)).text(separator=" "))
    html = html_of(letter)
    assert html.index('alt="Red marks"') < html.index("An arm.") < html.index("By us")
    assert "[Picture: Red marks] An arm. All of it. By us" in squeeze(text_of(letter))


def test_a_sensitive_picture_is_left_out_and_that_is_said(
    settings: Settings, templates: Templates
) -> None:
    letter = compose(*with_image(sensitive="true"), settings, templates)
    said = "A picture that may be hard to look at was left out here: Red marks"
    assert said in shown_by(html_of(letter))
    assert said in squeeze(text_of(letter))
    assert "<img" not in html_of(letter)
    assert letter.pictures == ()
    assert "An arm. All of it. By us" in squeeze(text_of(letter))


@pytest.mark.parametrize("in_letter", [True, False])
def test_a_sensitive_picture_is_one_link_away(
    in_letter: bool, settings: Settings, templates: Templates
) -> None:
    told = with_places(settings, **{"base-url": BASE, "in-letter": in_letter})
    letter = compose(*with_image(sensitive="true"), told, templates)
    (picture,) = letter.pictures
    links = {node.attributes["href"]: node.text() for node in body_of(html_of(letter)).css("a")}
    assert links[f"{BASE}/{picture.name}"] == "See the picture"
    assert "was left out here: Red marks" in shown_by(html_of(letter))
    assert "<img" not in html_of(letter)
    assert f"See the picture: {picture.url}\n" in text_of(letter)


def test_every_picture_has_words_and_a_whole_width(any_letter: Letter) -> None:
    for image in body_of(html_of(any_letter)).css("img"):
        assert image.attributes["alt"]
        assert (image.attributes["width"] or "").isdigit()


@pytest.mark.parametrize("width", [200, 530, 1200])
def test_a_picture_is_as_wide_as_its_column_lets_it(
    width: int, settings: Settings, templates: Templates
) -> None:
    issue = make_issue(make_snippet("Words.", image={"file": "x.png", "alt": "A drawing"}))
    library = make_library(issue, pictures=(make_picture("x.png", width=width),))
    html = html_of(compose(issue, library, settings, templates))
    image = body_of(html).css_first("img")
    assert image is not None
    assert image.attributes["width"] == str(min(COLUMN, width))


def test_subject_and_preheader_are_there(any_letter: Letter, letter: Letter) -> None:
    tree = LexborHTMLParser(html_of(any_letter))
    title = tree.css_first("title")
    assert title is not None
    assert title.text() == any_letter.main.subject.fill({})
    assert letter.main.subject.texts[0] == "Tiny bumps on your cheeks: 3 doctors reply"
    assert (
        letter.main.preheader.texts[0]
        == "Does microneedling clear milia? We looked for the studies."
    )
    assert shown_by(html_of(any_letter)).startswith(any_letter.main.preheader.fill({}))


def test_the_preheader_is_the_only_hidden_text(any_letter: Letter) -> None:
    hidden = body_of(html_of(any_letter)).css('[style*="display:none"]')
    assert [
        squeeze(node.text()).startswith(any_letter.main.preheader.fill({})) for node in hidden
    ] == [True]


def test_html_and_text_hold_the_way_out(any_letter: Letter) -> None:
    assert (
        any_letter.main.html.slots == any_letter.main.text.slots == ("preferences_url", "leave_url")
    )
    link = "https://letter.example.org/leave?a=1&b=<2>"
    values = {"leave_url": link, "preferences_url": "https://letter.example.org/preferences/x"}
    filled = any_letter.main.html.fill(values, markup.escape)
    ways = [node for node in body_of(filled).css("a") if node.attributes["href"] == link]
    assert len(ways) == 1
    assert len(ways[0].text()) > 4
    assert f":\n{link}\n" in any_letter.main.text.fill(values)


def test_the_sender_is_who_the_settings_say(settings: Settings, templates: Templates) -> None:
    issue = make_issue(make_snippet("Words."))
    sender = compose(issue, make_library(issue), settings, templates).sender
    assert (sender.name, sender.address) == ("Bite-sized Skin", "hello@example.org")
    assert sender.reply_to == sender.bounces == sender.address
    told = with_identity(settings, reply_to="desk@example.org", bounces="back@example.org")
    sender = compose(issue, make_library(issue), told, templates).sender
    assert (sender.reply_to, sender.bounces) == ("desk@example.org", "back@example.org")
    assert (sender.list_id, sender.public_url) == (
        "letter.example.org",
        "https://letter.example.org",
    )


def test_a_letter_survives_being_written_down(letter: Letter) -> None:
    data = {picture.digest: picture.data for picture in letter.pictures}
    assert Letter.from_json(letter.to_json(), data) == letter


def test_an_issue_may_have_no_intro(settings: Settings, templates: Templates) -> None:
    issue = make_issue(make_snippet("Words."), intro="")
    letter = compose(issue, make_library(issue), settings, templates)
    assert "Words." in shown_by(html_of(letter))
    assert text_of(letter).split("\n")[2:4] == ["", "-" * 72]


def test_a_card_without_text_says_nothing_of_the_one_before(
    settings: Settings, templates: Templates
) -> None:
    help = make_snippet(id="two", kind="get-help", see_doctor={"urgent": "it hurts"})
    issue = make_issue(make_snippet("Once and no more."), help)
    letter = compose(issue, make_library(issue), settings, templates)
    assert shown_by(html_of(letter)).count("Once and no more.") == 1
    assert text_of(letter).count("Once and no more.") == 1


@pytest.mark.parametrize("place", ["title", "region", "text", "button"])
def test_an_editor_cannot_type_the_mark_of_a_slot(
    place: str, settings: Settings, templates: Templates
) -> None:
    def compose_with(typed: str) -> tuple[Issue, Letter]:
        words = {each: typed if each == place else "Words" for each in (place, "text", "button")}
        snippet = make_snippet(
            words["text"],
            kind="call",
            title=words.get("title", "Title"),
            region=words.get("region", "UK"),
            button={"text": words["button"], "url": "https://example.org"},
        )
        issue = make_issue(snippet)
        return issue, compose(issue, make_library(issue), settings, templates)

    # Whoever knows how marks are made could type the one of the issue as it was before.
    issue, _ = compose_with("Words")
    nonce = hashlib.sha256(issue.model_dump_json().encode()).hexdigest()[:12]
    slots = Slots((LEAVE_FIELD,), nonce)
    mark = slots.mark(Use(LEAVE_FIELD))
    assert slots.cut(mark).slots == ("leave_url",)
    _, letter = compose_with(mark)
    assert letter.main.html.slots == letter.main.text.slots == ("preferences_url", "leave_url")
    assert mark in html_of(letter)
    assert mark in text_of(letter)


@pytest.mark.parametrize(
    "address",
    ["page.html", "/page", "#top", "//example.org", "ftp://example.org/x", "www.example.org"],
)
def test_a_link_that_leads_nowhere_is_named_by_file_and_line(
    address: str, settings: Settings, templates: Templates
) -> None:
    snippet = make_snippet(f"Words.\n\n- one\n- see [here]({address}) now\n", line=11)
    issue = make_issue(snippet)
    with pytest.raises(FoundErrors) as caught:
        compose(issue, make_library(issue), settings, templates)
    (finding,) = caught.value.findings
    assert finding.rule == "link"
    assert address in finding.problem
    assert str(finding.at) == "issues/snippets/one.md:14"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_a_dangerous_link_stops_the_letter(
    address: str, settings: Settings, templates: Templates
) -> None:
    issue = make_issue(make_snippet(f"[press]({address})"))
    with pytest.raises(FoundErrors, match="1 mistake"):
        compose(issue, make_library(issue), settings, templates)


@pytest.mark.parametrize("address", ["", "https", "mailto", "https:", "https://", "mailto:"])
def test_a_link_to_nothing_is_named_by_file_and_line(
    address: str, settings: Settings, templates: Templates
) -> None:
    issue = make_issue(make_snippet(f"One.\n\n[words]({address})", line=7))
    with pytest.raises(FoundErrors) as caught:
        compose(issue, make_library(issue), settings, templates)
    assert [str(finding.at) for finding in caught.value.findings] == ["issues/snippets/one.md:9"]


def found_in(snippet: Snippet, intro: str, settings: Settings, templates: Templates) -> list[str]:
    issue = make_issue(snippet, intro=intro)
    library = make_library(issue, people={"dr": make_person(name="Dr Who")})
    with pytest.raises(FoundErrors) as caught:
        compose(issue, library, settings, templates)
    return [str(finding.at) for finding in caught.value.findings]


def test_links_are_checked_in_intro_answers_and_boxes(
    settings: Settings, templates: Templates
) -> None:
    question = make_snippet(
        kind="question",
        parts=(
            Part("[a](a)", 5),
            Part("\nWords.\n[b](b)", 8, person="dr"),
            Part("[c](c)", 20, heading="Box"),
        ),
    )
    assert found_in(question, "Words\n[i](i)", settings, templates) == [
        "issues/first/issue.md:10",
        "issues/snippets/one.md:5",
        "issues/snippets/one.md:10",
        "issues/snippets/one.md:20",
    ]


def test_a_link_is_not_looked_for_in_the_words_above_it(
    settings: Settings, templates: Templates
) -> None:
    snippet = make_snippet("This page is about skin.\n\nSee [there](page).", line=5)
    assert found_in(snippet, "Words.", settings, templates) == ["issues/snippets/one.md:7"]


def test_steps_and_quotations_leave_room_for_their_marks(
    settings: Settings, templates: Templates
) -> None:
    words = "many words " * 12 + "[one](https://example.org/1) [two](https://example.org/2)"
    issue = make_issue(
        make_snippet("Words.", id="one", steps=[words] * 10),
        make_snippet("Words.", id="two", quote={"text": words, "who": "A reader"}),
    )
    lines = text_of(compose(issue, make_library(issue), settings, templates)).split("\n")
    assert max(map(len, lines)) <= 72
    assert lines.count("    [link 1] https://example.org/1") == 1
    assert lines.count("   [link 2] https://example.org/2") == 9
    assert lines.count("> [link 2] https://example.org/2") == 1


def test_a_link_is_called_by_the_word_of_its_language(
    settings: Settings, templates: Templates
) -> None:
    issue = make_issue(make_snippet("[mots](https://example.org)"))
    french = with_identity(settings, language="fr")
    text = text_of(compose(issue, make_library(issue), french, templates))
    assert "mots [lien 1]\n\n[lien 1] https://example.org\n" in text


FORMS = {
    "inline": "[words](page)",
    "inline, in angles": "[words](<page>)",
    "inline, with a title": '[words](page "Title")',
    "reference": "[words][p]\n\n[p]: page\n\nmore",
    "reference at the end": "[words][p]\n\n[p]: page",
    "reference in angles": "[words][p]\n\n[p]: <page>",
    "short reference": "[words]\n\n[words]: page",
    "address in angles": "<ftp://page>",
}
PLACES = {
    "a paragraph": ("One.\n\n{}", 2),
    "an entry": ("- one\n- see {}", 1),
    "an inner entry": ("- one\n  - two\n    - see {}", 2),
    "a quotation": ("> one\n>\n> see {}", 2),
    "a cell": ("| A | B |\n|---|---|\n| one | {} |", 2),
    "a header": ("| A | {} |\n|---|---|\n| one | two |", 0),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(("place", "above"), PLACES.values(), ids=PLACES)
def test_a_wrong_link_of_any_form_is_found_in_any_place(
    form: str, place: str, above: int, settings: Settings, templates: Templates
) -> None:
    shown, _, defined = form.partition("\n\n")
    text = place.format(shown) + (f"\n\n{defined}" if defined else "")
    # A reference is wrong where its address stands.
    line = 5 + (text[: text.index("]: ")].count("\n") if defined else above)
    found = found_in(make_snippet(text, line=5), "Words.", settings, templates)
    assert found == [f"issues/snippets/one.md:{line}"]


def test_a_link_that_is_wrong_twice_is_named_twice(
    settings: Settings, templates: Templates
) -> None:
    snippet = make_snippet("[one](page)\n\n[two](page)", line=5)
    assert found_in(snippet, "Words.", settings, templates) == [
        "issues/snippets/one.md:5",
        "issues/snippets/one.md:7",
    ]


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (220, 1), (329, 1), (331, 2), (440, 2), (2200, 10)]
)
def test_reading_takes_a_minute_for_220_words_and_never_none(words: int, minutes: int) -> None:
    assert reading_time(["word " * words, ""]) == minutes


@given(st.text(alphabet="ab \n\t"))
def test_tidying_takes_out_no_words(text: str) -> None:
    tidy = tidy_text(text)
    assert tidy.split() == text.split()
    assert "\n\n\n" not in tidy
    assert tidy == tidy.strip() + "\n"
    assert tidy_text(tidy) == tidy
