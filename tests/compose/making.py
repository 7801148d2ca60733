"""Nouns for tests, made in code, and ways to look at a letter as its readers do."""

import hashlib
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po, write_po
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsletter.model import (
    SNIPPET_OF_KIND,
    Issue,
    Kind,
    Letter,
    Library,
    Part,
    Person,
    Picture,
    Snippet,
    Source,
)
from newsletter.settings import Settings
from tests.drawing import encode

ROOT = Path(__file__).parents[2]
SAMPLE = "2026-12-01-tiny-bumps"
LEAVE = {
    "leave_url": "https://letter.example.org/leave/me",
    "preferences_url": "https://letter.example.org/preferences/me",
}


def make_snippet(
    text: str = "", *, id: str = "one", kind: str = "explainer", line: int = 5, **fields: object
) -> Snippet:
    """A snippet with one stretch of Markdown, unless `parts` says otherwise."""
    defaults: dict[str, object] = {
        "id": id,
        "path": Path(f"issues/snippets/{id}.md"),
        "parts": (Part(text, line),) if text else (),
        "kind": kind,
        "title": f"Title of {id}",
        "topics": ["skin"],
    }
    given = {_spelt(name): value for name, value in fields.items()}
    return SNIPPET_OF_KIND[Kind(kind)].model_validate({**defaults, **given})


def make_issue(*snippets: Snippet, intro: str = "Welcome.", **fields: object) -> Issue:
    """An issue of these snippets; its intro starts at line 9."""
    defaults: dict[str, object] = {
        "slug": "first",
        "path": Path("issues/first/issue.md"),
        "intro": Part(intro, 9),
        "subject": "What the letter is about",
        "preheader": "What stands beside the subject",
        "snippets": snippets,
    }
    given = {_spelt(name): value for name, value in fields.items()}
    return Issue.model_validate({**defaults, **given})


def make_person(**fields: object) -> Person:
    """A fictional person."""
    given = {_spelt(name): value for name, value in fields.items()}
    return Person.model_validate({"role": "Skin doctor", "fictional": True, **given})


def make_source(title: str, **fields: object) -> Source:
    """A source that somebody looked at."""
    defaults: dict[str, object] = {
        "title": title,
        "by": "Somebody",
        "kind": "review",
        "checked": "2026-11-20",
        "seen": "page",
    }
    given = {_spelt(name): value for name, value in fields.items()}
    return Source.model_validate({**defaults, **given})


def make_picture(path: str, seed: bytes = b"", width: int = 800, height: int = 400) -> Picture:
    """A picture of one colour, which comes from the seed, or from the name."""
    colour = hashlib.sha256(seed or path.encode()).digest()
    image = Image.new("RGB", (width, height), (colour[0], colour[1], colour[2]))
    return Picture(path, encode(image, "PNG"), "image/png", width, height)


def make_library(
    issue: Issue,
    *others: Snippet,
    people: dict[str, Person] | None = None,
    sources: dict[str, Source] | None = None,
    pictures: tuple[Picture, ...] = (),
) -> Library:
    """A library that holds an issue, its snippets, and the others."""
    return Library(
        issues={issue.slug: issue},
        snippets={each.id: each for each in (*issue.snippets, *others)},
        people=people or {},
        sources=sources or {},
        glossary={},
        pictures={each.path: each for each in pictures},
    )


def _spelt(name: str) -> str:
    """A field as editors write it."""
    return name.rstrip("_").replace("_", "-")


