"""What the preview studio shows of letters, put together from a workspace and its database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from newsletter.cli.desk import Desk
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import DeliveryState, Finding, Persona, Standing, Variant
from newsletter.settings import Preview
from newsletter.studio import (
    Findings,
    Problem,
    Progress,
    Shown,
    Studio,
    View,
    count_approved,
    count_by_variant,
    find_persona,
    find_problems,
    list_findings,
    list_issues,
    list_personas,
    list_snippets,
    make_page,
    measure,
    name_state,
    outline,
    search,
    show,
    show_in_inboxes,
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

    def __init__(
        self, studio: Studio, desk: Desk, now: Callable[[], datetime], editor: str = ""
    ) -> None:
        self._studio, self._desk, self._now, self._editor = studio, desk, now, editor

    def desk(self) -> Fields:
        """The workspace at a glance."""
        studio, preview = self._studio, self._preview
        return {
            "newsletter": studio.workspace.settings.newsletter.name,
            "workspace": studio.workspace.root,
            "revision": studio.revision,
            "problems": self.problems(studio.problems),
            "issues": list_issues(studio, self._progress()),
            "snippets": list_snippets(studio, self._now().date()),
            "personas": self._personas(),
            "test": {
                "addresses": preview.test_addresses,
                "provider": studio.workspace.settings.sending.provider,
            },
            "mailbox": True,
            "editor": preview.editor,
        }

    def issue(self, slug: str, reader: Reader) -> Fields:
        """What stands around a letter; where there never was one, what is wrong instead."""
        started = perf_counter()
        try:
            around = self._around(slug, self.find_letter(slug, reader))
        except FoundErrors as error:
            around = {"problems": self.problems(error.findings)}
        except UsageError:
            # Nothing is there while the files cannot be read.
            if not self._studio.problems:
                raise
            around = {"problems": self.problems(self._studio.problems)}
        took = round((perf_counter() - started) * 1000)
        return {**self._nothing(slug), **around, "took": took}

    def tab(self, slug: str, tab: Tab, reader: Reader) -> object:
        """One side of an issue."""
        match tab:
            case Tab.TEXT:
                return {"text": self.find_letter(slug, reader).shown.text}
            case Tab.HTML:
                return {"html": self.find_letter(slug, reader).shown.html}
            case Tab.CHECKS:
                return self._findings(slug)
        raise UsageError(f"there is nothing to show under “{tab}”", remedy="Choose another tab.")

    def letter(self, slug: str, reader: Reader, frame: Frame) -> str:
        """The HTML document of a letter."""
        letter = self.find_letter(slug, reader)
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

    def find_letter(self, slug: str, reader: Reader) -> Letter:
        """The letter of an issue as this reader would get it."""
        view = self._studio.view(slug)
        letter = view.proof.letter
        personas = list_personas(self._studio.workspace)
        persona = find_persona(reader.id, personas, self._desk.engine) if reader.id else personas[0]
        variant = _find_variant(letter.variants, reader.variant) or variant_for(persona, letter)
        return Letter(view, persona, variant, show(letter, variant, values_of(persona, letter)))

    def _around(self, slug: str, letter: Letter) -> Fields:
        view, shown, proof = letter.view, letter.shown, letter.view.proof
        sender = f"{proof.letter.sender.name} <{proof.letter.sender.address}>"
        page = next(each for each in proof.pages if each.variant is letter.variant)
        found = self._studio.known(slug).findings
        return {
            "revision": view.revision,
            "rendered": view.rendered,
            "stale": view.stale,
            "problems": self.problems(view.problems),
            "subject": shown.subject,
            "preheader": shown.preheader,
            "from": sender,
            "reply_to": proof.letter.sender.reply_to,
            "as": letter.persona.id,
            "variant": _key(letter.variant),
            "variants": self._variants(view),
            "missing": shown.missing,
            "inbox": show_in_inboxes(proof.letter.sender.name, shown.subject, shown.preheader),
            "blocks": outline(page, proof.standings, found, self._now().date()),
            "meter": measure(shown, page, self._studio.library),
            "review": _count_reviews(proof.standings),
        }

    def _variants(self, view: View) -> list[Fields]:
        letter = view.proof.letter
        readers = count_by_variant(letter, self._desk.engine)
        return [
            _of_variant(each, count) for each, count in zip(letter.variants, readers, strict=True)
        ]

    def _findings(self, slug: str) -> Findings:
        """What was found in a letter; it is checked now if nobody has asked before."""
        found, root = self._studio.findings(slug), self._studio.workspace.root
        return list_findings(found, self._studio.view(slug).issue, root, self._preview)

    def _progress(self) -> Mapping[str, Progress]:
        """How the newest mailing of each issue stands; nothing while the settings are broken."""
        progress: dict[str, Progress] = {}
        if self._studio.problems:
            return progress
        for mailing in self._desk.mailings.all():
            balance = self._desk.accounts.balance(mailing.id)
            state = name_state(mailing.state)
            sent = balance.counts[DeliveryState.SENT]
            progress[mailing.issue] = Progress(state, balance.planned, sent)
        return progress

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
            "review": {"approved": 0, "sheets": 0},
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


def _of_variant(variant: Variant, readers: int) -> Fields:
    return {
        "key": _key(variant),
        "language": variant.language,
        "conditions": variant.conditions,
        "label": ", ".join((variant.language, *variant.conditions.values())),
        "readers": readers,
    }


def _count_reviews(standings: Iterable[Standing]) -> Fields:
    approved, sheets = count_approved(standings)
    return {"approved": approved, "sheets": sheets}


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
