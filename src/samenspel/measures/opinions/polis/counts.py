"""The counts that Polis's figures are made from."""

import numpy as np

from samenspel.measures.opinions.votes import BoolArray, IntArray


def counts_at_zero(tally: IntArray, people: IntArray, at_zero: BoolArray) -> IntArray:
    """The counts that representativeness and the majorities use: at zero everybody passes.

    tally : (groups, statements, 3) agree, disagree and pass, as cast
    people : (groups,) how many each group has, those without a vote on a statement included
    at_zero : (statements,) true for what moderators took out and for meta statements

    The group-aware consensus and the routing take the votes as cast instead.

    Raises ValueError where shapes differ or a count is negative.
    """
    check_counts(tally)
    zeroed = check_mask(at_zero, tally.shape[1])
    if people.shape != tally.shape[:1]:
        raise ValueError("there must be one number of people per group")
    result = tally.copy()
    result[:, zeroed] = 0
    result[:, zeroed, 2] = people[:, np.newaxis]
    return result


def check_counts(tally: IntArray) -> None:
    """Raise ValueError unless `tally` is (groups, statements, 3) integers from 0."""
    if tally.ndim != 3 or tally.shape[2] != 3 or not np.issubdtype(tally.dtype, np.integer):
        raise ValueError("counts must be integers, three per group and statement")
    if tally.size and int(tally.min()) < 0:
        raise ValueError("a count cannot be negative")


def check_mask(mask: BoolArray | None, statements: int) -> BoolArray:
    """The mask of statements, all false if there is none.

    Raises ValueError where it is not one boolean per statement.
    """
    if mask is None:
        return np.zeros(statements, dtype=np.bool_)
    if mask.shape != (statements,) or mask.dtype != np.bool_:
        raise ValueError(f"a mask must hold {statements} booleans, one per statement")
    return mask
