"""Colours as style sheets write them, and how well two of them can be told apart."""

import re
from functools import lru_cache

NAMED = {
    "black": "#000000",
    "blue": "#0000ff",
    "gray": "#808080",
    "green": "#008000",
    "grey": "#808080",
    "orange": "#ffa500",
    "purple": "#800080",
    "red": "#ff0000",
    "silver": "#c0c0c0",
    "white": "#ffffff",
    "yellow": "#ffff00",
}
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*\)")


def read_colour(written: str) -> str | None:
    """Return a colour as #rrggbb; None if it is written in a way that is not known here."""
    text = written.strip().lower()
    if match := HEX.fullmatch(text):
        digits = match[1]
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    if match := RGB.fullmatch(text):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in match.groups())
    return NAMED.get(text)


@lru_cache(maxsize=1024)
def contrast(one: str, other: str) -> float:
    """The contrast of two colours written as #rrggbb, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """How bright a colour is on a screen, from 0 to 1 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
