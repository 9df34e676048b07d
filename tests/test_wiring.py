from __future__ import annotations

import os

import pytest

from corpus.errors import StoreError
from service import environment, wiring
from service.api.security import LOOPBACK_NAMES
from service.settings import load

TOKEN = "a-long-enough-secret"


def test_on_loopback_only_its_names_and_those_allowed_are_hosts():
    assert wiring.hosts(load(host="127.0.0.1")) == LOOPBACK_NAMES
    named = wiring.hosts(load(host="127.0.0.5", allowed_hosts=("ask.example.org",)))
    assert named == LOOPBACK_NAMES | {"127.0.0.5", "ask.example.org"}


def test_on_an_open_address_any_host_is_let_in_unless_some_are_named():
    assert wiring.hosts(load(host="0.0.0.0", token=TOKEN)) is None
    named = wiring.hosts(load(host="0.0.0.0", token=TOKEN, allowed_hosts=("ask.example.org",)))
    assert named == LOOPBACK_NAMES | {"ask.example.org"}


def test_libraries_are_told_to_stay_local_unless_the_operator_said_otherwise(monkeypatch):
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setenv("ANONYMIZED_TELEMETRY", "True")
    environment.prepare()
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["ANONYMIZED_TELEMETRY"] == "True"


def test_a_folder_is_made_by_an_ingest_and_by_nothing_else(tmp_path):
    settings = load(data=tmp_path / "none")
    with pytest.raises(StoreError, match="rostrum ingest"):
        wiring.open_record(settings)
    assert not (tmp_path / "none").exists()
    wiring.record_store(settings, create=True)
    assert wiring.open_record(settings).documents() == []
