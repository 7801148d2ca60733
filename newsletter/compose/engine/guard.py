"""The only way to `mjml-python`: what goes in is understood first, what comes out is compared.

The engine drops, hides or garbles wrong input without a word, and where it does refuse something,
it names no line.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from mjml import mjml2html

from newsletter.compose.engine.cleaning import clean
from newsletter.compose.engine.finishing import after_engine
from newsletter.compose.engine.inlining import inline_styles, take_inline_styles
from newsletter.compose.engine.losses import find_losses
from newsletter.compose.engine.markup import parse
from newsletter.compose.engine.normalising import before_engine
from newsletter.compose.engine.tracing import trace
from newsletter.compose.engine.validator import validate
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Level, Location, Snippet


def render_mjml(
    mjml: str,
    place: Path,
    *,
    locate: Callable[[str], Path] = Path,
    snippets: Iterable[Snippet] = (),
) -> str:
    """Return the HTML of some MJML, in ASCII, with nothing of it lost on the way.

    `place` is the template at fault where none is known; `locate` gives a template's path by its
    name; `snippets` are those that may be at fault themselves.

    Raises:
        FoundErrors: something is wrong with the MJML; everything is listed, by file and line.
    """
    document = parse(mjml)
    faults = [*document.faults, *validate(document)]
    if faults:
        raise FoundErrors(trace(document, faults, place, locate, snippets))
    html = _render(clean(document), place)
    losses = list(find_losses(mjml, html, place, locate))
    if losses:
        raise FoundErrors(losses)
    return html


def _render(mjml: str, place: Path) -> str:
    try:
        return run_engine(mjml)
    except BaseException as error:
        # What goes wrong deep inside the engine is not even an Exception.
        if not isinstance(error, ValueError) and type(error).__name__ != "PanicException":
            raise
        problem = f"the layout and its blocks are not MJML: {error}"
        remedy = "Look for a tag that is not closed, or a value without quotes."
        finding = Finding("template", Level.ERROR, Location(place), problem, remedy)
        raise FoundErrors([finding]) from error


def run_engine(mjml: str) -> str:
    """Return the HTML of some MJML, with the engine's measured faults answered on both sides.

    Raises:
        ValueError: the engine cannot read it.
    """
    rest, inline = take_inline_styles(before_engine(mjml))
    # No fonts: a web font would tell its host who opened the letter.
    html = mjml2html(rest, fonts={})
    return after_engine(inline_styles(html, inline) if inline.strip() else html)
