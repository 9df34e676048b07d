from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadSettings
from service.settings import Settings, check_address, is_loopback, load, unknown_variables


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch, tmp_path):
    for name in unknown_variables() + ["ROSTRUM_" + field.upper() for field in Settings.model_fields]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_with_nothing_set_everything_stays_on_this_machine():
    settings = load()
    assert settings.data == Path("rostrum-data")
    assert is_loopback(settings.host)
    assert settings.token is None
    assert not settings.public


def test_a_variable_sets_and_an_argument_wins_over_it(monkeypatch):
    monkeypatch.setenv("ROSTRUM_PORT", "9001")
    assert load().port == 9001
    assert load(port=9002).port == 9002
    assert load(port=None).port == 9001


def test_dot_env_is_read_and_the_environment_wins_over_it(monkeypatch):
    Path(".env").write_text("ROSTRUM_PORT=9100\nROSTRUM_DATA=there\n", encoding="utf-8")
    monkeypatch.setenv("ROSTRUM_PORT", "9200")
    assert load().port == 9200
    assert load().data == Path("there")


def test_an_impossible_value_is_named_without_being_shown(monkeypatch):
    monkeypatch.setenv("ROSTRUM_PORT", "eighty")
    with pytest.raises(BadSettings, match="ROSTRUM_PORT") as caught:
        load()
    assert "eighty" not in str(caught.value)


def test_a_short_token_is_refused_and_not_shown(monkeypatch):
    monkeypatch.setenv("ROSTRUM_TOKEN", "tooshort")
    with pytest.raises(BadSettings, match="16 characters") as caught:
        load()
    assert "tooshort" not in str(caught.value)


def test_an_empty_token_is_no_token(monkeypatch):
    monkeypatch.setenv("ROSTRUM_TOKEN", "")
    assert load().token is None


def test_a_token_does_not_show_in_the_settings_as_text(monkeypatch):
    monkeypatch.setenv("ROSTRUM_TOKEN", "a-long-enough-secret")
    assert "a-long-enough-secret" not in repr(load())


def test_allowed_hosts_are_read_by_comma(monkeypatch):
    monkeypatch.setenv("ROSTRUM_ALLOWED_HOSTS", "Ask.example.org, other.example.org,")
    assert load().allowed_hosts == ("ask.example.org", "other.example.org")


def test_a_misspelt_variable_is_told():
    found = unknown_variables({"ROSTRUM_PROT": "1", "ROSTRUM_PORT": "1", "ROSTRUM_MEASURE_DATA": "x", "HOME": "y"})
    assert found == ["ROSTRUM_PROT"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.4.5.6"])
def test_loopback_addresses_need_no_token(host):
    check_address(load(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "ask.example.org"])
def test_another_address_is_refused_without_token_or_leave(host):
    with pytest.raises(BadSettings, match="ROSTRUM_TOKEN"):
        check_address(load(host=host))
    check_address(load(host=host, token="a-long-enough-secret"))
    check_address(load(host=host, public=True))


def test_a_deadline_near_the_purging_of_old_versions_is_refused(monkeypatch):
    monkeypatch.setenv("ROSTRUM_DEADLINE_S", "119")
    with pytest.raises(BadSettings, match="ROSTRUM_DEADLINE_S"):
        load()


def test_every_setting_stands_in_the_table_for_operators():
    table = (Path(__file__).parents[1] / "docs" / "operating.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`ROSTRUM_{name.upper()}`" not in table]
    assert missing == []
