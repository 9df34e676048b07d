"""Server-sent events: what a thread yields, sent as it comes, with a comment line that keeps the connection open."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from service.api.problems import Overdue, problem_of
from service.api.work import Work
from service.contract import Json

HEARTBEAT_S = 15.0
MEDIA_TYPE = "text/event-stream"
Named = tuple[str, Json]


def wants_events(accept: str | None) -> bool:
    """Whether an Accept header asks for a stream: it names the type, and does not prefer JSON before it."""
    kinds = [part.split(";")[0].strip().lower() for part in (accept or "").split(",")]
    if MEDIA_TYPE not in kinds:
        return False
    return "application/json" not in kinds or kinds.index(MEDIA_TYPE) < kinds.index("application/json")


def respond(
    work: Work, events: Callable[[], Iterator[Named]], *, heartbeat_s: float = HEARTBEAT_S
) -> StreamingResponse:
    """A stream of the events; an error on the way is its last event, `error`, with problem details."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_encoded(work, events, heartbeat_s), media_type=MEDIA_TYPE, headers=headers)


async def _encoded(work: Work, events: Callable[[], Iterator[Named]], heartbeat_s: float) -> AsyncIterator[bytes]:
    async for named in _until_deadline(work, events, heartbeat_s):
        if named is None:
            yield KEEPALIVE_COMMENT
        else:
            yield format_sse_event(event=named[0], data_str=json.dumps(named[1], ensure_ascii=False))


async def _until_deadline(
    work: Work, events: Callable[[], Iterator[Named]], heartbeat_s: float
) -> AsyncIterator[Named | None]:
    """The events; None for each stretch of silence; `error` last where something failed."""
    queue: asyncio.Queue[Named | BaseException | None] = asyncio.Queue()
    gone = threading.Event()
    future: asyncio.Future[None] | None = None
    ends_at = asyncio.get_running_loop().time() + work.deadline_s
    try:
        future = work.begin(_producer(events, queue, gone))
        while True:
            left_s = ends_at - asyncio.get_running_loop().time()
            if left_s <= 0:
                raise Overdue(work.deadline_s)
            try:
                item = await asyncio.wait_for(queue.get(), min(heartbeat_s, left_s))
            except TimeoutError:
                yield None
                continue
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    except Exception as error:  # noqa: BLE001 - the status line is sent: an error can only be told as an event
        yield "error", problem_of(error)
    finally:
        gone.set()  # the reader has left or has everything: the thread stops at its next event
        if future is not None:
            future.cancel()


def _producer(
    events: Callable[[], Iterator[Named]], queue: asyncio.Queue[Named | BaseException | None], gone: threading.Event
) -> Callable[[], None]:
    """What runs in the thread: every event into the queue, then None, or the error that ended it."""
    loop = asyncio.get_running_loop()

    def put(item: Named | BaseException | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(queue.put_nowait, item)

    def produce() -> None:
        try:
            for named in events():
                if gone.is_set():
                    return
                put(named)
            put(None)
        except Exception as error:  # noqa: BLE001 - carried to the event loop, which tells it to the reader
            put(error)

    return produce
