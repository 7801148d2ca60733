"""Make newsletter/checks/clients.json: what mail programs support, from caniemail's observations.

Run it once in a while, on a copy of github.com/hteumeuleu/caniemail:

    python docs/make_clients.py ../caniemail

The table holds facts: for each feature one letter per mail program, its latest state. The words of
the original are not taken over.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).parents[1] / "newsletter" / "checks" / "clients.json"

STATS = re.compile(r"(?sm)^stats:\s*(\{.*?\})\s*^[\"']?(?:notes|links|---)")
STATES = "yanu"
"""Yes, partly, no, unknown."""

PREFIXES = {
    "css-at-media-": "@media {}",
    "css-at-": "@{}",
    "css-pseudo-class-": ":{}",
    "css-pseudo-element-": "::{}",
    "css-selector-": "selector {}",
    "css-function-": "{}()",
    "css-unit-": "unit {}",
    "css-": "{}",
    "html-aria-": "[aria-{}]",
    "html-input-": "<input {}>",
    "html-button-": "<button {}>",
    "html-": "<{}>",
    "image-": "image {}",
}
SEVERAL = {
    "css-block-inline-size": "block-size",
    "css-border-inline-block": "border-inline border-block",
    "css-border-radius-logical": "border-start-start-radius border-start-end-radius "
    "border-end-start-radius border-end-end-radius",
    "css-border-radius": "border-radius border-top-left-radius border-top-right-radius "
    "border-bottom-left-radius border-bottom-right-radius",
    "css-column-layout-properties": "columns column-rule column-width column-fill column-span",
    "css-conic-gradient": "conic-gradient()",
    "css-display-flex": "display:flex",
    "css-display-grid": "display:grid",
    "css-display-none": "display:none",
    "css-gap": "gap column-gap row-gap",
    "css-grid-template": "grid-template grid-template-areas grid-template-columns "
    "grid-template-rows",
    "css-left-right-top-bottom": "left right top bottom",
    "css-linear-gradient": "linear-gradient()",
    "css-margin-block-start-end": "margin-block-start margin-block-end",
    "css-margin-inline-block": "margin-inline margin-block",
    "css-margin-inline-start-end": "margin-inline-start margin-inline-end",
    "css-modern-color": "lch() oklch() lab() oklab()",
    "css-padding-block-start-end": "padding-block-start padding-block-end",
    "css-padding-inline-block": "padding-inline padding-block",
    "css-padding-inline-start-end": "padding-inline-start padding-inline-end",
    "css-radial-gradient": "radial-gradient()",
    "css-rgb": "rgb()",
    "css-rgba": "rgba()",
    "css-scroll-snap": "scroll-snap-type scroll-snap-align",
    "css-unit-calc": "calc()",
    "css-variables": "var()",
    "html-anchor-links": "href=#",
    "html-background": "[background]",
    "html-h1-h6": "<h1> <h2> <h3> <h4> <h5> <h6>",
    "html-image-maps": "<map>",
    "html-lists": "<ul> <ol> <dl>",
    "html-loading-attribute": "[loading]",
    "html-mailto-links": "href=mailto:",
    "html-semantics": "<article> <aside> <details> <figcaption> <figure> <footer> <header> <main> "
    "<mark> <nav> <section> <summary> <time>",
    "html-srcset": "[srcset] [sizes]",
    "html-input-text": "<input&text>",
    "image-base64": "data:",
}
ATTRIBUTES = {
    "align", "cellpadding", "cellspacing", "dir", "height", "hidden", "lang", "popover", "required",
    "role", "target", "valign", "width",
}  # fmt: skip
RETIRED = {"outlook/windows-mail"}
"""Mail programs that no longer exist."""
OF_NO_USE = (
    "_template", "amp", "bimi", "css-border-inline-block-individual", "css-inert-attribute",
    "css-border-inline-block-longhand", "css-comments", "css-important", "css-intrinsic-size",
    "css-sytem-ui", "html-comments", "html-doctype", "html-meta-color-scheme", "image-hdr",
    "css-unit-initial", "css-nesting", "image-mp4", "html-base", "html-body",
)  # fmt: skip
"""Pages about what no letter of ours can hold, or what cannot be told from the letter."""


def names_of(slug: str) -> list[str]:
    """How a feature is called in the table; a feature may have several names."""
    if slug in SEVERAL:
        return [name.replace("&", " ") for name in SEVERAL[slug].split()]
    if slug.removeprefix("html-") in ATTRIBUTES:
        return [f"[{slug.removeprefix('html-')}]"]
    prefix, form = next(each for each in PREFIXES.items() if slug.startswith(each[0]))
    return [form.format(slug.removeprefix(prefix))]


def read_states(page: str) -> dict[str, str] | None:
    """Read the latest state of every mail program on a feature's page; none if it has no table."""
    stats = STATS.search(page.replace("\t", "  "))
    return dict(latest_states(yaml.safe_load(stats[1]))) if stats else None


def latest_states(stats: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each mail program, `gmail/ios`, with the letter of its last entry."""
    for family, platforms in stats.items():
        for platform, versions in platforms.items():
            state = str([*versions.values(), "u"][max(len(versions) - 1, 0)])[0]
            if f"{family}/{platform}" not in RETIRED:
                yield f"{family}/{platform}", state if state in STATES else "u"


def write_table(pages: Mapping[str, str], made_from: str, notice: str) -> str:
    """Write the table, a line for each feature, from the pages by their names."""
    read = {slug: read_states(page) for slug, page in pages.items() if slug not in OF_NO_USE}
    features = {slug: states for slug, states in read.items() if states is not None}
    clients = sorted({client for states in features.values() for client in states})
    rows = {
        name: "".join(states.get(client, "u") for client in clients)
        for slug, states in features.items()
        for name in names_of(slug)
    }
    head = {"made-from": made_from, "notice": notice.split("\n"), "clients": clients}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(rows[name])}" for name in sorted(rows))
    written = json.dumps(head, indent=1, ensure_ascii=False).rstrip("}").rstrip()
    return f'{written},\n "features": {{\n{lines}\n }}\n}}\n'


def renew_table(copy: Path) -> None:
    """Write the table anew from the last commit of a copy of the observations."""
    listed = git(copy, "ls-tree", "--name-only", "HEAD", "_features/").split()
    pages = {Path(path).stem: git(copy, "show", f"HEAD:{path}") for path in listed}
    made_from = f"caniemail, {git(copy, 'log', '-1', '--format=%H, %cs').strip()}"
    table = write_table(pages, made_from, git(copy, "show", "HEAD:LICENSE"))
    TABLE.write_text(table, encoding="utf-8")


def git(copy: Path, *words: str) -> str:
    """What git says of the copy."""
    done = subprocess.run(["git", "-C", copy, *words], capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    renew_table(Path(sys.argv[1]))
