"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.deps import TheWork
from service.api.problems import NotYet
from service.contract import Json

router = APIRouter(prefix="/health", include_in_schema=False)


@router.api_route("/live", methods=["GET", "HEAD"])
async def live() -> Json:
    """The process answers; says nothing about model or indexes."""
    return {"status": "live"}


@router.api_route("/ready", methods=["GET", "HEAD"])
async def ready(work: TheWork) -> Json:
    """Model and indexes have just answered a search; 503 until they do."""
    if not work.ready:
        work.start()
        raise NotYet
    return {"status": "ready", "generation": await work.run(lambda desk: desk.look())}
