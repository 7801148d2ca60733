"""The text of a page -> the same text, with that mended which needs no judgement.

Whatever is done to the fields, they must say the same afterwards; where they would not, for
whatever reason, they stay as they are.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from newsletter.content.fields import Value, parse_fields
from newsletter.content.pages import FENCE
from newsletter.content.reading import ISSUE_FILE
from newsletter.content.typography import mend_prose
from newsletter.errors import FoundErrors
from newsletter.model import UNWRITTEN, Issue, Snippet

WORDS = frozenset(
    [
        *("title", "subject", "preheader", "steps", "options", "region", "sponsor", "text"),
        *("alt", "caption", "credit", "long", "routine", "urgent", "emergency", "who", "what"),
    ]
)
"""Fields that hold prose."""

SKELETON = f"{UNWRITTEN}: say what somebody who cannot see the picture should know"
"""Stands where the words for a picture are missing; the reader of files refuses it."""

FIRST = ("kind", "title", "topics")
"""Fields of a snippet; those that only some kinds have come next."""

COMPUTED = Issue.from_the_file | Snippet.from_the_file


def mend_page(text: str, path: Path, language: str) -> str:
    """Return the page with its typography mended, its fields in order, no picture without words.

    A page that has no front matter, or one that cannot be read, keeps it as it is.
    """
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(ends) < 2 or ends[0]:
        return text
    front, below = "\n".join(lines[1 : ends[1]]), "\n".join(lines[ends[1] + 1 :])
    front = mend_fields(front, list_fields(path), language)
    head = [lines[0], front, lines[ends[1]]] if ends[1] > 1 else lines[:2]
    return "\n".join([*head, *([mend_prose(below, language)] if lines[ends[1] + 1 :] else [])])


def mend_fields(front: str, order: Sequence[str], language: str) -> str:
    """Return front matter with its words mended, in this order, with words for its picture."""
    for mend in (
        lambda text: mend_words(text, language),
        lambda text: order_fields(text, order),
        add_words_for_picture,
    ):
        front = mend(front)
    return front


def list_fields(path: Path) -> list[str]:
    """Return the fields of an issue, or of a snippet, in the order of the documents.

    The empty name stands for all that only some kinds have.
    """
    noun = Issue if path.name.partition(".")[0] == ISSUE_FILE.partition(".")[0] else Snippet
    names = [name.replace("_", "-") for name in noun.model_fields if name not in COMPUTED]
    if noun is Issue:
        # In a file, the list of snippets comes before who wrote it.
        names.remove("snippets")
        names.insert(names.index("authors"), "snippets")
        return [*names, ""]
    return [*FIRST, "", *(name for name in names if name not in FIRST)]


def order_fields(front: str, order: Sequence[str]) -> str:
    """Return the fields in this order; the comments above a field go with it."""
    node = _compose(front)
    if node is None or node.flow_style:
        return front
    lines = front.split("\n")
    starts = [_above(lines, _line(front, key)) for key, _ in node.value]
    end = _above(lines, len(lines), blank=True)
    stops = [*starts[1:], end]
    entries = [
        (str(key.value), lines[start:stop])
        for (key, _), start, stop in zip(node.value, starts, stops, strict=True)
    ]
    places = {name: place for place, name in enumerate(order)}
    entries.sort(key=lambda entry: places.get(entry[0], places[""]))
    moved = [line for _, entry in entries for line in entry]
    return _if_equal(front, "\n".join([*lines[: starts[0]], *moved, *lines[end:]]))


def mend_words(front: str, language: str) -> str:
    """Return the fields with the typography of their words mended, where they are on one line."""
    node = _compose(front)
    for start, end, value in reversed(list(_scalars(node, "")) if node else []):
        quoted = front[start:end].startswith(("'", '"'))
        inner = slice(start + quoted, end - quoted)
        if front[inner] == value and "\n" not in value:
            mended = front[: inner.start] + mend_prose(value, language) + front[inner.stop :]
            front = mended if _shape(mended) == _shape(front) else front
    return front


def add_words_for_picture(front: str) -> str:
    """Return the fields with a skeleton of `alt` where a picture has none."""
    node = _compose(front)
    image = (
        next((value for key, value in node.value if key.value == "image"), None) if node else None
    )
    if not isinstance(image, yaml.MappingNode):
        return front
    fields = {str(key.value): (key, value) for key, value in image.value}
    if "alt" in fields or "file" not in fields:
        return front
    key, value = fields["file"]
    skeleton = f'alt: "{SKELETON}"'
    place = value.end_mark.index
    if not image.flow_style:
        after = front.find("\n", place)
        place = after if after >= 0 else len(front)
        skeleton = f"\n{' ' * key.start_mark.column}{skeleton}"
    else:
        skeleton = f", {skeleton}"
    mended = front[:place] + skeleton + front[place:]
    before, after_it = _read(front), _read(mended)
    return mended if before and after_it and _without_alt(after_it) == before else front


def _without_alt(fields: dict[str, Value]) -> dict[str, Value]:
    image = fields.get("image")
    kept = (
        {name: value for name, value in image.items() if name != "alt"}
        if isinstance(image, dict)
        else {}
    )
    return {**fields, "image": kept}


def _read(front: str) -> dict[str, Value] | None:
    """The fields as the reader of files sees them; None if it refuses them."""
    try:
        return parse_fields(front, Path()).values
    except FoundErrors:
        return None


def _compose(front: str) -> yaml.MappingNode | None:
    """The fields with their marks; None if the reader of files refuses them, or there are none."""
    if not _read(front):
        return None
    node = yaml.compose(front, Loader=yaml.BaseLoader)
    return node if isinstance(node, yaml.MappingNode) else None


def _scalars(node: yaml.Node, name: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each value that holds words begins and ends, and what it says."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, str(key.value))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _scalars(value, name)
    elif name in WORDS:
        yield node.start_mark.index, node.end_mark.index, str(node.value)


def _shape(front: str) -> object:
    """The names and the nesting of the fields, without what they say."""

    def shape(value: Value | None) -> object:
        if isinstance(value, dict):
            return {name: shape(inner) for name, inner in value.items()}
        return [shape(inner) for inner in value] if isinstance(value, list) else None

    return shape(_read(front))


def _if_equal(front: str, mended: str) -> str:
    """What was mended, if it says the same."""
    return mended if _read(front) == _read(mended) else front


def _line(front: str, key: yaml.Node) -> int:
    return front.count("\n", 0, key.start_mark.index)


def _above(lines: Sequence[str], line: int, blank: bool = False) -> int:
    """Where the comments above a line begin; with `blank`, empty lines count as comments."""
    while line and (lines[line - 1].startswith("#") or (blank and not lines[line - 1].strip())):
        line -= 1
    return line
