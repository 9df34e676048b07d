"""The set-up scripts, as far as they can be tried without installing anything."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted([*(p for p in (ROOT / "scripts").iterdir() if p.is_file()), ROOT / ".ci" / "run"])


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout without `.venv`: the scripts and what they read."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for path in [*ROOT.glob("requirements*.lock"), ROOT / "pyproject.toml"]:
        shutil.copy(path, tmp_path)
    return tmp_path


def install(tree: Path, python: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHON": python}
    command = [tree / "scripts" / "install"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)


def interpreter(tree: Path, refuses: str) -> str:
    """A Python that fails at every program in which these words stand."""
    stub = tree / "python"
    stub.write_text(f'#!/bin/sh\ncase "$*" in *"{refuses}"*) exit 1 ;; esac\necho Python 3.9.2\n')
    stub.chmod(0o755)
    return str(stub)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_script_is_executable_and_parses(script: Path) -> None:
    assert os.access(script, os.X_OK)
    first = script.read_text().splitlines()[0]
    if "bash" in first:
        assert subprocess.run(["bash", "-n", script], capture_output=True, check=False).stderr == b""


def test_missing_python_says_what_to_install(tree: Path) -> None:
    done = install(tree, "python-that-is-nowhere")
    assert done.returncode == 1
    assert "apt-get install python3" in done.stderr


def test_old_python_is_named_with_what_is_needed(tree: Path) -> None:
    done = install(tree, interpreter(tree, "version_info"))
    assert done.returncode == 1
    assert "Python 3.9.2 is too old: Rostrum needs 3.11 or newer" in done.stderr


def test_missing_venv_says_how_to_get_it(tree: Path) -> None:
    done = install(tree, interpreter(tree, "ensurepip"))
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (tree / ".venv").exists()


def test_only_the_install_script_names_a_package_index() -> None:
    hosts = ("download.pytorch.org", "--index-url", "--extra-index-url", "--find-links")
    naming = {p.name for p in SCRIPTS if any(host in p.read_text() for host in hosts)}
    assert naming == {"install"}
