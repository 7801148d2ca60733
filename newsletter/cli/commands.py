"""Which module each command lives in: it is imported when somebody asks for that command."""

from importlib import import_module
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

MODULES = {
    "init": "authoring",
    "build": "authoring",
    "preview": "preview",
    "check": "checking",
    "review": "review",
    "snippets": "shelf",
    "subscribers": "subscribers",
    "privacy": "privacy",
    "key": "keys",
    "schedule": "mailing",
    "queue": "mailing",
    "pause": "mailing",
    "resume": "mailing",
    "cancel": "mailing",
    "calendar": "mailing",
    "run": "running",
    "serve": "serving",
    "mailbox": "postbox",
    "status": "accounts",
    "verify": "accounts",
    "why": "accounts",
    "resolve": "accounts",
    "retry": "accounts",
    "doctor": "doctor",
    "demo": "demo",
}
"""In the order of `newsletter --help`."""

GROUPS = {"review", "subscribers", "privacy", "key"}
"""Those that have commands of their own."""


class Commands(TyperGroup):
    """All commands; each is made when it is asked for.

    A check at every save would wait for web servers, mail servers and thirty other commands.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of the help."""
        _ = ctx
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """The command of that name."""
        if cmd_name not in self.commands:
            # Whoever mistypes a name is told what is near it, among all.
            for name in [cmd_name] if cmd_name in MODULES else MODULES:
                self.add_command(_make(name), name)
        found = super().get_command(ctx, cmd_name)
        return found if isinstance(found, TyperCommand | TyperGroup) else None


def _make(name: str) -> Any:
    """A command from its module, or a group of them."""
    part = get_group(import_module(f"newsletter.cli.{MODULES[name]}").app)
    part.name = name
    return part if name in GROUPS else part.commands[name]
