"""The command about segments: who they are, how many readers each has, and why somebody belongs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

import typer

from newsletter.audience import belongs, count_segments, describe, explain
from newsletter.cli.console import count, emit, say, show_table, tell
from newsletter.cli.desk import Desk, Json, find_desk, find_reader
from newsletter.content import load_segments
from newsletter.daemon import utc_now
from newsletter.errors import UsageError
from newsletter.model import EVERYONE, Segment, Subscriber, SubscriberState, spell_rule
from newsletter.validation import nearest

app = typer.Typer()


@app.command()
def segments(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="SEGMENT", help="Its name in segments.yml.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--explain", metavar="ADDRESS", help="Say whether and why a reader belongs."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the segments of segments.yml with their readers, or explain one of them.

    Only readers whom an issue would reach are counted.

    Example: newsletter subscribers segments newcomers --explain ana@example.org
    """
    desk = find_desk(context)
    known = read_segments(desk)
    chosen = find_segment(known, name) if name else None
    if address:
        _explain(find_reader(desk, address), known.values(), chosen, as_json=as_json)
    elif chosen:
        _describe(desk, chosen, as_json=as_json)
    else:
        _list(desk, known, as_json=as_json)


def read_segments(desk: Desk) -> dict[str, Segment]:
    """The segments of a workspace, by name.

    Raises:
        FoundErrors: every mistake in segments.yml.
    """
    return load_segments(desk.workspace.root, desk.workspace.settings.vocabulary)


def find_segment(known: Mapping[str, Segment], name: str) -> Segment:
    """The segment of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in known:
        problem = f"there is no segment “{name}”"
        raise UsageError(problem, remedy=nearest(name, known))
    return known[name]


def _list(desk: Desk, known: Mapping[str, Segment], *, as_json: bool) -> None:
    rules = {id: segment.rule for id, segment in known.items()}
    counts = count_segments(desk.engine, {EVERYONE: None, **rules}, utc_now())
    if as_json:
        emit({"segments": {id: _in_json(each, counts[id]) for id, each in known.items()}})
        return
    rows = [(each.id, counts[each.id], each.title) for each in known.values()]
    show_table(("Segment", "Readers", "Who"), [*rows, (EVERYONE, counts[EVERYONE], "")])
    if not known:
        say("Others are described in segments.yml; docs/segments.md shows how.")


def _describe(desk: Desk, segment: Segment, *, as_json: bool) -> None:
    readers = count_segments(desk.engine, {segment.id: segment.rule}, utc_now())[segment.id]
    tell(
        as_json,
        _in_json(segment, readers),
        f"{segment.id}: {segment.title or 'no title'}, {count(readers, 'reader')} ({segment.at})",
        *(f"{'  ' * (depth + 1)}{asked}" for depth, asked in describe(segment.rule)),
    )


def _explain(
    reader: Subscriber, known: Iterable[Segment], chosen: Segment | None, *, as_json: bool
) -> None:
    """Say to which segments a reader belongs, or answer every question of the chosen one."""
    now = utc_now()
    answers = explain(chosen.rule, reader, now) if chosen else ()
    belonging = [each.id for each in known if belongs(each.rule, reader, now)]
    is_in = chosen is not None and chosen.id in belonging
    where = f"{'' if is_in else 'not '}in {chosen.id}" if chosen else _together(belonging)
    tell(
        as_json,
        {"address": reader.address, "segments": belonging, "answers": answers},
        f"{reader.address} is {where}{_why_unreached(reader, now)}",
        *(
            f"{'  ' * (each.depth + 1)}{'yes' if each.holds else 'no '}  {each.asked}"
            f"{f'  ({each.known})' if each.known else ''}"
            for each in answers
        ),
    )


def _together(ids: list[str]) -> str:
    return f"in {', '.join(ids)}" if ids else "in no segment"


def _why_unreached(reader: Subscriber, now: datetime) -> str:
    """Why no issue goes to a reader, whatever they belong to."""
    if reader.is_reached(now):
        return ""
    if reader.state == SubscriberState.ACTIVE and reader.paused_until:
        return f", and rests until {reader.paused_until:%Y-%m-%d %H:%M} UTC"
    return f", and gets no issue: {reader.state}"


def _in_json(segment: Segment, readers: int) -> dict[str, object]:
    return {
        "id": segment.id,
        "title": segment.title,
        "readers": readers,
        "rule": spell_rule(segment.rule),
    }
