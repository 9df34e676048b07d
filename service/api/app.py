"""The HTTP front, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.types import ASGIApp

from service.api import asking, health, pages, problems, record
from service.api.security import LOOPBACK_NAMES, BodyLimit, Gate, SecurityHeaders
from service.api.work import Work
from service.desk import Desk

App = ASGIApp


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process takes on at a time; see the settings of the same names."""

    workers: int = 4
    waiting: int = 64
    deadline_s: float = 30.0
    max_body_bytes: int = 1_000_000


def create_app(
    open_desk: Callable[[], Desk],
    *,
    limits: Limits = Limits(),
    hosts: frozenset[str] | None = LOOPBACK_NAMES,
    token: str | None = None,
) -> App:
    """The app. The desk is opened in the background once it starts; `hosts` None lets any Host header in."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        work = Work(open_desk, workers=limits.workers, waiting=limits.waiting, deadline_s=limits.deadline_s)
        app.state.work = work
        work.start()
        yield
        work.stop()

    app = FastAPI(
        title="Rostrum",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,  # these pages load scripts from other hosts
        redoc_url=None,
    )
    problems.install(app)
    for part in (asking, record, health, pages):
        app.include_router(part.router)
    # Around the app, not among its middleware: the framework's own refusals and its 500 carry the headers too.
    return SecurityHeaders(Gate(BodyLimit(app, limits.max_body_bytes), hosts=hosts, token=token))
