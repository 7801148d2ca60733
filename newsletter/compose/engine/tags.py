"""MJML source -> tags, texts and comments, one after the other; what is malformed is a fault.

As strict as the engine: what passes here, the engine can read. Time grows with the length of the
source, whatever it holds: a search that fails goes to the end of the source, and ends the scan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ORIGIN = "at"
"""The attribute that says where a tag comes from; closing tags may have it, too."""

OWNER = "of"
"""The attribute that names the snippet a tag is filled from."""

HOLDS_CSS = "mj-style"
"""The component in which nothing is a tag but the one that closes it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at an offset; `value` is what stands there, perhaps an editor's words."""

    start: int
    problem: str
    remedy: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute as it is written; `before` is where the white space in front of it begins."""

    name: str
    value: str | None
    before: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """`<name …>`; or `</name>`, which `closes`; or `<name … />`, which is `empty`."""

    name: str
    attributes: tuple[Attribute, ...]
    start: int
    end: int
    closes: bool = False
    empty: bool = False

    def get(self, name: str) -> str | None:
        """The value of an attribute, as it is written: of several with one name, the first."""
        return next((each.value for each in self.attributes if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Text:
    """What stands between tags; character references are left as they are."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; or a mark `for_outlook`, which shows or hides what stands after it."""

    for_outlook: bool
    start: int
    end: int


Token = Tag | Text | Comment | Fault

SPACE = r"[ \t\r\n]"
NAME = r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?"
STARTS_TAG = re.compile(rf"<(/?)({NAME})", re.ASCII)
ATTRIBUTE = re.compile(
    rf"""{SPACE}++({NAME})(?:{SPACE}*+={SPACE}*+(?:"([^"]*)"|'([^']*)'))?""", re.ASCII
)
ENDS_TAG = re.compile(rf"{SPACE}*+(/?)>")
NEXT_WORD = re.compile(r"\s*+(>|[^\s>]{1,30})")
REST_OF_TAG = re.compile(r"[^<>]*+>?")
OPENS_QUOTE = re.compile(rf"{SPACE}*+={SPACE}*+[\"']")
LACKS_QUOTES = re.compile(rf"{SPACE}*+=")
FOR_OUTLOOK = re.compile(r"<!--\[if|<!--<!\[endif|<!\[if|<!\[endif")
FOR_OUTLOOK_WHOLE = re.compile(
    r"<!(?:(?:--)?\[if[^\]<>]*+|(?:--<!)?\[endif)\](?:>-->|><!-->|-->|>)"
)
BEGIN_WITH_MJML = "Take it out: a template begins with <mjml>."


def scan(source: str) -> Iterator[Token]:
    """Yield what the source consists of, in order; a malformed tag comes as a fault and a tag."""
    return _Scanner(source).run()