def nine_kinds() -> tuple[Issue, Library]:
    """An issue with a snippet of each kind, using every field that a reader can see."""
    question = make_snippet(
        id="a-question",
        kind="question",
        parts=(
            Part("**The short answer.** [@first]\n\n- one thing\n- another thing", 9),
            Part("What the doctor says. [@second]", 14, person="dr-one"),
            Part("What the nurse says, with [a link](https://example.org/nurse).", 18, None, "two"),
            Part("What nobody named says.", 22, person="nobody"),
            Part("They differ here. [@first]", 26, heading="Where they differ"),
        ),
        image={"file": "pictures/wide.png", "alt": "A wide drawing", "credit": "Drawn by us"},
        similar=["elsewhere"],
        see_doctor={"routine": "it lasts", "urgent": "it hurts", "emergency": "it bleeds."},
    )
    evidence = make_snippet(
        "**We do not know yet.** > Not a quote.",
        id="some-evidence",
        kind="evidence",
        claims=[
            {"about": "cream for spots", "says": "helps", "certainty": "high"},
            {"about": "scrubs", "says": "harms", "certainty": "none", "by": "dr-one"},
        ],
        heard=[{"says": "does not help", "cites": "a neighbour"}],
    )
    number = {"value": "3", "out-of": 10, "who": "grown-ups", "what": "have dry skin"}
    snippets = (
        question,
        make_snippet("### A heading\n\n> A quotation.\n\n1. first\n2. second", id="an-explainer"),
        make_snippet("Why it is so.", id="a-myth", kind="myth", verdict="partly"),
        evidence,
        make_snippet("Do it daily.", id="a-tip", kind="tip", region="UK", sponsor="Nobody Ltd"),
        make_snippet("More about it.", id="a-number", kind="numbers", number=number),
        make_snippet(id="help", kind="get-help", see_doctor={"urgent": "you feel very ill"}),
        make_snippet(
            "Ask away.",
            id="a-call",
            kind="call",
            button={"text": "Ask a question", "url": "https://example.org/ask"},
        ),
        make_snippet(
            id="a-poll", kind="poll", options=["Yes", "Not yet"], url="https://example.org/poll"
        ),
        make_snippet(id="a-reply-poll", kind="poll", options=["Often", "Hardly ever"]),
    )
    issue = make_issue(
        *snippets, intro="Welcome to all of it.", send_at="2026-12-01 08:00 Asia/Singapore"
    )
    people = {
        "dr-one": make_person(
            name="Dr Ann One",
            photo="pictures/ann.png",
            photo_alt="Drawing of Dr One",
            interests="Owns a clinic",
        ),
        "two": make_person(name="Kay Two", role="Nurse"),
        "nobody": make_person(unnamed=True, role="Doctor at a clinic"),
    }
    sources = {
        "first": make_source("The first source", url="https://example.org/first", in_="A journal"),
        "second": make_source("The second source"),
    }
    pictures = (
        make_picture("pictures/wide.png"),
        make_picture("pictures/ann.png", width=176, height=176),
    )
    elsewhere = make_snippet("Words.", id="elsewhere", title="A question for another day")
    library = make_library(issue, elsewhere, people=people, sources=sources, pictures=pictures)
    return issue, library


def write_english_as(language: str, folder: Path) -> None:
    """Write a catalogue of words that says everything in English, into a folder of templates."""
    catalogue = read_po(BytesIO((ROOT / "templates/words/fr.po").read_bytes()))
    for message in catalogue:
        if message.id:
            message.string = message.id
    (folder / "words").mkdir()
    with (folder / f"words/{language}.po").open("wb") as file:
        write_po(file, catalogue)


def with_identity(settings: Settings, **changes: object) -> Settings:
    """The settings with another identity."""
    identity = settings.newsletter.model_copy(update=changes)
    return settings.model_copy(update={"newsletter": identity})


def with_words(issue: Issue, **changes: object) -> Issue:
    """The issue with other words."""
    return issue.model_copy(update=changes)


def with_part(snippet: Snippet, position: int, text: str) -> Snippet:
    """The snippet with another text in one of its parts."""
    parts = list(snippet.parts)
    parts[position] = replace(parts[position], text=text)
    return snippet.model_copy(update={"parts": tuple(parts)})


def html_of(letter: Letter) -> str:
    """The HTML that one reader gets."""
    return letter.main.html.fill(LEAVE)


def text_of(letter: Letter) -> str:
    """The text that one reader gets."""
    return letter.main.text.fill(LEAVE)


def body_of(html: str) -> LexborNode:
    """The parsed body of some HTML."""
    body = LexborHTMLParser(html).body
    assert body is not None
    return body


def squeeze(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return " ".join(text.split())


def shown_by(html: str) -> str:
    """What HTML says, in one line."""
    return squeeze(body_of(html).text(separator=""))


def letters(text: str) -> list[str]:
    """The words of a text, without digits and marks."""
    return re.findall(r"[^\W\d_]+", text)
