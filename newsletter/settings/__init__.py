"""`newsletter.toml`: read once, checked whole, then passed on as a value."""

from newsletter.settings.reading import database_url, load_settings
from newsletter.settings.tables import (
    Database,
    FieldSetting,
    Identity,
    Look,
    Pictures,
    Provider,
    Section,
    Sending,
    Settings,
    SlotSetting,
    Translation,
)

__all__ = [
    "Database",
    "FieldSetting",
    "Identity",
    "Look",
    "Pictures",
    "Provider",
    "Section",
    "Sending",
    "Settings",
    "SlotSetting",
    "Translation",
    "database_url",
    "load_settings",
]
