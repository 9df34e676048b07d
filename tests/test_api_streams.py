from __future__ import annotations

import asyncio
import threading
import time

import pytest

from service.api import sse
from service.api.problems import Busy
from service.api.work import Work


def unopened():
    raise AssertionError("no desk is wanted here")


def work(**limits) -> Work:
    return Work(unopened, **{"workers": 1, "waiting": 0, "deadline_s": 5.0, **limits})


async def collected(response) -> list[bytes]:
    return [chunk async for chunk in response.body_iterator]


def test_a_silent_stream_is_kept_open_by_comment_lines():
    def slow():
        time.sleep(0.3)
        yield "done", {"text": "at last"}

    async def go():
        return await collected(sse.respond(work(), slow, heartbeat_s=0.05))

    chunks = asyncio.run(go())
    assert chunks[0].startswith(b":")
    assert len(chunks) > 2
    assert chunks[-1] == b'event: done\ndata: {"text": "at last"}\n\n'


def test_line_breaks_of_a_quote_do_not_break_an_event():
    async def go():
        return await collected(sse.respond(work(), lambda: iter([("claim", {"quote": "one\n\ntwo\r\nthree"})])))

    assert asyncio.run(go())[0].count(b"\n") == 3


def test_when_the_reader_has_left_the_thread_stops_at_its_next_event():
    stopped = threading.Event()

    def endless():
        try:
            while True:
                yield "claim", {}
                time.sleep(0.01)
        finally:
            stopped.set()

    async def go():
        response = sse.respond(work(), endless)
        async for _ in response.body_iterator:
            break
        await response.body_iterator.aclose()

    asyncio.run(go())
    assert stopped.wait(2)


def test_a_stream_without_room_says_so():
    async def go():
        crowded = work()
        held = threading.Event()
        first = crowded.begin(lambda: held.wait(5))
        chunks = await collected(sse.respond(crowded, lambda: iter([("done", {})])))
        held.set()
        await first
        return chunks

    [only] = asyncio.run(go())
    assert only.startswith(b"event: error")
    assert b'"status": 503' in only


def test_room_is_given_back_when_work_is_done():
    async def go():
        small = work()
        for _ in range(5):
            assert await small.begin(lambda: 7) == 7
            await asyncio.sleep(0)  # the room is given back on the loop
        return True

    assert asyncio.run(go())


def test_work_that_waits_in_line_and_is_given_up_never_starts():
    ran = []

    async def go():
        line = work(waiting=1)
        held = threading.Event()
        first = line.begin(lambda: held.wait(5))
        second = line.begin(lambda: ran.append(1))
        with pytest.raises(Busy):
            line.begin(lambda: ran.append(2))
        second.cancel()
        await asyncio.sleep(0)
        held.set()
        await first
        await asyncio.sleep(0.05)

    asyncio.run(go())
    assert ran == []


@pytest.mark.parametrize(
    ("accept", "events"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("text/event-stream", True),
        ("text/event-stream, application/json;q=0.5", True),
        ("application/json, text/event-stream", False),
        ("Text/Event-Stream;charset=utf-8", True),
    ],
)
def test_a_stream_is_given_to_those_who_ask_for_it_first(accept, events):
    assert sse.wants_events(accept) is events
