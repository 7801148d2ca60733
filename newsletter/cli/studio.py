"""What the preview studio shows of letters, put together from a workspace and its database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsletter.cli.desk import Desk
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Finding, Issue, Persona, Snippet, Variant
from newsletter.settings import Preview
from newsletter.studio import (
    Problem,
    Shown,
    Studio,
    View,
    find_persona,
    find_problems,
    list_personas,
    make_page,
    search,
    show,
    values_of,
    variant_for,
)
from newsletter.validation import nearest
from newsletter.web import Frame, Reader, Tab

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as one reader would get it."""

    view: View
    persona: Persona
    variant: Variant
    shown: Shown


class LetterViews:
    """What the page can ask for about letters; `editor` goes before the settings' one."""

    def __init__(self, studio: Studio, desk: Desk, editor: str = "") -> None:
        self._studio, self._desk, self._editor = studio, desk, editor

    def desk(self) -> Fields:
        """The workspace at a glance."""
        studio, library, preview = self._studio, self._studio.library, self._preview
        return {
            "newsletter": studio.workspace.settings.newsletter.name,
            "workspace": studio.workspace.root,
            "revision": studio.revision,
            "problems": self.problems(studio.problems),
            "issues": [_of_issue(issue) for issue in library.issues.values()],
            "snippets": [self._of_snippet(snippet) for snippet in library.snippets.values()],
            "personas": self._personas(),
            "test": {
                "addresses": preview.test_addresses,
                "provider": studio.workspace.settings.sending.provider,
            },
            "mailbox": (studio.workspace.root / "mailbox").is_dir(),
            "editor": preview.editor,
        }

    def issue(self, slug: str, reader: Reader) -> Fields:
        """What stands around a letter; where there never was one, what is wrong instead."""
        try:
            letter = self._letter(slug, reader)
        except FoundErrors as error:
            return {**self._nothing(slug), "problems": self.problems(error.findings)}
        return {**self._nothing(slug), **self._around(letter)}

    def tab(self, slug: str, tab: Tab, reader: Reader) -> Fields:
        """One side of an issue."""
        match tab:
            case Tab.TEXT:
                return {"text": self._letter(slug, reader).shown.text}
            case Tab.HTML:
                return {"html": self._letter(slug, reader).shown.html}
        raise UsageError(f"there is nothing to show under “{tab}”", remedy="Choose another tab.")

    def letter(self, slug: str, reader: Reader, frame: Frame) -> str:
        """The HTML document of a letter."""
        letter = self._letter(slug, reader)
        blocks = letter.view.issue.snippets
        return make_page(
            letter.shown, frame.look, images=frame.images, word=frame.word, blocks=blocks
        )

    def problems(self, findings: Sequence[Finding]) -> Sequence[Problem]:
        """Findings with the lines around them."""
        return find_problems(findings, self._studio.workspace.root, self._preview)

    def readers(self, text: str) -> Fields:
        """Subscribers that a text finds."""
        found = search(text, self._desk.engine) if text.strip() else ()
        names = ("id", "name", "address", "language")
        return {"readers": [{name: getattr(each, name) for name in names} for each in found]}

    @property
    def _preview(self) -> Preview:
        preview = self._studio.workspace.settings.preview
        return preview.model_copy(update={"editor": self._editor}) if self._editor else preview

    def _letter(self, slug: str, reader: Reader) -> Letter:
        view = self._studio.view(slug)
        letter = view.proof.letter
        personas = list_personas(self._studio.workspace)
        persona = find_persona(reader.id, personas, self._desk.engine) if reader.id else personas[0]
        variant = _find_variant(letter.variants, reader.variant) or variant_for(persona, letter)
        return Letter(view, persona, variant, show(letter, variant, values_of(persona, letter)))

    def _around(self, letter: Letter) -> Fields:
        view, shown, sender = letter.view, letter.shown, letter.view.proof.letter.sender
        return {
            "rendered": view.rendered,
            "stale": view.stale,
            "problems": self.problems(view.problems),
            "subject": shown.subject,
            "preheader": shown.preheader,
            "from": f"{sender.name} <{sender.address}>",
            "reply_to": sender.reply_to,
            "as": letter.persona.id,
            "variant": _key(letter.variant),
            "variants": [_of_variant(each) for each in view.proof.letter.variants],
            "missing": shown.missing,
        }

    def _nothing(self, slug: str) -> Fields:
        """The view of a letter that has never been good."""
        return {
            "slug": slug,
            "revision": self._studio.revision,
            "rendered": 0,
            "stale": True,
            **dict.fromkeys(("subject", "preheader", "from", "reply_to", "as", "variant"), ""),
            **dict.fromkeys(("variants", "missing", "inbox", "blocks"), ()),
            "meter": None,
            "review": None,
        }

    def _personas(self) -> list[Fields]:
        try:
            personas = list_personas(self._studio.workspace)
        except FoundErrors:
            # They are among the problems of the workspace already.
            return []
        names = ("id", "name", "note", "language")
        return [
            {name: getattr(each, name) for name in names} | {"default": each is personas[0]}
            for each in personas
        ]

    def _of_snippet(self, snippet: Snippet) -> Fields:
        issues = self._studio.library.issues.values()
        return {
            "id": snippet.id,
            "title": snippet.title,
            "kind": snippet.kind,
            "file": snippet.path,
            "issues": [each.slug for each in issues if snippet in each.snippets],
            **dict.fromkeys(("errors", "warnings", "review", "words")),
        }


def _of_issue(issue: Issue) -> Fields:
    badges = ("planned", "sent", "errors", "warnings", "approved", "sheets", "bytes")
    return {
        "slug": issue.slug,
        "subject": issue.subject,
        "send_at": issue.send_at,
        "state": "draft",
        **dict.fromkeys(badges),
    }


def _of_variant(variant: Variant) -> Fields:
    return {
        "key": _key(variant),
        "language": variant.language,
        "conditions": variant.conditions,
        "label": ", ".join((variant.language, *variant.conditions.values())),
        "readers": None,
    }


def _key(variant: Variant) -> str:
    """What names a variant in an address."""
    return "&".join((variant.language, *(f"{k}={v}" for k, v in variant.conditions.items())))


def _find_variant(variants: Iterable[Variant], key: str) -> Variant | None:
    """The variant of this key; None without a key.

    Raises:
        UsageError: there is none any more.
    """
    known = {_key(variant): variant for variant in variants}
    if key and key not in known:
        raise UsageError(f"there is no variant “{key}”", remedy=nearest(key, known))
    return known[key] if key else None
