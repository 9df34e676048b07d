"""Problem details (RFC 9457) for every error. Readers see what we wrote for them, never the text of a foreign error."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import (
    AmbiguousName,
    BadInput,
    BadQuestion,
    CouldNotLook,
    RostrumError,
    StoreError,
    UnknownName,
)
from service.contract import Json, person_json

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class Overdue(CouldNotLook):
    def __init__(self, deadline_s: float) -> None:
        super().__init__(f"Looking took longer than {deadline_s:g} seconds. Ask again, or ask a narrower question.")


class Busy(CouldNotLook):
    def __init__(self) -> None:
        super().__init__("Too many questions are being answered at the moment. Ask again in a few seconds.")


class NotYet(CouldNotLook):
    def __init__(self) -> None:
        super().__init__("The model and the indexes are being opened. Ask again in a few seconds.")


TOO_LARGE = "The request is larger than this service reads."
MENDED_BY = "Whoever runs this service can ask `rostrum doctor` what is wrong."
# The first that fits counts. Input errors are told in their own words; what is wrong on our side holds paths and
# reasons that are the operator's, so the log has them and the reader gets a sentence from here.
_KINDS: tuple[tuple[type[RostrumError], int, str, str, str | None], ...] = (
    (AmbiguousName, 409, "ambiguous-name", "The name could be several", None),
    (UnknownName, 404, "unknown-name", "Not in the record", None),
    (BadQuestion, 422, "bad-question", "The question cannot be used", None),
    (BadInput, 422, "bad-input", "The request cannot be used", None),
    (Overdue, 503, "overdue", "Looking took too long", None),
    (Busy, 503, "busy", "Too many questions at a time", None),
    (NotYet, 503, "opening", "Not ready yet", None),
    (
        CouldNotLook,
        503,
        "could-not-look",
        "The record could not be searched",
        f"The record could not be searched, which says nothing about what is in it. {MENDED_BY}",
    ),
    (StoreError, 503, "store", "The data folder cannot be used", f"What is stored could not be used. {MENDED_BY}"),
)


def problem(status: int, kind: str, title: str, detail: str, **more: Any) -> Json:
    return {"type": f"urn:rostrum:problem:{kind}", "title": title, "status": status, "detail": detail, **more}


def problem_of(error: Exception) -> Json:
    """The problem details of any error; one that nobody foresaw is logged under a number that the reader is given."""
    for kind, status, name, title, detail in _KINDS:
        if isinstance(error, kind):
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                log.error("%s: %s", type(error).__name__, error, exc_info=error.__cause__)
            return problem(status, name, title, detail or str(error), **_candidates(error))
    number = secrets.token_hex(4)
    log.error("Unforeseen error %s", number, exc_info=error)
    detail = f"Something went wrong on our side. The log has it under {number}."
    return problem(500, "unforeseen", "Unforeseen error", detail, instance=f"urn:rostrum:error:{number}")


def too_large(max_bytes: int) -> Json:
    return problem(413, "too-large", "Too large", f"{TOO_LARGE[:-1]}: at most {max_bytes:,} bytes.")


def _candidates(error: Exception) -> Json:
    return {"candidates": [person_json(p) for p in error.candidates]} if isinstance(error, AmbiguousName) else {}


def respond(body: Json, headers: dict[str, str] | None = None) -> JSONResponse:
    extra = {"Retry-After": "5"} if body["status"] == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JSONResponse(body, body["status"], headers={**extra, **(headers or {})}, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Every error of the app becomes problem details."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RostrumError, _any)
    app.add_exception_handler(Exception, _any)


async def _any(_request: Request, error: Exception) -> JSONResponse:
    return respond(problem_of(error))


async def _http(_request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses: unknown paths, wrong methods, bodies too large or not JSON."""
    status = getattr(error, "status_code", 500)
    phrase = HTTPStatus(status).phrase
    details = {
        400: "The request cannot be read; its body must be JSON in UTF-8.",
        404: "Nothing is here.",
        405: "This address does not take that method.",
        413: TOO_LARGE,
    }
    body = problem(status, phrase.lower().replace(" ", "-"), phrase, details.get(status, f"{phrase}."))
    return respond(body, dict(getattr(error, "headers", None) or {}))


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    """What does not have the form of the contract, field by field, without repeating what was sent."""
    assert isinstance(error, RequestValidationError)
    faults = [{"field": _field(e["loc"]), "message": _message(e)} for e in error.errors()]
    detail = "; ".join(f"{f['field']}: {f['message']}" for f in faults[:3]) + "."
    return respond(problem(422, "invalid-request", "The request cannot be used", detail, errors=faults[:20]))


def _field(loc: tuple[int | str, ...]) -> str:
    """Where the fault is: "history.0.role"; "body" for the whole, "body, character 13" where it is not JSON."""
    if len(loc) == 2 and isinstance(loc[1], int):
        return f"{loc[0]}, character {loc[1]}"
    return ".".join(str(part) for part in loc[1:]) or "body"


def _message(fault: dict[str, Any]) -> str:
    if fault["type"] == "json_invalid":
        return "is not JSON"
    return str(fault["msg"]).removeprefix("Value error, ")
