from __future__ import annotations

import socket
import sqlite3

import pytest

from corpus.errors import CorruptIndex, ModelUnavailable, NewerData
from service import doctor
from service.doctor import Agreement, Finding, Parts, examine, sound
from service.settings import Settings, load
from service.store import ServiceStore


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv("ROSTRUM_" + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path):
    data = tmp_path / "data"
    ServiceStore(data).close()
    with sqlite3.connect(data / doctor.RECORD_FILE) as connection:
        connection.execute("CREATE TABLE heard (words TEXT)")
        connection.executemany("INSERT INTO heard VALUES (?)", [("Order, order! " * 50,)] * 500)
    connection.close()
    return data


def raising(error):
    def look():
        raise error

    return look


def findings(
    folder, *, model=lambda: "abcd", index=lambda: Agreement(7), generation=lambda: 3, **settings
) -> dict[str, Finding]:
    settings = {"port": 0, **settings}
    parts = Parts(load(data=folder, **settings), model, index, generation)
    return {f.check: f for f in examine(parts)}


def test_a_sound_installation_has_no_fault(folder):
    found = findings(folder)
    assert sound(list(found.values()))
    assert found["indexes"].message == "all 7 passages are indexed"


def test_every_fault_says_how_to_mend_it(folder):
    (folder / doctor.SERVICE_FILE).write_bytes(b"rubbish" * 1000)
    found = findings(
        folder, model=raising(ModelUnavailable("gone")), index=raising(CorruptIndex("torn")), host="0.0.0.0"
    )
    faults = [f for f in found.values() if f.state == "fault"]
    assert {f.check for f in faults} == {"address", "model", "answers", "indexes"}
    assert all(f.remedy for f in faults)


def test_an_index_that_lacks_passages_is_a_fault_with_both_numbers(folder):
    index = findings(folder, index=lambda: Agreement(10, 3, 0))["indexes"]
    assert index.state == "fault"
    assert "of 10 passages 3 lack a vector" in index.message
    assert "reindex" in index.remedy


def test_a_damaged_record_is_found(folder):
    path = folder / doctor.RECORD_FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * 8192 + whole[12288:])
    assert findings(folder)["record"].state == "fault"


def test_data_of_a_newer_rostrum_is_a_fault(folder):
    found = findings(folder, generation=raising(NewerData(str(folder), 9, 1)))
    assert found["generation"].state == "fault"
    assert "newer" in found["generation"].message


def test_a_folder_that_is_not_there_yet_is_no_fault(tmp_path):
    found = findings(tmp_path / "none")
    assert found["data folder"].state == "warning"
    assert sound(list(found.values()))
    assert not (tmp_path / "none").exists()


def test_a_file_in_place_of_the_folder_is_a_fault(tmp_path):
    (tmp_path / "taken").write_text("x")
    assert findings(tmp_path / "taken")["data folder"].state == "fault"


def test_a_misspelt_setting_is_a_warning(folder, monkeypatch):
    monkeypatch.setenv("ROSTRUM_PROT", "1")
    assert "ROSTRUM_PROT" in findings(folder)["settings"].message


def test_a_port_in_use_is_a_warning(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        found = findings(folder, port=taken.getsockname()[1])
    assert found["port"].state == "warning"


def test_an_open_address_is_a_fault_without_token_and_a_warning_when_public(folder):
    assert findings(folder, host="0.0.0.0")["address"].state == "fault"
    assert findings(folder, host="0.0.0.0", public=True)["address"].state == "warning"
    assert findings(folder, host="0.0.0.0", token="a-long-enough-secret")["address"].state == "sound"


def test_little_free_space_is_a_warning(folder, monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 10**18)
    assert findings(folder)["disk space"].state == "warning"


def test_a_file_that_may_not_be_written_is_a_fault(folder, monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: str(path).endswith("data"))
    assert findings(folder)["permissions"].state == "fault"


def test_a_file_that_goes_while_the_doctor_looks_is_no_fault(folder, monkeypatch):
    listed = folder / "record.sqlite3-wal"  # SQLite removes it with its last connection
    monkeypatch.setattr(doctor, "_files", lambda _: iter([listed]))
    listed.unlink(missing_ok=True)
    assert findings(folder)["permissions"].state == "sound"


def test_a_record_that_cannot_be_opened_is_not_called_damaged(folder):
    (folder / "record.sqlite3").unlink()
    (folder / "record.sqlite3").mkdir()
    found = findings(folder)["record"]
    assert (found.state, "whole" in found.remedy) == ("fault", True)


def test_entries_of_no_passage_are_a_warning(folder):
    assert findings(folder, index=lambda: Agreement(10, unknown=2))["indexes"].state == "warning"


def test_offline_leaves_out_the_port(folder):
    parts = Parts(load(data=folder), lambda: "abcd", lambda: Agreement(7), lambda: 3)
    assert "port" not in {f.check for f in examine(parts, offline=True)}
