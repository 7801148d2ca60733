"""Which pictures a letter shows, at which size, and from where."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from newsletter.compose.pictures import fit
from newsletter.model import Picture
from newsletter.settings import Pictures

Fit = Callable[[Picture, int], Picture]
"""Makes a picture fit for a place of this width, as `fit` does, or remembers what `fit` made."""


class Album:
    """The pictures of one letter: each fitted once for each width that it is shown at.

    `fit` makes a picture for a width; where nobody will look at it, it may stay as it is.
    """

    def __init__(self, originals: Mapping[str, Picture], places: Pictures, fit: Fit = fit) -> None:
        self._originals = originals
        self._places = places
        self._make_fit = fit
        self._fitted: dict[tuple[str, int], Picture] = {}
        self._shown: dict[str, Picture] = {}

    def show(self, path: str, width: int) -> Picture:
        """The picture that goes into the letter, at most this many pixels wide on a screen."""
        picture = self._fit(path, width)
        return self._keep(picture if self._places.inside else self._publish(picture))

    def link(self, path: str, width: int) -> Picture | None:
        """The picture at its web address; None where the settings name no address."""
        if not self._places.base_url:
            return None
        return self._keep(self._publish(self._fit(path, width)))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What was shown and linked, in order; the same bytes at the same place count once."""
        return tuple(self._shown.values())

    def _fit(self, path: str, width: int) -> Picture:
        if (path, width) not in self._fitted:
            self._fitted[path, width] = self._make_fit(self._originals[path], width)
        return self._fitted[path, width]

    def _publish(self, picture: Picture) -> Picture:
        return replace(picture, url=f"{self._places.base_url}/{picture.name}")

    def _keep(self, picture: Picture) -> Picture:
        return self._shown.setdefault(picture.src, picture)
