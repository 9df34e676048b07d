"""Follow-ups that stand alone."""

import pytest

from service.answers import Turn
from service.conversation import stand_alone
from tests.test_query import NAMES


def after(question: str, answer: str = "") -> list[Turn]:
    return [Turn("user", question), Turn("assistant", answer)]


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        (
            after("What did Ms. Okafor say about tides?"),
            "And what did she warn about?",
            "What did Ms. Okafor warn about",
        ),
        (
            after("What did Ms. Okafor say about tides?"),
            "What about Mr. van der Berg?",
            "What did Mr. van der Berg say about tides?",
        ),
        (
            after("Who spoke about tides?", "Nadia Okafor spoke [1]."),
            "What did she propose on levies?",
            "What did Nadia Okafor propose on levies?",
        ),
        (after("Who argued for longer trials?"), "Who else?", "Who else argued for longer trials?"),
        (after("What did Okafor say about tides?"), "Who else?", "Who else spoke about tides?"),
        (after("What did Okafor say about tides?"), "Why?", "Why did Okafor say about tides?"),
    ],
)
def test_follow_up_is_made_to_stand_alone(history: list[Turn], question: str, expected: str) -> None:
    assert stand_alone(question, history, NAMES).startswith(expected)


def test_pointing_word_takes_the_topic_of_the_question_before() -> None:
    asked = stand_alone("How did Rosa Lim respond to that?", after("What did Okafor fear about tidal metadata?"), NAMES)
    assert "Rosa Lim" in asked
    assert "tidal metadata" in asked


def test_question_without_history_is_unchanged() -> None:
    assert stand_alone("And what did she say?", [], NAMES) == "And what did she say?"


def test_question_that_stands_alone_is_unchanged() -> None:
    question = "What did Lena Brandt propose for glazed tiles in winter?"
    assert stand_alone(question, after("What did Okafor say about tides?"), NAMES) == question


def test_it_within_a_question_means_that_questions_own_topic() -> None:
    question = "Who supported the reduction of ferry crossings, and who opposed it?"
    assert stand_alone(question, after("What did Okafor say about tides?"), NAMES) == question
