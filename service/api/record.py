"""Looking into the record: /api/documents and /api/speakers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from corpus.names import fold
from service.api.deps import TheWork
from service.api.paging import Cursor, Limit, page
from service.contract import Json

UNDATED = "~"  # after every digit
router = APIRouter(prefix="/api")


@router.get("/documents")
async def documents(work: TheWork, limit: Limit = 1_000, cursor: Cursor = None) -> Json:
    """Documents without their words, by date, then id; undated ones last."""
    found = await work.run(lambda desk: desk.record.documents())
    return page(found, lambda d: [d["date"] or UNDATED, d["id"]], limit, cursor)


@router.get("/documents/{document_id:path}")
async def document(
    document_id: str, work: TheWork, version: Annotated[str | None, Query(max_length=200)] = None
) -> Json:
    """A document whole: text, utterances, statements; the current version where none is named."""
    return await work.run(lambda desk: desk.record.document(document_id, version or None))


@router.get("/speakers")
async def speakers(work: TheWork, limit: Limit = 1_000, cursor: Cursor = None) -> Json:
    """Speakers with their meetings, by name."""
    found = await work.run(lambda desk: desk.record.speakers())
    return page(found, lambda s: [fold(s["name"]), s["id"]], limit, cursor)


@router.get("/speakers/{speaker_id:path}")
async def speaker(speaker_id: str, work: TheWork, limit: Limit = 200, cursor: Cursor = None) -> Json:
    """A person, their meetings, and what they said: statements in the order of the record, in pages (`next`)."""
    person, said = await work.run(lambda desk: desk.record.speaker(speaker_id))
    shown = page(said, lambda s: [s["date"] or UNDATED, s["document"], f"{s['start']:09}"], limit, cursor)
    return {**person, "statements": shown["items"], "next": shown["next"]}
