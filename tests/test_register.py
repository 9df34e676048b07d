"""The register: what it holds, where it is found, and what is wrong with a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadRegister
from ingest.register import find_register, load_register

GOOD = """
speakers:
- name: Ana Vidal
  id: ana-v
  labels: [AV, NO]
  aliases: [Ana Vidal-Rey]
  affiliation: Harbour Board
- name: Li Wen
  affiliations:
  - {name: Lake Bank, from: 2019, to: 2021-05}
  - {name: River Trust, from: 2021-06}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "speakers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(BadRegister) as caught:
        load_register(written(folder, text))
    assert "speakers.yaml" in str(caught.value)
    return str(caught.value)


def test_labels_aliases_and_names_are_found(tmp_path):
    register = load_register(written(tmp_path, GOOD))
    ana = register.participants[0]
    assert (ana.name, ana.affiliation, ana.labels) == ("Ana Vidal", "Harbour Board", ("AV", "NO", "Ana Vidal-Rey"))
    assert [register.participant(x) for x in ("AV", "Ana Vidal-Rey", "ANA VIDAL", "NO")] == [ana] * 4
    assert register.participant("XY") is None
    assert register.ids == {"Ana Vidal": "ana-v"}


def test_the_affiliation_without_an_end_is_the_present_one(tmp_path):
    assert load_register(written(tmp_path, GOOD)).participants[1].affiliation == "River Trust"


def test_capitals_tell_labels_apart(tmp_path):
    register = load_register(written(tmp_path, "speakers: [{name: A B, labels: [AB]}, {name: C D, labels: [Ab]}]"))
    assert [p.name for x in ("AB", "Ab") if (p := register.participant(x))] == ["A B", "C D"]
    assert register.participant("ab") is None


def test_another_content_is_another_version(tmp_path):
    first = load_register(written(tmp_path, GOOD)).version
    assert first != load_register(written(tmp_path, GOOD + "- {name: New One}\n")).version


def test_unknown_keys_are_named(tmp_path):
    assert "speakers[0].nick" in complaint(tmp_path, "speakers: [{name: Ana Vidal, nick: An}]")
    assert "people" in complaint(tmp_path, "people: []\nspeakers: []")


def test_doubled_labels_are_named_with_both_holders(tmp_path):
    text = "speakers: [{name: Ana Vidal, labels: [AV]}, {name: Abel Voss, aliases: [AV]}]"
    message = complaint(tmp_path, text)
    assert all(x in message for x in ("'AV'", "Ana Vidal", "Abel Voss"))


def test_the_same_label_twice_for_one_person_is_no_harm(tmp_path):
    register = load_register(written(tmp_path, "speakers: [{name: Ana Vidal, labels: [AV], aliases: [AV]}]"))
    assert register.participants[0].labels == ("AV",)


def test_broken_yaml_is_named_with_its_line(tmp_path):
    assert "line 4" in complaint(tmp_path, "speakers:\n- name: Ana\n  labels: [AV\n- name: B")


@pytest.mark.parametrize("text", ["", "- a", "speakers: 3", "speakers: [{labels: [A]}]", "speakers: [{name: ''}]"])
def test_what_is_no_register_is_refused(tmp_path, text):
    complaint(tmp_path, text)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "speakers.yaml"
    path.write_bytes(b"speakers: \xff\xfe\x00")
    with pytest.raises(BadRegister):
        load_register(path)


def test_a_missing_file_is_a_named_error(tmp_path):
    with pytest.raises(BadRegister, match="cannot be read"):
        load_register(tmp_path / "speakers.yaml")


def test_the_nearest_register_at_or_above_the_document_counts(tmp_path):
    deep = tmp_path / "root" / "a" / "b"
    deep.mkdir(parents=True)
    written(tmp_path, "speakers: [{name: Outside}]")
    assert find_register(deep / "x.md", tmp_path / "root") is None
    written(tmp_path / "root", "speakers: [{name: Top}]")
    written(deep, "speakers: [{name: Near}]")
    near = find_register(deep / "x.md", tmp_path / "root")
    top = find_register(deep.parent / "x.md", tmp_path / "root")
    assert near is not None
    assert top is not None
    assert (near.participants[0].name, top.participants[0].name) == ("Near", "Top")


def test_a_register_of_another_shape_says_what_it_must_be(tmp_path):
    assert "a list of people under `speakers:`" in complaint(tmp_path, "- Ana Vidal")
    assert "a person with a `name:`" in complaint(tmp_path, "speakers:\n- Ana Vidal")
