"""The names of files: `why.md` is the original, `why.fr.md` says the same in French."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.content.fields import content_error, mistake
from newsletter.content.gathering import gathering
from newsletter.model import Finding, spell_language


@dataclass(frozen=True, slots=True)
class Translated:
    """A file in another language, and the file that it translates, wherever that may be."""

    path: Path
    original: Path
    language: str


def sort_out(
    paths: Iterable[Path], languages: Sequence[str], findings: list[Finding]
) -> tuple[list[Path], list[Translated]]:
    """Part originals from translations into `languages`, of which the first is the originals'.

    What is no translation by its name, or into a language that the newsletter does not speak, is
    left out and added to `findings`.
    """
    originals: list[Path] = []
    translated: list[Translated] = []
    for path in paths:
        with gathering(findings):
            if name := read_name(path):
                translated.append(name)
            else:
                originals.append(path)
    findings += _find_unspoken(translated, languages)
    return originals, [each for each in translated if each.language in languages[1:]]


def read_name(path: Path) -> Translated | None:
    """Return what a file's name says of its language; None for an original.

    Raises:
        FoundErrors: what stands between the dots is not the code of a language.
    """
    stem, dot, code = path.stem.partition(".")
    if not (stem and dot):
        return None
    spelled = spell_language(code)
    if spelled is None:
        remedy = f"Rename it: {stem}.fr{path.suffix} is French, {stem}{path.suffix} the original."
        raise mistake(path, 1, f"“{code}” is not the code of a language", remedy)
    if spelled != code:
        remedy = f"Rename the file to {stem}.{spelled}{path.suffix}."
        raise mistake(path, 1, f"“{code}” is spelled “{spelled}”", remedy)
    return Translated(path, path.with_name(stem + path.suffix), code)


def _find_unspoken(translated: Iterable[Translated], languages: Sequence[str]) -> Iterator[Finding]:
    """Yield what is written in no language that a translation can have; a language only once."""
    own, *spoken = languages
    for each in sorted(translated, key=lambda each: each.path):
        language = each.language
        if language == own:
            problem = f"“{language}” is the newsletter's own language"
            remedy = f"Write this in {each.original.name}, and take this file out."
            yield content_error(each.path, 1, problem, remedy)
        elif language not in spoken:
            spoken.append(language)
            problem = f"“{language}” is no language of this newsletter"
            table = f"Add [translation.{language}] with reason and disclaimer to newsletter.toml"
            remedy = f"{table}, or take “.{language}” out of the file's name."
            yield content_error(each.path, 1, problem, remedy)
