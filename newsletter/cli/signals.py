"""How somebody ends a command that keeps running."""

import signal
from threading import Event


def stop_on_signals() -> Event:
    """An event that SIGTERM and SIGINT set."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop_or_give_up(stop))
    return stop


def _stop_or_give_up(stop: Event) -> None:
    """The first signal asks for a clean end; a second one means at once."""
    if stop.is_set():
        raise KeyboardInterrupt
    stop.set()
