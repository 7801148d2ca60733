"""The rule about mail programs: what the snippets add that readers' programs do not show."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from newsletter.checks.clients import State, is_known, say_clients, states_of
from newsletter.checks.conditional import for_others
from newsletter.checks.features import features_of_sheets, features_of_tag
from newsletter.checks.letterpage import LetterPage
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.checks.tags import Tag, read_tags
from newsletter.model import Level, Location


class Loss(IntEnum):
    """What becomes of a letter where something is not supported, worst first."""

    MEANING = 0
    LAYOUT = 1
    LOOKS = 2


@dataclass(frozen=True, slots=True)
class Trouble:
    """One feature that some programs lack; `clients` are those, as the table names them."""

    feature: str
    loss: Loss
    known: str
    clients: tuple[str, ...]


MEANINGFUL = {
    "<audio>", "<button reset>", "<button submit>", "<details>", "<dialog>", "<form>",
    "<input checkbox>", "<input radio>", "<input reset>", "<input submit>", "<input text>", "<map>",
    "<meter>", "<object>", "<picture>", "<progress>", "<select>", "<summary>", "<svg>",
    "<textarea>", "<video>", "::after", "::before", ":checked", ":target", "[dir]", "[hidden]",
    "[popover]", "clip-path", "data:", "direction", "display:none", "href=#", "href=mailto:",
    "image apng", "image avif", "image bmp", "image heif", "image ico", "image svg", "image tiff",
    "image webp", "opacity", "position", "visibility", "writing-mode",
}  # fmt: skip
"""Without these, words or pictures are missing, or what was hidden is seen."""

LAYING_OUT = {
    "<style>", "<table>", "@import", "@media", "[align]", "[background]",
    "[srcset]", "[sizes]", "[valign]", "[width]", "align-items", "aspect-ratio", "background",
    "background-color", "background-image", "bottom", "calc()", "clamp()", "clear",
    "column-count", "column-gap", "column-width", "columns", "display", "display:flex",
    "display:grid", "flex-direction", "flex-wrap", "float", "font-size", "gap", "grid-template",
    "grid-template-areas", "grid-template-columns", "grid-template-rows", "height", "inset",
    "justify-content", "lab()", "lch()", "left", "light-dark()", "line-height", "margin", "max()",
    "max-height", "max-width", "min()", "min-height", "min-width", "object-fit", "oklab()",
    "oklch()", "overflow", "padding", "right", "row-gap", "table-layout", "text-align", "top",
    "transform", "unit ch", "unit rem", "unit vh", "unit vmax", "unit vmin", "unit vw", "var()",
    "vertical-align", "white-space", "width", "z-index",
}  # fmt: skip
"""Without these, what stands beside, above or under each other may no longer do so."""

HARMLESS = {
    "border-bottom-left-radius", "border-bottom-right-radius", "border-radius", "border-spacing",
    "border-top-left-radius", "border-top-right-radius",
}  # fmt: skip
"""Without these a letter is as good: corners are square, and gaps a little different."""

SAYINGS = {
    Loss.MEANING: ("what it says may be lost there", Level.WARNING),
    Loss.LAYOUT: ("the letter may fall apart there", Level.INFO),
    Loss.LOOKS: ("it looks plainer there", Level.INFO),
}


@rule(
    "client-support",
    Proof,
    Level.WARNING,
    because="What a reader's mail program does not know, it leaves out.",
    remedy="Say it in words or in a table as well, or use something simpler in the template.",
)
def client_support(proof: Proof) -> Iterator[Hit]:
    """Yield what the snippets add to the letter that a named program does not know, worst first."""
    families = frozenset(proof.background.settings.checks.clients)
    brought: dict[str, set[Location]] = defaultdict(set)
    for page in proof.pages:
        for feature, at in _added(page):
            brought[feature].add(at)
    troubles = (
        _judge(feature, families) for feature in brought.keys() - HARMLESS if is_known(feature)
    )
    for trouble in sorted(filter(None, troubles), key=lambda each: (each.loss, each.feature)):
        consequence, level = SAYINGS[trouble.loss]
        missing = f"{trouble.known} to {say_clients(trouble.clients)}"
        problem = f"“{_say(trouble.feature)}” is {missing}: {consequence}"
        yield Hit(_only(brought[trouble.feature], proof.at), problem, level=level)


def _added(page: LetterPage) -> Iterator[tuple[str, Location]]:
    """Yield every feature that the letter without snippets lacks, with the file it came from."""
    blank = for_others(page.blank_html)
    known = features_of_sheets(blank).union(*map(_features, read_tags(blank)))
    yield from ((each, page.at) for each in features_of_sheets(for_others(page.html)) - known)
    for tag in page.tags:
        if added := _features(tag) - known:
            snippet = page.snippet_at(tag.start)
            at = Location(snippet.path, 1) if snippet else page.at
            yield from ((feature, at) for feature in added)


def _features(tag: Tag) -> frozenset[str]:
    return frozenset() if tag.closes else features_of_tag(tag)


def _judge(feature: str, families: frozenset[str]) -> Trouble | None:
    """What a feature does to the readers of these programs; what is partly known may still harm."""
    loss = _loss(feature)
    states = states_of(feature, families)
    lacking = tuple(client for client, state in states.items() if state is State.NO)
    if lacking:
        return Trouble(feature, loss, "not known", lacking)
    partly = tuple(client for client, state in states.items() if state is State.PARTLY)
    if partly and loss is Loss.MEANING:
        return Trouble(feature, Loss.LAYOUT, "only partly known", partly)
    return None


def _loss(feature: str) -> Loss:
    if feature in MEANINGFUL:
        return Loss.MEANING
    return Loss.LAYOUT if feature in LAYING_OUT else Loss.LOOKS


def _say(feature: str) -> str:
    """The feature as templates write it: `[srcset]` → `srcset="…"`."""
    if feature.startswith("["):
        return f'{feature.strip("[]")}="…"'
    return feature.removeprefix("unit ").replace("percent", "%")


def _only(places: set[Location], otherwise: Location) -> Location:
    """The snippet, if it is the only one that brings something; else the issue."""
    return min(places) if len(places) == 1 else otherwise
