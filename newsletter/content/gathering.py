"""All mistakes at once: go on past one, and keep it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, TypeVarTuple

from newsletter.errors import FoundErrors
from newsletter.model import Finding

Given = TypeVarTuple("Given")
Made = TypeVar("Made")


@contextmanager
def gathering(findings: list[Finding]) -> Iterator[None]:
    """Add to `findings` what goes wrong inside, and carry on after it."""
    try:
        yield
    except FoundErrors as found:
        findings.extend(found.findings)


def gather(
    make: Callable[[*Given, list[Finding]], Made], *of: *Given
) -> tuple[Made, tuple[Finding, ...]]:
    """Return what is made, and what `make` adds to its list of findings."""
    findings: list[Finding] = []
    made = make(*of, findings)
    return made, tuple(findings)
