"""Which municipality went on in which, in an invented tangle and in Súdwest-Fryslân."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.atlas.queries.ancestry import Ancestor, Event, WentOn, ancestry, codes_in, went_on
from samenspel.atlas.queries.succession import Step, Succession


def step(day: str, old: str, new: str, kind: str = "merge", *, largest: bool = True) -> Step:
    return Step(date.fromisoformat(day), old, old.lower(), new, new.lower(), kind, largest)


# A and B became C; C was split, mostly to D and for the rest to E; D was renamed F.
TANGLE = Succession(
    [
        step("2010-01-01", "A", "C"),
        step("2010-01-01", "B", "C"),
        step("2015-01-01", "C", "E", "split", largest=False),
        step("2015-01-01", "C", "D", "split"),
        step("2020-06-01", "D", "F", "rename"),
    ]
)


@pytest.mark.parametrize(
    ("code", "after", "until", "reached"),
    [
        ("A", "2009-01-01", "2009-12-31", {"A": True}),
        ("A", "2009-01-01", "2010-01-01", {"C": True}),
        ("A", "2009-01-01", "2015-01-01", {"D": True, "E": False}),
        ("A", "2009-01-01", "2024-01-01", {"F": True, "E": False}),
        ("C", "2015-01-01", "2024-01-01", {"C": True}),
        ("E", "2009-01-01", "2024-01-01", {"E": True}),
    ],
)
def test_a_municipality_goes_on_in_others_with_the_largest_part_first(
    code: str, after: str, until: str, reached: dict[str, bool]
) -> None:
    found = TANGLE.onward(code, after=date.fromisoformat(after), until=date.fromisoformat(until))
    assert list(found.items()) == list(reached.items())


def test_the_newest_day_on_which_each_was_made_of_others_leaves_new_names_out() -> None:
    assert TANGLE.newest_into(date(2024, 1, 1)) == {
        "C": date(2010, 1, 1),
        "D": date(2015, 1, 1),
        "E": date(2015, 1, 1),
    }
    assert TANGLE.newest_into(date(2012, 1, 1)) == {"C": date(2010, 1, 1)}


def test_relatives_are_first_what_it_was_made_of_and_then_what_it_became() -> None:
    assert list(TANGLE.relatives("C")) == ["A", "B", "D", "E", "F"]
    assert list(TANGLE.relatives("F")) == ["D", "C", "A", "B"]


def test_ancestry_tells_all_the_way_back_and_where_the_other_parts_went() -> None:
    a, b = (
        Ancestor(name, name.lower(), is_part=False, is_rename=False, elsewhere=[], made_of=[])
        for name in "AB"
    )
    c = Ancestor(
        "C",
        "c",
        is_part=True,
        is_rename=False,
        elsewhere=[("E", "e")],
        made_of=[Event(date(2010, 1, 1), [a, b])],
    )
    d = Ancestor(
        "D",
        "d",
        is_part=False,
        is_rename=True,
        elsewhere=[],
        made_of=[Event(date(2015, 1, 1), [c])],
    )

    assert ancestry("F", TANGLE) == [Event(date(2020, 6, 1), [d])]
    assert ancestry("F", TANGLE, until=date(2019, 1, 1)) == []
    assert list(codes_in(ancestry("F", TANGLE))) == ["D", "C", "E", "A", "B"]


def test_how_a_municipality_ended_tells_the_parts_and_where_they_are_now() -> None:
    today = date(2024, 1, 1)
    assert went_on("C", TANGLE, today) == WentOn(
        date(2015, 1, 1), [("D", "d"), ("E", "e")], is_rename=False, today=["F"]
    )
    assert went_on("D", TANGLE, today) == WentOn(
        date(2020, 6, 1), [("F", "f")], is_rename=True, today=[]
    )
    assert went_on("C", TANGLE, date(2014, 12, 31)) is None
    assert went_on("F", TANGLE, today) is None


_CODES = st.sampled_from("ABCDEFG")
_STEPS = st.builds(
    Step,
    day=st.dates(date(2000, 1, 1), date(2010, 1, 1)),
    old=_CODES,
    old_name=st.just(""),
    new=_CODES,
    new_name=st.just(""),
    kind=st.sampled_from(["merge", "split", "rename"]),
    largest=st.booleans(),
)


@given(steps=st.lists(_STEPS, max_size=8), code=_CODES)
def test_sources_that_contradict_each_other_send_nobody_round_in_circles(
    steps: list[Step], code: str
) -> None:
    tangle = Succession(steps)
    reached = tangle.onward(code, after=date.min, until=date.max)
    assert reached
    assert code not in tangle.relatives(code)
    assert code not in {
        ancestor.code for event in ancestry(code, tangle) for ancestor in event.ancestors
    }


def test_sudwest_fryslan_is_made_of_all_that_went_into_it(test_data: Path) -> None:
    steps = []
    with (test_data / "amalgamations/amalgamations_2011_2026.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            codes = row["all_successors_if_split"].split("|")
            for new in codes if len(codes) > 1 else [row["main_successor_code"]]:
                kind = "split" if len(codes) > 1 else "merge"
                largest = new == row["main_successor_code"]
                day = date.fromisoformat(row["date"])
                steps.append(Step(day, row["old_code"], row["old_name"], new, new, kind, largest))

    found = [
        (event.day.year, each.name, each.is_part)
        for event in ancestry("GM1900", Succession(steps))
        for each in event.ancestors
    ]
    assert found == [
        (2018, "Littenseradiel", True),
        (2014, "Boarnsterhim", True),
        (2011, "Bolsward", False),
        (2011, "Nijefurd", False),
        (2011, "Sneek", False),
        (2011, "Wûnseradiel", False),
        (2011, "Wymbritseradiel", False),
    ]
