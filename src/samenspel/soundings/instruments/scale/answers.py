"""What was asked and answered in a round of questions with five answers, as arrays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from samenspel.soundings.instruments.spoken import Spoken
from samenspel.soundings.instruments.statements.picture import AskedGroup

DOES_NOT_KNOW = 0
FIVE = 5
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class AskedQuestion:
    """
    key : by which it is matched over the waves
    construct : that it measures; empty for own questions
    reversed : agreeing with it means less of the construct
    only_for : positions of the groups that got it; empty where all did
    """

    number: int
    key: str
    text: str
    text_en: str = ""
    construct: str = ""
    reversed: bool = False
    only_for: tuple[int, ...] = ()
    is_purpose: bool = False

    def was_put_to(self, group: int) -> bool:
        return not self.only_for or group in self.only_for


@dataclass(frozen=True, eq=False)
class Answers:
    """
    value : (voices, questions) -1 no answer, 0 does not know, 1 to 5 from disagree to agree
    group_of : (voices,) index into `groups`
    """

    groups: tuple[AskedGroup, ...]
    questions: tuple[AskedQuestion, ...]
    value: NDArray[np.int8]
    group_of: IntArray

    @cached_property
    def turned(self) -> FloatArray:
        """(voices, questions) 1 to 5 for more of the construct; nan where nothing is known."""
        value = self.value.astype(np.float64)
        backwards = np.array([question.reversed for question in self.questions], dtype=np.bool_)
        value[:, backwards] = FIVE + 1 - value[:, backwards]
        value[self.value < 1] = np.nan
        return value


def answers_of(spoken: Spoken) -> Answers:
    """What was said, with what the item bank knows of each question."""
    return Answers(
        groups=spoken.groups,
        questions=tuple(
            AskedQuestion(
                number=item.number,
                key=item.detail.get("key", ""),
                text=item.text,
                text_en=item.text_en,
                construct=item.detail.get("construct", ""),
                reversed=item.detail.get("reversed", False),
                only_for=item.only_for,
                is_purpose=item.is_purpose,
            )
            for item in spoken.items
        ),
        value=spoken.value,
        group_of=spoken.group_of.astype(np.int64),
    )


def scores(answers: Answers, questions: IntArray) -> FloatArray:
    """(voices,) each one's mean over these questions; nan where fewer than half were answered.

    questions : indices. Half of those that were put to the group of the voice
    """
    turned = answers.turned[:, questions]
    answered = np.isfinite(turned).sum(axis=1)
    put = np.array(
        [
            sum(answers.questions[question].was_put_to(group) for question in questions)
            for group in range(len(answers.groups))
        ],
        dtype=np.int64,
    )
    enough = (answered > 0) & (2 * answered >= put[answers.group_of])
    total = np.nansum(turned, axis=1)
    return np.where(enough, total / np.maximum(answered, 1), np.nan)
