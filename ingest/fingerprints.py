"""Versions that nobody has to remember to raise: hashes of the source text of the modules that decide something."""

from __future__ import annotations

import hashlib
import pkgutil
from functools import cache
from importlib.util import find_spec


@cache
def source_hash(*names: str) -> str:
    """12 hex digits over the source text of these modules, and of all modules of a package; order counts for nothing.

    Taken through the import system, so that it is the same in a checkout and in an installed wheel. Raises ImportError
    for a module that is not there or has no source.
    """
    digest = hashlib.sha256()
    for name in sorted({m for n in names for m in (n, *_modules_of(n))}):
        digest.update(f"{name}\0{_source(name)}\0".encode())
    return digest.hexdigest()[:12]


def _modules_of(name: str) -> list[str]:
    """The modules inside a package, however deep; [] for a plain module."""
    spec = find_spec(name)
    folders = spec.submodule_search_locations if spec else None
    inside = [f"{name}.{m.name}" for m in pkgutil.iter_modules(list(folders or ()))]
    return [deeper for m in inside for deeper in (m, *_modules_of(m))]


def _source(name: str) -> str:
    spec = find_spec(name)
    read = getattr(spec.loader, "get_source", None) if spec else None
    source: str | None = read(name) if read else None
    if source is None:
        raise ImportError(f"There is no source text of {name}", name=name)
    return source
