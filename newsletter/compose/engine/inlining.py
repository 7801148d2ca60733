"""`mj-style inline="inline"`, which `mjml-python` prints as an ordinary style sheet."""

import re

import css_inline

INLINE_STYLE = re.compile(
    r'<mj-style\b[^>]*\sinline="inline"[^>]*>(?P<css>.*?)</mj-style\s*>', re.DOTALL
)


def take_inline_styles(mjml: str) -> tuple[str, str]:
    """Return normalised MJML without the styles that are to stand inline, and those styles."""
    css = "".join(match["css"] for match in INLINE_STYLE.finditer(mjml))
    return INLINE_STYLE.sub("", mjml), css


def inline_styles(html: str, css: str) -> str:
    """Write styles into the elements they are for.

    Style sheets and comments stay as they are: only `css` is written, no reset of the engine's.
    """
    return css_inline.inline(
        html,
        extra_css=css,
        inline_style_tags=False,
        keep_style_tags=True,
        keep_link_tags=True,
        load_remote_stylesheets=False,
    )
