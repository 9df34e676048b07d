"""A running service as a system to measure: the door to httpx."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import httpx

from corpus.errors import BadInput, CouldNotLook, UnknownName
from evaluation.systems import About, summarised
from service.answers import Turn
from service.contract import Json
from service.settings import is_loopback

TIMEOUT_S = 60.0
PAGE = 1_000


class OverHTTP:
    """The service at an address; a context that closes its connections. Raises BadInput for an unusable address."""

    def __init__(self, url: str, token: str | None = None, *, timeout_s: float = TIMEOUT_S) -> None:
        self._url = shown(url)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # No proxy stands between this machine and itself, whatever the environment says.
        outside = not is_loopback(urlsplit(self._url).hostname or "")
        self._client = httpx.Client(base_url=self._url, headers=headers, timeout=timeout_s, trust_env=outside)

    def __enter__(self) -> OverHTTP:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def about(self) -> About:
        """No documents where the service lists none."""
        try:
            listed = self._listed("/api/documents")
        except _NotThere:
            listed = []
        return About(where=self._url, documents=summarised(listed))

    def ask(self, question: str, history: Sequence[Turn] = (), document: str | None = None) -> Json:
        turns = [{"role": t.role, "content": t.content} for t in history]
        return self._call("/api/ask", {"question": question, "history": turns, **_filters(document)})

    def search(self, query: str, limit: int, document: str | None = None) -> list[Json]:
        found: list[Json] = self._call("/api/search", {"query": query, "limit": limit, **_filters(document)})["hits"]
        return found

    def document(self, document_id: str) -> Json:
        try:
            return self._call(f"/api/documents/{quote(document_id, safe='')}")
        except _NotThere:
            raise UnknownName("document", document_id) from None

    def documents(self) -> list[str]:
        """The ids of all documents."""
        return [str(d["id"]) for d in self._listed("/api/documents")]

    def speakers(self) -> list[str]:
        return [str(s["name"]) for s in self._listed("/api/speakers")]

    def _listed(self, path: str) -> list[Json]:
        found: list[Json] = []
        cursor = ""
        while True:
            page = self._call(f"{path}?limit={PAGE}" + (f"&cursor={quote(cursor, safe='')}" if cursor else ""))
            found += page.get("items", [])
            cursor = page.get("next") or ""
            if not cursor:
                return found

    def _call(self, path: str, body: Json | None = None) -> Json:
        """The JSON object that comes back. Raises CouldNotLook with what the service said."""
        try:
            came = self._client.get(path) if body is None else self._client.post(path, json=body)
        except httpx.HTTPError as error:
            raise CouldNotLook(f"{self._url} could not be asked: {type(error).__name__}.") from error
        if came.status_code == httpx.codes.NOT_FOUND:
            raise _NotThere(_said(came))
        if not came.is_success:
            raise CouldNotLook(f"{self._url} answered {came.status_code}: {_said(came)}")
        found = _json(came)
        if not isinstance(found, dict):
            raise CouldNotLook(f"{self._url} answered something else than a JSON object.")
        return found


class _NotThere(CouldNotLook):
    """The service answered 404."""


def shown(url: str) -> str:
    """The address without user, password, query and closing slash. Raises BadInput where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"{url!r} is no address of a service. One looks like http://127.0.0.1:8000.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlunsplit((parts.scheme, f"{host}:{port}" if port else host, parts.path.rstrip("/"), "", ""))


def _filters(document: str | None) -> Json:
    return {"filters": {"document": document}} if document else {}


def _json(came: httpx.Response) -> Any:
    try:
        return came.json()
    except ValueError:
        return None


def _said(came: httpx.Response) -> str:
    found = _json(came)
    detail = (found.get("detail") or found.get("title")) if isinstance(found, dict) else None
    return str(detail or came.reason_phrase)[:300]
