"""A letter for every block: as little as shows all that the block can do."""

from datetime import date

from newsletter.model import Part, Review
from tests.compose.making import make_snippet
from tests.looks.shows import GLOSSARY, MILIUM, PEOPLE, Show, show

SOAP = "**Mild soap is enough.** Wash with warm water, pat the skin dry, and do not rub."
CREAM = "**A plain cream helps most people.** Put it on within three minutes of washing. [@review]"
CLINIC = {"text": "Ask a question", "url": "https://example.org/ask"}
CARE = {
    "routine": "a bump grows, bleeds, hurts or does not heal",
    "urgent": "treated skin gets hot, swollen or very sore",
    "emergency": "your lips swell or you cannot breathe well.",
}
LEVELS = ("high", "moderate", "low", "very low", "none")
ANSWERS = (
    Part(
        "These look most like whiteheads. Creams made from vitamin A help. [@review]",
        9,
        None,
        "dr-lim",
    ),
    Part(
        "I think of *milia* first. You can leave them alone. [@review] [@leaflet]",
        12,
        None,
        "dr-rao",
    ),
    Part("I would look at them in daylight before I say anything.", 15, None, "nobody"),
)
DIFFER = Part(
    "Whiteheads or milia first? Someone who can look at your skin can tell you more.",
    18,
    heading="Where they differ",
)
LEAD = Part("**Most likely whiteheads or milia. Both are harmless.**\n\nThree people replied.", 6)
PICTURE = {
    "file": MILIUM,
    "alt": "Drawing: skin, cut through. A tiny closed pocket pushes up a small bump.",
    "caption": "Keratin gathers below the surface.",
    "credit": "Drawing: the newsletter",
}
SENSITIVE = {**PICTURE, "sensitive": "yes"}
SCRUBS = make_snippet(CREAM, id="scrubs", title="Is a face scrub good for me?")
BATHS = make_snippet(SOAP, id="baths", title="How long may a bath take when skin is dry?")


def _asked(*parts: Part, **fields: object) -> Show:
    title = "Why do I have tiny bumps on my cheeks?"
    question = make_snippet(kind="question", title=title, parts=parts, **fields)  # type: ignore[arg-type]
    return show(question, others=(SCRUBS, BATHS))


def _told(text: str = SOAP, title: str = "Dry skin: what helps", **fields: object) -> Show:
    return show(make_snippet(text, title=title, **fields), others=(SCRUBS, BATHS))  # type: ignore[arg-type]


def _edge(name: str, *texts: str, frame: str = "edge", **fields: object) -> Show:
    snippets = [
        make_snippet(text, id=f"text-{n}", title=f"{text.split('.')[0].strip('*')}")
        for n, text in enumerate(texts or (SOAP,))
    ]
    return show(*snippets, slug=name, layout=frame, **fields)  # type: ignore[arg-type]


def _kinds() -> dict[str, Show]:
    """The nine kinds of snippet."""
    claim = {"about": "microneedling for milia", "says": "unclear", "certainty": "very low"}
    heard = [
        {"says": "helps", "cites": "a journal is named, but no study is given"},
        {"says": "harms", "cites": "no source given"},
    ]
    number = {"value": "3 to 4", "out-of": 10, "who": "grown-ups", "what": "have dry skin"}
    return {
        "question": _asked(LEAD, *ANSWERS, DIFFER, similar=["scrubs", "baths"]),
        "explainer": _told(LISTS, "What dry skin is"),
        "myth": _told(SOAP, "“You can scrub dry skin away”", kind="myth", verdict="false"),
        "evidence": _told(
            CREAM, "Does needling clear milia?", kind="evidence", claims=[claim], heard=heard
        ),
        "tip": _told(SOAP, "Wash with warm water", kind="tip"),
        "numbers": _told(CREAM, "4 in 10 grown-ups have dry skin", kind="numbers", number=number),
        "get-help": _told("", "When a bump needs a doctor", kind="get-help", see_doctor=CARE),
        "call": _told("Leave out your name.", "Not sure about it?", kind="call", button=CLINIC),
        "poll": show(
            make_snippet(
                "**Pick the answer that fits.**",
                kind="poll",
                title="Did you use sunscreen today?",
                options=["Yes", "No", "I forgot, and it was very sunny all day long"],
                url="https://example.org/poll",
            ),
            make_snippet(
                id="two",
                kind="poll",
                title="How often does your skin itch?",
                options=["Never", "Every night"],
            ),
        ),
    }


