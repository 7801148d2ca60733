"""The folder an editor works in: settings, issues, templates, key; and how a new one begins."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from newsletter.errors import UsageError
from newsletter.model import Keyring
from newsletter.settings import Settings, database_url, load_settings

SETTINGS_FILE = "newsletter.toml"
KEY_FILE = "newsletter.key"
KEY = "NEWSLETTER_KEY"
"""What may hold the keys instead of the file."""

PERSONAS_FILE = "personas.yml"
MAILBOX_FOLDER = "mailbox"
SHORTEST_KEY = 32
FOR_GIT = {
    ".gitignore": "newsletter.db*\nnewsletter.key\nbuild/\nmailbox/\n",
    ".gitattributes": "# Approvals are compared byte for byte.\nreviews/** -text\n",
}


@dataclass(frozen=True, slots=True)
class Workspace:
    """One folder and its settings."""

    root: Path
    settings: Settings

    @property
    def issues(self) -> Path:
        """Where issues, snippets, people, sources and glossary lie."""
        return self.root / "issues"

    @property
    def template_folders(self) -> list[Path]:
        """Where templates are looked up: the workspace first, then the starter."""
        return [self.root / "templates", starter() / "templates"]

    def database_url(self, environment: Mapping[str, str]) -> str:
        """The URL of this workspace's memory."""
        return database_url(self.settings, self.root, environment)

    def keys(self, environment: Mapping[str, str]) -> Keyring:
        """Return the secrets that sign links for readers: NEWSLETTER_KEY, or the key file.

        Keys stand on lines of their own, or between spaces; the first one is used, the others are
        still accepted.

        Raises:
            UsageError: there is none, or one is too short.
        """
        text = environment.get(KEY, "").strip() or _read_key(self.root / KEY_FILE)
        current, *older = text.split()
        if min(map(len, (current, *older))) < SHORTEST_KEY:
            raise UsageError(
                f"the key that signs readers' links is shorter than {SHORTEST_KEY} characters",
                remedy="Restore it from your backup: with another key, links already sent end.",
            )
        return Keyring(current.encode(), tuple(each.encode() for each in older))

    def rotate_key(self, environment: Mapping[str, str]) -> Keyring:
        """Put a new key before all that count here, in the key file; return what it holds then.

        The file is replaced whole: whoever reads it meanwhile finds the old one or the new one.

        Raises:
            UsageError: there is no key yet, or one is too short.
        """
        fresh, path = secrets.token_hex(32), self.root / KEY_FILE
        keys = [fresh, *(key.decode() for key in self.keys(environment))]
        # By this name, version control leaves it alone, should the machine stop here.
        beside = self.root / "newsletter.db-new-key"
        beside.unlink(missing_ok=True)
        _write_key(beside, *keys)
        beside.replace(path)
        return self.keys({})


def open_workspace(start: Path, environment: Mapping[str, str] | None = None) -> Workspace:
    """Find the workspace that `start` lies in, and read its settings.

    Reviews are asked for as strictly as the environment says: this machine's, if none is given.

    Raises:
        UsageError: there is none here or above, or the environment asks for what there is not.
        FoundErrors: its settings have mistakes in them.
    """
    root = find_root(start)
    settings = load_settings(root / SETTINGS_FILE)
    policy = settings.review.no_laxer_than(os.environ if environment is None else environment)
    return Workspace(root, settings.model_copy(update={"review": policy}))


def find_root(start: Path) -> Path:
    """Find the folder of the workspace that `start` lies in, whatever its settings say.

    Raises:
        UsageError: there is none here or above.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise UsageError(
        f"there is no workspace in {start}",
        remedy="Make one with `newsletter init FOLDER`, or go into one.",
    )


def usual_settings() -> Settings:
    """The settings that a new workspace begins with."""
    return load_settings(Path(str(files("newsletter") / "defaults.toml")))


def init(target: Path) -> list[Path]:
    """Make `target` a workspace: add what is missing, overwrite nothing; return what was added.

    Raises:
        UsageError: the folder cannot be written.
    """
    try:
        return [path.relative_to(target) for path in _add_missing(target)]
    except OSError as error:
        raise UsageError(
            f"{target} cannot become a workspace: {os.strerror(error.errno or 0)}",
            remedy="Choose a folder that you may write to.",
        ) from error


def starter() -> Path:
    """Where the templates and issues of a new workspace come from."""
    package = Path(str(files("newsletter")))
    # A wheel carries the starter; a checkout is it.
    carried = package / "starter"
    return carried if carried.is_dir() else package.parent


def _add_missing(target: Path) -> Iterator[Path]:
    target.mkdir(parents=True, exist_ok=True)
    for folder in ("issues", "reviews", "templates"):
        if not (target / folder).exists():
            shutil.copytree(starter() / folder, target / folder)
            yield target / folder
    if not (target / PERSONAS_FILE).exists():
        shutil.copyfile(starter() / PERSONAS_FILE, target / PERSONAS_FILE)
        yield target / PERSONAS_FILE
    defaults = (files("newsletter") / "defaults.toml").read_text(encoding="utf-8")
    for name, text in ({SETTINGS_FILE: defaults} | FOR_GIT).items():
        if not (target / name).exists():
            (target / name).write_text(text, encoding="utf-8")
            yield target / name
    if not (target / KEY_FILE).exists():
        _write_key(target / KEY_FILE, secrets.token_hex(32))
        yield target / KEY_FILE


def _write_key(path: Path, *keys: str) -> None:
    """Write secrets, a line each, that only their owner can read; they are on the disk then."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{key}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())


def _read_key(path: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if key := path.read_text(encoding="utf-8").strip():
            return key
    raise UsageError(
        f"the key that signs readers' links is missing or empty: {path.name}",
        remedy="Restore it from your backup; if there never was one, run `newsletter init .`.",
    )
