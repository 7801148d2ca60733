"""The command `snippets`: the library, and how each part of it has been used and read."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

import typer

from newsletter.cli.console import emit, say, show_table
from newsletter.cli.desk import Json, find_desk
from newsletter.cli.review import parse_days
from newsletter.daemon import utc_now
from newsletter.editorial import Place, look_at_shelf

app = typer.Typer()


@app.command()
def snippets(
    context: typer.Context,
    unused: Annotated[bool, typer.Option("--unused", help="Only what no reader has had.")] = False,
    due: Annotated[
        str | None, typer.Option(help="Only what is due for review within, such as 60d.")
    ] = None,
    topic: Annotated[str | None, typer.Option(help="Only what is about this topic.")] = None,
    as_json: Json = False,
) -> None:
    """List the library: last use, readers reached, review and its due date.

    Kind, title and topics are in --json.

    Example: newsletter snippets --due 60d
    """
    desk = find_desk(context)
    now = utc_now()
    end = (now + parse_days(due)).date() if due else None
    shelf = look_at_shelf(desk.workspace, desk.mailings, desk.accounts, now)
    chosen = list(_choose(shelf, topic, end, unused=unused))
    if as_json:
        emit({"snippets": [_plain(each) for each in chosen]})
    elif not chosen:
        say("No snippet is like that.")
    else:
        columns = ("Snippet", "Last used", "Readers", "Review", "Due")
        show_table(columns, [_row(each) for each in chosen])


def _choose(
    shelf: Iterable[Place], topic: str | None, end: date | None, *, unused: bool
) -> Iterator[Place]:
    for each in shelf:
        of_topic = topic is None or topic in each.topics
        in_time = end is None or (each.due is not None and each.due <= end)
        if of_topic and in_time and not (unused and each.readers):
            yield each


def _row(place: Place) -> tuple[object, ...]:
    """What fits into 80 columns; kind, title and topics are in the JSON."""
    used = place.last_used or "never"
    return place.snippet, used, place.readers, place.review, place.due or "-"


def _plain(place: Place) -> dict[str, object]:
    return {
        "id": place.snippet,
        "kind": place.kind,
        "title": place.title,
        "topics": place.topics,
        "last_used": str(place.last_used) if place.last_used else None,
        "readers": place.readers,
        "review": place.review,
        "due": str(place.due) if place.due else None,
    }
