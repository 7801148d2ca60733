"""The floor plan, proved from the imports themselves."""

import ast
import statistics
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import newsletter

PACKAGE = Path(newsletter.__file__).parent

FLOORS = (
    {"model", "errors", "localtime", "validation"},
    {"settings", "workspace", "database", "mailfolder"},
    {"content", "compose", "checks", "review", "audience", "delivery", "inbound", "archive"},
    {"editorial", "printing", "subscription", "privacy", "correction"},
    {"studio"},
    {"web", "daemon", "mailbox"},
    {"cli"},
)
WITH_DOORS_BETWEEN = {0, 1}
"""Floors whose rooms may use each other, as long as nothing goes round."""

OUTSIDE = {"__init__", "__main__"}

PURE = (
    "model",
    "localtime",
    "validation",
    "errors",
    "content.facts",
    "content.fields",
    "content.mending",
    "content.typography",
    "content.languages",
    "content.memory",
    "content.pages",
    "content.snippets",
    "content.issues",
    "content.registers",
    "content.references",
    "content.words",
    "content.formats",
    "content.pictures",
    "compose.markdown.prose",
    "compose.markdown.dialect",
    "compose.markdown.nesting",
    "compose.markdown.limits",
    "compose.markdown.tables",
    "compose.markdown.plaintext",
    "compose.markdown.folding",
    "compose.markdown.texttable",
    "compose.markdown.citations",
    "compose.cards",
    "compose.pictures",
    "compose.album",
    "compose.slots",
    "compose.placeholders",
    "compose.contexts",
    "compose.placing",
    "compose.variants",
    "compose.engine.tags",
    "compose.engine.markup",
    "compose.engine.values",
    "compose.engine.attributes",
    "compose.engine.components",
    "compose.engine.validator",
    "compose.engine.origins",
    "compose.engine.tracing",
    "compose.engine.lines",
    "compose.engine.cleaning",
    "compose.engine.guard",
    "compose.engine.normalising",
    "compose.engine.inlining",
    "compose.engine.finishing",
    "compose.engine.shown",
    "compose.engine.losses",
    "compose.letter",
    "compose.numbering",
    "compose.traced",
    "compose.sheets",
    "compose.transcript",
    "compose.writing",
    "checks",
    "review.format",
    "review.standing",
    "audience.tokens",
    "audience.addresses",
    "audience.matching",
    "audience.names",
    "audience.files.quoting",
    "audience.files.headings",
    "audience.files.records",
    "audience.files.cards",
    "audience.files.rows",
    "studio.affected",
    "studio.colours",
    "studio.doubts",
    "studio.inbox",
    "studio.markup",
    "studio.meter",
    "studio.outline",
    "studio.page",
    "studio.restyling",
    "studio.shown",
    "studio.standings",
    "delivery.headers",
    "delivery.quoted",
    "delivery.body",
    "delivery.message",
    "delivery.retry",
)
WORLD = {
    "os", "io", "socket", "ssl", "sqlite3", "smtplib", "time", "random", "secrets", "shutil",
    "subprocess", "tempfile", "threading", "sqlalchemy", "newsletter.database",
    "newsletter.workspace",
}  # fmt: skip
IN_MEMORY = {"io.BytesIO"}
"""Bytes that a library wants to see as a file: nothing of the world."""


def read_package() -> dict[str, str]:
    """Module name below `newsletter` -> its source."""
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
    }


def imports(source: str) -> Iterator[str]:
    """Every module that a source imports; what comes from `newsletter` or `io` by its own name."""
    by_name = ("newsletter", "io")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in by_name:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def floor_of(room: str) -> int:
    return next((n for n, rooms in enumerate(FLOORS) if room in rooms), -1)


def violations(sources: Mapping[str, str]) -> list[str]:
    """Everything in these modules that breaks the rules of the house."""
    found = []
    for module, source in sources.items():
        room = module.partition(".")[0]
        if room in OUTSIDE:
            continue
        if floor_of(room) < 0:
            found.append(f"{module}: is in no room of the plan")
        for name in imports(source):
            if name.startswith("newsletter."):
                found += _check_way(module, room, name.removeprefix("newsletter."))
    return found + _cycles(sources)


def _check_way(module: str, room: str, target: str) -> list[str]:
    other, _, inner = target.partition(".")
    if other == room or other.startswith("__"):
        return []
    problems = []
    if inner:
        problems.append(f"{module}: enters {other} by {inner} instead of its door")
    same = floor_of(other) == floor_of(room) and floor_of(room) in WITH_DOORS_BETWEEN
    if not same and floor_of(other) >= floor_of(room):
        problems.append(f"{module}: {room} may not import {other}")
    return problems


def _cycles(sources: Mapping[str, str]) -> list[str]:
    graph: dict[str, set[str]] = {}
    for module, source in sources.items():
        name = module.removesuffix(".__init__")
        graph[name] = {
            each.removeprefix("newsletter.")
            for each in imports(source)
            if each.startswith("newsletter.") and each.removeprefix("newsletter.") != name
        }
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return [f"cycle: {' -> '.join(error.args[1])}"]
    return []


def functions() -> Iterator[tuple[str, int]]:
    """Every function of the package, with its length in lines, docstrings not counted."""
    for module, source in read_package().items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                docstring = ast.get_docstring(node, clean=False)
                length -= docstring.count("\n") + 1 if docstring else 0
                yield f"{module}.{node.name}", length


def test_rooms_import_downward_through_doors_and_never_in_a_circle() -> None:
    assert violations(read_package()) == []


def test_a_planted_violation_of_each_rule_is_seen() -> None:
    planted = {
        "compose.markdown.prose": "from newsletter.content import load_library",
        "model.letter": "import newsletter.settings",
        "web.public": "from newsletter.delivery.ledger import Ledger",
        "settings": "from newsletter.workspace import Workspace",
        "workspace": "from newsletter.settings import Settings",
        "attic": "",
    }

    assert sorted(violations(planted)) == [
        "attic: is in no room of the plan",
        "compose.markdown.prose: compose may not import content",
        "cycle: settings -> workspace -> settings",
        "model.letter: model may not import settings",
        "web.public: enters delivery by ledger instead of its door",
    ]


def impurities(sources: Mapping[str, str]) -> list[str]:
    """What the pure modules among these import of the world."""
    return [
        f"{module} imports {name}"
        for module, source in sources.items()
        for name in imports(source)
        if any(module == pure or module.startswith(f"{pure}.") for pure in PURE)
        if name not in IN_MEMORY
        if name in WORLD or name.partition(".")[0] in WORLD
    ]


def test_pure_modules_touch_neither_files_nor_clocks_nor_the_network() -> None:
    assert impurities(read_package()) == []


def test_a_planted_impurity_is_seen() -> None:
    planted = {
        "compose.markdown.prose": "import os.path\nfrom time import time",
        "checks.rules": "from newsletter.database import transaction",
        "compose.pictures": "from io import BytesIO, open",
        "content.files": "import os",
    }

    assert impurities(planted) == [
        "compose.markdown.prose imports os.path",
        "compose.markdown.prose imports time",
        "checks.rules imports newsletter.database",
        "compose.pictures imports io.open",
    ]


def test_functions_are_short() -> None:
    lengths = dict(functions())

    assert {name: length for name, length in lengths.items() if length > 40} == {}
    assert statistics.median(lengths.values()) <= 10


def test_the_floor_plan_names_every_room() -> None:
    plan = newsletter.__doc__ or ""
    rooms = {module.partition(".")[0] for module in read_package()} - OUTSIDE

    assert [room for room in sorted(rooms) if f" {room} " not in plan] == []
