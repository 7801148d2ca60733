"""Content-Security-Policies: what the page and the letters in it may do, served or from a disk."""

from newsletter.studio import SCRIPT_HASH

LETTER_ASKS = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    f"script-src '{SCRIPT_HASH}'; form-action 'none'; base-uri 'none'"
)
"""A letter is seen, and measured by our own script; nothing else."""

LETTER_POLICY = f"sandbox allow-scripts; {LETTER_ASKS}; frame-ancestors 'self'"
"""`sandbox` without `allow-same-origin` gives a letter an origin that is nobody's."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

EXPORT_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; "
    "frame-src 'self' file:; form-action 'none'; base-uri 'none'"
)
"""For the page on a disk, where browsers do not agree on what `'self'` is."""
