"""An issue that uses every field there is, in two languages: what a letter can say at all."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from newsletter.model import Issue, Library, Part, Person, Snippet, Source, Term
from newsletter.settings import FieldSetting, Settings, Translation
from tests.compose.making import (
    make_issue,
    make_library,
    make_person,
    make_picture,
    make_snippet,
    make_source,
)

SHARED: dict[str, object] = {
    "steps": ["Wash your hands. [@second]", "Dry them with [a towel](https://example.org/towel)."],
    "quote": {"text": "It did **not** hurt.", "who": "Somebody who was there"},
    "image": {
        "file": "pictures/wide.png",
        "alt": "A wide drawing",
        "caption": "Drawn from above",
        "credit": "Drawn by us",
        "consent": "form-7",
        "long": "A line goes from left to right.",
    },
    "see_doctor": {"routine": "it lasts", "urgent": "it hurts", "emergency": "it bleeds."},
    "claims": [
        {
            "about": "cream for spots",
            "says": "helps",
            "certainty": "high",
            "by": ["dr-one"],
            "sources": ["third"],
            "searched": "2026-10-01",
        }
    ],
    "heard": [{"says": "does not help", "cites": "a neighbour"}],
    "similar": ["elsewhere", "the-poll"],
    "region": "UK",
    "sponsor": "Nobody Ltd",
    "replaced_by": "elsewhere",
    "authors": ["two"],
    "allow": {"superlative": "It is a name"},
}
BODY = Part("**The short answer**, {{ reader.first_name }}. [@first]\n\n- one\n- another", 9)
ANSWERS = (
    Part("What the doctor says of milia. [@second]", 14, person="dr-one"),
    Part("What the nurse says, with [a link](https://example.org/nurse).", 18, None, "two"),
    Part("What nobody named says.", 22, person="nobody"),
    Part("They differ here. [@first]", 26, heading="Where they differ"),
)
OWN: dict[str, dict[str, object]] = {
    "question": {"parts": (BODY, *ANSWERS)},
    "explainer": {"image": {"file": "pictures/wide.png", "alt": "A sore", "sensitive": "true"}},
    "myth": {"verdict": "partly"},
    "evidence": {name: SHARED[name] for name in ("claims", "heard")},
    "tip": {},
    "numbers": {"number": {"value": "3", "out-of": "10", "who": "people", "what": "itch"}},
    "get-help": {"see_doctor": SHARED["see_doctor"]},
    "call": {"button": {"text": "Ask us", "url": "https://example.org/ask"}},
    "poll": {"options": ["Yes", "Not yet"], "url": "https://example.org/poll"},
}


def everything(
    kinds: Collection[str] = tuple(OWN), whole: Collection[str] = tuple(OWN)
) -> tuple[Issue, Library]:
    """The issue with a snippet of each kind, and its library with a translation into French.

    Those kinds that are `whole` have all that snippets may have, the others what only they have.
    """
    snippets = tuple(
        _snippet(kind, {"parts": (BODY,), **(SHARED if kind in whole else {}), **OWN[kind]})
        for kind in kinds
    )
    issue = _issue(snippets, "Welcome to all of it. [@third]")
    translated = tuple(map(_translate, snippets))
    library = _library(issue, {})
    french = _library(_issue(translated, "Bonjour à tous. [@third]"), {"dr-one": "Dermatologue"})
    return issue, replace(library, translations={"fr": french})


def with_translation(settings: Settings) -> Settings:
    """The settings of a desk that writes French, too, and knows readers' first names."""
    words = Translation(reason="Vous êtes inscrit.", disclaimer="Ceci informe.")
    fields = {"first-name": FieldSetting(default="friend"), "skin": FieldSetting(default="any")}
    return settings.model_copy(update={"translation": {"fr": words}, "fields": fields})


def _issue(snippets: tuple[Snippet, ...], intro: str) -> Issue:
    return make_issue(
        *snippets,
        intro=intro,
        send_at="2026-12-01 08:00 Asia/Singapore",
        layout="digest",
        authors=["two"],
        allow={"length": "A special issue"},
        conditions={"the-tip": {"skin": "dry"}},
    )


def _snippet(kind: str, fields: dict[str, Any]) -> Snippet:
    return make_snippet(id=f"the-{kind}", kind=kind, **fields)


def _translate(snippet: Snippet) -> Snippet:
    words = {"title": f"Titre de {snippet.id}", "region": "Royaume-Uni"}
    return snippet.model_copy(update={**words, "path": snippet.path.with_suffix(".fr.md")})


def _library(issue: Issue, roles: dict[str, str]) -> Library:
    pictures = (
        make_picture("pictures/wide.png"),
        make_picture("pictures/other.png"),
        make_picture("pictures/ann.png", width=176, height=176),
    )
    elsewhere = make_snippet("Words.", id="elsewhere", title="A question for another day")
    library = make_library(
        issue, elsewhere, people=_people(roles), sources=_sources(), pictures=pictures
    )
    terms = [Term("milia", "tiny white bumps"), Term("short answer", "few words")]
    return replace(library, glossary={term.word: term for term in terms})


def _people(roles: dict[str, str]) -> dict[str, Person]:
    ann = make_person(
        name="Dr Ann One",
        role=roles.get("dr-one", "Skin doctor"),
        photo="pictures/ann.png",
        photo_alt="Drawing of Dr One",
        interests="Owns a clinic",
        registration="EXAMPLE-1",
        reviewer="true",
    )
    kay = make_person(name="Kay Two", role="Nurse")
    return {"dr-one": ann, "two": kay, "nobody": make_person(unnamed=True, role="Clinic doctor")}


def _sources() -> dict[str, Source]:
    full = {"url": "https://example.org/first", "in_": "A journal", "published": "2020"}
    return {
        "first": make_source("The first source", **full),
        "second": make_source("The second source", doi="10.1000/second"),
        "third": make_source("The third source"),
    }
