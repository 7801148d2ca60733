"""What clients make of a letter's colours in the dark, and whether words can still be read."""

from collections.abc import Callable

Recolour = Callable[[str, str], tuple[str, str]]
"""(text, ground) as a theme has them -> as a client shows them."""

WHITE = (0.95047, 1.0, 1.08883)
"""The reference white of sRGB, in XYZ."""

TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.072175),
          (0.0193339, 0.119192, 0.9503041))  # fmt: skip
FROM_XYZ = ((3.2404542, -1.5371385, -0.4985314), (-0.969266, 1.8760108, 0.041556),
            (0.0556434, -0.2040259, 1.0572252))  # fmt: skip

BLACK, GREY = 0.0, 21.25
"""How dark white becomes, as a lightness of CIELAB: black, or the #333333 that Outlook stops at."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2, from 1 to 21."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def invert_all(floor: float) -> Recolour:
    """Every colour becomes its opposite, as where a client knows no dark colours of the letter's.

    Lightness (of CIELAB) is turned over between `floor` and 100; the hue stays.
    """
    return lambda text, ground: (_opposite(text, floor), _opposite(ground, floor))


def invert_some(floor: float) -> Recolour:
    """Light grounds are darkened and dark texts lightened; whatever is dark already stays."""

    def recolour(text: str, ground: str) -> tuple[str, str]:
        lit = _opposite(text, floor) if lightness(text) < 50 else text
        return lit, _opposite(ground, floor) if lightness(ground) > 50 else ground

    return recolour


def lightness(colour: str) -> float:
    """How light a colour is to the eye, from 0 to 100: the L of CIELAB."""
    return _to_lab(colour)[0]


def _opposite(colour: str, floor: float) -> str:
    light, *hue = _to_lab(colour)
    return _from_lab((100 - light) * (1 - floor / 100) + floor, *hue)


def _to_lab(colour: str) -> tuple[float, float, float]:
    parts = [_linear(part) for part in _parts(colour)]
    x, y, z = (
        _root(sum(a * b for a, b in zip(row, parts, strict=True)) / white)
        for row, white in zip(TO_XYZ, WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _from_lab(light: float, a: float, b: float) -> str:
    middle = (light + 16) / 116
    roots = (middle + a / 500, middle, middle - b / 200)
    xyz = [white * _cube(root) for root, white in zip(roots, WHITE, strict=True)]
    parts = (sum(a * b for a, b in zip(row, xyz, strict=True)) for row in FROM_XYZ)
    return "#" + "".join(f"{round(255 * _display(part)):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> list[float]:
    return [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _display(part: float) -> float:
    shown = part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return min(1.0, max(0.0, shown))


def _root(share: float) -> float:
    return float(share ** (1 / 3)) if share > 0.008856 else 7.787 * share + 16 / 116


def _cube(root: float) -> float:
    return root**3 if root**3 > 0.008856 else (root - 16 / 116) / 7.787
