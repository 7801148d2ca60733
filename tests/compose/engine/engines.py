"""Small pages of MJML, the engine without a guard, and a look at what comes out."""

from mjml import mjml2html

from tests.compose.making import body_of


def page(content: str, section: str = "", head: str = "") -> str:
    """MJML with one column."""
    return body(f"<mj-section {section}><mj-column>{content}</mj-column></mj-section>", head)


def body(content: str, head: str = "") -> str:
    """MJML with this body."""
    return f"<mjml><mj-head>{head}</mj-head><mj-body>{content}</mj-body></mjml>"


def engine_alone(mjml: str) -> str:
    """What the engine makes of MJML that nobody guarded."""
    return mjml2html(mjml, fonts={})


def attribute(html: str, css: str, name: str) -> str | None:
    """An attribute of the first element that the selector finds."""
    node = body_of(html).css_first(css)
    assert node is not None
    return node.attributes.get(name)
