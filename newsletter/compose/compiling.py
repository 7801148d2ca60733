"""Material + templates -> a variant: rendered, guarded, and cut at its readers' fields."""

from pathlib import Path

from newsletter.compose.guard import run_engine
from newsletter.compose.losses import find_losses
from newsletter.compose.placing import Placing
from newsletter.compose.rendering import Material, render
from newsletter.compose.slots import Slots
from newsletter.compose.templates import Templates
from newsletter.errors import FoundErrors
from newsletter.model import NAME, Finding, Level, Location, Variant


def compile_variant(material: Material, slots: Slots, templates: Templates) -> Variant:
    """Return what some readers get, for whom no condition has to hold.

    Raises:
        FoundErrors: a template has a mistake, or a reader's field stands where it may not.
        UsageError: there is no such layout.
    """
    draft = render(material, templates, slots.for_templates())
    html = _to_html(draft.mjml, material.layout)
    placing = Placing(slots, templates.locate)
    placing.check(material.subject, material.layout, draft.mjml, html, draft.text)
    return Variant(
        language=material.words.language,
        conditions={},
        subject=slots.cut(material.subject),
        preheader=slots.cut(material.preheader),
        html=slots.cut(html),
        text=slots.cut(draft.text),
        defaults={NAME: material.neutral_name} if not slots.fields[NAME].default else {},
    )


def _to_html(mjml: str, layout: str) -> str:
    path = Path(f"templates/{layout}.mjml")
    try:
        html = run_engine(mjml)
    except ValueError as error:
        problem = f"the layout and its blocks are not MJML: {error}"
        remedy = "Look for a tag that is not closed, or a value without quotes."
        finding = Finding("template", Level.ERROR, Location(path), problem, remedy)
        raise FoundErrors([finding]) from error
    findings = list(find_losses(mjml, html, path))
    if findings:
        raise FoundErrors(findings)
    return html
