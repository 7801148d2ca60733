"""Small honest letters to look at: what each shows, and how it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

from PIL import Image

from newsletter.compose import Templates, compose
from newsletter.model import Issue, Library, Picture, Review, Snippet, Term
from newsletter.settings import Settings, load_settings
from tests.compose.making import (
    ROOT,
    html_of,
    make_issue,
    make_library,
    make_person,
    make_source,
    text_of,
    with_identity,
)

HERE = Path(__file__).parent
MILIUM, PORTRAIT = "pictures/milium.png", "pictures/dr-lim.png"
THEMES = ("paper", "harbour")

PEOPLE = {
    "dr-lim": make_person(
        name="Dr Alex Lim",
        role="General practitioner",
        photo=PORTRAIT,
        photo_alt="Drawing of Dr Lim: short black hair, white coat, smiling",
    ),
    "dr-rao": make_person(
        name="Dr Priya Rao",
        role="Skin doctor (dermatologist)",
        interests="Works at a clinic that sells peels",
    ),
    "nobody": make_person(unnamed=True, role="Nurse at a skin clinic"),
}
SOURCES = {
    "review": make_source(
        "Dry skin: a review", by="Example A, Sample B", in_="A journal 2024;1:2-3", doi="10.1/2"
    ),
    "leaflet": make_source("How to use a cream", by="Example Health Desk"),
}
GLOSSARY = {
    "keratin": Term("keratin", "a protein found in skin, hair and nails"),
    "milia": Term("milia", "tiny white bumps; each is a small closed pocket full of keratin"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one reader gets, and the pictures that the HTML names."""

    html: str
    text: str
    pictures: tuple[Picture, ...] = ()


Render = Callable[[], Shown]


@dataclass(frozen=True, slots=True)
class Show:
    """An issue to look at, and the settings that it is looked at in."""

    issue: Issue
    library: Library
    theme: str = "paper"
    language: str = "en-GB"
    reviews: tuple[Review, ...] = ()
    folders: tuple[Path, ...] = ()

    def render(self) -> Shown:
        """Compose the issue as the program does; a block shown alone may leave out the rest."""
        with patch("newsletter.compose.compiling.find_omissions", lambda *_: ()):
            letter = compose(
                self.issue,
                self.library,
                with_identity(settings_with(self.theme), language=self.language),
                Templates([*self.folders, *template_folders()]),
                self.reviews,
            )
        return Shown(html_of(letter), text_of(letter), letter.pictures)

    def in_theme(self, theme: str) -> "Show":
        """The same in other colours."""
        return replace(self, theme=theme)


def template_folders() -> list[Path]:
    """The program's templates, and the frames that show one block alone."""
    return [HERE / "templates", ROOT / "templates"]


@cache
def settings_with(theme: str) -> Settings:
    """The program's own settings in a theme."""
    settings = load_settings(ROOT / "newsletter" / "defaults.toml")
    return settings.model_copy(
        update={"templates": settings.templates.model_copy(update={"theme": theme})}
    )


def show(
    *snippets: Snippet,
    others: tuple[Snippet, ...] = (),
    glossary: Mapping[str, Term] | None = None,
    reviews: tuple[Review, ...] = (),
    **fields: object,
) -> Show:
    """A letter of these snippets: cards and nothing around them, unless `layout` says more."""
    issue = make_issue(*snippets, **{"layout": "cards", "intro": "", **fields})  # type: ignore[arg-type]
    pictures = tuple(read_picture(path) for path in (MILIUM, PORTRAIT))
    library = make_library(issue, *others, people=PEOPLE, sources=SOURCES, pictures=pictures)
    return Show(issue, replace(library, glossary=dict(glossary or {})), reviews=reviews)


@cache
def read_picture(path: str) -> Picture:
    """One of the sample library's pictures."""
    data = (ROOT / "issues" / path).read_bytes()
    with Image.open(ROOT / "issues" / path) as image:
        return Picture(path, data, "image/png", *image.size)
