"""Going through style sheets and inline styles, declaration by declaration."""

from collections.abc import Callable, Iterable, Iterator

import tinycss2
from tinycss2 import ast
from tinycss2.color3 import RGBA, parse_color

from newsletter.studio.colours import Role, spell

Restyle = Callable[[ast.Declaration], ast.Declaration | None]
"""What is to stand in the place of a declaration, if anything."""

INK = {"color", "-webkit-text-fill-color", "text-decoration", "text-decoration-color"}
GROUND = ("background", "border", "outline", "box-shadow")


def restyle_inline(style: str, restyle: Restyle) -> str:
    """Return the `style` of an element with its declarations restyled."""
    return _declarations(tinycss2.parse_blocks_contents(style), restyle)


def restyle_sheet(sheet: str, restyle: Restyle, *, media: bool = True) -> str:
    """Return a style sheet with its declarations restyled; media queries go without `media`."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "\n".join(_rules(rules, restyle, media))


def recolour(declaration: ast.Declaration, change: Callable[[RGBA, Role], RGBA]) -> None:
    """Change every colour in a declaration, by what it is for; others stay."""
    role = _role_of(declaration.lower_name)
    if role:
        declaration.value = list(_recoloured(declaration.value, role, change))


def _recoloured(
    values: Iterable[ast.Node], role: Role, change: Callable[[RGBA, Role], RGBA]
) -> Iterator[ast.Node]:
    for value in values:
        colour = parse_color(value)
        if isinstance(colour, RGBA) and colour.alpha:
            yield from tinycss2.parse_component_value_list(spell(change(colour, role)))
        else:
            yield value


def _role_of(name: str) -> Role | None:
    if name in INK:
        return Role.INK
    return Role.GROUND if name.startswith(GROUND) else None


def _rules(rules: Iterable[ast.Node], restyle: Restyle, media: bool) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, ast.QualifiedRule):
            inside = _declarations(tinycss2.parse_blocks_contents(rule.content), restyle)
            yield f"{_written(rule.prelude)}{{{inside}}}"
        elif isinstance(rule, ast.AtRule) and rule.lower_at_keyword == "media":
            if media and rule.content is not None:
                within = tinycss2.parse_rule_list(rule.content, skip_comments=True)
                inside = "\n".join(_rules(within, restyle, media))
                yield f"@media{_written(rule.prelude)}{{{inside}}}"
        elif isinstance(rule, ast.AtRule):
            yield rule.serialize()


def _declarations(nodes: Iterable[ast.Node], restyle: Restyle) -> str:
    declarations = (node for node in nodes if isinstance(node, ast.Declaration))
    return ";".join(each.serialize() for each in map(restyle, declarations) if each)


def _written(nodes: Iterable[ast.Node]) -> str:
    text: str = tinycss2.serialize(list(nodes))
    return text
