"""Asking and searching: /api/ask, /api/search, /api/positions, and what was answered before."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from service.api import sse
from service.api.deps import TheWork
from service.api.paging import Cursor, Limit, page
from service.api.schemas import AskIn, Date, FeedbackIn, FiltersIn, Name, SearchIn
from service.contract import Json
from service.desk import Asked, Desk
from service.recorded import Wishes

router = APIRouter(prefix="/api")


@router.post("/ask", response_model=None)
async def ask(asked: AskIn, work: TheWork, accept: Annotated[str | None, Header()] = None) -> Json | Response:
    """One cited answer; as server-sent events where the reader accepts them."""
    if not sse.wants_events(accept):
        return await work.run(lambda desk: desk.ask(_prepared(desk, asked)))
    # Prepared before the stream begins, so that what is wrong with the question has its own status.
    prepared = await work.run(lambda desk: _prepared(desk, asked))
    desk = await work.desk()
    return sse.respond(work, lambda: desk.stream(prepared))


def _prepared(desk: Desk, asked: AskIn) -> Asked:
    return desk.prepare(asked.question, _wishes(asked.filters), history=asked.turns(), conversation=asked.conversation)


def _wishes(filters: FiltersIn | None) -> Wishes:
    return filters.wishes() if filters else Wishes()


@router.post("/search")
async def search(asked: SearchIn, work: TheWork) -> Json:
    """Passages, best first."""
    wishes = _wishes(asked.filters)
    return {"hits": await work.run(lambda desk: desk.search(asked.query, wishes, limit=asked.limit))}


@router.get("/positions")
async def positions(
    work: TheWork,
    topic: str,
    document: Annotated[Name | None, Query()] = None,
    speaker: Annotated[Name | None, Query()] = None,
    event: Annotated[Name | None, Query()] = None,
    since: Annotated[Date | None, Query(alias="from")] = None,
    until: Annotated[Date | None, Query(alias="to")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """Who said what to a topic, the most relevant first."""
    wishes = Wishes(document, speaker, event, since, until)
    found = await work.run(lambda desk: desk.positions(topic, wishes))
    places = {id(item): f"{rank:06}" for rank, item in enumerate(found)}
    return page(found, lambda item: [places[id(item)]], limit, cursor)


@router.get("/answers/{answer_id}")
async def answer(answer_id: str, work: TheWork) -> Json:
    """An answer as it was given."""
    return await work.run(lambda desk: desk.store.answer(answer_id))


@router.get("/conversations/{conversation_id}")
async def conversation(conversation_id: str, work: TheWork) -> Json:
    """What was said, oldest first: as turns, and the answers whole."""
    found = await work.run(lambda desk: desk.store.conversation(conversation_id))
    turns = [{"role": t.role, "content": t.content} for t in found.turns()]
    return {"id": found.id, "created": found.created, "turns": turns, "answers": list(found.answers)}


@router.delete("/conversations/{conversation_id}", status_code=204)
async def delete_conversation(conversation_id: str, work: TheWork) -> Response:
    """Removes the conversation with its answers and their feedback."""
    await work.run(lambda desk: desk.store.delete_conversation(conversation_id))
    return Response(status_code=204)


@router.post("/feedback", status_code=201)
async def feedback(given: FeedbackIn, work: TheWork) -> Json:
    """A reader's verdict on an answer or one of its claims."""
    noted = await work.run(
        lambda desk: desk.store.add_feedback(given.answer, given.verdict, claim=given.claim, comment=given.comment)
    )
    return {"id": noted, **given.model_dump(exclude_none=True)}
