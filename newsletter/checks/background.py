"""What rules may look up beside the words in front of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsletter.model import Library, Location
from newsletter.settings import Settings

SETTINGS_FILE = Location(Path("newsletter.toml"))
"""The place of what a newsletter says of itself."""


@dataclass(frozen=True, slots=True)
class Background:
    """The library of one language, the settings, and the day on which the words will be read."""

    library: Library
    settings: Settings
    today: date
