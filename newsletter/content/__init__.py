"""Markdown and YAML files -> a library of issues, snippets, people, sources and terms."""

from newsletter.content.library import load_library, load_people

__all__ = ["load_library", "load_people"]
