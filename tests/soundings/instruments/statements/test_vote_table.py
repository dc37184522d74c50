"""A table of votes is read as it stands there, whatever the kind of file and the order of rows."""

import pickle
import platform
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.soundings.instruments.statements.vote_table import (
    PartError,
    last_votes,
    opening,
    read_table,
    reading,
)
from samenspel.soundings.instruments.statements.vote_table.last_votes import Rows as VoteRows
from tests.soundings.instruments.statements.vote_tables import (
    Rows,
    last_said,
    row,
    said_in,
    write,
)

FIVE = [row(7, 3, 1), row(2, 3, -1), row(7, 11, 0), row(2, 11, 1), row(30, 3, 0)]
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def columns_of(found: Conversation) -> list[list[Any]]:
    return [column.tolist() for column in (found.voter, found.statement, found.value)]


def told(found: Conversation) -> dict[str, int]:
    return {oddity.what: oddity.count for oddity in found.oddities}


def assert_same(one: Conversation, other: Conversation) -> None:
    assert columns_of(one) == columns_of(other)
    assert (one.statements, one.groups) == (other.statements, other.groups)
    assert one.group_of.tolist() == other.group_of.tolist()
    assert (one.first_day, one.last_day, one.oddities) == (
        other.first_day,
        other.last_day,
        other.oddities,
    )


@pytest.mark.parametrize("name", ["stemmen.parquet", "stemmen.arrow", "stemmen.feather"])
def test_people_and_statements_come_by_their_ids(tmp_path: Path, name: str) -> None:
    found = read_table(write(tmp_path / name, FIVE))

    assert (found.title, found.description, found.participants) == ("stemmen", "", 3)
    assert found.statements == (Statement(3, "3", 0), Statement(11, "11", 0))
    assert columns_of(found) == [[0, 0, 1, 1, 2], [0, 1, 0, 1, 0], [-1, 1, 1, 0, 0]]
    assert (found.groups, found.group_of.tolist()) == ((), [0, 0, 0])
    assert (found.oddities, found.weight, found.first_day) == ((), None, None)


TYPES: list[dict[str, Any]] = [
    {"participant": pa.int16(), "statement": pa.uint8(), "vote": pa.int8()},
    {"participant": pa.uint64(), "vote": pa.float64()},
    {"participant": pa.dictionary(pa.int8(), pa.int64()), "vote": pa.float32()},
]


@pytest.mark.parametrize("types", TYPES)
@pytest.mark.parametrize("name", ["stemmen.parquet", "stemmen.arrow"])
def test_numbers_may_be_kept_in_any_way(tmp_path: Path, name: str, types: dict[str, Any]) -> None:
    assert_same(
        read_table(write(tmp_path / name, FIVE, types=types)),
        read_table(write(tmp_path / "stemmen.parquet", FIVE)),
    )


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())],
)
def test_ids_that_are_texts_come_in_the_order_of_their_characters(
    tmp_path: Path, kind: pa.DataType
) -> None:
    rows = [row("Zé", "b", 1), row("10", "a", 0), row("9", "b", -1), row("Zé", "a", -1)]
    types = {"participant": kind, "statement": kind}

    found = read_table(write(tmp_path / "t.arrow", rows, types=types))

    assert found.statements == (Statement(1, "a", 0, name="a"), Statement(2, "b", 0, name="b"))
    assert columns_of(found) == [[0, 1, 2, 2], [0, 1, 0, 1], [0, -1, -1, 1]]


def test_names_of_columns_may_be_written_otherwise_and_others_may_stand_beside(
    tmp_path: Path,
) -> None:
    rows = [{" Participant": 1, "STATEMENT": 2, "Vote ": 1, "opmerking": "x"}]
    assert columns_of(read_table(write(tmp_path / "t.parquet", rows))) == [[0], [0], [1]]


# ── The last vote ─────────────────────────────────────────────────────────────────────────


def test_without_times_the_last_vote_is_the_one_further_down(tmp_path: Path) -> None:
    rows = [row(1, 1, 1), row(2, 1, 1), row(1, 1, 0), row(1, 1, -1)]

    found = read_table(write(tmp_path / "t.parquet", rows))

    assert columns_of(found) == [[0, 1], [0, 0], [-1, 1]]
    assert told(found) == {"revotes": 2}


