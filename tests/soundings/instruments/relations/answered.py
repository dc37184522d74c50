"""Rounds about the other organisations, answered as a test says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation, Role
from samenspel.soundings.instruments.relations.bank import bank
from samenspel.soundings.instruments.relations.items import (
    ASPECT,
    OWN,
    Organisation,
    questions,
)
from samenspel.soundings.instruments.relations.outcome import Outcome, read
from samenspel.soundings.instruments.relations.picture import freeze_spoken
from samenspel.soundings.instruments.spoken import AskedItem, Earlier, Spoken
from samenspel.soundings.instruments.statements.picture import AskedGroup
from samenspel.soundings.models import Picture, Sounding

NAMES = ("Oostwaard", "Rijnveld", "Verweg", "Zorggroep De Linde", "Waterschap Noord")
EVERYTHING = bank().keys
NOTHING = -1
AGREES, DISAGREES, DOES_NOT_KNOW = 5, 2, 0

Said = Mapping[tuple[str, str, str], Sequence[int]]
"""by (who says it, key, about whom): how many people give each value, from 0 on"""


def organisations(*names: str, size: int = 40) -> list[Organisation]:
    """One group each, at a position that is its place."""
    return [
        Organisation(name, (place,), size, can_tell=True, can_pair=True)
        for place, name in enumerate(names)
    ]


def round_of(
    people: Mapping[str, int],
    said: Said,
    *,
    chosen: Sequence[str] = EVERYTHING,
    size: int = 40,
    otherwise: Sequence[int] | None = None,
) -> Spoken:
    """people : of each organisation, how many took part. The first so many answer what is said of a
    question; where nothing is said all of them say `otherwise`, by turns, or nothing.
    """
    asked = organisations(*people, size=size)
    items = [
        AskedItem(
            number=number,
            text=each.text,
            text_en=each.text_en,
            only_for=each.only_for,
            detail=each.detail,
        )
        for number, each in enumerate(questions(chosen, asked), start=1)
        if each.only_for
    ]
    group_of = np.repeat(np.arange(len(people)), list(people.values())).astype(np.int32)
    value = np.full((len(group_of), len(items)), NOTHING, dtype=np.int8)
    for column, item in enumerate(items):
        for group, name in enumerate(people):
            if group in item.only_for:
                key = (name, item.detail["key"], item.detail["about"])
                voices = np.flatnonzero(group_of == group)
                given = _values(said.get(key), otherwise, len(voices))
                value[voices[: len(given)], column] = given
    return Spoken(
        groups=tuple(AskedGroup(f"Medewerkers {name}", Role.STAFF, name, size) for name in people),
        items=tuple(items),
        value=value,
        group_of=group_of,
    )


def _values(
    counts: Sequence[int] | None, otherwise: Sequence[int] | None, voices: int
) -> list[int]:
    if counts is None:
        return [otherwise[n % len(otherwise)] for n in range(voices)] if otherwise else []
    values = [value for value, number in enumerate(counts) for _person in range(number)]
    assert len(values) <= voices
    return values


def frozen(
    spoken: Spoken, *, minimum: int = 5, reissued: int = 0, before: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """before : contents of earlier rounds, the oldest first"""
    earlier = [
        Earlier(date(2025, number, 1), f"ronde {number}", content)
        for number, content in enumerate(before, start=1)
    ]
    return freeze_spoken(spoken, minimum=minimum, reissued=reissued, before=earlier)


def showed(spoken: Spoken, **how: Any) -> Outcome:
    return read(frozen(spoken, **how))


def five(agree: int, disagree: int = 0, unknown: int = 0) -> list[int]:
    """People by the value of their answer."""
    return [unknown, 0, disagree, 0, 0, agree]


def choose(*by_option: int, unknown: int = 0) -> list[int]:
    return [unknown, *by_option]


def column_of(spoken: Spoken, key: str, about: str, *, own: bool = False) -> int:
    [found] = [
        at
        for at, item in enumerate(spoken.items)
        if item.detail["key"] == key
        and item.detail["about"] == about
        and (item.detail["side"] == OWN) == own
    ]
    return found


def columns_of_kind(spoken: Spoken, kind: str = ASPECT) -> list[int]:
    return [at for at, item in enumerate(spoken.items) if item.detail["kind"] == kind]


def closed_round(
    cooperation: Cooperation, content: dict[str, Any], *, key: str | None = None
) -> Sounding:
    """A round that is closed and showed this. key : of its address for everybody"""
    with scopes_disabled():
        sounding = Sounding.objects.create(
            cooperation=cooperation,
            title="Wat vinden wij van elkaar?",
            instrument="relations",
            state=Sounding.State.CLOSED,
            outcome_key=key,
        )
        Picture.objects.create(sounding=sounding, content=content)
        return sounding


def of_all_kinds() -> dict[str, Any]:
    """A round in which something of every kind is told, and something is not."""
    said: dict[tuple[str, str, str], Sequence[int]] = {
        ("Oostwaard", "role", "Oostwaard"): choose(20),
        ("Rijnveld", "role", "Rijnveld"): choose(0, 13, 7),
        ("Verweg", "role", "Verweg"): choose(5, 5, 5, 5),
        ("Rijnveld", "role", "Oostwaard"): choose(18, 2),
        ("Oostwaard", "role", "Rijnveld"): choose(10, 10),
        ("Verweg", "role", "Rijnveld"): choose(17, 3),
        ("Verweg", "role", "Oostwaard"): choose(9),
        ("Waterschap Noord", "role", "Oostwaard"): choose(3, 17),
    }
    return frozen(round_of(dict.fromkeys(NAMES, 20), said, otherwise=(AGREES, AGREES, DISAGREES)))
