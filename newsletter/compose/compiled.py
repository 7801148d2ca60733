"""Templates that were compiled before: kept in a folder that nobody else can write to."""

import contextlib
from hashlib import sha256

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """Remembers what Jinja has made of templates, by their text and by `program`.

    What is kept is code that will be run. So it lies in a folder of the user's own (mode 0700,
    beside the system's temporary files), never in a workspace, which others may have written.
    `program` names everything but the text that decides what a template becomes.

    Raises:
        RuntimeError, OSError: there is no such folder.
    """

    def __init__(self, program: str, folder: str | None = None) -> None:
        super().__init__(folder, "newsletter_%s.cache")
        self._program = program

    def get_source_checksum(self, source: str) -> str:
        """Return what must be equal for a template to be the same."""
        return sha256(f"{self._program}\0{source}".encode("utf-8", "replace")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket; what cannot be read is compiled anew."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            # A broken file can make unpickling say anything.
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket, if there is room."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)
