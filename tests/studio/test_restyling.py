"""Going through style sheets and inline styles, declaration by declaration."""

import pytest
from tinycss2 import ast
from tinycss2.color3 import RGBA

from newsletter.studio.colours import Role
from newsletter.studio.restyling import recolour, restyle_inline, restyle_sheet

TINT = {Role.GROUND: RGBA(0, 0, 0, 1), Role.INK: RGBA(1, 1, 1, 1)}


def tint(declaration: ast.Declaration) -> ast.Declaration:
    recolour(declaration, lambda _colour, role: TINT[role])
    return declaration


def keep(declaration: ast.Declaration) -> ast.Declaration | None:
    return None if declaration.lower_name == "max-width" else declaration


@pytest.mark.parametrize(
    ("style", "tinted"),
    [
        ("color:red", "color:#ffffff"),
        (
            "background: rgb(1, 2, 3) url(a.png) ! important",
            "background: #000000 url(a.png) !important",
        ),
        ("border-top:1px solid #abc", "border-top:1px solid #000000"),
        ("font-family:Silver, Gray", "font-family:Silver, Gray"),
        ("color:inherit;width:3px", "color:inherit;width:3px"),
        ("background-color:transparent", "background-color:transparent"),
        ("color:", "color:"),
        ("}{", ""),
    ],
)
def test_colours_are_changed_by_what_they_are_for(style: str, tinted: str) -> None:
    assert restyle_inline(style, tint) == tinted


def test_sheets_are_gone_through_to_the_innermost_rule() -> None:
    sheet = "a, b { color: red } @media print { p { color: blue } } @font-face { src: url(x) }"

    assert restyle_sheet(sheet, tint) == (
        "a, b {color: #ffffff }\n@media print {p {color: #ffffff }}\n@font-face { src: url(x) }"
    )


def test_media_queries_can_be_left_out() -> None:
    sheet = "p { max-width: 3px; color: red } @media print { p { color: blue } }"

    assert restyle_sheet(sheet, keep, media=False) == "p {color: red }"
