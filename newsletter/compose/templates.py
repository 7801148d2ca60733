"""Finding and filling templates: Jinja in its sandbox, themes from TOML, words from catalogues."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.ext import extract_from_ast
from jinja2.sandbox import ImmutableSandboxedEnvironment

from newsletter.compose.compiled import Compiled
from newsletter.compose.engine import Origins
from newsletter.compose.markdown import hang, wrap
from newsletter.compose.slots import print_slot
from newsletter.compose.words import Words, read_catalogue
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Finding, Level, Location

FAULTS = (TypeError, ValueError, AttributeError, ArithmeticError, LookupError, RecursionError)
"""What Python says when a template does what cannot be done."""


class Templates:
    """Layouts, blocks, themes and words, each taken from the first folder that has it."""

    def __init__(self, folders: Iterable[Path], compiled: Compiled | None = None) -> None:
        self._folders = list(folders)
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(self._folders),
            autoescape=lambda name: name is None or not name.endswith(".txt"),
            extensions=[Origins],
            undefined=StrictUndefined,
            finalize=print_slot,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=compiled,
        )
        self._environment.filters |= {"wrap": wrap, "hang": hang}
        # The same issue must give the same letter: nothing in a template is left to chance.
        del self._environment.filters["random"], self._environment.globals["lipsum"]

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """Fill the template `name`; what is MJML carries marks that say where each tag comes from.

        Raises:
            UsageError: there is no such template.
            FoundErrors: the template has a mistake, named by file and line.
        """
        try:
            return self._environment.get_template(name).render(context)
        except TemplateNotFound as error:
            if error.name == name:
                raise self._missing(name) from error
            raise self._mistake(name, 1, f"the template {error.name} is missing") from error
        except TemplateSyntaxError as error:
            raise self._mistake(error.name or name, error.lineno, str(error.message)) from error
        except (TemplateError, *FAULTS) as error:
            raise self._mistake(*_deepest_template(error, name), str(error)) from error

    def read_theme(self, name: str) -> dict[str, Any]:
        """Return a theme: fonts, and colours by `light` and `dark`; raises as `read_table`."""
        return self.read_table(f"themes/{name}.toml", ("light", "dark"))

    def read_words(self, language: str) -> Words:
        """Return what a letter itself says; the workspace's catalogues before the program's.

        Raises:
            UsageError: there is no such language.
            FoundErrors: a catalogue cannot be read.
        """
        names = dict.fromkeys([language, language.partition("-")[0]])
        paths = [folder / f"words/{name}.po" for name in names for folder in self._folders]
        found = [path for path in paths if path.is_file()]
        return Words(language, [read_catalogue(path, path.read_bytes()) for path in found])

    def list_texts(self, kind: str) -> list[str]:
        """What the templates of one folder say, as translators see it, in the order of the files.

        Raises:
            FoundErrors: one of them has a mistake.
        """
        files = (path.name for folder in self._folders for path in (folder / kind).glob("*.*"))
        names = sorted({f"{kind}/{file}" for file in files})
        return list(dict.fromkeys(text for name in names for text in self._texts_of(name)))

    def _texts_of(self, name: str) -> list[str]:
        source = self.locate(name).read_text(encoding="utf-8")
        try:
            tree = self._environment.parse(source, name)
        except TemplateSyntaxError as error:
            raise self._mistake(name, error.lineno, str(error.message)) from error
        found = (said for _, _, said in extract_from_ast(tree, gettext_functions=("_",)))
        # A text with values comes with a None for each of them.
        texts = (said[0] if isinstance(said, tuple) else said for said in found)
        return [text for text in texts if text]

    def catalogue_path(self, language: str) -> Path:
        """The file in which an editor would translate the letter's own words."""
        return self._folders[0] / f"words/{language.partition('-')[0]}.po"

    def read_table(self, name: str, needs: Iterable[str] = ()) -> dict[str, Any]:
        """Return the TOML file `name`: a theme's colours.

        Raises:
            UsageError: there is no such file.
            FoundErrors: it is not TOML, or lacks one of the tables that it `needs`.
        """
        path = next((f / name for f in self._folders if (f / name).is_file()), None)
        if path is None:
            raise self._missing(name)
        table = _parse_table(path)
        for key in needs:
            if not isinstance(table.get(key), dict):
                problem = f"the table [{key}] is missing"
                raise FoundErrors([_finding(path, 1, problem, f"Add a line [{key}].")])
        return table

    def locate(self, name: str) -> Path:
        """Where the template `name` lies; its bare name where it does not."""
        return next((f / name for f in self._folders if (f / name).is_file()), Path(name))

    def _missing(self, name: str) -> UsageError:
        kind, _, file = name.rpartition("/")
        known = sorted(
            {path.stem for folder in self._folders for path in (folder / kind).glob("*.*")}
        )
        return UsageError(
            f"there is no template {file} among the {kind}",
            remedy=f"Use one of: {', '.join(known)}; or write templates/{name}.",
        )

    def _mistake(self, name: str, line: int, problem: str) -> FoundErrors:
        remedy = "Correct the template; docs/templates.md lists what it may use."
        return FoundErrors([_finding(self.locate(name), line, problem, remedy)])


def _finding(path: Path, line: int, problem: str, remedy: str) -> Finding:
    return Finding("template", Level.ERROR, Location(path, line), problem, remedy)


def _parse_table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        problem, remedy = "this is not text in UTF-8", "Save the file as UTF-8 text."
        raise FoundErrors([_finding(path, 1, problem, remedy)]) from error
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"\(at line (\d+)", str(error))
        problem = f"this is not valid TOML: {str(error).partition(' (at')[0]}"
        remedy = 'Write name = "value" with straight quotes, one a line.'
        finding = _finding(path, int(match[1]) if match else 1, problem, remedy)
        raise FoundErrors([finding]) from error


def _deepest_template(error: BaseException, name: str) -> tuple[str, int]:
    """The template line an error comes from: Jinja puts its own frames into the traceback."""
    place = (name, 1)
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".mjml", ".txt", ".html")):
            kind, stem = Path(file).parts[-2:]
            place = (f"{kind}/{stem}", trace.tb_lineno)
        trace = trace.tb_next
    return place
