"""What a desk declares for itself: fields of its readers, kinds of snippet."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from newsletter.model import Field as ReaderField
from newsletter.model import FieldKind, spell_in_templates
from newsletter.settings.section import Section
from newsletter.settings.values import FieldName, Line, refuse


class KindSetting(Section):
    """A kind of snippet of the workspace's own: its label, and the fields it needs or may have."""

    label: Line
    needs: tuple[FieldName, ...] = ()
    may: tuple[FieldName, ...] = ()


class FieldSetting(Section):
    """One field of readers: where it may stand, and what is printed for a reader without it."""

    kind: FieldKind = FieldKind.TEXT
    default: Line | None = None
    longest: Annotated[int, Field(ge=1, le=500)] = 80

    @model_validator(mode="after")
    def _require_a_default(self) -> Self:
        if self.default is None and self.kind != FieldKind.URLPART:
            remedy = "Add default = “…”: what is printed for a reader who has none."
            raise refuse(f"a field of kind “{self.kind}” needs a default", remedy)
        try:
            self.named("default").check(self.default or "")
        except ValueError as error:
            raise refuse(str(error), "Correct the default, or make longest larger.") from error
        return self

    def named(self, name: str) -> ReaderField:
        """The noun, by its name in these settings."""
        spelling = spell_in_templates(name)
        return ReaderField(spelling, self.kind, self.default or "", self.longest)
