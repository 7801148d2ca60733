"""What a page asks of mail programs, named as the table of clients.json names it."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import tinycss2
from tinycss2 import ast

from newsletter.checks.clients import is_known
from newsletter.checks.tags import Tag

STYLE = re.compile(r"(?is)(<style\b[^>]*>)(.*?)</style\s*>")
ENDING = re.compile(r"\.([a-z]{3,4})(?:[?#].*)?$", re.IGNORECASE)
FORMATS = {"jpeg": "jpg", "svgz": "svg", "tif": "tiff", "heic": "heif"}
DEFAULT_TYPES = {"input": "text", "button": "submit"}
COMBINATORS = {">": "child", "+": "adjacent-sibling", "~": "general-sibling", "*": "universal"}

Tokens = Iterable[ast.Node]


def features_of_tag(tag: Tag) -> frozenset[str]:
    """Return what a tag, its attributes and its style need."""
    return _features_of(tag.name, tag.written)


@lru_cache(maxsize=4096)
def _features_of(name: str, written: str) -> frozenset[str]:
    return frozenset(_of_tag(Tag(name, written, 0)))


def _of_tag(tag: Tag) -> Iterator[str]:
    kind = DEFAULT_TYPES.get(tag.name)
    yield f"<{tag.name} {tag.attributes.get('type', kind).lower()}>" if kind else f"<{tag.name}>"
    yield from (f"[{name}]" for name in tag.attributes)
    yield from _of_address(tag.attributes.get("href", ""))
    if tag.name == "img":
        yield from _of_picture(tag.attributes.get("src", ""))
    yield from features_of_style(tag.attributes.get("style", ""))


def features_of_sheets(html: str) -> frozenset[str]:
    """Return what the style sheets of a page need."""
    sheets = (match[2] for match in STYLE.finditer(html))
    return frozenset(feature for sheet in sheets for feature in _features_of_sheet(sheet))


@lru_cache(maxsize=2048)
def features_of_style(style: str) -> frozenset[str]:
    """Return what the declarations of a `style` need."""
    return frozenset(_of_declarations(tinycss2.parse_blocks_contents(style)))


@lru_cache(maxsize=64)
def _features_of_sheet(sheet: str) -> frozenset[str]:
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return frozenset(_of_rules(rules))


def _of_address(address: str) -> Iterator[str]:
    if len(address) > 1 and address.startswith("#"):
        yield "href=#"
    elif address.lower().startswith("mailto:"):
        yield "href=mailto:"


def _of_picture(src: str) -> Iterator[str]:
    if src.startswith("data:"):
        yield "data:"
    elif ending := ENDING.search(src):
        format = ending[1].lower()
        yield f"image {FORMATS.get(format, format)}"


def _of_rules(rules: Tokens) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, ast.QualifiedRule):
            yield from _of_selector(rule.prelude)
            yield from _of_declarations(tinycss2.parse_blocks_contents(rule.content))
        elif isinstance(rule, ast.AtRule):
            yield f"@{rule.lower_at_keyword}"
            yield from _of_condition(rule)
            if rule.content:
                yield from _of_rules(tinycss2.parse_rule_list(rule.content))


def _of_condition(rule: ast.AtRule) -> Iterator[str]:
    """Yield what an at-rule asks in brackets."""
    for block in rule.prelude:
        if isinstance(block, ast.ParenthesesBlock):
            names = (each.lower_value for each in block.content if isinstance(each, ast.IdentToken))
            yield from (f"@{rule.lower_at_keyword} {name}" for name in names)


def _of_selector(tokens: Tokens) -> Iterator[str]:
    colons = ""
    for token in tokens:
        if isinstance(token, ast.IdentToken | ast.FunctionBlock) and colons:
            yield colons + token.lower_name if _is_call(token) else colons + token.lower_value
        elif isinstance(token, ast.SquareBracketsBlock):
            yield "selector attribute"
        elif isinstance(token, ast.HashToken):
            yield "selector id"
        elif token == ":":
            colons += ":"
            continue
        elif isinstance(token, ast.LiteralToken) and token.value in COMBINATORS:
            yield f"selector {COMBINATORS[token.value]}"
        colons = ""


def _is_call(token: ast.Node) -> bool:
    return isinstance(token, ast.FunctionBlock)


def _of_declarations(nodes: Tokens) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Declaration) and not node.lower_name.startswith(("-", "mso-")):
            words = [each.lower_value for each in node.value if isinstance(each, ast.IdentToken)]
            yield _known_part(node.lower_name)
            yield from (f"{node.lower_name}:{word}" for word in words)
            yield from _of_values(node.value)


def _known_part(name: str) -> str:
    """The property, or the wider one that it is a part of: `padding` of `padding-left`."""
    while "-" in name and not is_known(name):
        name = name.rpartition("-")[0]
    return name


def _of_values(tokens: Tokens) -> Iterator[str]:
    for token in tokens:
        if isinstance(token, ast.FunctionBlock):
            yield f"{token.lower_name}()"
            yield from _of_values(token.arguments)
        elif isinstance(token, ast.DimensionToken):
            yield f"unit {token.lower_unit}"
        elif isinstance(token, ast.PercentageToken):
            yield "unit percent"
