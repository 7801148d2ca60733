"""MJML in, HTML out: everything about `mjml-python` and what it gets wrong."""

from newsletter.compose.engine.guard import render_mjml
from newsletter.compose.engine.lines import MjmlLine, trace_lines
from newsletter.compose.engine.origins import Origins, read_origin
from newsletter.compose.engine.tags import ORIGIN

__all__ = ["ORIGIN", "MjmlLine", "Origins", "read_origin", "render_mjml", "trace_lines"]
