"""Who tries to find out what one person, or one organisation, said of another: and does not.

Each attack has a control, where what protects is off and the attack succeeds.
"""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.measures.cell_suppression.ranges import ranges
from samenspel.measures.disclosure import AGREE
from samenspel.soundings.instruments.relations.answers import answers_of
from samenspel.soundings.instruments.relations.items import ASPECT, RECOGNITION
from samenspel.soundings.instruments.relations.outcome import read
from samenspel.soundings.instruments.spoken import Spoken
from tests.soundings.instruments.relations.answered import (
    AGREES,
    NAMES,
    NOTHING,
    column_of,
    columns_of_kind,
    five,
    frozen,
    round_of,
)

seeds = st.integers(0, 2**32 - 1)
slow = settings(max_examples=12, deadline=None)


def answered_at_random(rng: np.random.Generator, *people: int) -> Spoken:
    """Everybody answers, with opinions that lean somewhere for each organisation."""
    spoken = round_of(dict(zip(NAMES, people, strict=False)), {}, otherwise=(AGREES,))
    value = spoken.value.copy()
    for column, item in enumerate(spoken.items):
        leaning = rng.dirichlet(np.full(int(item.detail.get("kind") == ASPECT) * -2 + 8, 0.6))
        answers = rng.choice(len(leaning), size=len(value), p=leaning)
        value[:, column] = np.where(value[:, column] == NOTHING, NOTHING, answers)
    return replace(spoken, value=value)


def answered_otherwise(
    rng: np.random.Generator, spoken: Spoken, voices: np.ndarray, columns: list[int] | None = None
) -> Spoken:
    """These voices say something else on whatever they answered."""
    value = spoken.value.copy()
    for column in range(len(spoken.items)) if columns is None else columns:
        most = 5 if spoken.items[column].detail["kind"] == ASPECT else 7
        there = voices[value[voices, column] != NOTHING]
        value[there, column] = rng.integers(0, most + 1, len(there))
    return replace(spoken, value=value)


def as_bytes(content: dict[str, Any]) -> str:
    return json.dumps(content)


