"""The attributes of each MJML component, and what they may hold.

What the engine only ignores, without harm to what readers see, is in the tables as well: `sizes`,
`title`, `role`. What would show is `not_supported`.

Source: the behaviour of mjml 4.18, and of mjml-python 1.4.2 beside it.
"""

from collections.abc import Mapping

from newsletter.compose.engine.values import (
    ADDRESS,
    ANYTHING,
    COLOUR,
    DIRECTION,
    LENGTH,
    LENGTHS,
    LETTER_SPACING,
    LINE_HEIGHT,
    PIXELS,
    SIDEWAYS,
    UPRIGHT,
    WHOLE_NUMBER,
    YES_OR_NO,
    Value,
    length,
    not_supported,
    one_of,
)

Table = dict[str, Value]


def _with_sides(name: str, value: Value, all_of_them: Value) -> Table:
    return {name: all_of_them} | {
        f"{name}-{side}": value for side in ("top", "right", "bottom", "left")
    }


EVERYWHERE: Table = {"css-class": ANYTHING, "mj-class": ANYTHING}
PADDING = _with_sides("padding", LENGTH, LENGTHS)
BORDER = _with_sides("border", ANYTHING, ANYTHING)
BLOCK = {**PADDING, "container-background-color": COLOUR}
LINK = {"href": ADDRESS, "rel": ANYTHING, "target": ANYTHING}
FONT = {
    "color": COLOUR,
    "font-family": ANYTHING,
    "font-size": PIXELS,
    "font-weight": ANYTHING,
    "line-height": LINE_HEIGHT,
}
DECORATION = {"font-style": ANYTHING, "text-decoration": ANYTHING}
LETTERS = {"letter-spacing": LETTER_SPACING, "text-transform": ANYTHING}
BACKGROUND = {
    "background-color": COLOUR,
    "background-url": ADDRESS,
    "background-position": ANYTHING,
}
SECTION = {
    **BACKGROUND,
    **BORDER,
    **PADDING,
    "background-position-x": ANYTHING,
    "background-position-y": ANYTHING,
    "background-repeat": one_of("repeat", "no-repeat"),
    "background-size": ANYTHING,
    "border-radius": ANYTHING,
    "direction": DIRECTION,
    "full-width": not_supported(
        "Write full-width, or take the attribute out.", but=one_of("full-width")
    ),
    "text-align": SIDEWAYS,
    "text-padding": LENGTHS,
}
ICON = {
    "border": ANYTHING,
    "font-family": ANYTHING,
    "icon-align": UPRIGHT,
    "icon-height": LENGTH,
    "icon-position": one_of("left", "right"),
    "icon-unwrapped-alt": ANYTHING,
    "icon-unwrapped-url": ADDRESS,
    "icon-width": LENGTH,
    "icon-wrapped-alt": ANYTHING,
    "icon-wrapped-url": ADDRESS,
}
SOCIAL = {
    **PADDING,
    **FONT,
    **DECORATION,
    "align": SIDEWAYS,
    "icon-height": LENGTH,
    "icon-padding": LENGTHS,
    "icon-size": LENGTH,
    "text-padding": LENGTHS,
    "vertical-align": UPRIGHT,
}

