"""What a weighing shows: for everybody, and for each group by itself."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from samenspel.choices.weighing_file import FORMAT, Weighing, each_group
from samenspel.measures.smaa.acceptability import DRAWS, Acceptability, acceptability
from samenspel.measures.smaa.weights import FloatArray, IntArray


@dataclass(frozen=True)
class GroupWeighed:
    name: str
    voices: int
    people: int
    found: Acceptability


@dataclass(frozen=True)
class Weighed:
    weighing: Weighing
    seed: int
    everybody: Acceptability
    groups: tuple[GroupWeighed, ...]


def weighed(weighing: Weighing, *, seed: int = 0) -> Weighed:
    """Acceptable to whom. Groups count for their people, also those who did not take part."""
    voices = weighing.voices
    if voices is None:
        nothing_said = np.zeros((1, len(weighing.criteria)), dtype=np.int64)
        return Weighed(weighing, seed, _found(weighing, nothing_said, None, seed), ())
    counted = np.bincount(voices.group, minlength=len(voices.groups))
    weight = (voices.sizes / counted)[voices.group]
    groups = tuple(
        GroupWeighed(
            name=name,
            voices=int(inside.sum()),
            people=int(voices.sizes[at]),
            found=_found(weighing, voices.places[inside], None, seed),
        )
        for at, (name, inside) in enumerate(each_group(voices))
    )
    return Weighed(weighing, seed, _found(weighing, voices.places, weight, seed), groups)


def _found(
    weighing: Weighing, places: IntArray, weight: FloatArray | None, seed: int
) -> Acceptability:
    return acceptability(weighing.table, places, voice_weight=weight, draws=DRAWS, seed=seed)


# ── As data ───────────────────────────────────────────────────────────────────────────────
def as_data(result: Weighed) -> dict[str, Any]:
    """As `weigh --json` writes it; docs/weigh.md has the schema."""
    return {
        "format": FORMAT,
        "seed": result.seed,
        **_as_data(result.weighing, result.everybody),
        "groups": [
            {
                "name": group.name,
                "voices": group.voices,
                "people": group.people,
                **_as_data(result.weighing, group.found),
            }
            for group in result.groups
        ],
    }


def _as_data(weighing: Weighing, found: Acceptability) -> dict[str, Any]:
    options = list(enumerate(weighing.options))
    return {
        "draws": found.draws,
        "standard_error": found.error,
        "options": [
            {
                "name": name,
                "rank_acceptability": found.rank[at].tolist(),
                "central_weights": _by_criterion(weighing, found.central_weights[at]),
                "central_weights_error": _by_criterion(weighing, found.central_error[at]),
                "confidence": None if np.isnan(found.confidence[at]) else found.confidence[at],
                "pairwise": {
                    other: float(found.pairwise[at, place])
                    for place, other in options
                    if place != at
                },
            }
            for at, name in options
        ],
    }


def _by_criterion(weighing: Weighing, weights: FloatArray) -> dict[str, float] | None:
    if np.isnan(weights).any():
        return None
    return dict(zip(weighing.criteria, weights.tolist(), strict=True))
