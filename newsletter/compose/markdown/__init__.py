"""Markdown in, safe HTML and plain text out, in one parse and within limits."""

from newsletter.compose.markdown.citations import Citations
from newsletter.compose.markdown.folding import WIDTH, hang, wrap
from newsletter.compose.markdown.prose import Prose, ProseReader

__all__ = ["WIDTH", "Citations", "Prose", "ProseReader", "hang", "wrap"]
