"""Serving the app: the address is taken before anything heavy begins, so that a taken port is said at once."""

from __future__ import annotations

import errno
import socket

import uvicorn
from starlette.types import ASGIApp

from corpus.errors import BadSettings

SHUTDOWN_S = 5


def take_address(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 takes a free one. Raises BadSettings where it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise BadSettings(f"No address is called {host!r}. Give another with --host.") from error
    taken = socket.socket(family, kind, protocol)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen()  # from now on nobody else can have it, and who calls early waits
    except OSError as error:
        taken.close()
        raise BadSettings(_why_not(host, port, error)) from error
    return taken


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop what uses it, or give another with --port."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} on {host} may not be used by this account. Give one above 1023 with --port."
    return f"{host}, port {port}, cannot be used: {error.strerror}."


def url_of(taken: socket.socket) -> str:
    """The address as a link."""
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: ASGIApp, taken: socket.socket, *, log_level: str) -> None:
    """Answers until the process is told to stop. Questions are not logged."""
    config = uvicorn.Config(
        app,
        log_level=log_level,
        access_log=False,  # addresses of readers and topics of questions are nobody's business
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    uvicorn.Server(config).run(sockets=[taken])
