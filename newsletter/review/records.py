"""Records: one file for each word of a reviewer, written once and never edited."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from newsletter.errors import FoundErrors, NewsletterError
from newsletter.model import Approval, Decision, Finding, Location
from newsletter.review.format import Unreadable, parse_record, render_record

FOLDER = Path("reviews")

__all__ = ["FOLDER", "date_word", "read_records", "render_record", "write_record"]


def read_records(root: Path) -> dict[str, list[Approval]]:
    """Return what reviewers have said of each sheet, by its name; oldest first.

    Raises:
        FoundErrors: files below `reviews/` that are no records, each by its line.
    """
    found: dict[str, list[Approval]] = {}
    findings: list[Finding] = []
    for path in sorted((root / FOLDER).glob("*/*.txt")):
        try:
            approval = _read(path, root)
        except Unreadable as error:
            findings.append(error.finding(path.relative_to(root)))
        else:
            found.setdefault(approval.name, []).append(approval)
    if findings:
        raise FoundErrors(findings)
    return {name: sorted(said, key=_age) for name, said in found.items()}


def write_record(root: Path, approval: Approval, signature: bytes = b"") -> Approval:
    """Write a record, and its signature beside it; return it with its path and its digest.

    Raises:
        NewsletterError: the file cannot be written.
    """
    data = render_record(approval)
    try:
        path = _put_beside_others(root, approval, data)
        if signature:
            _put(path.with_name(f"{path.name}.sig"), signature)
    except OSError as error:
        raise NewsletterError(
            f"the review cannot be written: {error.strerror or error}",
            remedy=f"Make sure that {FOLDER}/ is a folder that you may write to.",
            at=Location(FOLDER / approval.name),
        ) from error
    return replace(parse_record(data), path=_relative(path, root), digest=_digest(data))


def date_word(now: datetime, said: Sequence[Approval]) -> datetime:
    """Return the time of a new word on a sheet: now, but never before what was said of it.

    Clocks of two desks differ, and the newest word decides: it has to be the one given last. In the
    second of a no, nothing else would count.
    """
    if not said:
        return now
    last = said[-1]
    next_second = last.at + timedelta(seconds=1)
    is_no = last.decision is not Decision.APPROVED
    return next_second if last.at > now or (is_no and next_second > now) else now


def _read(path: Path, root: Path) -> Approval:
    if path.is_symlink() or path.parent.is_symlink():
        problem = "a link leads to this record: git does not remember what was done to it there"
        raise Unreadable(0, problem, f"Put the file itself into {FOLDER}/, without a link.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(0, f"this cannot be read: {error.strerror}") from error
    approval = parse_record(data)
    if approval.name != path.parent.name:
        problem = f"this speaks of “{approval.name}”, and lies among the reviews of another sheet"
        raise Unreadable(2, problem, f"Move it to {FOLDER}/{approval.name}/.")
    return replace(approval, path=_relative(path, root), digest=_digest(render_record(approval)))


def _age(approval: Approval) -> tuple[object, ...]:
    """Sorts records by time; of those of one second, a no comes last, and so decides.

    Words of one kind are in the order of the numbers in their files' names.
    """
    stem = Path(approval.path).stem
    return approval.at, approval.decision is not Decision.APPROVED, len(stem), stem


def _put_beside_others(root: Path, approval: Approval, data: bytes) -> Path:
    folder = root / FOLDER / approval.name
    folder.mkdir(parents=True, exist_ok=True)
    for name in _names(approval):
        try:
            _put(folder / name, data)
        except FileExistsError:
            continue
        return folder / name
    raise AssertionError("there is always another number")


def _names(approval: Approval) -> Iterator[str]:
    """Yield names for a file: the first for a reviewer's first word of the day, then the others."""
    stem = f"{approval.at:%Y-%m-%d}-{approval.reviewer}"
    yield f"{stem}.txt"
    yield from (f"{stem}-{number}.txt" for number in count(2))


def _put(path: Path, data: bytes) -> None:
    """Write a new file whole or not at all.

    Raises:
        FileExistsError: there is one of that name.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A link is made only where nothing is, and then holds all of it.
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
