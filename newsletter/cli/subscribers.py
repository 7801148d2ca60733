"""All commands of `newsletter subscribers`."""

import typer

from newsletter.cli import lists, person, readers, segments

app = typer.Typer(
    no_args_is_help=True, help="Who gets letters: bring them in, look them up, let them go."
)
for part in (lists, readers, person, segments):
    app.registered_commands += part.app.registered_commands
