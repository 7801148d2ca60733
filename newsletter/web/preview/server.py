"""The server of the studio: on loopback, without a log of addresses, ending its streams first."""

import socket

import uvicorn
from starlette.types import ASGIApp

from newsletter.web.preview.events import Events

PATIENCE = 3
"""Seconds that requests have to end in when the server stops."""


class PreviewServer(uvicorn.Server):
    """Serves one app until it is told to stop; open pages do not hold it up."""

    def __init__(self, app: ASGIApp, events: Events) -> None:
        self._events = events
        # No access log: it would hold the token. No web sockets: nobody checks their origin.
        config = uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=PATIENCE,
            ws="none",
        )
        super().__init__(config)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams of events, then everything else."""
        self._events.close()
        await super().shutdown(sockets)
