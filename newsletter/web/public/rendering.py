"""Pages in a reader's language: templates of `web/`, in one theme, that fetch nothing.

A page has its style inside, and names it by its hash: nothing else in it can be a style, a script
or a picture.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse

from newsletter.compose import Templates, Words
from newsletter.settings import Identity, Settings
from newsletter.web.public.languages import name_languages, prefer_language

STYLE = "web/page.css"
CONSENT = "web/consent.txt"


@dataclass(frozen=True, slots=True)
class Look:
    """What every page in one language knows."""

    letter: Identity
    topics: Mapping[str, str]
    words: Words
    consent: str


class Pages:
    """Every page, in every language of the newsletter that the words for it are there in.

    `languages` are those of the letters, by code, with their own names. `lacking` is what is not
    translated, by language; such a page is in another language rather than in two.

    Raises:
        FoundErrors: a template or a catalogue of words has a mistake.
    """

    def __init__(self, settings: Settings, templates: Templates) -> None:
        self._templates = templates
        theme = templates.read_theme(settings.templates.theme)
        self._style = templates.render(STYLE, {"theme": theme})
        self.languages = name_languages(settings.languages)
        texts = templates.list_texts("web")
        self.lacking = {code: self._find_lacking(code, texts) for code in settings.languages[1:]}
        self._looks = {
            code: self._make_look(settings, code)
            for code in settings.languages
            if not self.lacking.get(code)
        }

    def look(self, request: Request, own: str = "") -> Look:
        """What a page knows that answers this request, of a reader whose `own` language is known.

        What the address asks for counts first, then what a reader chose, then the browser.
        """
        for code in (request.query_params.get("language", ""), own):
            if code in self._looks:
                return self._looks[code]
        accepted = request.headers.get("accept-language", "")
        return self._looks[prefer_language(accepted, list(self._looks))]

    def show(
        self, request: Request, name: str, own: str = "", status: int = 200, **values: object
    ) -> HTMLResponse:
        """The page `name`, filled; `own` is the language that its reader chose, where it is known.

        Raises:
            FoundErrors: a template has a mistake.
        """
        look = self.look(request, own)
        context = self._context(look) | _place(request) | values
        html = self._templates.render(f"web/{name}.html", context)
        headers = {"Content-Security-Policy": self._policy(), "Vary": "Accept-Language"}
        return HTMLResponse(html, status, headers)

    def forms(self) -> Mapping[str, str]:
        """A form for another web site, by language: HTML without a script, which leads to ours."""
        contexts = {code: self._context(look) for code, look in self._looks.items()}
        return {
            code: self._templates.render("web/form.html", context)
            for code, context in contexts.items()
        }

    def _context(self, look: Look) -> dict[str, object]:
        return {
            "letter": look.letter,
            "words": look.words,
            "_": look.words.say,
            "topics": look.topics,
            "consent": look.consent,
            "languages": self.languages,
            "spoken": {code: self.languages[code] for code in self._looks},
            "style": self._style,
        }

    def _find_lacking(self, language: str, texts: Iterable[str]) -> list[str]:
        words = self._templates.read_words(language)
        for text in texts:
            words.say(text)
        return list(words.missing)

    def _make_look(self, settings: Settings, language: str) -> Look:
        letter, words = settings.identity_in(language), self._templates.read_words(language)
        told = {"letter": letter, "words": words, "_": words.say}
        consent = " ".join(self._templates.render(CONSENT, told).split())
        return Look(letter, settings.topics_in(language), words, consent)

    def _policy(self) -> str:
        digest = hashlib.sha256(self._style.encode()).digest()
        style = base64.b64encode(digest).decode("ascii")
        return (
            f"default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; "
            "frame-ancestors 'none'; base-uri 'none'"
        )


def _place(request: Request) -> dict[str, object]:
    """Where a page stands: links go by steps, since a proxy may serve it below a path of its own.

    `again` is whether the same address can be asked again, in another language.
    """
    path = request.url.path
    return {
        "root": "../" * (path.count("/") - 1) or "./",
        "token": request.path_params.get("token", ""),
        "again": request.method in {"GET", "HEAD"},
    }
