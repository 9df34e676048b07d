"""Lists in pages. A cursor holds the sort key of the last item shown, so that it survives changes of the record."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import Query

from corpus.errors import BadInput
from service.contract import Json

Key = list[str]
Limit = Annotated[int, Query(ge=1, le=5_000)]
Cursor = Annotated[str | None, Query(max_length=2_000)]


def page(items: Sequence[Json], key: Callable[[Json], Key], limit: int, cursor: str | None) -> Json:
    """`{"items", "next"}`: at most `limit` items after the cursor; `next` is None at the end.

    Items must be in the order of their keys. Raises BadInput for a cursor that we did not give.
    """
    ordered = sorted(items, key=key)
    first = bisect_right(ordered, _decode(cursor), key=key) if cursor else 0
    shown = ordered[first : first + limit]
    more = first + limit < len(ordered)
    return {"items": shown, "next": _encode(key(shown[-1])) if more else None}


def _encode(key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def _decode(cursor: str) -> Key:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        key = None
    if not isinstance(key, list) or not all(isinstance(part, str) for part in key):
        raise BadInput("The cursor is not one of ours. Use `next` of the page before as it is.")
    return key
