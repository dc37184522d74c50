"""How sure a share is that was counted in a sample."""

from dataclasses import dataclass
from math import sqrt

from scipy.stats import norm


@dataclass(frozen=True)
class ShareInSample:
    share: float
    low: float
    high: float


def wilson(counted: int, size: int, *, level: float = 0.95) -> ShareInSample:
    """A share in a simple random sample, with the score interval.

    counted : how many of the sample have it; 0 <= counted <= size
    size : persons or things in the sample, at least 1
    level : of the two-sided interval, between 0 and 1

    With z the normal quantile of (1 + level) / 2, n the size and p = counted / n the interval is
    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). It stays within 0 and 1, and keeps a width
    where all or none have it. Wilson (1927), JASA 22: 209-212; Newcombe (1998), Statistics in
    Medicine 17: 857-872, method 3.

    Raises ValueError for an empty sample, a count outside it, or a level outside 0 to 1.
    """
    if size < 1 or not 0 <= counted <= size:
        raise ValueError(f"{counted} of {size} is no share of a sample")
    if not 0 < level < 1:
        raise ValueError(f"no interval holds with a level of {level}")
    z = float(norm.ppf((1 + level) / 2))
    share = counted / size
    middle = share + z * z / (2 * size)
    half = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    whole = 1 + z * z / size
    return ShareInSample(
        share,
        low=0.0 if counted == 0 else (middle - half) / whole,
        high=1.0 if counted == size else (middle + half) / whole,
    )
