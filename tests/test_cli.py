from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import BadSettings, CouldNotLook, UnknownName
from service.api.server import take_address, url_of
from service.cli.main import app, code_of
from service.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture
def rostrum(tmp_path, monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv("ROSTRUM_" + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


HELP = """
import resource, sys
sys.argv = ["rostrum", "--help"]
from service.cli.main import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_utime, file=sys.stderr)
"""


def test_help_comes_in_under_half_a_second_of_work():
    """Processor time, not the clock: the machine may be busy with other things."""
    found = subprocess.run([sys.executable, "-c", HELP], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "ingest" in found.stdout
    assert float(found.stderr.splitlines()[-1]) < 0.5


def test_every_command_of_the_contract_is_there_with_help(rostrum):
    for command in ("ingest", "ask", "search", "serve", "documents", "speakers", "reindex", "forget", "doctor", "eval"):
        assert rostrum(command, "--help").exit_code == 0, command


@pytest.mark.parametrize(
    "arguments", [("fly",), ("ask",), ("ask", "Who?", "--loudly"), ("serve", "--port", "99999"), ("ingest",)]
)
def test_wrong_usage_has_its_own_exit_code(rostrum, arguments):
    assert rostrum(*arguments).exit_code == 2


def test_exit_codes_tell_wrong_usage_from_failure():
    assert code_of(UnknownName("speaker", "x"), "ask") == 2
    assert code_of(BadSettings("x"), "serve") == 2
    assert code_of(CouldNotLook("x"), "ask") == 1
    assert code_of(UnknownName("document", "x"), "forget") == 1


@pytest.mark.parametrize("command", [("ask", "Who?"), ("documents",), ("reindex",), ("forget", "a.md")])
def test_a_folder_without_data_is_told_with_what_to_do(rostrum, command):
    result = rostrum(*command)
    assert result.exit_code == 1
    assert "rostrum ingest" in result.stderr
    assert not Path("rostrum-data").exists()


def test_a_setting_that_cannot_be_used_is_named(rostrum, monkeypatch):
    monkeypatch.setenv("ROSTRUM_PORT", "eighty")
    result = rostrum("documents")
    assert result.exit_code == 2
    assert result.stderr.startswith("rostrum: ROSTRUM_PORT")


def test_an_open_address_is_refused_before_anything_is_opened(rostrum):
    result = rostrum("serve", "--host", "0.0.0.0")
    assert result.exit_code == 2
    assert "ROSTRUM_TOKEN" in result.stderr
    assert not Path("rostrum-data").exists()


def test_a_port_in_use_is_told_in_a_sentence(rostrum):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        started = time.monotonic()
        result = rostrum("serve", "--port", str(port))
    assert result.exit_code == 2
    assert f"Port {port} on 127.0.0.1 is in use" in result.stderr
    assert time.monotonic() - started < 2


def test_an_address_that_is_not_ours_is_told_in_a_sentence():
    with pytest.raises(BadSettings, match=r"192\.0\.2\.1"):
        take_address("192.0.2.1", 0)
    with pytest.raises(BadSettings, match="No address is called"):
        take_address("no-such-host.invalid", 0)


def test_a_free_port_is_taken_and_its_link_is_told():
    taken = take_address("127.0.0.1", 0)
    assert url_of(taken) == f"http://127.0.0.1:{taken.getsockname()[1]}"
    taken.close()


def test_the_doctor_says_what_is_not_there_yet(rostrum):
    result = rostrum("doctor", "--offline")
    assert "rostrum ingest" in result.stdout
    assert "port" not in result.stdout
    assert not Path("rostrum-data").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_output_that_finds_no_room_is_told_in_a_sentence():
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", "import sys; sys.argv[1:] = ['--help']; from service.cli.main import main; main()"],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False,
        )  # fmt: skip
    assert ended.returncode != 0
    assert "no space" in ended.stderr.lower()
    assert "Traceback" not in ended.stderr
