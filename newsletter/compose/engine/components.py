"""The components of MJML 4: what each may hold, and where each may stand.

Left out is what `mjml-python` has not: it drops, garbles or refuses it.

Source: the behaviour of mjml 4.18, and of mjml-python 1.4.2 beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from newsletter.compose.engine.attributes import ATTRIBUTES, EVERYWHERE, Table
from newsletter.compose.engine.values import ANYTHING, either


class Holds(Enum):
    """What stands between a component's tags; `TAGS` is HTML that knows nothing of Outlook."""

    COMPONENTS = auto()
    HTML = auto()
    TAGS = auto()
    TEXT = auto()
    CSS = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Component:
    """One component; `needs` must be among its attributes."""

    attributes: Table
    holds: Holds
    children: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


CONTENT = (
    "mj-accordion mj-button mj-carousel mj-divider mj-image mj-navbar mj-raw mj-social mj-spacer "
    "mj-table mj-text"
)
CHILDREN = {
    "mjml": "mj-head mj-body",
    "mj-head": "mj-attributes mj-breakpoint mj-font mj-preview mj-raw mj-style mj-title",
    "mj-body": "mj-hero mj-raw mj-section mj-wrapper",
    "mj-wrapper": "mj-hero mj-raw mj-section",
    "mj-section": "mj-column mj-group mj-raw",
    "mj-group": "mj-column mj-raw",
    "mj-column": CONTENT,
    "mj-hero": CONTENT,
    "mj-social": "mj-social-element",
    "mj-navbar": "mj-navbar-link",
    "mj-accordion": "mj-accordion-element",
    "mj-accordion-element": "mj-accordion-title mj-accordion-text",
    "mj-carousel": "mj-carousel-image",
}
HOLDS = {
    "mj-raw": Holds.HTML,
    "mj-text": Holds.HTML,
    "mj-social-element": Holds.HTML,
    "mj-navbar-link": Holds.HTML,
    "mj-accordion-text": Holds.HTML,
    "mj-button": Holds.TAGS,
    "mj-table": Holds.TAGS,
    "mj-title": Holds.TEXT,
    "mj-preview": Holds.TEXT,
    "mj-accordion-title": Holds.TEXT,
    "mj-style": Holds.CSS,
}

ONLY_ONCE = {"mj-head", "mj-body", "mj-accordion-title", "mj-accordion-text"}
"""Of several beside each other, the engine shows the last and drops the others."""

ABSENT = {
    "mj-include": 'Write {% include "blocks/….mjml" %} instead.',
    "mj-html-attributes": "Write the attributes into the HTML itself.",
    "mj-selector": "Write the attributes into the HTML itself.",
    "mj-html-attribute": "Write the attributes into the HTML itself.",
}
"""What MJML has and the engine has not, and what to do instead."""


def _component(name: str) -> Component:
    children = frozenset(CHILDREN.get(name, "").split())
    holds = Holds.COMPONENTS if children else HOLDS.get(name, Holds.NOTHING)
    return Component(ATTRIBUTES[name] | EVERYWHERE, holds, children)


def _default(table: Table, *needs: str) -> Component:
    return Component(table, Holds.NOTHING, needs=frozenset(needs))


def _all_attributes() -> Table:
    names = {name for table in ATTRIBUTES.values() for name in table}
    return EVERYWHERE | {
        name: either(*(table[name] for table in ATTRIBUTES.values() if name in table))
        for name in sorted(names)
    }


DEFAULTS: Mapping[str, Component] = {
    "mj-all": _default(_all_attributes()),
    "mj-class": _default(_all_attributes() | {"name": ANYTHING}, "name"),
    **{name: _default(table | EVERYWHERE) for name, table in ATTRIBUTES.items()},
}
"""What may stand in mj-attributes."""

COMPONENTS: Mapping[str, Component] = {
    **{name: _component(name) for name in ATTRIBUTES},
    "mj-attributes": Component({}, Holds.COMPONENTS, frozenset(DEFAULTS)),
}
"""What may stand everywhere else, by name."""


def homes_of(name: str) -> list[str]:
    """The components in which this one may stand."""
    homes = [home for home, component in COMPONENTS.items() if name in component.children]
    return [home for home in homes if home != "mj-attributes"] or homes
