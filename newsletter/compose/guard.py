"""The way through `mjml-python`, with the engine's measured faults answered before and after."""

from mjml import mjml2html

from newsletter.compose.finishing import after_engine
from newsletter.compose.inlining import inline_styles, take_inline_styles
from newsletter.compose.normalising import before_engine


def run_engine(mjml: str) -> str:
    """Return the HTML of some MJML, in ASCII.

    Raises:
        ValueError: the engine cannot read it.
    """
    clean, inline = take_inline_styles(before_engine(mjml))
    # No fonts: a web font would tell its host who opened the letter.
    html = mjml2html(clean, fonts={})
    return after_engine(inline_styles(html, inline) if inline.strip() else html)
