"""Write the tables of docs/checks.md from the rules themselves.

python docs/make_checks.py
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsletter.checks import GROUPS, RULES, AnyRule

PAGE = Path(__file__).parent / "checks.md"
TABLES = re.compile(r"(?s)(?<=<!-- rules -->\n).*?(?=<!-- end of rules -->)")
HEADER = ("| Rule | Level | Why | What to do |", "|---|---|---|---|")


def main() -> None:
    """Put the tables of today into the page."""
    PAGE.write_text(renew(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def renew(page: str) -> str:
    """Return the page with the tables of today."""
    tables = "\n".join(_tables())
    return TABLES.sub(lambda _: f"\n{tables}\n", page)


def _tables() -> Iterator[str]:
    for heading, rules in GROUPS.items():
        yield from (
            f"### {heading}",
            "",
            "| Rule | Level | Why | What to do |",
            "|---|---|---|---|",
        )
        yield from map(_row, rules)
        yield ""
    yield f"Asked of English only: {_names(rule for rule in RULES if rule.english)}."
    yield ""
    yield f"Cannot be allowed in a file: {_names(rule for rule in RULES if not rule.allowable)}."


def _row(rule: AnyRule) -> str:
    cells = (f"`{rule.id}`", rule.level, rule.because, rule.remedy)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _names(rules: Iterable[AnyRule]) -> str:
    return ", ".join(f"`{id}`" for id in sorted({rule.id for rule in rules})) or "none"


if __name__ == "__main__":
    main()
