"""A tree of MJML, held against the tables: what in it would not reach readers as it was meant.

The engine prints what it does not know into cells of no size, or leaves it out, and says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from textwrap import shorten

from newsletter.compose.engine.components import (
    ABSENT,
    COMPONENTS,
    DEFAULTS,
    ONLY_ONCE,
    Component,
    Holds,
    homes_of,
)
from newsletter.compose.engine.markup import Document, Element, Node
from newsletter.compose.engine.tags import ORIGIN, OWNER, Attribute, Comment, Fault, Text
from newsletter.compose.engine.values import Value
from newsletter.validation import nearest

BLANK = " \t\r\n\f"
LONGEST_EXCERPT = 40

HABITS = {
    "class": "Write css-class instead.",
    "style": "Write its parts as attributes, such as color and padding.",
}
"""Attributes that people bring along from HTML."""

WHOLE = Component({}, Holds.COMPONENTS, frozenset({"mjml"}))
"""The document itself, as if it were a component."""


def validate(document: Document) -> Iterator[Fault]:
    """Yield everything that is wrong with the components of a document."""
    roots = [node for node in document.children if isinstance(node, Element)]
    if not any(root.name == "mjml" for root in roots):
        yield Fault(0, "there is no <mjml>", "Put everything between <mjml> and </mjml>.")
    for root in roots:
        if root.name == "mjml" and "mj-body" not in _names(root.children):
            problem = "the letter has no mj-body"
            yield Fault(
                root.tag.start, problem, "Put its content between <mj-body> and </mj-body>."
            )
    yield from _components(document.children, "the document", WHOLE)
    yield from _unpaired_marks(document)


def _names(nodes: Iterable[Node]) -> list[str]:
    return [node.name for node in nodes if isinstance(node, Element)]


def _component(element: Element, component: Component) -> Iterator[Fault]:
    yield from _attributes(element, component)
    match component.holds:
        case Holds.COMPONENTS:
            yield from _components(element.children, element.name, component)
        case Holds.HTML | Holds.TAGS:
            yield from _html(element.children, element.name, component.holds)
        case Holds.TEXT:
            remedy = f"{element.name} holds text alone: take it out."
            yield from _strangers(element, (Element, Comment), remedy)
        case Holds.NOTHING:
            remedy = f"Nothing can stand in it: write <{element.name} … />."
            yield from _strangers(element, (Element, Comment, Text), remedy)


def _attributes(element: Element, component: Component) -> Iterator[Fault]:
    known = component.attributes
    # Of several with one name the first counts.
    for name, attribute in {each.name: each for each in reversed(element.attributes)}.items():
        if name in known:
            yield from _value(element.name, attribute, known[name])
        elif name not in (ORIGIN, OWNER) and not name.startswith("xmlns"):
            problem = f"{element.name} has no attribute “{name}”"
            yield Fault(attribute.start, problem, HABITS.get(name) or nearest(name, known))
    for name in component.needs.difference(each.name for each in element.attributes):
        problem = f"{element.name} has no “{name}”"
        yield Fault(element.tag.start, problem, f'Write {name}="…" into the tag.')


def _value(owner: str, attribute: Attribute, kind: Value) -> Iterator[Fault]:
    text = unescape(attribute.value or "")
    if attribute.value is None:
        problem = f"“{attribute.name}” of {owner} has no value"
        yield Fault(attribute.start, problem, kind.remedy)
    elif not kind.accepts(text):
        reason = f"cannot be “{text}”" if kind.supported else "does not work in letters"
        problem = f"“{attribute.name}” of {owner} {reason}"
        yield Fault(attribute.start, problem, kind.remedy, text)


def _components(nodes: Iterable[Node], parent: str, component: Component) -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for node in nodes:
        if isinstance(node, Element):
            yield from _child(node, parent, component)
            seen[node.name] += 1
            if seen[node.name] == 2 and node.name in ONLY_ONCE:
                remedy = "Keep one: of several, only the last would be shown."
                yield Fault(node.tag.start, f"there is a second {node.name} in {parent}", remedy)
        elif _is_stranger(node):
            yield _misplaced(node, parent, "Put it inside mj-text, or inside mj-raw.")


def _child(child: Element, parent: str, component: Component) -> Iterator[Fault]:
    known = DEFAULTS if parent == "mj-attributes" else COMPONENTS
    start, name = child.tag.start, child.name
    if name in ABSENT:
        yield Fault(start, f"{name} does not work in letters", ABSENT[name])
    elif name not in DEFAULTS and not name.lower().startswith("mj"):
        yield _misplaced(child, parent, "Put it inside mj-text, or inside mj-raw.")
    elif name not in DEFAULTS:
        yield Fault(start, f"there is no component “{name}”", nearest(name, COMPONENTS))
    else:
        if name not in component.children:
            homes = ", ".join(homes_of(name)) or "the document"
            yield Fault(start, f"{name} cannot stand in {parent}", f"It belongs in {homes}.")
        yield from _component(child, known.get(name, DEFAULTS[name]))


def _html(nodes: Iterable[Node], owner: str, holds: Holds) -> Iterator[Fault]:
    for node in nodes:
        if isinstance(node, Element) and node.name.lower().startswith("mj"):
            remedy = f"Close {owner} before it: inside, there is only HTML."
            yield _misplaced(node, owner, remedy)
        elif isinstance(node, Element):
            if holds is Holds.TAGS and ":" in node.name:
                yield _misplaced(node, owner, "Put it inside mj-text, or inside mj-raw.")
            yield from _html(node.children, owner, holds)
        elif holds is Holds.TAGS and isinstance(node, Comment) and node.for_outlook:
            yield _misplaced(node, owner, "Put it inside mj-text, or inside mj-raw.")


def _strangers(element: Element, kinds: tuple[type[Node], ...], remedy: str) -> Iterator[Fault]:
    for node in element.children:
        if isinstance(node, kinds) and _is_stranger(node):
            yield _misplaced(node, element.name, remedy)


def _is_stranger(node: Node) -> bool:
    """Whether a node says something: blanks and remarks do not."""
    if isinstance(node, Text):
        return bool(node.text.strip(BLANK))
    return isinstance(node, Element) or node.for_outlook


def _misplaced(node: Node, parent: str, remedy: str) -> Fault:
    if isinstance(node, Element):
        return Fault(node.tag.start, f"<{node.name}> cannot stand in {parent}", remedy)
    if isinstance(node, Comment):
        return Fault(node.start, f"a comment for Outlook cannot stand in {parent}", remedy)
    text = unescape(node.text).strip(BLANK)
    start = node.start + len(node.text) - len(node.text.lstrip(BLANK))
    return Fault(start, f"{_excerpt(text)} cannot stand in {parent}", remedy, text)


def _excerpt(text: str) -> str:
    if not any(sign.isprintable() for sign in text):
        return f"an invisible sign (U+{ord(text[0]):04X})"
    return f"the text “{shorten(text, LONGEST_EXCERPT, placeholder=' …')}”"


def _unpaired_marks(document: Document) -> Iterator[Fault]:
    """Yield marks for Outlook that would hide the rest of the letter from everybody else."""
    opened: Comment | None = None
    for mark in _marks(document.children):
        ends = "[endif" in document.source[mark.start : mark.end]
        if ends and not opened:
            remedy = "Take it out, or write <!--[if mso]> before it."
            yield Fault(mark.start, "this mark for Outlook ends what never began", remedy)
        elif opened and not ends:
            yield _never_ends(opened)
        opened = None if ends else mark
    if opened:
        yield _never_ends(opened)


def _never_ends(mark: Comment) -> Fault:
    return Fault(mark.start, "this comment for Outlook does not end", "Close it with <![endif]-->.")


def _marks(nodes: Iterable[Node]) -> Iterator[Comment]:
    for node in nodes:
        if isinstance(node, Element):
            yield from _marks(node.children)
        elif isinstance(node, Comment) and node.for_outlook:
            yield node