ATTRIBUTES: Mapping[str, Table] = {
    "mjml": {
        "lang": ANYTHING,
        "dir": one_of("ltr", "rtl", "auto"),
        "owa": ANYTHING,
        "version": ANYTHING,
    },
    "mj-head": {},
    "mj-attributes": {},
    "mj-breakpoint": {"width": PIXELS},
    "mj-font": {"name": ANYTHING, "href": ADDRESS},
    "mj-preview": {},
    "mj-style": {"inline": ANYTHING},
    "mj-title": {},
    "mj-raw": {"position": not_supported("Take it out; mj-raw stands where it is written.")},
    "mj-body": {"background-color": COLOUR, "width": PIXELS},
    "mj-section": SECTION,
    "mj-wrapper": {
        **SECTION,
        "gap": not_supported("Give the sections in it a padding instead."),
    },
    "mj-group": {
        "background-color": COLOUR,
        "direction": DIRECTION,
        "vertical-align": UPRIGHT,
        "width": LENGTH,
    },
    "mj-column": {
        **BORDER,
        **PADDING,
        **_with_sides("inner-border", ANYTHING, ANYTHING),
        "background-color": COLOUR,
        "border-radius": LENGTHS,
        "direction": DIRECTION,
        "inner-background-color": COLOUR,
        "inner-border-radius": not_supported("Use border-radius, on a column without padding."),
        "vertical-align": UPRIGHT,
        "width": LENGTH,
    },
    "mj-hero": {
        **BACKGROUND,
        **BLOCK,
        **_with_sides("inner-padding", LENGTH, LENGTHS),
        "background-height": LENGTH,
        "background-width": LENGTH,
        "border-radius": not_supported("Leave it out: the corners of a hero stay square."),
        "height": LENGTH,
        "inner-background-color": COLOUR,
        "mode": one_of("fixed-height", "fluid-height"),
        "vertical-align": UPRIGHT,
    },
    "mj-text": {
        **BLOCK,
        **FONT,
        **DECORATION,
        **LETTERS,
        "align": one_of("left", "center", "right", "justify"),
        "background-color": COLOUR,
        "height": LENGTH,
        "vertical-align": UPRIGHT,
    },
    "mj-button": {
        **BLOCK,
        **BORDER,
        **FONT,
        **DECORATION,
        **LETTERS,
        **LINK,
        "align": SIDEWAYS,
        "background-color": COLOUR,
        "border-radius": ANYTHING,
        "height": LENGTH,
        "inner-padding": LENGTHS,
        "name": ANYTHING,
        "text-align": SIDEWAYS,
        "title": ANYTHING,
        "vertical-align": UPRIGHT,
        "width": LENGTH,
    },
    "mj-image": {
        **BLOCK,
        **LINK,
        "align": SIDEWAYS,
        "alt": ANYTHING,
        "border": ANYTHING,
        "border-bottom": not_supported("Use border, or mj-divider below the picture."),
        "border-left": ANYTHING,
        "border-radius": LENGTHS,
        "border-right": ANYTHING,
        "border-top": not_supported("Use border, or mj-divider above the picture."),
        "fluid-on-mobile": YES_OR_NO,
        "font-size": PIXELS,
        "height": length("px", also="auto"),
        "max-height": LENGTH,
        "name": ANYTHING,
        "sizes": ANYTHING,
        "src": ADDRESS,
        "srcset": ANYTHING,
        "title": ANYTHING,
        "usemap": ANYTHING,
        "width": PIXELS,
    },
    "mj-divider": {
        **BLOCK,
        "align": SIDEWAYS,
        "border-color": COLOUR,
        "border-style": ANYTHING,
        "border-width": PIXELS,
        "width": LENGTH,
    },
    "mj-spacer": {**BLOCK, **BORDER, "height": LENGTH},
    "mj-table": {
        **BLOCK,
        **FONT,
        "align": SIDEWAYS,
        "border": ANYTHING,
        "cellpadding": WHOLE_NUMBER,
        "cellspacing": WHOLE_NUMBER,
        "role": one_of("none", "presentation"),
        "table-layout": one_of("auto", "fixed", "initial", "inherit"),
        "vertical-align": UPRIGHT,
        "width": length("px", "%", also="auto"),
    },
    "mj-social": {
        **SOCIAL,
        "border-radius": LENGTH,
        "container-background-color": COLOUR,
        "inner-padding": LENGTHS,
        "mode": one_of("horizontal", "vertical"),
        "table-layout": one_of("auto", "fixed"),
    },
    "mj-social-element": {
        **SOCIAL,
        **LINK,
        "alt": ANYTHING,
        "background-color": COLOUR,
        "border-radius": PIXELS,
        "icon-position": not_supported("Leave it out: icons stand left.", but=one_of("left")),
        "name": ANYTHING,
        "sizes": ANYTHING,
        "src": ADDRESS,
        "srcset": ANYTHING,
        "title": ANYTHING,
    },
    "mj-navbar": {
        **PADDING,
        **_with_sides("ico-padding", LENGTH, LENGTHS),
        "align": SIDEWAYS,
        "base-url": ADDRESS,
        "hamburger": one_of("hamburger"),
        "ico-align": SIDEWAYS,
        "ico-close": ANYTHING,
        "ico-color": COLOUR,
        "ico-font-family": ANYTHING,
        "ico-font-size": LENGTH,
        "ico-line-height": LINE_HEIGHT,
        "ico-open": ANYTHING,
        "ico-text-decoration": ANYTHING,
        "ico-text-transform": ANYTHING,
    },
    "mj-navbar-link": {**PADDING, **FONT, **DECORATION, **LETTERS, **LINK, "name": ANYTHING},
    "mj-accordion": {**BLOCK, **ICON},
    "mj-accordion-element": {**ICON, "background-color": COLOUR},
    "mj-accordion-title": {
        **PADDING,
        "background-color": COLOUR,
        "color": COLOUR,
        "font-family": ANYTHING,
        "font-size": PIXELS,
        "font-weight": not_supported("Leave it out: titles have the weight of their font."),
    },
    "mj-accordion-text": {
        **PADDING,
        **FONT,
        "background-color": COLOUR,
        "letter-spacing": LETTER_SPACING,
    },
    "mj-carousel": {
        **BLOCK,
        "align": SIDEWAYS,
        "border-radius": LENGTHS,
        "icon-width": LENGTH,
        "left-icon": ADDRESS,
        "right-icon": ADDRESS,
        "tb-border": ANYTHING,
        "tb-border-radius": LENGTH,
        "tb-hover-border-color": COLOUR,
        "tb-selected-border-color": COLOUR,
        "tb-width": LENGTH,
        "thumbnails": one_of("visible", "hidden", "supported"),
    },
    "mj-carousel-image": {
        **LINK,
        "alt": ANYTHING,
        "border-radius": LENGTHS,
        "src": ADDRESS,
        "tb-border": ANYTHING,
        "tb-border-radius": LENGTHS,
        "thumbnails-src": ADDRESS,
        "title": ANYTHING,
    },
}
