"""What an attribute of MJML may hold: each kind of value as a pattern, and as advice."""

import re
from dataclasses import dataclass

from PIL import ImageColor


@dataclass(frozen=True, slots=True)
class Value:
    """A kind of value; where it is not `supported`, the engine cannot do what MJML promises."""

    pattern: re.Pattern[str]
    remedy: str
    supported: bool = True

    def accepts(self, text: str) -> bool:
        """Whether the text is such a value; white space around it does no harm."""
        return bool(self.pattern.fullmatch(text.strip(" \t\r\n")))


NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"


def length(*units: str, also: str = "", up_to_four: bool = False) -> Value:
    """A number with one of the units, or 0, or the word `also`."""
    one = rf"(?:{NUMBER}(?:{'|'.join(units)})|0{also and '|'}{also})"
    names = " or ".join(units)
    if up_to_four:
        remedy = f"Write one to four numbers of {names}, such as 10px 25px."
        return Value(re.compile(rf"{one}(?:\s+{one}){{0,3}}"), remedy)
    return Value(
        re.compile(one), f"Write a number of {names}, such as 16px{also and ', or '}{also}."
    )


def one_of(*words: str) -> Value:
    """One of these words."""
    *others, last = words
    choice = f"{', '.join(others)} or {last}" if others else last
    return Value(re.compile("|".join(words)), f"Write {choice}.")


def not_supported(remedy: str, but: Value | None = None) -> Value:
    """What MJML has and the engine has not; `but` is what it can do all the same."""
    return Value(but.pattern if but else re.compile(r"(?!)"), remedy, supported=False)


def either(*kinds: Value) -> Value:
    """Any of these kinds of value; the advice is that of the first."""
    if len(set(kinds)) == 1:
        return kinds[0]
    pattern = "|".join(f"(?:{kind.pattern.pattern})" for kind in kinds)
    supported = any(kind.supported for kind in kinds)
    return Value(re.compile(pattern, re.DOTALL), kinds[0].remedy, supported)


_NAMES = "|".join([*ImageColor.colormap, "transparent", "inherit"])
_CHANNELS = r"\(\s*[\d.]+(?:deg)?%?(?:\s*[\s,/]\s*[\d.]+%?){2,3}\s*\)"

ANYTHING = Value(re.compile(".*", re.DOTALL), "Write anything.")
ADDRESS = Value(re.compile(r"\S*"), "Write the address without spaces; %20 stands for one.")
COLOUR = Value(
    re.compile(rf"#(?:[0-9a-f]{{3}}){{1,2}}|(?:rgb|hsl)a?{_CHANNELS}|{_NAMES}", re.IGNORECASE),
    "Write it as #1a73e8, as rgb(26, 115, 232), or by its English name.",
)
WHOLE_NUMBER = Value(re.compile(r"\d+"), "Write a whole number, such as 10.")
YES_OR_NO = one_of("true", "false")
PIXELS = length("px")
LENGTH = length("px", "%")
LENGTHS = length("px", "%", up_to_four=True)
LINE_HEIGHT = Value(
    re.compile(rf"{NUMBER}(?:px|%)?"), "Write a number of px or %, or a plain one, such as 1.5."
)
LETTER_SPACING = Value(
    re.compile(rf"-?{NUMBER}(?:px|em)|0"), "Write a number of px or em, such as 1px or -0.5px."
)
SIDEWAYS = one_of("left", "center", "right")
UPRIGHT = one_of("top", "middle", "bottom")
DIRECTION = one_of("ltr", "rtl")
