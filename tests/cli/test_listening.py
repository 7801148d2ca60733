import socket

import pytest

from newsletter.cli.listening import listen
from newsletter.errors import NewsletterError


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_it_listens_on_both_kinds_of_address(host: str) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, 0), family=family).close()
    except OSError:
        pytest.skip(f"needs a machine with {host}")
    with listen(host, 0, "") as listener:
        socket.create_connection(listener.getsockname()[:2], timeout=5).close()


def test_a_place_that_is_taken_is_said() -> None:
    with listen("127.0.0.1", 0, "") as taken, pytest.raises(NewsletterError, match="nobody can"):
        listen("127.0.0.1", taken.getsockname()[1], "Choose another.")
