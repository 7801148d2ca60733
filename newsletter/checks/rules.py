"""Every rule there is, by what it is about: the order in which the documents list them."""

from newsletter.checks.compatibility import client_support
from newsletter.checks.evidence import source_needed
from newsletter.checks.outlook import outlook
from newsletter.checks.rule import AnyRule
from newsletter.checks.size import letter_size, picture_weight
from newsletter.checks.structure import content_kept, structure

GROUPS: dict[str, tuple[AnyRule, ...]] = {
    "Evidence": (source_needed,),
    "Size": (letter_size, picture_weight),
    "Structure": (structure, content_kept),
    "Mail programs": (client_support, outlook),
}

RULES: tuple[AnyRule, ...] = tuple(each for group in GROUPS.values() for each in group)
