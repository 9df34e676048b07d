"""What routes are handed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from service.api.work import Work


def _work(request: Request) -> Work:
    work: Work = request.app.state.work
    return work


TheWork = Annotated[Work, Depends(_work)]
