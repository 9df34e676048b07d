"""Who may ask, from which page, and what a browser may do with what we send.

Plain ASGI, so that streams pass through.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from hashlib import sha256
from urllib.parse import urlsplit

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import problem, respond, too_large
from service.web import CONTENT_SECURITY_POLICY

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Adds HEADERS to every response, and keeps answers out of caches."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class Gate:
    """Lets a request in, or answers 400 (host), 403 (origin) or 401 (token).

    A page elsewhere can make a browser on this machine call loopback under a name of its own (DNS rebinding): so
    `hosts`, where given, are the only names that Host may hold. Origin, where a browser sends it with a request that
    changes something, must be the very host that is asked.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] | None, token: str | None) -> None:
        self._app = app
        self._hosts = hosts
        self._token = sha256(token.encode()).digest() if token else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._hosts is not None and host_name(host) not in self._hosts:
            detail = "This service does not go by that name. Its operator can add the name to ROSTRUM_ALLOWED_HOSTS."
            return respond(problem(400, "unknown-host", "Unknown host", detail))
        if scope["method"] not in SAFE_METHODS and not _same_origin(headers.get("origin"), host):
            return respond(problem(403, "foreign-origin", "Foreign origin", "Another site's page may not ask here."))
        if self._token and scope["path"].startswith("/api/") and not self._token_fits(headers.get("authorization")):
            detail = "Send the header `Authorization: Bearer …` with the token of this service."
            body = problem(401, "no-token", "A token is needed", detail)
            return respond(body, {"WWW-Authenticate": "Bearer"})
        return None

    def _token_fits(self, authorization: str | None) -> bool:
        scheme, _, given = (authorization or "").partition(" ")
        # Hashes have one length and are compared in constant time: how long it takes tells nothing of the token.
        fits = hmac.compare_digest(sha256(given.strip().encode()).digest(), self._token or b"")
        return fits and scheme.lower() == "bearer"


class BodyLimit:
    """Reads no more of a body than it may hold: 413 for one that says so, or that turns out, to be larger."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and int(said) > self._max_bytes:
            return await respond(too_large(self._max_bytes))(scope, receive, send)
        left = self._max_bytes

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)


def host_name(host: str) -> str:
    """The name of a Host header, lower case, without port and brackets; "" where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _same_origin(origin: str | None, host: str) -> bool:
    """Programs send no Origin; "null" comes from sandboxed pages and files, which are not ours."""
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()
