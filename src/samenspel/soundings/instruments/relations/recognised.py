"""Whether organisations recognise in each other what each says of itself, as far as it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import BASE
from samenspel.measures.recognition import (
    FEWEST_PEOPLE,
    MOST,
    NO_VIEW,
    UNTOLD,
    Recognised,
    ToldBefore,
    nothing_before,
    recognised,
    whole_part,
)
from samenspel.measures.relations import web
from samenspel.measures.steady import Told, in_steps
from samenspel.soundings.instruments.relations.answers import Answers, AskedList
from samenspel.soundings.instruments.relations.earlier import Round

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class OfList:
    """What is told of one list. own, seen : counts of people, as in `measures.recognition`"""

    answers: Answers
    asked: AskedList
    own: IntArray
    seen: IntArray
    told: Recognised
    rounds: Sequence[Round]

    def of_organisation(self, about: int) -> dict[str, Any]:
        return {
            "list": self.asked.key,
            "own": self._own(about),
            "seen": [self._seen(who, about) for who in self.answers.looks_at(self.asked, about)],
        }

    def web(self) -> dict[str, Any]:
        """How all recognition hangs together, among organisations of which all of it is told."""
        of = whole_part(self.told.band != UNTOLD)
        ties = self.told.band[np.ix_(of, of)] == MOST
        found = web(ties, directed=True)
        return {
            "list": self.asked.key,
            "of": of,
            "density": _number(found.density) if of else None,
            "centralisation": _number(found.centralisation) if of else None,
            "reciprocity": _number(found.reciprocity) if of else None,
        }

    def _own(self, about: int) -> dict[str, Any]:
        view, agreement = int(self.told.view[about]), int(self.told.agreement[about])
        name = self.answers.organisations[about]
        before = [earlier.own(name, self.asked.key) for earlier in self.rounds]
        people = int(self.own[about].sum())
        return {
            "view": None if view == UNTOLD else self._key(view),
            "agreement": None if agreement == UNTOLD else agreement,
            "answered": None if view == UNTOLD else _about_so_many(people, before),
        }

    def _seen(self, who: int, about: int) -> dict[str, Any]:
        names, key = self.answers.organisations, self.asked.key
        before = [earlier.pair(names[who], names[about], key) for earlier in self.rounds]
        band = int(self.told.band[who, about])
        is_told = band != UNTOLD
        return {
            "by": who,
            "band": band if is_told else None,
            "answered": _about_so_many(int(self.seen[who, about].sum()), before)
            if is_told
            else None,
            "before": self._before(who, about),
        }

    def _before(self, who: int, about: int) -> dict[str, Any] | None:
        """The last round that told of this pair."""
        names, key = self.answers.organisations, self.asked.key
        for earlier in self.rounds:
            if pair := earlier.pair(names[who], names[about], key):
                return {
                    "band": pair["band"],
                    "view": earlier.view(names[about], key),
                    "closed_on": earlier.closed_on.isoformat() if earlier.closed_on else None,
                }
        return None

    def _key(self, view: int) -> str:
        return "" if view == NO_VIEW else str(self.asked.options[view - 1]["key"])


def recognition_of(answers: Answers, rounds: Sequence[Round], *, minimum: int) -> list[OfList]:
    """rounds : earlier ones, the newest first"""
    found = []
    fewest = max(minimum, FEWEST_PEOPLE)
    for asked in answers.lists:
        own, seen = answers.choices(asked)
        told = recognised(own, seen, _told_before(answers, asked, rounds), fewest=fewest)
        found.append(OfList(answers, asked, own, seen, told, rounds))
    return found


def _told_before(answers: Answers, asked: AskedList, rounds: Sequence[Round]) -> ToldBefore:
    """By what the lists of then and now call the same. What is not on the list now was not told."""
    names = answers.organisations
    number = {option["key"]: at for at, option in enumerate(asked.options, start=1)} | {"": NO_VIEW}
    before = nothing_before(len(names))
    for about, name in enumerate(names):
        own = next((told for each in rounds if (told := each.own(name, asked.key))), None)
        if own is not None and own["view"] in number:
            before.view[about] = number[own["view"]]
            before.agreement[about] = UNTOLD if own["agreement"] is None else own["agreement"]
        for who, other in enumerate(names):
            for earlier in rounds:
                if pair := earlier.pair(other, name, asked.key):
                    before.band[who, about] = pair["band"]
                    before.band_of[who, about] = number.get(earlier.view(name, asked.key), UNTOLD)
                    break
    return before


def _about_so_many(people: int, before: Sequence[Any]) -> int:
    """To the nearest five, and as before where one person can have made the difference."""
    then = next((told["answered"] for told in before if told is not None), None)
    known = None if then is None else Told(then, BASE, then - BASE / 2, then + BASE / 2)
    return int(in_steps(people, step=BASE, reach=1, before=known).value)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)
