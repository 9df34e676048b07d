"""What made an answer: version, commit, source text, prompts. None where it cannot be told."""

from __future__ import annotations

import subprocess
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from importlib.resources import files
from pathlib import Path

from ingest.fingerprints import source_hash
from service.contract import Json

ANSWERING = ("corpus", "ingest", "retriever", "prompts", "service")
GIT_S = 10


def version() -> str | None:
    try:
        return installed("rostrum")
    except PackageNotFoundError:
        return None


def commit() -> str | None:
    """The commit of the checkout that this code lies in, "+changes" behind it where it has some; None elsewhere."""
    root = Path(__file__).resolve().parents[1]
    if not (root / ".git").exists():
        return None
    head = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return head and head + ("+changes" if changed else "")


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, timeout=GIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def code_hash() -> str:
    """12 hex digits over the source text of everything that answers."""
    return source_hash(*ANSWERING)


def prompt_versions() -> Json:
    """The hash of each prompt's file, by name; {} where no chat model is asked anything."""
    from hashlib import sha256

    folder = files("prompts")
    return {p.name: sha256(p.read_bytes()).hexdigest()[:12] for p in folder.iterdir() if p.name.endswith(".md")}
