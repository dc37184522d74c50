"""The analysis for whoever holds the votes: exact figures, and one analysis for one command."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import betabinom

from samenspel.measures.opinions import analysis as measured
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.analysis import HeldOutcome, analyse, as_data, drawings
from samenspel.soundings.instruments.statements.polis_export import Conversation, read_folder
from tests.soundings.rounds import Asked, conversation, in_camps, with_counts

COUNCIL = Asked("Raadsleden", 57, ((27, 2, 1), (2, 27, 1), (20, 8, 2)))
STAFF = Asked("Medewerkers", 90, ((44, 3, 3), (40, 8, 2), (26, 20, 4)))
CLERKS = Asked("Griffiers", None, ((3, 0, 0), (0, 3, 0), (0, 0, 0)))


def data_of(said: Conversation, **options: Any) -> dict[str, Any]:
    return as_data(said, analyse(said, **options))


def camps(people: int = 90, statements: int = 15) -> Conversation:
    counts = ((people // 2, 0, 0),) * statements
    return in_camps(conversation(Asked("Oost", 60, counts), Asked("West", None, counts)))


# ── known groups ──────────────────────────────────────────────────────────────────────────


def test_what_groups_share_and_what_divides_them() -> None:
    """The three clerks all answered the first two, so of them nothing is uncertain there."""
    told = data_of(conversation(COUNCIL, STAFF, CLERKS))["statements"]

    assert [(s["shared"], s["shared_weakest"]) for s in told] == [
        (True, "Raadsleden"),
        (False, "Griffiers"),
        (False, "Medewerkers"),
    ]
    assert [s["divisive"] for s in told] == [False, True, False]
    assert told[1]["divisive_between"] == [
        ["Medewerkers", "Raadsleden"],
        ["Medewerkers", "Griffiers"],
    ]
    assert [s["divisive_between"] for s in (told[0], told[2])] == [[], []]


def test_the_figures_of_a_group_are_those_of_the_beta_binomial() -> None:
    """Of the 57 in the council 30 answered; how many clerks there are nobody knows."""
    [_, _, told] = data_of(conversation(COUNCIL, STAFF, CLERKS))["statements"]
    rest = betabinom(27, 20.5, 10.5)
    low, high = 20 + rest.ppf(0.025), 20 + rest.ppf(0.975)

    assert told["groups"][0] == pytest.approx(
        {
            "group": "Raadsleden",
            "size": 57,
            "agree": 20,
            "disagree": 8,
            "pass": 2,
            "share": 20 / 30,
            "low": low / 57,
            "high": high / 57,
            # All who took part answered: what is left is those who did not.
            "lowest": 20 / 57,
            "highest": 47 / 57,
        }
    )
    assert told["groups"][2] == {
        "group": "Griffiers",
        "size": None,
        "agree": 0,
        "disagree": 0,
        "pass": 0,
        "share": None,
        "low": None,
        "high": None,
        "lowest": None,
        "highest": None,
    }


def test_a_statement_is_shared_as_surely_as_by_the_weakest_group() -> None:
    one = conversation(COUNCIL, STAFF)
    [first, second, third] = data_of(one)["statements"]
    rest = betabinom(27, 20.5, 10.5)

    assert (first["shared"], second["shared"], third["shared"]) == (True, False, False)
    assert third["shared_weakest"] == "Medewerkers"
    assert first["shared_weakest"] == "Raadsleden"
    # More than half of 57 is 29 or more, so 9 or more of those who did not take part.
    council = float(rest.sf(8))
    staff = float(betabinom(40, 26.5, 24.5).sf(45 - 26))
    assert third["shared_probability"] == pytest.approx(min(council, staff))
    assert first["shared_whatever_the_silent"] is False


def test_a_statement_on_which_a_group_said_nothing_is_not_shared_by_all() -> None:
    silent = replace(CLERKS, counts=((5, 0, 0), (0, 0, 0), (5, 0, 0)))
    all_agree = replace(STAFF, counts=((50, 0, 0),) * 3)
    told = data_of(conversation(all_agree, silent))["statements"]

    assert [statement["shared"] for statement in told] == [True, False, True]


def test_of_statements_that_were_taken_out_counts_are_all_that_is_told() -> None:
    told = data_of(conversation(COUNCIL, STAFF, out=[2]))["statements"]

    assert told[1] == {
        "id": 2,
        "text": "Stelling nummer 2",
        "agree": 42,
        "disagree": 35,
        "pass": 3,
        "moderated": -1,
    }
    assert [s["groups"][0]["agree"] for s in (told[0], told[2])] == [27, 20]


# ── groups found ──────────────────────────────────────────────────────────────────────────


def test_groups_that_are_there_are_found_with_their_size() -> None:
    data = data_of(camps())
    found = data["groups_found"]

    assert [group["size"] for group in found] == [30, 30, 30]
    assert min(group["stability"] for group in found) > 0.9
    # Nothing that was permuted 59 times came near.
    assert [axis["p_value"] for axis in data["axes"][:2]] == pytest.approx([1 / 60, 1 / 60])
    assert 1 > data["axes"][0]["explained"] > data["axes"][1]["explained"] > 0.1
    assert data["looked_for_groups"] == {
        "p_value": 0.005,
        "repetitions": 199,
        "undetermined": 0,
        "straight_liners": 0,
        "groups_with_straight_liners": None,
    }
    # Statement 1 is the first: each camp agrees with every third one.
    own = [sorted({one["id"] % 3 for one in g["characteristic"] if _more(one)}) for g in found]
    assert sorted(own) == [[0], [1], [2]]
    assert all(one["q"] <= 0.05 for group in found for one in group["characteristic"])


def _more(one: dict[str, Any]) -> bool:
    return bool(one["agree_here"] > one["agree_elsewhere"])


def test_where_nothing_beats_chance_there_are_none() -> None:
    noise = camps()
    drawn = np.random.default_rng(1).choice(np.array([-1, 0, 1], dtype=np.int8), len(noise.value))
    data = data_of(replace(noise, value=drawn))

    assert data["groups_found"] == []
    assert [axis["p_value"] > 0.05 for axis in data["axes"]] == [True]


def test_exact_figures_are_of_everybody_and_pictures_of_who_is_shown() -> None:
    """A group of three is in no picture, and in what is told to whoever holds the votes."""
    said = camps()
    few = np.where(said.group_of == 1, np.where(np.arange(90) < 87, 0, 1), said.group_of)
    outcome = analyse(replace(said, group_of=few))

    assert (len(outcome.exact.keys), sum(outcome.exact.sizes)) == (90, 90)
    assert outcome.groups_found is not None
    assert outcome.groups_found.voices_at_least == 80
    assert [group.is_shown for group in outcome.groups] == [True, False]


# ── one analysis ──────────────────────────────────────────────────────────────────────────


def test_one_command_analyses_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times = []
    real = measured.analyse

    def counted(*parts: Any, **options: Any) -> measured.Analysis:
        times.append(1)
        return real(*parts, **options)

    monkeypatch.setattr(measured, "analyse", counted)
    said = camps()
    outcome = analyse(said)
    as_data(said, outcome)
    assert "meningenkaart.svg" in dict(drawings(outcome))
    assert len(times) == 1


def bytes_of(said: Conversation, outcome: HeldOutcome) -> bytes:
    return json.dumps([as_data(said, outcome), list(drawings(outcome))]).encode()


def test_whoever_goes_over_the_votes_the_bytes_are_the_same() -> None:
    """Also where they are read in parts from elsewhere."""
    said = camps()
    before = bytes_of(said, analyse(said))
    votes = Votes(said.voter, said.statement, said.value, said.participants, 15)
    elsewhere = replace(said, parts=cut(votes, said.group_of, people=17))

    with ThreadPoolExecutor(3) as threads:
        assert bytes_of(elsewhere, analyse(elsewhere, executor=threads)) == before


def test_the_seed_draws_the_tests_and_progress_is_told() -> None:
    said = camps()
    steps: list[str] = []
    one = analyse(said, seed=1, progress=lambda _done, _of, what: steps.append(what))
    other = analyse(said, seed=2)

    assert one.exact.sizes.tolist() == other.exact.sizes.tolist()
    first, second = (found.exact.found.stability for found in (one, other))
    assert first is not None
    assert second is not None
    assert first.tolist() != second.tolist()
    assert set(steps) >= {"count", "map", "groups", "place"}


# ── nearly nothing ────────────────────────────────────────────────────────────────────────

NEARLY_NOTHING: dict[str, Conversation] = {
    "one person": conversation(Asked("A", None, ((1, 0, 0), (0, 1, 0)))),
    "one statement": conversation(Asked("A", None, ((30, 30, 0),))),
    "all the same": conversation(Asked("A", None, ((60, 0, 0),) * 9)),
    "all taken out": conversation(Asked("A", None, ((60, 3, 0),) * 2), out=[1, 2]),
    "nobody is shown": conversation(Asked("A", 9, ((3, 0, 0),)), Asked("B", 9, ((0, 3, 0),))),
    "a group in which nobody answered": conversation(
        COUNCIL, with_counts(STAFF, *(((0, 0, 0),) * 3))
    ),
}


@pytest.mark.parametrize("what", NEARLY_NOTHING)
def test_of_nearly_nothing_nearly_nothing_is_told(what: str) -> None:
    data = data_of(NEARLY_NOTHING[what])

    assert (data["groups_found"], data["looked_for_groups"]["p_value"]) == ([], None)
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_the_sizes_of_groups_found_in_real_conversations_add_up(test_data: Path) -> None:
    said = read_folder(test_data / "deliberations" / "bg2050-volunteers")
    outcome = analyse(said)
    left = as_data(said, outcome)["looked_for_groups"]["undetermined"]

    assert int(outcome.exact.sizes.sum()) + left == len(outcome.exact.keys) == 124