LISTS = """**Dry skin has lost water.** It may *itch*, and it may look pale. [@review] [@leaflet]

### What it looks like

- fine lines, and flakes that come off
- skin that feels tight after washing
    - on the hands
    - and on the shins

1. First, look at your shins.
2. Then look at your hands.

> Somebody said so, and we quote it.

| Day | What to do |
|---|---|
| 1 | Wash with water, then pat dry |
| 2 to 4 | Cream in the morning and in the evening |

Read [how to use a cream](https://example.org/cream) or write to <desk@example.org>.
The code on the tube is `INCI`.

    a line of code that is longer than a phone is wide, as lines of code tend to be

---

That is all."""


def _parts() -> dict[str, Show]:
    """What stands on a card beside a snippet's own text."""
    claims = [
        {"about": f"cream number {n}", "says": "helps", "certainty": level}
        for n, level in enumerate(LEVELS, 1)
    ]
    return {
        "snippet": _told(CREAM, similar=["scrubs"], image=PICTURE, region="United Kingdom"),
        "card": show(
            make_snippet(CREAM, id="one", title="The first card leads the letter"),
            make_snippet(SOAP, id="two", title="The second one does not"),
        ),
        "headline": _told(SOAP, "A headline that is a whole sentence, and takes two lines or more"),
        "answer": _asked(*ANSWERS),
        "where-they-differ": _asked(LEAD, DIFFER),
        "certainty": _told(SOAP, "Five creams", kind="evidence", claims=claims),
        "steps": _told("", "How to use a cream", steps=[
            "**Wash** with warm water. [@leaflet]",
            "Pat dry. Do not rub, even if it itches: rubbing takes off what protects the skin.",
            "Put the cream on within three minutes.\n\nWait a day before you judge.",
        ]),
        "quote": _told(SOAP, quote={"text": "I stopped scrubbing, and it healed in a week.",
            "who": "A reader, aged 61"}),
        "figure": show(
            make_snippet(SOAP, title="Dry skin: what helps", image=PICTURE),
            make_snippet(SOAP, id="two", title="A sensitive one", image=SENSITIVE),
        ),
        "care": _told(SOAP, see_doctor=CARE),
        "similar": _told(SOAP, similar=["scrubs", "baths"]),
        "region": _told(SOAP, region="United Kingdom", sponsor="Nobody Ltd"),
    }  # fmt: skip


def _page() -> dict[str, Show]:
    """What stands around the cards."""
    reviewer = PEOPLE["dr-rao"]
    several = (SOAP, CREAM, "**Sun dries skin.** Stay in the shade. [@leaflet]")
    words = "**Milia are full of keratin.** They are harmless."
    return {
        "masthead": _edge("masthead", send_at="2026-12-01 08:00 Europe/London"),
        "intro": _edge("intro", intro="Three short answers, and **one** thing to do today."),
        "in-this-issue": _edge("in-this-issue", *several),
        "title": _edge("title", frame="piece", subject="A cream is called back: look at yours"),
        "divider": _edge("divider", frame="piece", subject="Also in this issue"),
        "button": _edge("button", frame="piece", subject="Ask a question, and leave out your name"),
        "glossary": _edge("glossary", words, glossary=GLOSSARY),
        "sources": _edge("sources", *several),
        "reviewed-by": _edge("reviewed-by", reviews=(
            Review(reviewer, date(2026, 11, 20), date(2027, 11, 20)),
            Review(PEOPLE["dr-lim"], date(2026, 11, 23)),
        )),
        "footer": _edge("footer"),
        "ending": _edge("ending", words, CREAM, frame="section", glossary=GLOSSARY),
    }  # fmt: skip


BLOCKS = {**_kinds(), **_parts(), **_page()}
