"""The page as files that open without a server: from a disk, browsers load no modules."""

import re
from collections.abc import Mapping
from graphlib import TopologicalSorter

from newsletter.web.preview.files import INDEX

ENTRY = "studio.js"
DATA = "data.js"
FOLDER = "static"

MODULE_TAG = f'<script type="module" src="{FOLDER}/{ENTRY}"></script>'
SCRIPT_TAGS = (
    f'<script defer src="{DATA}"></script>\n<script defer src="{FOLDER}/{ENTRY}"></script>'
)

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def stand_alone(static: Mapping[str, str]) -> dict[str, str]:
    """Return the files of the page, by path, for a folder that also holds `data.js`.

    `static` are the files that the server sends, by name.
    """
    modules = {name: text for name, text in static.items() if name.endswith(".js")}
    styles = {f"{FOLDER}/{name}": text for name, text in static.items() if name.endswith(".css")}
    index = static[INDEX].replace(MODULE_TAG, SCRIPT_TAGS)
    return {INDEX: index, **styles, f"{FOLDER}/{ENTRY}": bundle(modules)}


def bundle(modules: Mapping[str, str]) -> str:
    """Return one script that does what these modules do; each stays in a scope of its own."""
    needs = {name: [other for _, other in IMPORT.findall(text)] for name, text in modules.items()}
    order = TopologicalSorter(needs).static_order()
    return '"use strict";\n' + "\n".join(_enclose(name, modules[name]) for name in order)


def _enclose(name: str, text: str) -> str:
    """A module as a function that is called at once and returns what the module exports."""
    offers = ", ".join(EXPORT.findall(text))
    body = EXPORT.sub("", IMPORT.sub(_take, text))
    return f"const {_scope(name)} = (() => {{\n{body}\nreturn {{ {offers} }};\n}})();\n"


def _take(found: re.Match[str]) -> str:
    return f"const {{{found[1]}}} = {_scope(found[2])};\n"


def _scope(name: str) -> str:
    return f"module_{name.removesuffix('.js')}"
