"""An issue of two blocks, as an export holds it; its names try to be markup."""

from typing import Any

SLUG = "2026-12-01-sun"
HOSTILE = "<img src=x onerror=document.title='run'>"

INTRO_HEIGHT, BLOCK_HEIGHT = 300, 1200


def letter(colour: str) -> str:
    """A letter as tall as its two blocks."""
    return (
        "<!doctype html><meta charset=utf-8><title>Sun</title>"
        f"<style>body,h1,h2{{margin:0}}body{{background:{colour}}}</style><div role=article>"
        f"<div style='height:{INTRO_HEIGHT}px'>Hello</div>"
        f"<div style='height:{BLOCK_HEIGHT}px'><h1 data-block=shade>Shade</h1></div>"
        f"<div style='height:{BLOCK_HEIGHT}px'><h2 data-block=hats>Hats</h2></div></div>"
    )


LETTERS = {
    f"letters/{SLUG}/1-light-on-web.html": letter("#fff"),
    f"letters/{SLUG}/1-dark-on-web.html": letter("#111"),
}


def _block(id: str, title: str, line: int) -> dict[str, Any]:
    place = {"file": f"issues/snippets/{id}.md", "line": line}
    counts = {"bytes": 2100, "words": 40, "errors": None, "warnings": None, "review": "approved"}
    return {"id": id, "title": title, "kind": "tip", **place, **counts}


def _finding(level: str, block: str, line: int) -> dict[str, Any]:
    return {
        "rule": "source-needed",
        "level": level,
        "file": f"issues/snippets/{block}.md",
        "line": line,
        "problem": f"{block} waits for its source",
        "remedy": "Cite one.",
        "allowed": None,
        "block": block,
        "open": f"vscode://file/w/{block}.md:{line}",
    }


VIEW: dict[str, Any] = {
    "slug": SLUG,
    "revision": 1,
    "rendered": 1,
    "stale": False,
    "problems": [],
    "subject": HOSTILE,
    "preheader": "Two things to wear",
    "from": "Skin <desk@example.org>",
    "reply_to": "desk@example.org",
    "as": "typical",
    "variant": "en",
    "variants": [
        {"key": "en", "language": "en", "conditions": {}, "label": "English", "readers": 8}
    ],
    "missing": [{"field": "name", "shown": "friend"}],
    "inbox": [],
    "blocks": [_block("shade", HOSTILE, 6), _block("hats", "Hats", 4)],
    "meter": {
        "html": 34_900,
        "limit": 98_000,
        "pictures": 0,
        "words": 80,
        "minutes": 1,
        "grade": 4.1,
    },
    "review": {"approved": 1, "sheets": 2},
    "took": 12.0,
}

EXPORT: dict[str, Any] = {
    "desk": {
        "newsletter": "Skin",
        "workspace": "/w",
        "revision": 1,
        "problems": [],
        "issues": [{"slug": SLUG, "subject": "Sun", "send_at": None, "state": "draft"}],
        "snippets": [],
        "personas": [
            {
                "id": "typical",
                "name": HOSTILE,
                "note": "usual",
                "language": "en",
                "default": True,
            }
        ],
        "test": {"addresses": ["desk@example.org"], "provider": "local"},
        "mailbox": True,
        "editor": "vscode://file/{path}:{line}",
    },
    "issues": {},
}

TABS: dict[str, Any] = {
    "checks": {
        "findings": [_finding("warning", "hats", 9), _finding("error", "shade", 7)],
        "counts": {"error": 1, "warning": 1, "info": 0},
    },
    "text": {"text": HOSTILE},
}

ISSUE: dict[str, Any] = {"usual": "en", "variants": {"en": {"view": VIEW, "tabs": TABS}}}
