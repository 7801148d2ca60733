"""`newsletter.toml`: read once, checked whole, then passed on as a value."""

from newsletter.settings.judging import Checks, LevelSetting, ReviewLevel, ReviewPolicy
from newsletter.settings.own import FieldSetting
from newsletter.settings.preview import Preview
from newsletter.settings.privacy import Privacy
from newsletter.settings.provider import Provider
from newsletter.settings.reading import database_url, load_settings
from newsletter.settings.section import Section
from newsletter.settings.signup import Signup
from newsletter.settings.tables import (
    Database,
    Identity,
    Look,
    Pictures,
    Sending,
    Settings,
    SlotSetting,
    Translation,
)
from newsletter.settings.values import LOOPBACK

__all__ = [
    "LOOPBACK",
    "Checks",
    "Database",
    "FieldSetting",
    "Identity",
    "LevelSetting",
    "Look",
    "Pictures",
    "Preview",
    "Privacy",
    "Provider",
    "ReviewLevel",
    "ReviewPolicy",
    "Section",
    "Sending",
    "Settings",
    "Signup",
    "SlotSetting",
    "Translation",
    "database_url",
    "load_settings",
]
