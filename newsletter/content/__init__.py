"""Markdown and YAML files -> a library of issues, snippets, people, sources and terms."""

from newsletter.content.library import load_library

__all__ = ["load_library"]
