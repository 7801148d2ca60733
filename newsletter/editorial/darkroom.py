"""Pictures as letters show them, each made once: kept in a folder from run to run."""

import contextlib
import json
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from newsletter.compose import fit
from newsletter.editorial.fingerprints import digest
from newsletter.editorial.keeping import keep
from newsletter.model import Picture


@dataclass(slots=True)
class Darkroom:
    """Does what `fit` does, and remembers it by the picture's bytes, the width and the program.

    What is kept carries its own SHA-256: whatever does not match it is made anew.
    """

    folder: Path
    program: str
    _made: dict[str, Picture] = field(default_factory=dict)

    def fit(self, picture: Picture, width: int) -> Picture:
        """Return the picture for a place of this width."""
        of = sha256(picture.data).hexdigest()
        key = digest(self.program, of, picture.media_type, width)
        if key not in self._made:
            self._made[key] = self._recall(key, picture) or self._make(key, picture, width)
        # The same bytes may lie at two places: all but what was drawn is this picture's own.
        made = self._made[key]
        return replace(
            picture,
            data=made.data,
            media_type=made.media_type,
            width=made.width,
            height=made.height,
        )

    def _make(self, key: str, picture: Picture, width: int) -> Picture:
        made = fit(picture, width)
        about = {"type": made.media_type, "width": made.width, "height": made.height}
        head = json.dumps({**about, "sha256": _seal(about, made.data)})
        keep(self.folder / key, head.encode() + b"\n" + made.data)
        return made

    def _recall(self, key: str, picture: Picture) -> Picture | None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            head, _, data = (self.folder / key).read_bytes().partition(b"\n")
            about = json.loads(head)
            seal = about.pop("sha256")
            if seal == _seal(about, data):
                size = {"width": about["width"], "height": about["height"]}
                return replace(picture, data=data, media_type=about["type"], **size)
        return None


def _seal(about: dict[str, object], data: bytes) -> str:
    return sha256(json.dumps(about, sort_keys=True).encode() + data).hexdigest()
