"""What a round of questions remembers of each of them besides its words."""

from functools import cache
from hashlib import sha256
from typing import Any

from samenspel.soundings.instruments.scale.bank import Question, bank


def question_of(text: str) -> Question | None:
    """The question of the bank that has exactly these Dutch words."""
    return _by_text().get(text)


def detail_of(text: str) -> dict[str, Any]:
    """By which a question is matched over the years, and what it measures.

    A question of the bank in other words is another question: nobody knows whether it measures the
    same. So the words decide, wherever they were typed.
    """
    if question := question_of(text):
        return question.detail
    # The same as long as its words are.
    key = sha256(text.encode()).hexdigest()[:20]
    return {"key": f"own:{key}", "construct": "", "reversed": False}


@cache
def _by_text() -> dict[str, Question]:
    return {question.texts["nl"]: question for question in bank().questions.values()}
