"""What a round of questions remembers of each of them besides its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.scale.bank import Construct, Question, bank


@dataclass(frozen=True)
class NewQuestion:
    """A question to put in a round. `roles` are those that get it; none means everybody."""

    text: str
    text_en: str = ""
    roles: tuple[Role, ...] = ()


def of_the_bank(keys: Iterable[str]) -> tuple[NewQuestion, ...]:
    """Questions of the bank, for whom they are meant. Raises KeyError for what is not in it."""
    questions = [bank().questions[key] for key in keys]
    return tuple(
        NewQuestion(
            question.texts["nl"],
            question.texts["en"],
            bank().constructs[question.construct].roles,
        )
        for question in questions
    )


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


def construct_in(detail: dict[str, Any]) -> Construct | None:
    """What a question measures, as its round remembers it. None for a question of one's own."""
    return bank().constructs.get(detail.get("construct", ""))


@cache
def _by_text() -> dict[str, Question]:
    return {question.texts["nl"]: question for question in bank().questions.values()}
