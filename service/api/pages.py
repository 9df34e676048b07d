"""The web chat's files."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from service import web

GET = ["GET", "HEAD"]
router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=GET)
async def chat() -> FileResponse:
    return _file(web.CHAT_PAGE)


@router.api_route("/documents/{document_id:path}", methods=GET)
async def document(document_id: str) -> FileResponse:
    """The reading page for any id: the page itself says what is unknown."""
    return _file(web.DOCUMENT_PAGE)


@router.api_route("/web/{name}", methods=GET)
async def file(name: str) -> FileResponse:
    return _file(name)


def _file(name: str) -> FileResponse:
    """One of the files that the page is made of, by its exact name; 404 for any other."""
    path = web.files().get(name)
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type=web.MEDIA_TYPES[path.suffix], headers={"Cache-Control": "no-cache"})
