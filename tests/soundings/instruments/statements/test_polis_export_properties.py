"""What must not matter does not matter, and what matters is nothing more than it should."""

from itertools import pairwise
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    ExportError,
    read_conversation,
)
from tests.soundings.instruments.statements.polis_files import (
    COMMENTS_HEADER,
    VOTES_HEADER,
    ballots,
    files,
    odd,
    read,
    votes_csv,
)

Row = tuple[int, int, int]
STATEMENTS = (2, 7, 30)
COMMENTS = COMMENTS_HEADER + "".join(f"1,{n},0,,,1,Stelling {n}\n" for n in STATEMENTS)
SUMMARY = "topic,T\ncomments,3\n"
# Times in the rows are the order of casting, so every row has its own.
cast = st.lists(
    st.tuples(st.sampled_from(STATEMENTS), st.integers(0, 9), st.sampled_from((-1, 0, 1))),
    min_size=1,
    max_size=60,
)


def lines(votes: list[Row]) -> list[str]:
    return votes_csv(votes).splitlines(keepends=True)[1:]


def conversation(rows: list[str]) -> Conversation:
    return read(votes=VOTES_HEADER + "".join(rows), comments=COMMENTS, summary=SUMMARY)


def assert_same(one: Conversation, other: Conversation) -> None:
    assert (one.participants, one.statements) == (other.participants, other.statements)
    assert (one.first_day, one.last_day) == (other.first_day, other.last_day)
    for name in ("voter", "statement", "value", "group_of"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@given(cast)
def test_every_voter_keeps_the_last_vote_on_each_statement_and_nothing_else(
    votes: list[Row],
) -> None:
    found = conversation(lines(votes))
    last = {(voter, statement): value for statement, voter, value in votes}
    said: dict[int, list[tuple[int, int]]] = {}
    for (voter, statement), value in last.items():
        said.setdefault(voter, []).append((statement, value))
    assert ballots(found) == sorted(tuple(sorted(answers)) for answers in said.values())
    assert odd(found).get("revotes", 0) == len(votes) - len(last)
    rows = zip(found.voter.tolist(), found.statement.tolist(), strict=True)
    assert all(one < other for one, other in pairwise(rows))


@given(cast, st.randoms(use_true_random=False), st.data())
def test_the_order_of_the_rows_and_rows_given_twice_do_not_matter(
    votes: list[Row], random: Random, data: st.DataObject
) -> None:
    rows = lines(votes)
    more = rows + data.draw(st.lists(st.sampled_from(rows), max_size=10))
    random.shuffle(more)
    one, other = conversation(rows), conversation(more)
    assert_same(one, other)
    assert odd(other).get("revotes", 0) == odd(one).get("revotes", 0) + len(more) - len(rows)


@given(cast, st.permutations(range(10)))
def test_the_numbers_of_voters_in_the_file_leave_no_trace(
    votes: list[Row], renumbered: list[int]
) -> None:
    """So they cannot tell who came when: any other numbering gives the same bytes."""
    others = [(statement, renumbered[voter], value) for statement, voter, value in votes]
    assert_same(conversation(lines(votes)), conversation(lines(others)))


@given(cast, st.permutations(range(10)), st.lists(st.sampled_from("AB"), min_size=10, max_size=10))
def test_nor_do_they_where_groups_are_known(
    votes: list[Row], renumbered: list[int], group: list[str]
) -> None:
    def divided(number: list[int]) -> Conversation:
        named = [(statement, number[voter], value) for statement, voter, value in votes]
        rows = "".join(f"{number[voter]},{group[voter]}\n" for voter in range(10))
        return read(
            votes=votes_csv(named),
            comments=COMMENTS,
            summary=SUMMARY,
            groups=f"participant,group\n{rows}",
        )

    one, other = divided(list(range(10))), divided(renumbered)
    assert_same(one, other)
    assert one.groups == other.groups


@given(cast)
def test_the_table_of_participants_says_the_same_as_the_list_of_votes(votes: list[Row]) -> None:
    last = {(voter, statement): value for statement, voter, value in votes}
    table = "participant,30,2,7\n" + "".join(
        f"{voter},{','.join(str(last.get((voter, s), '')) for s in (30, 2, 7))}\n"
        for voter in {voter for voter, _ in last}
    )
    listed = conversation(lines(votes))
    both = read(
        votes=votes_csv(votes), participants_votes=table, comments=COMMENTS, summary=SUMMARY
    )
    alone = read(votes=None, participants_votes=table, comments=COMMENTS, summary=SUMMARY)
    assert_same(listed, both)
    assert odd(listed) == odd(both)
    assert ballots(alone) == ballots(listed)


def test_the_place_of_a_voter_does_not_follow_who_came_first() -> None:
    """Voters answer ever more statements, so that each can be found back by their number."""
    statements = range(200)
    comments = COMMENTS_HEADER + "".join(f"1,{n},0,,,1,S{n}\n" for n in statements)
    votes = [(s, voter, 1) for voter in statements for s in range(voter + 1)]
    found = read(votes=votes_csv(votes), comments=comments, summary="topic,T\ncomments,200\n")
    came = np.bincount(found.voter)
    assert sorted(came.tolist()) == list(range(1, 201))
    assert abs(np.corrcoef(came, np.arange(200))[0, 1]) < 0.25


@given(st.sampled_from(("votes", "comments", "summary", "participants_votes")), st.data())
def test_any_damage_is_read_or_refused_and_never_anything_else(
    name: str, data: st.DataObject
) -> None:
    table = "participant,2,7,30\n0,1,1,\n1,1,-1,-1\n5,,0,\n"
    whole = files(participants_votes=table)
    file = f"{name.replace('_', '-')}.csv"
    raw = whole[file].getvalue()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 20)))
    garbage = data.draw(
        st.binary(max_size=8) | st.sampled_from([b'"', b"\r", b"\xef\xbb\xbf", b","])
    )
    whole[file] = type(whole[file])(raw[:start] + garbage + raw[end:])
    try:
        found = read_conversation(whole)
    except ExportError:
        return
    assert found.participants == found.group_of.size > 0
    assert all(oddity.sentence for oddity in found.oddities)