class _Scanner:
    """Reads on from a position."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._position = 0

    def run(self) -> Iterator[Token]:
        while self._position < len(self._source):
            start = self._position
            if self._source[start] != "<":
                yield from self._text(start)
            elif FOR_OUTLOOK.match(self._source, start):
                yield from self._mark_for_outlook(start)
            elif self._source.startswith("<!--", start):
                yield from self._comment(start)
            elif self._source.startswith(("<!", "<?"), start):
                yield from self._declaration(start)
            elif match := STARTS_TAG.match(self._source, start):
                yield from self._tag(match)
            else:
                self._position += 1
                remedy = "Write &lt; for the sign itself."
                yield Fault(start, "a single “<” stands here", remedy)

    def _text(self, start: int) -> Iterator[Token]:
        self._position = end = self._find("<", start)
        yield Text(self._source[start:end], start, end)

    def _mark_for_outlook(self, start: int) -> Iterator[Token]:
        if match := FOR_OUTLOOK_WHOLE.match(self._source, start):
            self._position = match.end()
            yield Comment(True, start, match.end())
        else:
            self._position = start + len("<!")
            problem = "this comment for Outlook cannot be read"
            yield Fault(start, problem, "Write it as <!--[if mso]> … <![endif]-->.")

    def _comment(self, start: int) -> Iterator[Token]:
        end = self._source.find("-->", start + len("<!--"))
        self._position = end + len("-->") if end >= 0 else len(self._source)
        if end < 0:
            yield Fault(start, "this comment does not end", "Close it with “-->”.")
            return
        if self._source.startswith((">", "->"), start + len("<!--")):
            problem = "for browsers, this comment ends at its first “>”"
            yield Fault(start, problem, "Write its words between “<!-- ” and “ -->”.")
        yield Comment(False, start, self._position)

    def _declaration(self, start: int) -> Iterator[Token]:
        if self._source.startswith("<![CDATA[", start):
            self._position = self._find("]]>", start) + len("]]>")
            remedy = "Take out <![CDATA[ and ]]>, and write &lt; for each “<” between them."
            yield Fault(start, "CDATA cannot be used in a template", remedy)
        elif self._source.startswith("<?", start):
            self._position = self._find("?>", start) + len("?>")
            yield Fault(start, "“<?” cannot be used in a template", BEGIN_WITH_MJML)
        else:
            self._position = self._skip(start + 1)
            yield Fault(start, "“<!” cannot be used in a template", BEGIN_WITH_MJML)

    def _tag(self, match: re.Match[str]) -> Iterator[Token]:
        start, closes, name = match.start(), bool(match[1]), match[2]
        attributes, end = self._attributes(match.end())
        last = ENDS_TAG.match(self._source, end)
        fits = last and not (closes and (last[1] or any(a.name != ORIGIN for a in attributes)))
        if last and fits:
            self._position = last.end()
        else:
            self._position = self._skip(end)
            yield self._malformed(match, attributes, end)
            if self._position >= len(self._source):
                return
        empty = self._source.endswith("/>", start, self._position)
        yield Tag(name, attributes, start, self._position, closes, empty)
        if name == HOLDS_CSS and not (closes or empty):
            yield from self._css(self._position)

    def _attributes(self, start: int) -> tuple[tuple[Attribute, ...], int]:
        """The attributes from here on, and where they end."""
        attributes = []
        while match := ATTRIBUTE.match(self._source, start):
            value = match[2] if match[2] is not None else match[3]
            attributes.append(Attribute(match[1], value, start, match.start(1), match.end()))
            start = match.end()
        return tuple(attributes), start

    def _malformed(
        self, match: re.Match[str], attributes: tuple[Attribute, ...], end: int
    ) -> Fault:
        tag = match[0]
        last = attributes[-1] if attributes else None
        if last and (OPENS_QUOTE.match(self._source, end) or "<" in (last.value or "")):
            problem = f"the value of “{last.name}” in {tag}> has no closing quote"
            return Fault(match.start(), problem, f'Write it as {last.name}="…".')
        if last and LACKS_QUOTES.match(self._source, end):
            problem = f"the value of “{last.name}” in {tag}> has no quotes"
            return Fault(last.start, problem, f'Write it as {last.name}="…".')
        rest = NEXT_WORD.match(self._source, end)
        if not rest:
            return Fault(match.start(), f"the file ends inside the tag {tag}", "Add a “>”.")
        problem = f"the tag {tag}> cannot be read from “{rest[1]}” on"
        remedy = 'Write attributes as name="value", with a space before each, and end it with “>”.'
        return Fault(match.start(), problem, remedy)

    def _css(self, start: int) -> Iterator[Token]:
        self._position = end = self._find(f"</{HOLDS_CSS}", start)
        css = self._source[start:end]
        for sign in ("<", "]]>"):
            if (place := css.find(sign)) >= 0:
                problem = f"“{sign}” cannot stand in the CSS of {HOLDS_CSS}"
                yield Fault(start + place, problem, "Take it out; a remark is written /* … */.")
        yield Text(css, start, end)

    def _find(self, sign: str, start: int) -> int:
        """Where the sign stands next; the end of the source if it does not."""
        place = self._source.find(sign, start)
        return place if place >= 0 else len(self._source)

    def _skip(self, start: int) -> int:
        """Where to read on after something malformed."""
        match = REST_OF_TAG.match(self._source, start)
        return match.end() if match else start
