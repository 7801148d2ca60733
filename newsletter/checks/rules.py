"""The rules: one small function each, from an issue and its letter to findings."""

from collections.abc import Callable, Iterable, Iterator

from newsletter.model import CITATION, Finding, Issue, Letter, Level, Location, Picture

WARN_BYTES = 80_000
MOST_BYTES = 98_000
"""Bytes of HTML. Gmail hides what comes after about 100,000, the way out of the list included."""


WARN_PICTURE_BYTES = 1_000_000
"""Bytes of the pictures inside a letter; encoded for mail they are a third more."""


def source_needed(issue: Issue, letter: Letter) -> Iterator[Finding]:
    """A statement marked `[@?]` still needs a source."""
    _ = letter
    stretches = [(issue.path, issue.intro)]
    stretches += [
        (snippet.path, part)
        for snippet in issue.snippets
        for part in (*snippet.parts, *snippet.passages)
    ]
    for path, part in stretches:
        for match in CITATION.finditer(part.text):
            if match[1] == "?":
                line = part.line + part.text[: match.start()].count("\n")
                problem = "this statement still needs a source: [@?]"
                remedy = "Cite one as [@id], or take the statement out."
                yield Finding("source-needed", Level.ERROR, Location(path, line), problem, remedy)


def letter_size(issue: Issue, letter: Letter) -> Iterator[Finding]:
    """A letter that is too long is cut off by the reader's mail client."""
    size = max(sum(map(len, variant.html.texts)) for variant in letter.variants)
    if size > WARN_BYTES:
        level = Level.ERROR if size > MOST_BYTES else Level.WARNING
        problem = f"the letter has {size:,} bytes; at most {MOST_BYTES:,} are shown in full"
        remedy = "Move a snippet to the next issue."
        yield Finding("letter-size", level, Location(issue.path, 1), problem, remedy)


def picture_weight(issue: Issue, letter: Letter) -> Iterator[Finding]:
    """Pictures inside a letter are sent to every reader, again and again."""
    inside = max(map(letter.pictures_in, letter.variants), key=_weigh)
    weight = _weigh(inside)
    if weight > WARN_PICTURE_BYTES:
        heaviest = max(inside, key=lambda picture: len(picture.data))
        problem = (
            f"the pictures in this letter have {weight:,} bytes together; with more than "
            f"{WARN_PICTURE_BYTES:,} it loads slowly. The heaviest is {heaviest.path}, "
            f"{len(heaviest.data):,} bytes as it is sent"
        )
        place = _place_of(heaviest, issue)
        yield Finding("picture-weight", Level.WARNING, place, problem, HEAVY[heaviest.media_type])


HEAVY = {
    "image/jpeg": "Cut the photo to what matters, or leave a picture out.",
    "image/png": "If it is a photo, save it as JPEG; or leave a picture out.",
    "image/gif": "Cut it to a few seconds, or use a still picture.",
}


def _weigh(pictures: Iterable[Picture]) -> int:
    return sum(len(picture.data) for picture in pictures)


def _place_of(picture: Picture, issue: Issue) -> Location:
    """The line that names the picture; for a portrait, the issue."""
    for snippet in issue.snippets:
        if snippet.image and snippet.image.file == picture.path:
            return Location(snippet.path, snippet.lines.of("image", "file"))
    return Location(issue.path, 1)


RULES: tuple[Callable[[Issue, Letter], Iterator[Finding]], ...] = (
    source_needed,
    letter_size,
    picture_weight,
)


def run(issue: Issue, letter: Letter) -> list[Finding]:
    """Apply every rule; findings in file order."""
    findings = [finding for rule in RULES for finding in rule(issue, letter)]
    return sorted(findings, key=lambda finding: finding.at)
