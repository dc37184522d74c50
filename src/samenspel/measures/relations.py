"""Relations between organisations: how the web hangs together, and what they say of each other."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Web:
    """Of all ties that could be: what is there (density), whether it hangs on one (centralisation,
    0 to 1), and what part of the ties goes both ways (reciprocity; 1 where ties have no direction).
    nan where there are too few organisations to say so.
    """

    density: float
    centralisation: float
    reciprocity: float


def web(ties: BoolArray, *, directed: bool = False) -> Web:
    """What a web of organisations looks like as a whole.

    ties : (organisations, organisations) true from who says so to whom; the diagonal is not read.
        Without direction a tie exists where either says so

    Density: ties over pairs. Centralisation Σ(max − d_i) / ((n−1)(n−2)) of degrees, of ties in
    either direction (Freeman 1979). Reciprocity: ties that are answered, over all ties.

    Raises ValueError for ties that are no square.
    """
    if ties.ndim != 2 or ties.shape[0] != ties.shape[1]:
        raise ValueError("ties must be (organisations, organisations)")
    n = len(ties)
    said = ties & ~np.eye(n, dtype=bool)
    either = said | said.T
    there = said if directed else either
    degree = either.sum(axis=1)
    return Web(
        density=float(there.sum()) / (n * (n - 1)) if n > 1 else np.nan,
        centralisation=(
            float((degree.max() - degree).sum()) / ((n - 1) * (n - 2)) if n > 2 else np.nan
        ),
        reciprocity=float((there & there.T).sum()) / there.sum() if there.any() else np.nan,
    )


@dataclass(frozen=True, eq=False)
class SaidOfEach:
    """What the others say of each organisation; nan where nobody did.

    mean : (organisations, aspects) every other organisation weighs the same
    organisations : (organisations, aspects) how many others said something
    people : (organisations, aspects) how many people of those others
    response : (organisations,) part of its own people that took part
    """

    mean: FloatArray
    organisations: IntArray
    people: IntArray
    response: FloatArray


def said_of_each(
    sums: FloatArray, n: IntArray, *, took_part: IntArray, asked: IntArray
) -> SaidOfEach:
    """Trust and value as the others see it. What nobody said is left open, never filled in.

    sums : (organisations, organisations, aspects) [of whom says, of whom it is said, aspect]
    n : the same shape, how many people said something
    took_part, asked : (organisations,) people

    Mean over the other organisations of the mean of their people: an organisation that sent many
    people does not speak louder. What an organisation says of itself is not counted.

    Raises ValueError for shapes that do not fit, or more people than were asked.
    """
    if sums.shape != n.shape or sums.ndim != 3 or sums.shape[0] != sums.shape[1]:
        raise ValueError("sums and n must be (organisations, organisations, aspects)")
    if np.any(n < 0) or np.any(took_part > asked) or np.any(asked < 1):
        raise ValueError("people must be 0 or more, and no more than were asked")
    others = np.where(np.eye(len(n), dtype=bool)[:, :, None], 0, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        by_organisation = np.where(others > 0, sums / np.where(others > 0, others, 1), 0.0)
        how_many = (others > 0).sum(axis=0)
        mean = by_organisation.sum(axis=0) / how_many
    return SaidOfEach(
        mean=np.asarray(np.where(how_many > 0, mean, np.nan)),
        organisations=how_many,
        people=others.sum(axis=0),
        response=np.asarray(took_part / asked),
    )


@dataclass(frozen=True, eq=False)
class Recognition:
    """(organisations, organisations) of [who looks, at whom]; nan where one of the two is missing.

    recognised : part of what an organisation says of itself that the other says of it too
    """

    recognised: FloatArray


def recognition(own: BoolArray, seen: BoolArray, *, answered: BoolArray) -> Recognition:
    """Are roles, interests and responsibilities recognised, pair by pair and in both directions?

    own : (organisations, parts) what each says that it is: its roles, interests, responsibilities
    seen : (organisations, organisations, parts) [who looks, at whom] what it thinks they are
    answered : (organisations, organisations) whether who looks said anything of the other; on the
        diagonal whether it said anything of itself

    Jaccard 1901: parts that both name, over parts that either names.

    Raises ValueError for shapes that do not fit.
    """
    n, parts = own.shape
    if seen.shape != (n, n, parts) or answered.shape != (n, n):
        raise ValueError("own must be (organisations, parts), seen and answered a pair of those")
    both = (seen & own[None]).sum(axis=2)
    either = (seen | own[None]).sum(axis=2)
    known = answered & np.diag(answered)[None, :] & ~np.eye(n, dtype=bool) & (either > 0)
    return Recognition(np.where(known, both / np.where(either > 0, either, 1), np.nan))
