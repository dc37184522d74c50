"""Are groups apart, or is it one crowd that several clouds describe better than one?

A mixture fits every crowd better that is not a normal cloud: one that is skewed, or has corners,
or bends. Groups are apart only if hardly anybody stands between them. So a mixture is looked at as
a landscape, with a top where many people stand, and groups are believed where there is a deep
valley between tops. People's errors are not part of it: it is about where they stand behind those.
"""

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.groups_found.latent import Mixture, RealArray

# A valley of this depth is e³ = 20 times as thin as the lower of the two tops.
DEEP = 3.0
_STEPS = 40


def valleys(mixed: Mixture) -> RealArray:
    """(k, k) how much thinner people stand between two groups than at the lower top: log of the
    ratio; 0 where there is one top.

    From each group to each other one takes the way on which it gets least thin, straight or by way
    of other groups (Ray & Lindsay 2005 on tops of mixtures).
    """
    scale = np.sqrt(mixed.spread)
    centre = mixed.centre / scale
    fall = _straight(centre, mixed.share)
    for by in range(len(centre)):
        fall = np.minimum(fall, np.maximum(fall[:, by, None], fall[None, by, :]))
    return fall


def apart(fall: RealArray) -> NDArray[np.float64]:
    """(k, groups) a one where a cloud belongs to a group: those without a deep valley between them
    are one group. Several clouds may describe one group that is broad, or bends.

    fall : of `valleys`
    """
    first = np.argmax(fall < DEEP, axis=1)
    groups = np.unique(first)
    return np.asarray((first[:, None] == groups).astype(np.float64))


def _straight(centre: RealArray, share: RealArray) -> RealArray:
    """(k, k) depth of the valley on the straight line between two centres.

    centre : (k, axes) in units of the spread of a group
    """
    part = np.linspace(0, 1, _STEPS + 1)[:, None]
    fall = np.zeros((len(centre), len(centre)))
    for one, other in zip(*np.triu_indices(len(centre), 1), strict=True):
        height = _log_density(centre[one] * (1 - part) + centre[other] * part, centre, share)
        lowest = int(height.argmin())
        lower_top = min(height[: lowest + 1].max(), height[lowest:].max())
        fall[one, other] = fall[other, one] = lower_top - height[lowest]
    return fall


def _log_density(at: RealArray, centre: RealArray, share: RealArray) -> RealArray:
    away = ((at[:, None] - centre) ** 2).sum(axis=-1)
    return np.asarray(np.logaddexp.reduce(np.log(share) - away / 2, axis=1))
