"""The plain columns of a table of votes: values, weights and times, checked as they come in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.utils.translation import ngettext
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import AGREE, DISAGREE, PASS
from samenspel.soundings.instruments.statements.polis_export.error import ExportError
from samenspel.soundings.instruments.statements.vote_table.opening import OpenTable

BoolArray = NDArray[np.bool_]

NO_TIME = np.iinfo(np.int64).min
# 2001 to 2286: anything else is no time of a vote.
_EARLIEST, _LATEST = 1_000_000_000, 9_999_999_999


@dataclass
class Misfit:
    """Cells of one column that cannot be used: how many, and the first of them."""

    count: int = 0
    first_row: int = 0
    example: str = ""

    def note(self, odd: BoolArray, before: int, column: NDArray[Any] | None = None) -> None:
        found = int(np.count_nonzero(odd))
        if found and not self.count:
            at = int(np.argmax(odd))
            self.first_row = before + at
            self.example = "" if column is None else f"{column[at]:g}"
        self.count += found


@dataclass
class Misfits:
    """All that is wrong with rows, to be told once every row was seen."""

    empty: dict[str, Misfit] = field(default_factory=dict)
    vote: Misfit = field(default_factory=Misfit)
    weight: Misfit = field(default_factory=Misfit)

    def note_empty(self, column: str, odd: BoolArray, before: int) -> None:
        self.empty.setdefault(column, Misfit()).note(odd, before)

    def refusal(self, table: OpenTable) -> ExportError | None:
        told = [(misfit, _empty(column, misfit)) for column, misfit in self.empty.items()]
        told += [(self.vote, _odd_votes(self.vote)), (self.weight, _odd_weights(self.weight))]
        for misfit, problem in told:
            if misfit.count:
                return table.refuse(problem, row=misfit.first_row)
        return None


def votes(column: pa.Array, before: int, misfits: Misfits) -> NDArray[np.int8]:
    misfits.note_empty("vote", _nulls(column), before)
    said = _filled(column)
    odd = (said != AGREE) & (said != PASS) & (said != DISAGREE)
    misfits.vote.note(odd, before, said)
    return np.where(odd, PASS, said).astype(np.int8)


def weights(column: pa.Array, before: int, misfits: Misfits) -> NDArray[np.float64]:
    misfits.note_empty("weight", _nulls(column), before)
    weight = _filled(column, empty=1).astype(np.float64)
    misfits.weight.note(~(np.isfinite(weight) & (weight > 0)), before, weight)
    return weight


def times(column: pa.Array) -> NDArray[np.int64]:
    """Numbers in the order of the times; NO_TIME for a null."""
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    whole = column.cast(pa.int64(), safe=False)
    found: NDArray[np.int64] = whole.fill_null(int(NO_TIME)).to_numpy(zero_copy_only=False)
    return found


@dataclass
class Days:
    """The first and the last second in which somebody voted."""

    first: int = _LATEST + 1
    last: int = _EARLIEST - 1

    def note(self, column: pa.Array) -> None:
        if not pa.types.is_integer(column.type):
            column = column.cast(pa.timestamp("s", getattr(column.type, "tz", None)), safe=False)
        moment = times(column)
        if pa.types.is_integer(column.type):
            in_milliseconds = moment > _LATEST
            moment = np.where(in_milliseconds, moment // 1000, moment)
        moment = moment[(moment >= _EARLIEST) & (moment <= _LATEST)]
        if len(moment):
            self.first = min(self.first, int(moment.min()))
            self.last = max(self.last, int(moment.max()))

    def days(self) -> tuple[date, date] | tuple[None, None]:
        return (_day(self.first), _day(self.last)) if self.first <= self.last else (None, None)


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, tz=UTC).date()


def _nulls(column: pa.Array) -> BoolArray:
    empty: BoolArray = column.is_null(nan_is_null=True).to_numpy(zero_copy_only=False)
    return empty


def _filled(column: pa.Array, empty: int = 0) -> NDArray[Any]:
    """Without nulls, which are told apart from odd values."""
    filled: NDArray[Any] = column.fill_null(empty).to_numpy(zero_copy_only=False)
    return np.where(np.isnan(filled), empty, filled) if filled.dtype.kind == "f" else filled


def _empty(column: str, misfit: Misfit) -> str:
    return ngettext(
        "de kolom ‘%(column)s’ is hier leeg. Vul de cel in of haal de rij weg.",
        "de kolom ‘%(column)s’ is hier leeg, en zo zijn er %(count)d rijen. Vul die cellen in of"
        " haal de rijen weg.",
        misfit.count,
    ) % {"column": column, "count": misfit.count}


def _odd_votes(misfit: Misfit) -> str:
    return ngettext(
        "hier staat de stem ‘%(example)s’. Een stem is 1 (eens), 0 (weet niet) of -1 (oneens)."
        " Verbeter de kolom ‘vote’.",
        "hier staat de stem ‘%(example)s’, en zo zijn er %(count)d stemmen die geen 1 (eens), 0"
        " (weet niet) of -1 (oneens) zijn. Verbeter de kolom ‘vote’.",
        misfit.count,
    ) % {"example": misfit.example, "count": misfit.count}


def _odd_weights(misfit: Misfit) -> str:
    return ngettext(
        "hier staat het gewicht ‘%(example)s’. Een gewicht is een getal groter dan nul. Verbeter"
        " de kolom ‘weight’.",
        "hier staat het gewicht ‘%(example)s’, en zo zijn er %(count)d gewichten die geen getal"
        " groter dan nul zijn. Verbeter de kolom ‘weight’.",
        misfit.count,
    ) % {"example": misfit.example, "count": misfit.count}
