"""A page -> a snippet of its kind."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from newsletter.content.facts import find_other_facts, take_over
from newsletter.content.fields import Value, content_error
from newsletter.content.gathering import gathering
from newsletter.content.pages import Page, beside, validate
from newsletter.content.pictures import is_file_name
from newsletter.errors import FoundErrors
from newsletter.model import (
    SNIPPET_OF_KIND,
    Finding,
    Kind,
    Lines,
    Numbers,
    Snippet,
    TranslatedNumber,
)
from newsletter.validation import known_fields, nearest

SAY_WHAT_IT_SHOWS = "Say in one sentence what somebody who cannot see it should know."

NEEDS_BODY = set(Kind) - {Kind.CALL, Kind.POLL, Kind.GET_HELP}

Kinds = Mapping[str, type[Snippet]]


def parse_snippet(
    page: Page, kinds: Kinds = SNIPPET_OF_KIND, original: Page | None = None
) -> Snippet:
    """Return the snippet on a page; the name of the original's file is the snippet's id.

    A translation takes over what it does not repeat from the page of its `original`.

    Raises:
        FoundErrors: every mistake in its fields, and what its kind lacks.
    """
    page = _with_image(page)
    if original:
        taken = take_over(page.fields.values, _with_image(original).fields.values)
        page = replace(page, fields=replace(page.fields, values=taken))
    kind = _find_kind(page, kinds)
    findings = list(_check_body(page, kind))
    lines = Lines(page.fields.lines)
    id = (original or page).path.stem
    computed = {"id": id, "path": page.path, "parts": page.parts, "lines": lines}
    with gathering(findings):
        snippet = validate(kinds[kind], page.fields, computed)
        findings += _check_alt(snippet, page)
    if findings:
        raise FoundErrors(findings)
    return snippet


def parse_translation(page: Page, original_page: Page, original: Snippet) -> Snippet:
    """Return the original in the words of another page.

    Raises:
        FoundErrors: every mistake in its fields, or each in which it says something else.
    """
    kind = page.fields.values.get("kind", original.kind)
    if kind != original.kind:
        problem = f"“kind” is “{kind}” here and “{original.kind}” in {original.path.as_posix()}"
        remedy = "Take the line out: a translation is of the same kind."
        raise FoundErrors([page.fields.finding(("kind",), problem, remedy)])
    snippet = parse_snippet(page, {original.kind: type(original)}, original_page)
    if findings := list(find_other_facts(original, snippet)):
        raise FoundErrors(findings)
    if isinstance(original, Numbers) and isinstance(snippet, Numbers):
        number = {**snippet.number.model_dump(by_alias=True), "original": original.number}
        update = {"number": TranslatedNumber.model_validate(number)}
        return snippet.model_copy(update=update)
    return snippet


def _find_kind(page: Page, kinds: Kinds) -> str:
    word = page.fields.values.get("kind")
    if word is None:
        remedy = f"Add a line “kind: …”. {nearest('', kinds)}"
        raise FoundErrors([page.fields.finding((), "“kind” is missing", remedy)])
    if not isinstance(word, str) or word not in kinds:
        problem = f"“{word}” is not a kind of snippet"
        remedy = nearest(str(word), kinds)
        finding = page.fields.finding(("kind",), problem, remedy)
        raise FoundErrors([finding, *_find_unknown_fields(page, kinds)])
    return word


def _find_unknown_fields(page: Page, kinds: Kinds) -> Iterator[Finding]:
    """Yield the fields that no kind of snippet has."""
    known = set().union(*(known_fields(model) for model in kinds.values()))
    for name in page.fields.values:
        if name not in known:
            problem = f"“{name}” is not a known field"
            yield page.fields.finding((name,), problem, nearest(name, known))


def _with_image(page: Page) -> Page:
    """The page with its picture's path relative to the workspace instead of to its own file."""
    image = page.fields.values.get("image")
    file = image.get("file") if isinstance(image, dict) else None
    if not (isinstance(image, dict) and isinstance(file, str) and file.strip()):
        return page
    found: dict[str, Value] = {**image, "file": beside(page.path, file.strip())}
    fields = replace(page.fields, values={**page.fields.values, "image": found})
    return replace(page, fields=fields)


def _check_alt(snippet: Snippet, page: Page) -> Iterator[Finding]:
    """Yield what is wrong with the words for the picture."""
    if snippet.image and is_file_name(snippet.image.alt, snippet.image.file):
        problem = f"“{snippet.image.alt}” is the name of a file, not what the picture shows"
        yield page.fields.finding(("image", "alt"), problem, SAY_WHAT_IT_SHOWS)


def _check_body(page: Page, kind: str) -> Iterator[Finding]:
    """Yield what the text lacks, or has too much of, for this kind."""
    answers = [part for part in page.parts if part.person is not None]
    if not page.parts and kind in NEEDS_BODY:
        remedy = "Write it below the second --- line."
        yield content_error(page.path, 1, f"a {kind} needs text", remedy)
    if kind != Kind.QUESTION and answers:
        remedy = "Use kind: question, or drop the @."
        line = answers[0].line - 1
        yield content_error(page.path, line, "only a question has answers", remedy)
    for part in answers:
        if not part.person:
            remedy = "Write the id of a person after the @."
            yield content_error(page.path, part.line - 1, "this answer names nobody", remedy)
        elif not part.text.strip():
            remedy = "Write the answer below the heading."
            yield content_error(page.path, part.line - 1, f"@{part.person} says nothing", remedy)
