"""Which statement comes next, and what a device remembers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from samenspel.soundings.instruments.answers import SKIP, numbered
from samenspel.soundings.instruments.ballot import (
    SKIPPED,
    Ballot,
    History,
    Look,
    Slip,
    Statement,
    is_proof,
    proof,
    read_history,
)
from samenspel.soundings.instruments.statements.drawing import LEAST_KNOWN
from samenspel.soundings.instruments.statements.instrument import STATEMENTS as INSTRUMENT
from samenspel.soundings.instruments.statements.instrument import by_weight
from samenspel.soundings.tokens import Token, new_token

KEY = b"k" * 32
WORDS = INSTRUMENT.answers
STATEMENTS = tuple(Statement(number, f"Stelling {number}") for number in range(1, 9))


def ballot(
    token: Token | None = None,
    *,
    statements: tuple[Statement, ...] = STATEMENTS,
    history: History | None = None,
    weights: Mapping[int, int] | None = None,
) -> Ballot:
    return Ballot(
        token or new_token(),
        KEY,
        statements,
        history or History(),
        WORDS,
        by_weight(lambda: weights or {}),
    )


def answered(before: Ballot, answer: str = "eens") -> tuple[Ballot, Slip]:
    """The ballot after one more statement, and that statement."""
    slip = before.next()
    assert slip
    history = before.history.marked(slip.statement.number, WORDS.letters.get(answer))
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


def test_what_few_answered_comes_more_often_first_and_all_else_too() -> None:
    """With weights 4, 2 and 1 for the others: .3 / 8 + .7 · 4 / 12, and so on."""
    tokens = [Token(number.to_bytes(16, "big")) for number in range(4000)]
    weights = dict.fromkeys(range(3, 9), 1) | {1: 4, 2: 2}
    first = Counter(numbers(all_of(ballot(token, weights=weights))[:1])[0] for token in tokens)
    chance = np.array([0.3 / 8 + 0.7 * weight / 12 for weight in (4, 2, 1, 1, 1, 1, 1, 1)])
    counts = [first[one.number] for one in STATEMENTS]
    assert chisquare(counts, chance * len(tokens)).pvalue > 0.001, counts


def test_what_nobody_counted_yet_weighs_most() -> None:
    """As a statement that was added since; where nothing was counted, all weigh the same."""
    counted = dict.fromkeys(range(1, 8), 1)
    for number in range(50):
        token = Token(number.to_bytes(16, "big"))
        assert all_of(ballot(token, weights=counted)) == all_of(
            ballot(token, weights=counted | {8: LEAST_KNOWN})
        )
        assert all_of(ballot(token)) == all_of(ballot(token, weights=dict.fromkeys(range(9), 2)))


def test_what_comes_after_a_statement_does_not_depend_on_the_answer() -> None:
    token = new_token()
    orders = {answer: numbers(all_of(ballot(token), answer)) for answer in WORDS.values}
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
    changed = replace(filled_in, history=filled_in.history.marked(number, "o"))
    assert changed.at(1) == replace(slip, answer="oneens")
    assert changed.history.answered(number)
    skipped = filled_in.history.marked(number, None)
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
    assert (first.place, last.place, filled_in.total) == (1, 2, 3)
    assert read_history(str(filled_in.history)) == filled_in.history


def test_without_statements_there_is_nothing_to_answer() -> None:
    empty = ballot(statements=())
    assert (empty.next(), empty.total, empty.finished, empty.at(1)) == (None, 0, 0, None)


@given(
    st.lists(
        st.builds(
            Look,
            number=st.integers(1, 9999),
            letter=st.sampled_from([*WORDS.by_letter, *numbered(14).by_letter, "s", "z"]),
        ),
        max_size=200,
    )
)
def test_a_history_is_read_as_it_was_written(looks: list[Look]) -> None:
    history = History(tuple(looks))
    assert read_history(str(history)) == history


def test_where_nothing_is_drawn_questions_come_in_their_order_and_skipped_ones_last() -> None:
    filled_in = Ballot(new_token(), KEY, STATEMENTS[:4], History(), numbered(5))
    shown = []
    for answer in ("5", SKIP, "0", "1", "3"):
        slip = filled_in.next()
        assert slip
        shown.append((slip.statement.number, slip.answer))
        letter = filled_in.words.letters.get(answer)
        filled_in = replace(
            filled_in, history=filled_in.history.marked(slip.statement.number, letter)
        )
    assert shown == [(1, None), (2, None), (3, None), (4, None), (2, "overgeslagen")]
    slips = [filled_in.at(place) for place in (1, 2, 3, 4)]
    assert [slip.answer if slip else None for slip in slips] == ["5", "3", "0", "1"]
    assert str(filled_in.history) == "1F2D3A4B"
    assert filled_in.next() is None


def test_a_history_is_a_number_and_a_letter_each() -> None:
    filled_in = ballot(Token(bytes(16)), statements=STATEMENTS[:3])
    while filled_in.next():
        filled_in, _slip = answered(filled_in, "weet-niet")
    first, second, third = (look.number for look in filled_in.history.looks)
    assert str(filled_in.history) == f"{first}w{second}w{third}w"
    assert str(History()) == ""


def test_a_history_that_an_earlier_version_wrote_is_read() -> None:
    """There it also said from how many a statement was drawn."""
    assert read_history("5t3e1o6t4s") == read_history("3e1o4s")
    assert read_history("3e1o4s").looks == (
        Look(3, "e"), Look(1, "o"), Look(4, SKIPPED),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["x", "3", "3t1", "3t1q", "3t1e ", "-3t", "3t1e" * 3 + "\x00", "é"]
)
def test_what_is_no_history_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a history"):
        read_history(text)


def test_a_proof_holds_for_one_token_one_round_and_one_form() -> None:
    token = new_token()
    made = proof(token, KEY, "statement", 4)
    assert is_proof(made, token, KEY, "statement", 4)
    assert not is_proof(made, token, KEY, "statement", 41)
    assert not is_proof(made, token, KEY, "statement", 5)
    assert not is_proof(made, token, KEY, "statement 4", "")
    assert not is_proof(made, token, b"o" * 32, "statement", 4)
    assert not is_proof(made, new_token(), KEY, "statement", 4)
    assert not is_proof("", token, KEY, "statement", 4)
    assert not is_proof("é\ud800", token, KEY, "statement", 4)
