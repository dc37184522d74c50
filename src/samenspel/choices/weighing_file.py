"""A weighing as a file: options, criteria, what each option is worth, and what matters to whom."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from samenspel.measures.smaa.values import (
    Criterion,
    Distribution,
    LogNormal,
    Normal,
    Table,
    Uniform,
    hull,
)

FORMAT = 1
MOST_OPTIONS = 200
MOST_CRITERIA = 200
MOST_VOICES = 1_000_000
LARGEST_FILE = 500_000_000

Found: TypeAlias = dict[str, Any]


class WeighingError(ValueError):
    """A file that is no weighing. Says where, and what to do, in the language of the reader."""


@dataclass(frozen=True, eq=False)
class Voices:
    """places : (voices, criteria) the order of each; group : (voices,) index of its group"""

    places: NDArray[np.int64]
    group: NDArray[np.int64]
    groups: tuple[str, ...]
    sizes: NDArray[np.int64]
    """(groups,) people in each group"""


@dataclass(frozen=True, eq=False)
class Weighing:
    options: tuple[str, ...]
    criteria: tuple[str, ...]
    table: Table
    voices: Voices | None
    """None where nobody said what matters more"""


def read_weighing(path: Path) -> Weighing:
    """Raises WeighingError."""
    data = _loaded(path)
    if data.get("format") != FORMAT:
        raise _error("format", _("zet hier %d: dat is de vorm die dit programma kent") % FORMAT)
    options = _names(data, "options", most=MOST_OPTIONS)
    scales = _list_of_objects(data, "criteria")
    criteria = _unique(
        [_text(one, "name", f"criteria[{at}]") for at, one in enumerate(scales)],
        "criteria",
        most=MOST_CRITERIA,
    )
    columns = [_column(data, options, scales[at], name) for at, name in enumerate(criteria)]
    return Weighing(
        options=options,
        criteria=criteria,
        table=Table(
            cells=tuple(zip(*(cells for cells, _scale in columns), strict=True)),
            criteria=tuple(scale for _cells, scale in columns),
        ),
        voices=_voices(data, criteria),
    )


def _loaded(path: Path) -> Found:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WeighingError(_("%s is groter dan 500 MB. Dat is geen afweging.") % path.name)
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise WeighingError(
            _("%(name)s is niet te lezen (%(reason)s).")
            % {"name": path.name, "reason": error.strerror}
        ) from error
    except (ValueError, RecursionError) as error:
        raise WeighingError(
            _("%(name)s is geen JSON (%(reason)s). Kijk naar het voorbeeld in de uitleg.")
            % {"name": path.name, "reason": error}
        ) from error
    if not isinstance(data, dict):
        raise WeighingError(
            _("%s begint niet met een accolade. Kijk naar het voorbeeld.") % path.name
        )
    return data


# ── What an option is worth ───────────────────────────────────────────────────────────────
def _column(
    data: Found, options: Sequence[str], criterion: Found, name: str
) -> tuple[list[Distribution], Criterion]:
    """The cells of one criterion, over all options, and its scale."""
    upward = _direction(criterion, name)
    fixed = _fixed_scale(criterion, name, upward=upward)
    cells = [_cell(data, option, name) for option in options]
    if fixed is None:
        known = [cell for cell in cells if cell is not None]
        if not known:
            raise _error(
                f"criteria “{name}”",
                _("van geen optie is hier iets bekend. Geef een schaal met twee uiteinden"),
            )
        try:
            fixed = hull(known, upward=upward)
        except ValueError as error:
            raise _error(
                f"criteria “{name}”",
                _("alle opties zijn hier gelijk. Geef een schaal met twee uiteinden"),
            ) from error
    low, high = sorted((fixed.worst, fixed.best))
    return [cell or Uniform(low, high) for cell in cells], fixed


def _direction(criterion: Found, name: str) -> bool:
    direction = criterion.get("direction")
    if direction not in {"up", "down"}:
        raise _error(
            f"criteria “{name}”, direction",
            _("zet hier “up” als meer beter is, of “down” als minder beter is"),
        )
    return bool(direction == "up")


def _fixed_scale(criterion: Found, name: str, *, upward: bool) -> Criterion | None:
    scale = criterion.get("scale")
    where = f"criteria “{name}”, scale"
    if scale == "hull":
        return None
    if not isinstance(scale, list) or len(scale) != 2:
        raise _error(where, _("zet hier twee getallen, of “hull” voor wat de opties beslaan"))
    low, high = (_number(end, where) for end in scale)
    if low >= high:
        raise _error(where, _("zet eerst het lage uiteinde en dan het hoge"))
    return Criterion(low, high) if upward else Criterion(high, low)


def _cell(data: Found, option: str, criterion: str) -> Distribution | None:
    """None: nobody knows."""
    rows = data.get("cells")
    row = rows.get(option) if isinstance(rows, dict) else None
    where = f"cells, “{option}”, “{criterion}”"
    if not isinstance(row, dict) or criterion not in row:
        raise _error(where, _("deze cel ontbreekt. Zet er null als niemand het weet"))
    cell = row[criterion]
    if cell is None:
        return None
    if not isinstance(cell, dict):
        return Normal(_number(cell, where))
    kind = cell.get("distribution", "normal")
    if kind == "uniform":
        low, high = _number(cell.get("low"), where), _number(cell.get("high"), where)
        if low > high:
            raise _error(where, _("“low” is hoger dan “high”"))
        return Uniform(low, high)
    if kind not in {"normal", "lognormal"}:
        raise _error(where, _("“distribution” kan normal, lognormal of uniform zijn"))
    mean, sd = _number(cell.get("mean"), where), _number(cell.get("sd", 0), where)
    if sd < 0:
        raise _error(where, _("“sd” kan niet onder nul zijn"))
    if kind == "lognormal" and mean + 40 * sd > 700:
        raise _error(where, _("dit is de logaritme: een zo groot getal kan niet"))
    return (Normal if kind == "normal" else LogNormal)(mean, sd)


# ── What matters to whom ──────────────────────────────────────────────────────────────────
def _voices(data: Found, criteria: Sequence[str]) -> Voices | None:
    if not data.get("voices"):
        return None
    voices = _list_of_objects(data, "voices")
    if len(voices) > MOST_VOICES:
        raise _error("voices", _("dit zijn er meer dan een miljoen"))
    index = {name: at for at, name in enumerate(criteria)}
    groups: dict[str, int] = {}
    group = [
        groups.setdefault(_text(voice, "group", f"voices[{at}]", default=""), len(groups))
        for at, voice in enumerate(voices)
    ]
    places = np.array([_places(voice, at, index) for at, voice in enumerate(voices)])
    counted = np.bincount(group, minlength=len(groups))
    return Voices(
        places=places,
        group=np.array(group),
        groups=tuple(groups),
        sizes=np.array([_size(data, name, int(counted[at])) for name, at in groups.items()]),
    )


def _places(voice: Found, at: int, index: dict[str, int]) -> list[int]:
    """The place of every criterion. What is not named stands last, side by side."""
    where = f"voices[{at}], order"
    order = voice.get("order", [])
    if not isinstance(order, list):
        raise _error(where, _("zet hier een lijst, belangrijkste eerst"))
    places = [len(order)] * len(index)
    seen: Counter[str] = Counter()
    for place, entry in enumerate(order):
        for name in entry if isinstance(entry, list) else [entry]:
            if name not in index:
                raise _error(where, _("“%s” is geen criterium") % name)
            seen[name] += 1
            places[index[name]] = place
    if twice := [name for name, times in seen.items() if times > 1]:
        raise _error(where, _("“%s” staat er twee keer in. Laat er één staan") % twice[0])
    return places


def _size(data: Found, name: str, voices: int) -> int:
    """People in a group; as many as there are voices where the file does not say."""
    sizes = data.get("groups", {})
    where = f"groups, “{name}”"
    if not isinstance(sizes, dict):
        raise _error("groups", _("zet hier van elke groep hoeveel mensen er zijn"))
    size = sizes.get(name, voices)
    if not isinstance(size, int) or isinstance(size, bool) or size < voices:
        raise _error(where, _("zet hier een heel getal, ten minste de %d die meededen") % voices)
    return size


# ── Pieces ────────────────────────────────────────────────────────────────────────────────
def _list_of_objects(data: Found, key: str) -> list[Found]:
    found = data.get(key)
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise _error(key, _("zet hier een lijst met ten minste één onderdeel tussen accolades"))
    return found


def _names(data: Found, key: str, *, most: int) -> tuple[str, ...]:
    found = data.get(key)
    if not isinstance(found, list) or not found:
        raise _error(key, _("zet hier een lijst met ten minste één naam"))
    return _unique([_text({"": one}, "", key) for one in found], key, most=most)


def _unique(names: list[str], key: str, *, most: int) -> tuple[str, ...]:
    if len(names) > most:
        raise _error(key, _("dit zijn er meer dan %d") % most)
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise _error(key, _("“%s” staat er twee keer in") % twice[0])
    return tuple(names)


def _text(found: Found, key: str, where: str, *, default: str | None = None) -> str:
    value = found.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise _error(f"{where}, {key}".rstrip(", "), _("zet hier een naam tussen aanhalingstekens"))
    return value


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _error(where, _("hier hoort een getal"))
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or abs(number) > 1e100:
        raise _error(where, _("dit getal is te groot of geen getal"))
    return number


def _error(where: str, problem: str) -> WeighingError:
    return WeighingError(f"{where}: {problem}.")


def each_group(voices: Voices) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """The name of each group, and which voices are in it."""
    for at, name in enumerate(voices.groups):
        yield name, voices.group == at
