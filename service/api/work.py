"""Where questions are worked on: a bounded pool of threads, off the event loop, each request with a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from service.api.problems import Busy, Overdue
from service.desk import Desk

T = TypeVar("T")


class Work:
    """At most `workers` requests at work and `waiting` more in line; who comes later is told to come back.

    A thread cannot be stopped: work that ran past its deadline keeps its place until it ends, so that the number
    of busy threads stays bounded whatever is asked.
    """

    def __init__(self, open_desk: Callable[[], Desk], *, workers: int, waiting: int, deadline_s: float) -> None:
        self._open_desk = open_desk
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="rostrum")
        self._opening: asyncio.Future[Desk] | None = None
        self._room = workers + waiting
        self.deadline_s = deadline_s

    @property
    def ready(self) -> bool:
        """Whether the desk has been opened; asking before that waits for it."""
        return self._opening is not None and self._opening.done() and self._opening.exception() is None

    def start(self) -> None:
        """Begins to open the desk (model, indexes), if that has not begun or has failed."""
        if self._opening is None or (self._opening.done() and not self.ready):
            self._opening = asyncio.ensure_future(asyncio.get_running_loop().run_in_executor(None, self._open_desk))
            self._opening.add_done_callback(lambda done: done.exception())  # each request raises it anew

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def desk(self) -> Desk:
        """The open desk, once it is open. Raises what kept it from opening; the next request then tries again."""
        self.start()
        assert self._opening is not None
        return await asyncio.shield(self._opening)

    async def run(self, task: Callable[[Desk], T]) -> T:
        """The task's result. Raises Overdue, Busy, or what the task or the opening of the desk raised."""
        try:
            async with asyncio.timeout(self.deadline_s):
                desk = await self.desk()
                return await self.begin(lambda: task(desk))
        except TimeoutError:
            raise Overdue(self.deadline_s) from None

    def begin(self, task: Callable[[], T]) -> asyncio.Future[T]:
        """The task in a thread of the pool. Raises Busy. Cancelled while in line, it never starts."""
        if self._room <= 0:
            raise Busy
        self._room -= 1
        future = self._pool.submit(task)
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: _quietly(loop, self._leave))
        return asyncio.wrap_future(future)

    def _leave(self) -> None:
        self._room += 1


def _quietly(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """The call on the loop; nothing where the loop has closed before the thread was done."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)