TIMES: dict[str, tuple[Any, Any, Any, Any]] = {
    "moments": (pa.timestamp("ns", "UTC"), AT, AT + timedelta(days=2), AT - timedelta(days=1)),
    "moments without a zone": (
        pa.timestamp("s"),
        AT.replace(tzinfo=None),
        AT.replace(tzinfo=None) + timedelta(days=2),
        AT.replace(tzinfo=None) - timedelta(days=1),
    ),
    "days": (pa.date32(), date(2026, 3, 1), date(2026, 3, 3), date(2026, 2, 28)),
    "seconds": (
        pa.int64(),
        int(AT.timestamp()),
        int(AT.timestamp()) + 172_800,
        int(AT.timestamp()) - 86_400,
    ),
    "milliseconds": (
        pa.int64(),
        int(AT.timestamp()) * 1000,
        int(AT.timestamp()) * 1000 + 172_800_000,
        int(AT.timestamp()) * 1000 - 86_400_000,
    ),
}


@pytest.mark.parametrize("kind", TIMES)
def test_the_last_vote_is_the_latest_by_its_time(tmp_path: Path, kind: str) -> None:
    type_, middle, latest, earliest = TIMES[kind]
    rows = [
        row(1, 1, 1, time=latest),
        row(1, 1, -1, time=middle),
        row(1, 1, 0, time=None),
        row(2, 1, 0, time=earliest),
        row(2, 1, 1, time=earliest),
    ]

    found = read_table(write(tmp_path / "t.parquet", rows, types={"time": type_}))

    assert columns_of(found) == [[0, 1], [0, 0], [1, 1]]
    assert told(found) == {"revotes": 3, "missing-times": 1}
    assert (found.first_day, found.last_day) == (date(2026, 2, 28), date(2026, 3, 3))


def test_numbers_that_only_tell_an_order_are_no_days(tmp_path: Path) -> None:
    rows = [row(1, 1, 1, time=2), row(1, 1, -1, time=1)]

    found = read_table(write(tmp_path / "t.parquet", rows))

    assert columns_of(found) == [[0], [0], [1]]
    assert (found.first_day, found.last_day) == (None, None)


ids = st.one_of(st.integers(-5, 5), st.sampled_from((2**62, -(2**63))))
votes = st.lists(
    st.builds(row, ids, ids, st.sampled_from((-1, 0, 1)), time=st.none() | st.integers(0, 3)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=50)
@given(votes, st.booleans(), st.integers(1, 7), st.integers(1, 7))
def test_every_participant_keeps_the_last_vote_on_each_statement_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory,
    rows: Rows,
    as_text: bool,
    at_once: int,
    in_a_piece: int,
) -> None:
    if as_text:
        rows = [r | {name: str(r[name]) for name in ("participant", "statement")} for r in rows]
    types = {"time": pa.int64()}
    path = tmp_path_factory.mktemp("t", numbered=True) / "t.parquet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_ROWS_AT_ONCE", at_once)
        found = read_table(write(path, rows, types=types, row_group_size=in_a_piece))

    expected = last_said(rows)
    place = {key: at for at, key in enumerate(sorted({r["statement"] for r in rows}))}
    assert [statement.text for statement in found.statements] == [str(key) for key in place]
    assert said_in(found) == [
        {place[key]: value for key, value in said.items()} for said in expected.values()
    ]
    keys = found.voter.astype(np.int64) * len(place) + found.statement
    assert np.all(np.diff(keys) > 0)
    assert told(found).get("revotes", 0) == len(rows) - len(found.value)


