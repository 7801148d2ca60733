"""The secrets of a workspace: one that is used, and those that were."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Keyring:
    """What signs readers' links, and hides the addresses of those who must not be written to.

    What an older key has signed stays good: it ends only when that key is taken out.
    """

    current: bytes = field(repr=False)
    older: tuple[bytes, ...] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[bytes]:
        """Every key, the current one first."""
        yield self.current
        yield from self.older

    def digests(self, use: str, text: str) -> tuple[bytes, ...]:
        """What stands for a text that must not be stored, under each key: the current one's first.

        32 bytes each. `use` keeps apart what is hidden for different ends.
        """
        message = f"{use}:{text}".encode()
        return tuple(hmac.digest(key, message, hashlib.sha256) for key in self)
