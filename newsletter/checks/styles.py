"""Styles as far as they say how words look: what a tag carries itself, and what the dark adds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import tinycss2
from tinycss2 import ast

STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.IGNORECASE | re.DOTALL)
IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
CLASS, TAG = re.compile(r"[.:\[]"), re.compile(r"(?:^|[\s>+~])[a-z]", re.IGNORECASE)

Declarations = Mapping[str, str]


@lru_cache(maxsize=4096)
def read_style(style: str) -> Declarations:
    """The declarations of a `style`, names and values in lower case; the last of a name counts."""
    parts = (part.partition(":") for part in style.split(";"))
    return {
        name.strip().lower(): IMPORTANT.sub("", value).strip().lower() for name, _, value in parts
    }


@lru_cache(maxsize=16)
def read_dark_rules(html: str) -> tuple[tuple[str, Declarations], ...]:
    """What a page's style sheets say for the dark, by selector, the strongest last."""
    rules = (rule for match in STYLE.finditer(html) for rule in _read_dark_rules(match[1]))
    return tuple(sorted(rules, key=lambda rule: _strength(rule[0])))


@lru_cache(maxsize=256)
def _read_dark_rules(sheet: str) -> tuple[tuple[str, Declarations], ...]:
    """The same of one sheet: most of them are those of the theme, in every letter."""
    return tuple(_dark_rules(sheet))


def _dark_rules(sheet: str) -> Iterator[tuple[str, Declarations]]:
    for media in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if isinstance(media, ast.AtRule) and media.content and _is_dark(media):
            for rule in tinycss2.parse_rule_list(media.content, skip_comments=True):
                if isinstance(rule, ast.QualifiedRule):
                    declared = read_style(_serialize(rule.content))
                    for selector in _serialize(rule.prelude).split(","):
                        yield selector.strip(), declared


def _is_dark(media: ast.AtRule) -> bool:
    asked = re.sub(r"\s", "", _serialize(media.prelude).lower())
    return "prefers-color-scheme:dark" in asked


def _serialize(nodes: Iterable[ast.Node]) -> str:
    text: str = tinycss2.serialize(list(nodes))
    return text


def _strength(selector: str) -> tuple[int, int]:
    """How strong a selector is: its classes, then its tags; none of ours has an id."""
    return len(CLASS.findall(selector)), len(TAG.findall(selector))