@settings(max_examples=30)
@given(votes, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_where_every_vote_has_its_own_time(
    tmp_path_factory: pytest.TempPathFactory, rows: Rows, random: Random
) -> None:
    timed = [
        r | {"time": at, "group": f"groep {r['participant'] % 3}"} for at, r in enumerate(rows)
    ]
    mixed = random.sample(timed, len(timed))
    folder = tmp_path_factory.mktemp("t", numbered=True)
    assert_same(
        read_table(write(folder / "t.parquet", timed)),
        read_table(write(folder / "t.arrow", mixed)),
    )


def test_keys_that_do_not_fit_beside_their_rows_are_sorted_another_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(2)

    def rows() -> VoteRows:
        rng = np.random.default_rng(1)
        return VoteRows(
            rng.integers(0, 30, 500).astype(np.int32),
            rng.integers(0, 9, 500).astype(np.int32),
            rng.integers(-1, 2, 500).astype(np.int8),
            rng.random(500),
        )

    time = rng.integers(0, 4, 500)
    packed = [last_votes.last_votes(rows(), 9, times) for times in (None, time.__getitem__)]
    monkeypatch.setattr(last_votes, "_BITS_OF_A_KEY", 10)
    monkeypatch.setattr(last_votes, "_AT_ONCE", 17)
    by_index = [last_votes.last_votes(rows(), 9, times) for times in (None, time.__getitem__)]

    for one, other in zip(packed, by_index, strict=True):
        for name in ("voter", "statement", "value", "weight"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert packed[0].value.tolist() != packed[1].value.tolist()


# ── Groups, texts and weights ─────────────────────────────────────────────────────────────


def in_groups(*groups: str | None) -> list[dict[str, Any]]:
    return [r | {"group": group} for r, group in zip(FIVE, groups, strict=True)]


def test_groups_stand_in_the_table_and_come_by_name(tmp_path: Path) -> None:
    rows = in_groups("Zuid ", "noord", "Zuid ", None, None)

    found = read_table(write(tmp_path / "t.parquet", rows))

    assert found.groups == (
        KnownGroup("Zuid", None),
        KnownGroup("noord", None),
        KnownGroup("Zonder groep", None),
    )
    assert found.group_of.tolist() == [1, 0, 2]
    assert told(found) == {"participants-without-group": 1}


def test_a_file_beside_it_gives_the_sizes_of_groups_and_their_order(tmp_path: Path) -> None:
    table = write(tmp_path / "t.parquet", in_groups("Zuid", "Noord", "Zuid", "Noord", "Oost"))
    sizes = tmp_path / "groepen.csv"
    sizes.write_text("group;size\nOost;\nZuid;40\nWest;12\n")

    found = read_table(table, groups=sizes)

    assert found.groups == (
        KnownGroup("Oost", None),
        KnownGroup("Zuid", 40),
        KnownGroup("West", 12),
        KnownGroup("Noord", None),
    )
    assert found.group_of.tolist() == [3, 1, 0]
    assert found.oddities == ()


@pytest.mark.parametrize("as_text", [False, True])
def test_a_file_beside_it_tells_who_belongs_where_if_the_table_does_not(
    tmp_path: Path, as_text: bool
) -> None:
    rows = [r | {"participant": f"p{r['participant']}"} if as_text else r for r in FIVE]
    people = ["p2", "p7", "p99"] if as_text else ["2", "07", "99"]
    groups = tmp_path / "groepen.csv"
    lines = [f"{people[0]},A,5", f"{people[1]},B,", f"{people[2]},B,"]
    groups.write_text("\n".join(["participant,group,size", *lines, ""]))

    found = read_table(write(tmp_path / "t.parquet", rows), groups=groups)

    assert found.groups == (
        KnownGroup("A", 5),
        KnownGroup("B", None),
        KnownGroup("Zonder groep", None),
    )
    # Texts come in the order of their characters: p2, p30, p7.
    assert found.group_of.tolist() == ([0, 2, 1] if as_text else [0, 1, 2])
    assert told(found) == {"group-members-without-votes": 1, "participants-without-group": 1}


def test_statements_have_the_text_that_stands_on_any_of_their_rows(tmp_path: Path) -> None:
    texts = (None, "Het zwembad\tblijft.\x07", None, None, "Het zwembad\tblijft.\x07")
    rows = [r | {"text": text} for r, text in zip(FIVE, texts, strict=True)]

    found = read_table(write(tmp_path / "t.parquet", rows))

    assert found.statements == (Statement(3, "Het zwembad blijft.", 0), Statement(11, "11", 0))


def test_weights_stay_with_the_votes_that_count(tmp_path: Path) -> None:
    rows = [row(2, 1, 1, weight=0.5), row(1, 1, 0, weight=2.0), row(2, 1, -1, weight=4.0)]

    found = read_table(write(tmp_path / "t.parquet", rows))

    assert found.weight is not None
    assert (columns_of(found), found.weight.tolist()) == ([[0, 1], [0, 0], [0, -1]], [2.0, 4.0])


def test_progress_is_told_in_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_ROWS_AT_ONCE", 2)
    calls: list[tuple[int, int, str]] = []

    read_table(write(tmp_path / "t.parquet", FIVE), progress=lambda *told: calls.append(told))

    assert calls == [(2, 5, "read"), (4, 5, "read"), (5, 5, "read")]


# ── In parts ──────────────────────────────────────────────────────────────────────────────


def a_table(folder: Path, *, name: str, ordered: bool, texts: bool, timed: bool) -> Path:
    """Eighty people, of whom some vote twice, in pieces of fifty rows."""
    rng = np.random.default_rng(4)
    rows = [
        row(7 * int(person), int(statement), int(vote))
        for person, statement, vote in rng.integers((0, 0, -1), (80, 12, 2), (600, 3))
    ]
    if texts:
        rows = [r | {"participant": f"mens {r['participant']}"} for r in rows]
    if timed:
        rows = [r | {"time": int(rng.integers(9))} for r in rows]
    if ordered:
        rows.sort(key=lambda r: r["participant"])
    path = folder / name
    if path.suffix == ".parquet":
        return write(path, rows, row_group_size=50)
    return write(path, rows, chunksize=50)


@pytest.mark.parametrize("name", ["t.parquet", "t.arrow"])
@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize(("texts", "timed"), [(False, True), (True, False)])
def test_parts_that_workers_read_hold_what_parts_in_memory_hold(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    ordered: bool,
    texts: bool,
    timed: bool,
) -> None:
    path = a_table(tmp_path, name=name, ordered=ordered, texts=texts, timed=timed)
    monkeypatch.setattr(reading, "PEOPLE_IN_A_PARTITION", 9)
    found = read_table(path)
    votes = Votes(
        found.voter, found.statement, found.value, found.participants, len(found.statements)
    )

    expected = cut(votes, found.group_of, people=9)

    assert len(found.parts) == len(expected) == 9
    for part, in_memory in zip(found.parts, expected, strict=True):
        one = pickle.loads(pickle.dumps(part)).load()  # noqa: S301 - our own
        other = in_memory.load()
        for column in ("voter", "statement", "value"):
            np.testing.assert_array_equal(getattr(one.votes, column), getattr(other.votes, column))
        assert (one.votes.voters, one.votes.statements) == (other.votes.voters, 12)
        np.testing.assert_array_equal(one.group_of, other.group_of)


def test_a_worker_reads_only_the_pieces_that_hold_its_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    class Spied(opening.OpenTable):
        def batches(self, columns: Any, pieces: Any = None) -> Any:
            read.append(len(self.pieces() if pieces is None else pieces))
            return super().batches(columns, pieces)

    monkeypatch.setattr(reading, "PEOPLE_IN_A_PARTITION", 20)
    counted = {}
    for ordered in (True, False):
        path = a_table(tmp_path, name="t.parquet", ordered=ordered, texts=False, timed=False)
        parts = read_table(path).parts
        monkeypatch.setattr(opening, "OpenTable", Spied)
        read.clear()
        for part in parts:
            part.load()
        counted[ordered] = list(read)
    assert counted[False] == [12, 12, 12, 12]
    # Of the twelve pieces those with people of two parts are read twice.
    assert 12 <= sum(counted[True]) <= 15


def test_a_table_that_changed_is_not_taken_for_the_one_that_was_parted(tmp_path: Path) -> None:
    path = write(tmp_path / "t.parquet", FIVE)
    [part] = read_table(path).parts
    for other in (FIVE[:-1], [*FIVE, row(3, 3, 1)], [*FIVE, row(7, 4, 1)], [*FIVE, row(7, 3, 2)]):
        write(path, other)
        with pytest.raises(PartError, match=r"t\.parquet"):
            part.load()
    path.unlink()
    with pytest.raises(PartError, match=platform.node()) as failed:
        part.load()
    assert pickle.loads(pickle.dumps(failed.value)).path == str(path)  # noqa: S301 - our own