# ── Other hidden answers ──────────────────────────────────────────────────────────────────
@given(seeds)
@slow
def test_what_an_organisation_below_the_minimum_says_changes_no_byte(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spoken = answered_at_random(rng, 12, 15, 20, 11, 4)
    few = np.flatnonzero(spoken.group_of == 4)
    other = answered_otherwise(rng, spoken, few)
    assert as_bytes(frozen(other)) == as_bytes(frozen(spoken))
    # The control: in the exact counts of everybody together it shows.
    everybody, changed = (
        answers_of(each).opinions(answers_of(each).aspects).sum(axis=0) for each in (spoken, other)
    )
    assert (everybody != changed).any()


@given(seeds)
@slow
def test_recognition_by_fewer_than_ten_people_changes_no_byte(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spoken = answered_at_random(rng, 25, 15, 9, 14)
    nine = np.flatnonzero(spoken.group_of == 2)
    lists = columns_of_kind(spoken, RECOGNITION)
    other = answered_otherwise(rng, spoken, nine, lists)
    assert as_bytes(frozen(other)) == as_bytes(frozen(spoken))


def test_a_question_that_few_of_a_large_organisation_answered_changes_no_byte() -> None:
    rng = np.random.default_rng(1)
    spoken = answered_at_random(rng, 20, 20, 20, 20, 20)
    column = column_of(spoken, "goodwill", "Oostwaard")
    of_rijnveld = np.flatnonzero(spoken.group_of == 1)
    value = spoken.value.copy()
    value[of_rijnveld[4:], column] = NOTHING
    few = replace(spoken, value=value)
    other = answered_otherwise(rng, few, of_rijnveld[:4], [column])
    assert (other.value != few.value).any()
    assert as_bytes(frozen(other)) == as_bytes(frozen(few))


# ── One person more, less or other between two rounds ─────────────────────────────────────
@given(seeds, st.sampled_from(["other", "gone"]))
@slow
def test_two_rounds_that_differ_by_one_person_tell_the_same(seed: int, what: str) -> None:
    rng = np.random.default_rng(seed)
    spoken = answered_at_random(rng, 14, 17, 12, 31)
    first = frozen(spoken)
    one = rng.integers(0, len(spoken.group_of), 1)
    changed = answered_otherwise(rng, spoken, one)
    if what == "gone":
        changed.value[one] = NOTHING
    same, again = (frozen(each, before=[first]) for each in (spoken, changed))
    assert as_bytes(again) == as_bytes(same)


def test_without_that_one_person_would_show_between_two_rounds() -> None:
    """The control: somewhere among many rounds one person changes what is told of a first round."""
    rng = np.random.default_rng(7)
    shown = 0
    for _round in range(20):
        spoken = answered_at_random(rng, 14, 17, 12, 31)
        changed = answered_otherwise(rng, spoken, rng.integers(0, len(spoken.group_of), 1))
        shown += as_bytes(frozen(changed)) != as_bytes(frozen(spoken))
    assert shown > 10


# ── An organisation that takes part in one round only ─────────────────────────────────────
def left_for(spoken: Spoken, name: str) -> Spoken:
    gone = np.isin(spoken.group_of, [at for at, g in enumerate(spoken.groups) if g.party == name])
    return replace(spoken, value=np.where(gone[:, None], NOTHING, spoken.value))


def who_agree(content: dict[str, Any], about: str) -> tuple[int, int] | None:
    """The fewest and the most of the others that agree on the first aspect."""
    [one] = [each for each in read(content).organisations if each.name == about]
    cell = one.opinions[0].cell
    return None if cell is None else (cell.low[AGREE], cell.high[AGREE])


def of_the_difference(
    content: dict[str, Any], other: dict[str, Any], about: str, people: int
) -> tuple[int, int]:
    """What is left of the count of one organisation that only one of both rounds counts, if all
    others said the same in both."""
    told, told_too = who_agree(content, about), who_agree(other, about)
    if told is None or told_too is None:
        return 0, people
    more, less = max(told, told_too), min(told, told_too)
    return max(0, more[0] - less[1]), min(people, more[1] - less[0])


@pytest.mark.parametrize("comes", [False, True])
def test_who_comes_or_goes_alone_is_not_known_from_the_difference(comes: bool) -> None:
    rng = np.random.default_rng(11)
    for _round in range(8):
        whole = answered_at_random(rng, 20, 25, 22, 30, 24)
        without = left_for(whole, "Verweg")
        first, second = (without, whole) if comes else (whole, without)
        before = frozen(first)
        after, control = frozen(second, before=[before]), frozen(second)
        for about in sorted(set(NAMES) - {"Verweg"}):
            assert of_the_difference(before, after, about, people=22) == (0, 22)
            # The control: told all the same, Verweg's count is known to within a few people.
            fewest, most = of_the_difference(before, control, about, people=22)
            assert most - fewest <= 8


def test_after_a_pause_it_is_told_again_and_three_who_come_at_once_make_none() -> None:
    rng = np.random.default_rng(5)
    whole = answered_at_random(rng, 20, 25, 22, 30, 24)
    without = left_for(whole, "Verweg")
    first = frozen(whole)
    second = frozen(without, before=[first])
    third = frozen(without, before=[first, second])

    def told(content: dict[str, Any], about: str = "Oostwaard") -> list[tuple[bool, bool]]:
        [one] = [each for each in read(content).organisations if each.name == about]
        return [(opinion.cell is not None, opinion.paused) for opinion in one.opinions]

    assert told(first) == [(True, False)] * 6
    assert told(second) == [(False, True)] * 6
    assert told(third) == [(True, False)] * 6
    # A round in between that too few answered is no pause.
    nobody = frozen(replace(whole, value=np.full_like(whole.value, NOTHING)), before=[first])
    assert told(frozen(without, before=[first, nobody])) == [(False, True)] * 6


# ── One picture on its own ────────────────────────────────────────────────────────────────
@given(seeds, st.sampled_from([0.0, 0.05, 0.5, 1.0]))
@slow
def test_of_what_one_organisation_says_several_counts_stay_possible(
    seed: int, agree: float
) -> None:
    """For whoever knows how many people of each answered, also where everyone says the same."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(5, 40, 4)
    spoken = answered_at_random(rng, *sizes)
    value = spoken.value.copy()
    aspects = columns_of_kind(spoken)
    says = np.where(rng.random((len(value), len(aspects))) < agree, AGREES, 2)
    value[:, aspects] = np.where(value[:, aspects] == NOTHING, NOTHING, says)
    outcome = read(frozen(replace(spoken, value=value)))
    assert len(outcome.cells) == 24
    for each in outcome.organisations:
        for opinion in each.opinions:
            cell = opinion.cell
            assert cell is not None
            for teller in opinion.tellers:
                p = int(sizes[teller])
                for kind in range(3):
                    least = max(0, cell.low[kind] - (cell.answered_high - p))
                    most = min(p, cell.high[kind])
                    assert most - least + 1 >= 3


def test_with_exact_totals_one_organisation_would_be_known() -> None:
    """The control: counts of all and of each, where everybody agrees, leave nothing open."""
    tellers = np.array([five(5), five(6), five(20)])
    everything_hidden = np.ones_like(tellers, dtype=bool)
    assert all(one.is_derivable for one in ranges(tellers, everything_hidden))


@given(seeds, st.integers(4, 5))
@slow
def test_from_all_counts_together_nobody_works_out_how_many_of_each_answered(
    seed: int, number: int
) -> None:
    """If everybody answered everything, each count is of all people but those it is about."""
    rng = np.random.default_rng(seed)
    people = rng.integers(5, 40, number)
    content = frozen(answered_at_random(rng, *people))
    each = np.array([group["people"][1:] for group in content["groups"]])
    others = np.array(
        [
            (cell["answered_low"], cell["answered_high"])
            for organisation in content["organisations"]
            for cell in [organisation["said"][0]["cell"]]
        ]
    )
    found = worked_out(each, others)
    assert ((found[:, 0] <= people) & (people <= found[:, 1])).all()
    assert (found[:, 1] > found[:, 0]).all()
    # The control: told exactly, the counts of all but one give each of them, though none was told.
    exactly = np.repeat((people.sum() - people)[:, None], 2, axis=1)
    unknown = np.repeat([[0, 10_000]], number, axis=0)
    assert (exactly.sum(axis=0) // (number - 1) == people.sum()).all()
    whole = exactly[:, 0].sum() // (number - 1)
    assert (worked_out(unknown, exactly, whole=whole) == people[:, None]).all()


def worked_out(each: np.ndarray, others: np.ndarray, *, whole: int | None = None) -> np.ndarray:
    """The fewest and the most of each, narrowed down until nothing changes (integers).

    each, others : (organisations, 2) the fewest and the most of each, and of all but each
    whole : of all together, where that is known
    """
    each, others = each.copy(), others.copy()
    before = np.zeros_like(each)
    while (before != each).any():
        before = each.copy()
        low = max(each[:, 0].sum(), (each[:, 0] + others[:, 0]).max(), whole or 0)
        high = min(each[:, 1].sum(), (each[:, 1] + others[:, 1]).min(), whole or 10**9)
        rest = each.sum(axis=0) - each
        each[:, 0] = np.maximum.reduce([each[:, 0], low - others[:, 1], low - rest[:, 1]])
        each[:, 1] = np.minimum.reduce([each[:, 1], high - others[:, 0], high - rest[:, 0]])
        others[:, 0] = np.maximum(others[:, 0], low - each[:, 1])
        others[:, 1] = np.minimum(others[:, 1], high - each[:, 0])
    return each


def test_no_count_of_one_organisation_about_another_is_in_the_content() -> None:
    content = frozen(answered_at_random(np.random.default_rng(2), 20, 25, 22, 30))
    pairs = [
        look
        for organisation in content["organisations"]
        for recognition in organisation["recognition"]
        for look in recognition["seen"]
    ]
    assert {key for look in pairs for key in look} == {"by", "band", "answered", "before"}
    assert {look["band"] for look in pairs} <= {None, 0, 1, 2}
    assert all(look["answered"] is None or look["answered"] % 5 == 0 for look in pairs)
    # What others say stands once for each organisation and aspect, and for nobody in particular.
    cells = [said for organisation in content["organisations"] for said in organisation["said"]]
    assert len(cells) == 4 * 6
    assert all(len(said["tellers"]) in {0, 3} for said in cells)
