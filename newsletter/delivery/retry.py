"""When to try again: pure arithmetic."""

LONGEST_WAIT = 4 * 3600
"""Seconds; a server that says “later” is asked at least this often."""


def wait_before(attempt: int, first_wait: int) -> int:
    """Return the seconds to wait before try number `attempt` (the second try is number 2).

    Each wait is twice the one before (RFC 5321 §4.5.4.1 asks for growing intervals).
    """
    return int(min(first_wait * 2 ** max(attempt - 2, 0), LONGEST_WAIT))
