"""All mistakes at once: go on past one, and keep it."""

from collections.abc import Iterator
from contextlib import contextmanager

from newsletter.errors import FoundErrors
from newsletter.model import Finding


@contextmanager
def gathering(findings: list[Finding]) -> Iterator[None]:
    """Add to `findings` what goes wrong inside, and carry on after it."""
    try:
        yield
    except FoundErrors as found:
        findings.extend(found.findings)
