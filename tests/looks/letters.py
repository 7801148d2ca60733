"""A whole letter in every layout and theme, and letters that are hard to lay out."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from newsletter.compose import Service, Templates, compose_service
from newsletter.content import load_library
from newsletter.model import Part
from tests.compose.making import (
    LEAVE,
    ROOT,
    SAMPLE,
    make_snippet,
    nine_kinds,
    write_english_as,
)
from tests.looks.blocks import ANSWERS, CARE, CLINIC, CREAM, DIFFER, LEAD, PICTURE, SCRUBS, SOAP
from tests.looks.shows import (
    GLOSSARY,
    MILIUM,
    PORTRAIT,
    THEMES,
    Render,
    Show,
    Shown,
    read_picture,
    settings_with,
    show,
    template_folders,
)

SENT = "2026-12-01 08:00 Europe/London"

QUESTION = make_snippet(
    id="bumps",
    kind="question",
    title="Why do I have tiny bumps on my cheeks?",
    parts=(LEAD, *ANSWERS[:2], DIFFER),
    see_doctor={"routine": CARE["routine"]},
    similar=["scrubs"],
)
NEEDLING = make_snippet(
    "**We do not know. We found no study that tests it.**",
    id="needling",
    kind="evidence",
    title="Does microneedling clear milia?",
    claims=[{"about": "microneedling for milia", "says": "unclear", "certainty": "very low"}],
    see_doctor={"urgent": CARE["urgent"]},
)
NUMBER = make_snippet(
    CREAM,
    id="number",
    kind="numbers",
    title="4 in 10 grown-ups have dry skin",
    number={"value": "4", "out-of": 10, "who": "grown-ups", "what": "have dry skin"},
)
ASK = make_snippet(
    "Ask a doctor. Leave out your name.", id="ask", kind="call", title="Not sure?", button=CLINIC
)
STEPS = make_snippet(
    id="steps",
    title="What to do now",
    steps=["Look at the number on the tube.", "Stop if it is 12 or 14.", "Bring it back."],
    see_doctor={"urgent": CARE["urgent"], "emergency": CARE["emergency"]},
)
REASON = make_snippet(
    "**Two batches are too strong.** They can burn the skin. [@leaflet]",
    id="reason",
    title="Why it is called back",
)
DEPTH = make_snippet(SOAP, id="depth", title="What it is", image=PICTURE)
TIP = make_snippet(SOAP, id="tip", kind="tip", title="Wash with warm water")
MYTH = make_snippet(CREAM, id="myth", kind="myth", title="“Dry skin is dirty”", verdict="false")

LAYOUTS = {
    "digest": show(
        QUESTION, NEEDLING, NUMBER, ASK,
        layout="digest", others=(SCRUBS,), send_at=SENT,
        intro="One question, one claim and one number.",
    ),
    "q-and-a": show(
        TIP, QUESTION, layout="q-and-a", others=(SCRUBS,), send_at=SENT, glossary=GLOSSARY,
        intro="You asked, and people who know skin reply.",
    ),
    "single-topic": show(
        DEPTH, MYTH, NUMBER, layout="single-topic", send_at=SENT, subject="All about dry skin",
        intro="**Dry skin has lost water.** What helps, and what does not.",
    ),
    "alert": show(
        STEPS, REASON, layout="alert", subject="A cream is called back: look at yours",
        intro="**Do not use Example Cream with the number 12 or 14.**",
    ),
    "plain": show(TIP, MYTH, ASK, layout="plain", send_at=SENT, intro="Good morning."),
}  # fmt: skip

SERVICE = tuple(Service)
"""Letters that a reader's own step brings about."""

LONG = "Arzneimittelunverträglichkeitsbescheinigung"
LONGER = f"Donaudampfschifffahrtsgesellschafts{LONG.lower()}"
LONG_WORDS = show(
    make_snippet(
        id="long",
        kind="question",
        title=f"Was ist eine {LONGER}?",
        parts=(
            Part(f"**{LONGER}** ist ein Wort. [Mehr](https://example.org/{LONG.lower()})", 5),
            Part(f"https://example.org/{LONGER}/ und {LONGER}.", 8, None, "nobody"),
            Part(f"{LONGER}, sagen manche.", 11, heading=LONGER),
        ),
        quote={"text": LONGER, "who": LONG},
        see_doctor={"routine": f"Sie eine {LONGER} haben", "emergency": LONGER},
    ),
    make_snippet(
        id="poll", kind="poll", title=LONG, options=[LONGER, LONG], url="https://example.org/poll"
    ),
    make_snippet(
        id="call", kind="call", title=LONG, button={"text": LONGER, "url": "https://example.org/"}
    ),
    make_snippet(id="steps", title=LONGER, steps=[f"{LONGER} [@review]", LONG]),
)  # fmt: skip


def service(layout: str, theme: str) -> Shown:
    """A service letter."""
    letter = compose_service(Service(layout), settings_with(theme), Templates(template_folders()))
    places = ("confirm", "preferences", "data")
    links = {f"{place}_url": f"https://letter.example.org/{place}/me" for place in places}
    values = {**LEAVE, **links, "asked_at": "2026-11-21 14:05 UTC"}
    return Shown(letter.main.html.fill(values), letter.main.text.fill(values))


def sample() -> Shown:
    """The repository's own issue."""
    library = load_library(ROOT)
    return Show(library.issues[SAMPLE], library).render()


def every_kind() -> Show:
    """The issue of nine kinds, with pictures that can be looked at."""
    issue, library = nine_kinds()
    pictures = {"pictures/wide.png": MILIUM, "pictures/ann.png": PORTRAIT}
    drawn = {path: replace(read_picture(file), path=path) for path, file in pictures.items()}
    return Show(issue, replace(library, pictures=drawn))


def right_to_left() -> Shown:
    """The issue of nine kinds in Arabic, in English words: what counts is where they stand."""
    with TemporaryDirectory() as folder:
        write_english_as("ar", Path(folder))
        return replace(every_kind(), language="ar", folders=(Path(folder),)).render()


def without_pictures() -> Shown:
    """A letter as most readers first see it: pictures are blocked."""
    return replace(show(QUESTION, DEPTH, others=(SCRUBS,)).render(), pictures=())


LETTERS: dict[str, Render] = {
    **{
        f"layouts/{name}-{theme}": layout.in_theme(theme).render
        for name, layout in LAYOUTS.items()
        for theme in THEMES
    },
    **{
        f"layouts/{name}-{theme}": partial(service, name, theme)
        for name in SERVICE
        for theme in THEMES
    },
    "letters/sample": sample,
    "letters/nine-kinds": every_kind().render,
    "letters/right-to-left": right_to_left,
    "letters/long-words": LONG_WORDS.render,
    "letters/without-pictures": without_pictures,
}
