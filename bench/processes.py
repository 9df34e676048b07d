"""Programs run as an operator runs them, with the time and the memory that they took."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROSTRUM = (sys.executable, "-m", "service.cli.main")
START_S = 180.0


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall time in seconds and peak resident memory in bytes of one program."""

    seconds: float
    peak_bytes: int


def timed(command: Sequence[str]) -> Spent:
    """Runs a program to its end. Raises CalledProcessError where it fails; what it prints is shown then."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said)
    return Spent(seconds, used.ru_maxrss * 1024)


@dataclass(frozen=True, slots=True)
class Service:
    url: str
    pid: int

    def peak_bytes(self) -> int:
        """Peak resident memory so far; 0 where the system does not tell."""
        status = Path(f"/proc/{self.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


@contextmanager
def serving(data: Path) -> Iterator[Service]:
    """`rostrum serve` over a data folder on a free port of loopback, once it is ready."""
    port = _free_port()
    command = [*ROSTRUM, "--data", str(data), "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        service = Service(f"http://127.0.0.1:{port}", process.pid)
        try:
            _wait_until_ready(service.url, process)
            yield service
        finally:
            process.terminate()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"rostrum serve ended with {process.returncode}")
        try:
            if httpx.get(f"{url}/health/ready", timeout=60).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"rostrum serve was not ready within {START_S:.0f} s")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def folder_bytes(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
