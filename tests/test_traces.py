from __future__ import annotations

import json

import pytest

from corpus.records import Person
from service.traces import Traces

TEXT = "The ferry shall leave at dawn,\nwhatever the tide may say."


def test_six_words_in_a_row_are_a_trace_whatever_stands_between_them():
    traces = Traces([TEXT], [])
    assert traces.are_in("Who said: “the FERRY shall — leave at dawn”?")
    assert traces.are_in(json.dumps({"quote": "leave at dawn,\nwhatever the tide"}))


@pytest.mark.parametrize(
    "said", ["", "the ferry shall leave at noon", "dawn at leave shall ferry the", "The tide may say."]
)
def test_fewer_words_in_a_row_are_none(said):
    assert not Traces([TEXT], []).are_in(said)


def test_a_name_of_several_words_is_a_trace_a_part_of_it_is_none():
    traces = Traces([], [Person("zelda-quill", "Zelda Quill")])
    assert traces.are_in("Did Zelda  QUILL speak?")
    assert not traces.are_in("Did Zelda speak with a quill?")


def test_a_name_of_one_word_is_a_trace_where_a_speaker_is_named():
    traces = Traces([], [Person("union", "Union")])
    assert traces.are_in('{"others":[{"id":"union","name":"Union"}]}')
    assert not traces.are_in("The union bakes.")


def test_a_text_of_fewer_words_than_a_run_leaves_no_trace_by_its_words():
    assert not Traces(["Order, order!"], []).are_in("Order, order!")
