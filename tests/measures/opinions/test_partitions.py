import os
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions.partitions import cut, each, people_in_each
from samenspel.measures.opinions.votes import Votes

Rows = list[tuple[int, int, int]]


@pytest.fixture(scope="module")
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.fixture(params=["threads of its own", "threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    if request.param == "threads of its own":
        yield None
    elif request.param == "threads":
        with ThreadPoolExecutor(3) as pool:
            yield pool
    else:
        yield request.getfixturevalue("processes")


def some_votes(voters: int = 50) -> tuple[Votes, NDArray[np.int64]]:
    statements, rng = 9, np.random.default_rng(4)
    voter, statement = np.nonzero(rng.random((voters, statements)) < 0.4)
    shuffled = rng.permutation(len(voter))
    value = rng.integers(-1, 2, len(voter)).astype(np.int8)
    votes = Votes(voter[shuffled], statement[shuffled], value, voters, statements)
    return votes, rng.integers(-1, 3, voters)


def rows_of(votes: Votes, first: int = 0) -> Rows:
    columns = ((votes.voter + first).tolist(), votes.statement.tolist(), votes.value.tolist())
    return list(zip(*columns, strict=True))


@given(st.integers(1, 70), st.integers(0, 50))
def test_partitions_hold_everybody_in_order(people: int, voters: int) -> None:
    votes, group_of = some_votes(voters)
    partitions = cut(votes, group_of, people=people)
    assert len(partitions) == -(-voters // people)
    found: Rows = []
    groups: list[int] = []
    for partition in partitions:
        ballots = pickle.loads(pickle.dumps(partition)).load()  # noqa: S301 - made here
        assert (ballots.votes.statements, ballots.votes.ordered) == (9, True)
        assert ballots.votes.voters == len(ballots.group_of) <= people
        found += rows_of(ballots.votes, first=len(groups))
        groups += ballots.group_of.tolist()
    assert found == sorted(rows_of(votes))
    assert groups == group_of.tolist()


def test_a_partition_carries_its_own_votes_only() -> None:
    rows = np.arange(300_000, dtype=np.int32)
    votes = Votes(rows // 30, rows % 30, np.ones(300_000, dtype=np.int8), 10_000, 30)
    partitions = cut(votes, np.zeros(10_000, dtype=np.int8), people=100)
    assert len(partitions) == 100
    assert all(np.shares_memory(part.voter, votes.voter) for part in partitions)
    # 3000 votes of 9 bytes, and 100 groups of 1.
    assert {len(pickle.dumps(part)) // 1000 for part in partitions} == {27}


def test_narrow_columns_are_cut_too() -> None:
    voter = np.array([0, 0, 200, 201, 255], dtype=np.uint8)
    votes = Votes(voter, np.arange(5, dtype=np.int8), np.ones(5, dtype=np.int8), 1_000, 5)
    partitions = cut(votes, np.zeros(1_000, dtype=np.int8), people=100)
    assert [rows_of(part.load().votes) for part in partitions] == [
        [(0, 0, 1), (0, 1, 1)],
        [],
        [(0, 2, 1), (1, 3, 1), (55, 4, 1)],
        *[[]] * 7,
    ]


@pytest.mark.parametrize(
    ("group_of", "people", "reason"),
    [
        (np.zeros(50, dtype=np.int64), 0, "at least one voter"),
        (np.zeros(49, dtype=np.int64), 10, "one per voter"),
        (np.zeros(50), 10, "integers"),
        (np.full(50, -2), 10, "outside -1"),
    ],
)
def test_what_cannot_be_cut_is_refused(
    group_of: NDArray[np.int64], people: int, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        cut(some_votes()[0], group_of, people=people)


def squared_late(number: int) -> int:
    """Early items take longest, so that results come in another order than they are asked for."""
    time.sleep(0.02 if number < 4 else 0)
    return number * number


def inverse(number: int) -> float:
    return 1 / number


def end_of_a_worker(number: int) -> int:
    os._exit(number)


def test_results_come_in_the_order_of_the_items(executor: Executor | None) -> None:
    done: list[int] = []
    results = each(squared_late, range(40), executor=executor, progress=done.append)
    assert list(results) == [number * number for number in range(40)]
    assert done == list(range(1, 41))


def test_nothing_to_do_is_done_at_once(executor: Executor | None) -> None:
    assert list(each(squared_late, (), executor=executor)) == []


def test_an_error_of_a_worker_is_raised_here(executor: Executor | None) -> None:
    results = each(inverse, [1, 2, 0, 4, 5], executor=executor)
    assert [next(results), next(results)] == [1, 0.5]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert list(results) == []
    assert list(each(inverse, [4], executor=executor)) == [0.25]


def test_a_worker_that_is_gone_is_an_error() -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(BrokenExecutor),
    ):
        list(each(end_of_a_worker, [1, 1], executor=pool))


def counting(items: int, taken: list[int]) -> Iterator[int]:
    for number in range(items):
        taken.append(number)
        yield number


def test_no_more_is_under_way_than_twice_the_workers() -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(3) as pool:
        ahead = [
            len(taken) - done
            for done, _ in enumerate(each(abs, counting(50, taken), executor=pool))
        ]
    assert ahead == [min(6, 50 - done) for done in range(50)]


class Asked(Executor):
    """An executor that tells nothing of its workers, as that of a cluster."""

    def __init__(self, pool: Executor) -> None:
        self.pool = pool

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # as the parent
        return self.pool.submit(fn, *args, **kwargs)


def test_an_executor_need_not_tell_how_many_workers_it_has() -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        results = each(abs, counting(50, taken), executor=Asked(pool))
        assert next(results) == 0
        assert len(taken) == 32
        assert list(results) == list(range(1, 50))


@pytest.mark.parametrize("own", [True, False])
def test_what_nobody_asks_for_any_more_is_not_begun(own: bool) -> None:
    begun: list[int] = []
    go_on = threading.Event()

    def wait(number: int) -> int:
        begun.append(number)
        if number:
            go_on.wait(10)
        return number

    with ThreadPoolExecutor(1) as pool:
        results = each(wait, range(1000), executor=None if own else pool)
        assert next(results) == 0
        closed = threading.Thread(target=close, args=(results,))
        closed.start()
        go_on.set()
        closed.join(10)
        assert not closed.is_alive()
    assert set(begun) <= set(range(2 * (os.cpu_count() or 1)))


def close(results: object) -> None:
    stop: Callable[[], None] = results.close  # type: ignore[attr-defined]  # a generator
    stop()


def test_people_are_parted_evenly_among_an_even_number_of_partitions() -> None:
    sizes = {people: people_in_each(people) for people in (0, 1, 1_000, 1_001, 100_000, 1_000_000)}
    assert sizes == {0: 1, 1: 1, 1_000: 1_000, 1_001: 501, 100_000: 50_000, 1_000_000: 62_500}
