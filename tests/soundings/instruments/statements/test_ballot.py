"""Which statement comes next, and what a device remembers."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from samenspel.soundings.instruments.statements.ballot import (
    SKIP,
    VALUES,
    Ballot,
    History,
    Look,
    Mark,
    Slip,
    Statement,
    is_proof,
    proof,
    read_history,
)
from samenspel.soundings.tokens import Token, new_token

KEY = b"k" * 32
STATEMENTS = tuple(Statement(number, f"Stelling {number}") for number in range(1, 9))


def ballot(
    token: Token | None = None,
    *,
    statements: tuple[Statement, ...] = STATEMENTS,
    history: History | None = None,
) -> Ballot:
    return Ballot(token or new_token(), KEY, statements, history or History())


def answered(before: Ballot, answer: str = "eens") -> tuple[Ballot, Slip]:
    """The ballot after one more statement, and that statement."""
    slip = before.next()
    assert slip
    history = before.history.marked(slip.statement.number, slip.drawn_from, answer)
    return replace(before, history=history), slip


def numbers(slips: list[Slip]) -> list[int]:
    return [slip.statement.number for slip in slips]


def all_of(filled_in: Ballot, answer: str = "eens") -> list[Slip]:
    slips = []
    while filled_in.next():
        filled_in, slip = answered(filled_in, answer)
        slips.append(slip)
    return slips


def test_every_statement_comes_once_drawn_from_those_that_are_left() -> None:
    for _token in range(50):
        slips = all_of(ballot())
        assert sorted(numbers(slips)) == [one.number for one in STATEMENTS]
        assert [slip.place for slip in slips] == [1, 2, 3, 4, 5, 6, 7, 8]
        assert [slip.drawn_from for slip in slips] == [8, 7, 6, 5, 4, 3, 2, 1]


def test_the_order_belongs_to_the_token_and_the_key_of_the_round() -> None:
    token = new_token()
    order = numbers(all_of(ballot(token)))
    assert order == numbers(all_of(ballot(token)))
    assert order != numbers(all_of(replace(ballot(token), round_key=b"other" * 8)))


@pytest.mark.parametrize("place", [1, 2, 5, 8])
def test_every_statement_is_as_likely_as_another_at_each_place(place: int) -> None:
    tokens = [Token(number.to_bytes(16, "big")) for number in range(2000)]
    drawn = Counter(numbers(all_of(ballot(token)))[place - 1] for token in tokens)
    counts = [drawn[one.number] for one in STATEMENTS]
    assert sum(counts) == 2000
    assert chisquare(counts).pvalue > 0.001, counts


def test_what_comes_after_a_statement_does_not_depend_on_the_answer() -> None:
    token = new_token()
    orders = {answer: numbers(all_of(ballot(token), answer)) for answer in VALUES if answer != SKIP}
    assert len({tuple(order) for order in orders.values()}) == 1


def test_what_was_skipped_comes_back_once_after_everything_else() -> None:
    filled_in = ballot(statements=STATEMENTS[:3])
    filled_in, first = answered(filled_in, SKIP)
    filled_in, _second = answered(filled_in)
    filled_in, third = answered(filled_in, SKIP)
    assert filled_in.finished == 1
    filled_in, again = answered(filled_in)
    assert again == replace(first, answer="overgeslagen")
    filled_in, last = answered(filled_in, SKIP)
    assert last == replace(third, answer="overgeslagen")
    assert filled_in.next() is None
    assert (filled_in.finished, filled_in.total) == (3, 3)


def test_an_answer_takes_the_place_of_the_one_before() -> None:
    filled_in, slip = answered(ballot(), "eens")
    number = slip.statement.number
    changed = replace(filled_in, history=filled_in.history.marked(number, 8, "oneens"))
    assert changed.at(1) == replace(slip, answer="oneens")
    assert changed.history.answered(number)
    skipped = filled_in.history.marked(number, 8, SKIP)
    assert not skipped.answered(number)
    assert replace(filled_in, history=skipped).at(1) == replace(slip, answer="overgeslagen")


def test_a_statement_that_was_taken_out_is_passed_over() -> None:
    filled_in = ballot()
    for _turn in range(3):
        filled_in, _slip = answered(filled_in)
    second = filled_in.history.looks[1].number
    fewer = replace(filled_in, statements=tuple(s for s in STATEMENTS if s.number != second))
    assert fewer.at(2) is None
    assert (fewer.before(3), fewer.after(1)) == (1, 3)
    assert (fewer.before(1), fewer.after(3)) == (None, None)
    assert fewer.total == 8
    assert len(all_of(fewer)) == 5


def test_a_statement_that_was_added_meanwhile_is_drawn_too() -> None:
    filled_in, first = answered(ballot(statements=STATEMENTS[:2]))
    filled_in, last = answered(replace(filled_in, statements=STATEMENTS[:3]))
    assert (first.drawn_from, last.drawn_from, filled_in.total) == (2, 2, 3)
    assert read_history(str(filled_in.history)) == filled_in.history


def test_without_statements_there_is_nothing_to_answer() -> None:
    empty = ballot(statements=())
    assert (empty.next(), empty.total, empty.finished, empty.at(1)) == (None, 0, 0, None)


@given(
    st.lists(
        st.builds(
            Look,
            number=st.integers(1, 9999),
            drawn_from=st.integers(1, 300),
            mark=st.sampled_from(Mark),
        ),
        max_size=200,
    )
)
def test_a_history_is_read_as_it_was_written(looks: list[Look]) -> None:
    history = History(tuple(looks))
    assert read_history(str(history)) == history


def test_a_history_is_a_number_and_a_letter_each() -> None:
    filled_in = ballot(Token(bytes(16)), statements=STATEMENTS[:3])
    while filled_in.next():
        filled_in, _slip = answered(filled_in, "weet-niet")
    first, second, third = (look.number for look in filled_in.history.looks)
    assert str(filled_in.history) == f"3t{first}w{second}w{third}w"
    assert str(History()) == ""


@pytest.mark.parametrize(
    "text", ["x", "3", "3t1", "3t1q", "3t1e ", "-3t", "3t1e" * 3 + "\x00", "é"]
)
def test_what_is_no_history_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a history"):
        read_history(text)


def test_a_proof_holds_for_one_token_one_round_and_one_form() -> None:
    token = new_token()
    made = proof(token, KEY, "statement", 4, 1, 8)
    assert is_proof(made, token, KEY, "statement", 4, 1, 8)
    assert not is_proof(made, token, KEY, "statement", 41, 8)
    assert not is_proof(made, token, KEY, "statement", 5, 1, 8)
    assert not is_proof(made, token, b"o" * 32, "statement", 4, 1, 8)
    assert not is_proof(made, new_token(), KEY, "statement", 4, 1, 8)
    assert not is_proof("", token, KEY, "statement", 4, 1, 8)
    assert not is_proof("é\ud800", token, KEY, "statement", 4, 1, 8)
