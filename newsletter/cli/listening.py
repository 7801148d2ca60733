"""Where a command listens, or why it cannot."""

import socket

from newsletter.errors import NewsletterError


def listen(host: str, port: int, remedy: str) -> socket.socket:
    """A socket that listens; port 0 is any that is free.

    Raises:
        NewsletterError: somebody else listens there, or nobody may.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        problem = f"nobody can listen on {host}:{port}: {error.strerror}"
        raise NewsletterError(problem, remedy=remedy) from error
