"""Statements that people of opposite views agree with: a second view of what is shared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from samenspel.measures.opinions.sampling import ballot_keys
from samenspel.measures.opinions.votes import Votes

FloatArray = NDArray[np.float64]

# Wojcik et al. (2022): intercepts are held back five times as much as factors.
HOLD_INTERCEPTS, HOLD_FACTORS = 0.15, 0.03
SWEEPS = 200
_STILL = 1e-6
_FIRST_SWEEPS = 5
_POWERS = 20


@dataclass(frozen=True, eq=False)
class Bridging:
    """What is left of agreement with a statement once it is clear who votes along which lines.

    score : (statements,) b_j, in shares: 0 is the average statement, .1 is ten points more
        agreement among people whatever side they are on. nan without a vote
    polarity : (statements,) f_j: on what side it is, and how much it divides them. nan without one
    middle : mu
    lean : (voters,) f_i, 0 for who did not vote. Of single people: not to be published
    sweeps : after how many the score stood still; `converged` is false if it had not by the last
    """

    score: FloatArray
    polarity: FloatArray
    middle: float
    lean: FloatArray
    sweeps: int
    converged: bool


def bridging(votes: Votes, *, sweeps: int = SWEEPS) -> Bridging:
    """Matrix factorisation with intercepts; the statement's intercept is its score.

    votes : agree, pass and disagree are y = 1, 1/2 and 0
    sweeps : at most so many

    y_ij = mu + b_i + b_j + f_i f_j, fitted by least squares with a penalty (Wojcik et al. 2022):
    mean (y - fit)² + .15 (mean b_i² + mean b_j²) + .03 (mean f_i² + mean f_j²), the means over
    votes, over people and over statements. As intercepts are held back more than factors, what can
    be told by sides is told by sides: 90 % of a large side and 10 % of a small one gives a
    polarity, not a score. Who has few votes is held back more.

    By alternating least squares: b_i and f_i of everybody given the statements, then b_j and f_j
    given the people. After each sweep mu, and the origins and units of b and f, are set to their
    best exactly, since along these alternating alone creeps. It starts with f_j = the first axis
    of what intercepts leave over, and stops when no score moves by 1e-6. The sign of f is such
    that the statement with the largest |f_j| has a positive one.

    People are taken in an order that follows from their votes, so any order of rows gives the same
    bytes. A sweep is ten passes over the votes, some ten sweeps do, and of a country a sample of
    the people will do.

    Two limits. A side of a twentieth of the people is outvoted, here too. And where there are no
    sides, part of what is shared is read as one: compare scores within one set of votes only.
    """
    votes = votes.in_order()
    live = np.bincount(votes.statement, minlength=votes.statements) > 0
    who, data = _voted(votes.keep_statements(live))
    fit = _Fit.start(data)
    done, moved = 0, np.inf
    while done < sweeps and moved > _STILL:
        before = fit.b
        fit.sweep(data)
        moved, done = float(np.abs(fit.b - before).max(initial=0)), done + 1
    sign = np.sign(fit.f[np.abs(fit.f).argmax()]) if fit.f.any() else 1.0
    score, polarity = np.full((2, votes.statements), np.nan)
    score[live], polarity[live] = fit.b, sign * fit.f
    lean = np.zeros(votes.voters)
    lean[who] = sign * fit.people_f
    return Bridging(score, polarity, fit.middle, lean, done, moved <= _STILL)


@dataclass(frozen=True, eq=False)
class _Side:
    """The votes by person, or by statement: y, and 1 where there is a vote."""

    y: csr_array
    seen: csr_array
    votes: FloatArray
    total: FloatArray
    per_row: float

    @classmethod
    def of(cls, y: csr_array) -> "_Side":
        rows, columns = y.shape
        seen = csr_array((np.ones(y.nnz), y.indices, y.indptr), shape=y.shape)
        votes = np.diff(y.indptr).astype(np.float64)
        return cls(y, seen, votes, y @ np.ones(columns), y.nnz / max(rows, 1))

    def solve(self, level: FloatArray, f: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The b and f of each row that fit best, given `level` (mu + b) and f of the columns.

        Of each row the sum of (y - level - b - f f_row)² with the penalty, which counts as on so
        many votes as a row has on average, is least where two linear equations hold.
        """
        sums = self.seen @ np.stack([f, f * f, level, level * f], axis=1)
        own = self.total - sums[:, 2]
        along = self.y @ f - sums[:, 3]
        held = self.votes + HOLD_INTERCEPTS * self.per_row
        held_f = sums[:, 1] + HOLD_FACTORS * self.per_row
        determinant = held * held_f - sums[:, 0] ** 2
        b = (held_f * own - sums[:, 0] * along) / determinant
        return b, (held * along - sums[:, 0] * own) / determinant


