"""How mail programs that know no dark letters make one darken: emulated, in OKLCH.

Mail programs do not publish how they choose colours: this shows what kind of change to expect, not
the exact shade. Source: Björn Ottosson, A perceptual color space for image processing (OKLab).
"""

from enum import StrEnum

from tinycss2.color3 import RGBA

CHROMA = 0.8
"""The share of its colourfulness that a flipped colour keeps."""

DARKEST = 0.2
"""The lightness that white becomes: nearly black, as mail programs have it."""

BEND = 1.3
"""How much more than a straight flip dark colours are lightened, so that words can be read."""


class Role(StrEnum):
    """What a colour is for: what words stand on, or the words."""

    GROUND = "ground"
    INK = "ink"


class Inversion(StrEnum):
    """`partial` flips light grounds and dark words; `full` flips everything."""

    PARTIAL = "partial"
    FULL = "full"


def invert(colour: RGBA, role: Role, inversion: Inversion) -> RGBA:
    """The colour that a mail program shows instead."""
    lightness, a, b = _to_oklab(colour)
    flipped = 1 - (1 - DARKEST) * max(lightness, 0.0) ** BEND
    shown = _from_oklab(flipped, a * CHROMA, b * CHROMA, colour.alpha)
    darker = lightness_of(shown) < lightness
    if inversion is Inversion.PARTIAL and darker is not (role is Role.GROUND):
        return colour
    return shown


def spell(colour: RGBA) -> str:
    """The colour as #rrggbb, or as rgba() where one can see through it."""
    red, green, blue = (round(part * 255) for part in colour[:3])
    if colour.alpha < 1:
        return f"rgba({red},{green},{blue},{colour.alpha:.3g})"
    return f"#{red:02x}{green:02x}{blue:02x}"


def lightness_of(colour: RGBA) -> float:
    """How light a colour looks, from 0 to 1."""
    return _to_oklab(colour)[0]


def _to_oklab(colour: RGBA) -> tuple[float, float, float]:
    red, green, blue = (_linear(part) for part in colour[:3])
    long = _root(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = _root(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = _root(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float, alpha: float) -> RGBA:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return RGBA(
        _gamma(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
        alpha,
    )


def _root(part: float) -> float:
    return float(part ** (1 / 3))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    """The part as screens want it; what no screen can show becomes what comes nearest."""
    part = min(max(part, 0.0), 1.0)
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)
