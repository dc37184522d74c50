"""Exact figures, for whoever holds the votes anyway. Nothing of this may be published.

docs/analyse.md describes what they mean, with the number of the format they are in.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.measures.opinions.agreement import Divisive, Shared, divisive, shared
from samenspel.measures.opinions.analysis import Analysis
from samenspel.measures.opinions.published_groups import FALSE_DISCOVERIES
from samenspel.measures.opinions.support import Support, support

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SHARED = 0.95
DIVISIVE = 0.05
_DECIMALS = 12


def axes(exact: Analysis) -> list[dict[str, Any]]:
    """The axes of the map, as far as they were tested."""
    if exact.map is None:
        return []
    return [
        {"explained": _rounded(explained), "p_value": _rounded(p)}
        for explained, p in zip(exact.map.explained, exact.axes.p_value, strict=False)
    ]


def groups_found(exact: Analysis, ids: Sequence[int | str]) -> list[dict[str, Any]]:
    """Each group found; none where one group is the answer.

    ids : of the statements, by which they are told
    """
    found = exact.found
    if found.stability is None or found.characteristic is None:
        return []
    apart = found.characteristic
    return [
        {
            "size": int(size),
            "stability": _rounded(found.stability[group]),
            "characteristic": [
                {
                    "id": ids[j],
                    "agree_here": _rounded(apart.agree_here[group, j]),
                    "agree_elsewhere": _rounded(apart.agree_elsewhere[group, j]),
                    "q": _rounded(apart.q[group, j]),
                }
                for j in _surest_first(apart.q[group])
            ],
        }
        for group, size in enumerate(exact.sizes)
    ]


def _surest_first(q: NDArray[np.float64]) -> list[int]:
    return [int(j) for j in np.argsort(q, kind="stable") if q[j] <= FALSE_DISCOVERIES]


def looked_for_groups(exact: Analysis) -> dict[str, Any]:
    """The test behind `groups_found`, and whom it left out."""
    tested, standing = exact.found.tested, exact.standing
    undetermined = 0 if standing is None else int(np.count_nonzero(standing.group < 0))
    return {
        "p_value": None if tested is None else _rounded(tested.p),
        "repetitions": 0 if tested is None else tested.repetitions,
        "undetermined": undetermined,
        "straight_liners": exact.straight.people,
        "groups_with_straight_liners": exact.straight.groups_with_them,
    }


def statements(
    exact: Analysis, names: Sequence[str], sizes: Sequence[int | None]
) -> list[dict[str, Any]]:
    """Per statement what the known groups share, what divides them, and what each said.

    names, sizes : of the known groups; a size is None where nobody knows it
    """
    tally, people = exact.moments.tally.astype(np.int64), exact.moments.people.astype(np.int64)
    known = np.array([size is not None for size in sizes], dtype=np.bool_)
    size = np.maximum([size or 0 for size in sizes], people)[:, None]
    agree, answered = tally[:, :, AGREE], tally.sum(axis=2)
    of_groups = support(agree, answered, size, took_part=people[:, None])
    lowest = np.where(known[:, None], of_groups.lowest, np.nan)
    took_part = people > 0
    all_answered = (answered[took_part] > 0).all(axis=0) & bool(took_part.any())
    of_all, apart = shared(of_groups.majority, lowest), divisive(tally)
    return [
        {
            **_shared(of_all, j, names, all_answered=bool(all_answered[j])),
            **_divisive(apart, j, names),
            "groups": [
                _group(of_groups, tally, (g, j), name, sizes[g]) for g, name in enumerate(names)
            ],
        }
        for j in range(tally.shape[1])
    ]


def _shared(of_all: Shared, j: int, names: Sequence[str], *, all_answered: bool) -> dict[str, Any]:
    probability, weakest = _number(of_all.probability[j]), int(of_all.weakest[j])
    is_sure = probability is not None and probability >= SHARED
    return {
        "shared": is_sure and all_answered,
        "shared_probability": probability,
        "shared_weakest": None if weakest < 0 else names[weakest],
        "shared_whatever_the_silent": bool(of_all.whatever_the_silent[j]),
    }


def _divisive(apart: Divisive, j: int, names: Sequence[str]) -> dict[str, Any]:
    return {
        "divisive": bool(apart.q[j] <= DIVISIVE),
        "divisive_q": _number(apart.q[j]),
        "divisive_between": [[names[more], names[less]] for more, less in apart.pairs[j]],
    }


def _group(
    of_groups: Support, tally: IntArray, cell: tuple[int, int], name: str, size: int | None
) -> dict[str, Any]:
    counts = tally[cell]
    told = ("share", "low", "high", "lowest", "highest")
    figures = {figure: _number(getattr(of_groups, figure)[cell]) for figure in told}
    if size is None:
        # Nobody knows how many are silent.
        figures |= {"lowest": None, "highest": None}
    return {
        "group": name,
        "size": size,
        "agree": int(counts[AGREE]),
        "disagree": int(counts[DISAGREE]),
        "pass": int(counts[PASS]),
        **figures,
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else _rounded(value)


def _rounded(value: float) -> float:
    """As many decimals as are the same whatever computes them."""
    return round(float(value), _DECIMALS)