def _voted(votes: Votes) -> tuple[NDArray[np.intp], tuple[_Side, _Side]]:
    """Who voted, in an order that follows from their votes, and the votes in that order."""
    matrix = votes.sparse()
    order = np.argsort(ballot_keys(votes), kind="stable")
    who = order[np.diff(matrix.indptr)[order] > 0]
    y = matrix[who].astype(np.float64)
    y.data = (y.data + 1) / 2
    return who, (_Side.of(y), _Side.of(y.T.tocsr()))


@dataclass(eq=False)
class _Fit:
    """mu; b and f of people; b and f of statements."""

    middle: float
    people_b: FloatArray
    people_f: FloatArray
    b: FloatArray
    f: FloatArray

    @classmethod
    def start(cls, data: tuple[_Side, _Side]) -> "_Fit":
        people, statements = data[0].y.shape
        middle = float(data[0].total.sum() / max(data[0].y.nnz, 1))
        fit = cls(middle, *(np.zeros(n) for n in (people, people, statements, statements)))
        # While all f are nought they stay so, and the sweeps fit intercepts only.
        for _ in range(_FIRST_SWEEPS):
            fit.sweep(data)
        fit.f = fit._axis_left_over(data[0])
        return fit

    def sweep(self, data: tuple[_Side, _Side]) -> None:
        by_person, by_statement = data
        self.people_b, self.people_f = by_person.solve(self.middle + self.b, self.f)
        self.b, self.f = by_statement.solve(self.middle + self.people_b, self.people_f)
        if len(self.b):
            self._settle()

    def _settle(self) -> None:
        """Set what changes no fitted value to where the penalty is least."""
        self.people_f, self.b = _origin(self.people_f, self.b, self.f)
        self.f, self.people_b = _origin(self.f, self.people_b, self.people_f)
        squares = np.mean(self.f**2), np.mean(self.people_f**2)
        if min(squares) > 0:
            unit = (squares[0] / squares[1]) ** 0.25
            self.f, self.people_f = self.f / unit, self.people_f * unit
        mean, people_mean = self.b.mean(), self.people_b.mean()
        self.b, self.people_b = self.b - mean, self.people_b - people_mean
        self.middle += float(mean + people_mean)

    def _axis_left_over(self, by_person: _Side) -> FloatArray:
        """(statements,) first right singular vector of what intercepts leave, by power steps."""
        y = by_person.y
        person = np.repeat(np.arange(y.shape[0]), np.diff(y.indptr))
        left = y.data - self.middle - self.people_b[person] - self.b[y.indices]
        rest = csr_array((left, y.indices, y.indptr), shape=y.shape)
        transposed = rest.T.tocsr()
        axis: FloatArray = np.zeros(y.shape[1])
        if not left.any():
            return axis
        axis[np.bincount(y.indices, weights=left**2, minlength=len(axis)).argmax()] = 1
        for _ in range(_POWERS):
            axis = np.asarray(transposed @ (rest @ axis))
            axis /= np.sqrt((axis**2).mean())
        axis *= np.sqrt((left**2).mean())
        return axis


def _origin(
    f: FloatArray, other_b: FloatArray, other_f: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """f + c and other_b - c other_f, which fit the same: with the c that has the least penalty."""
    c = (HOLD_INTERCEPTS * np.mean(other_b * other_f) - HOLD_FACTORS * np.mean(f)) / (
        HOLD_INTERCEPTS * np.mean(other_f**2) + HOLD_FACTORS
    )
    return f + c, other_b - c * other_f
