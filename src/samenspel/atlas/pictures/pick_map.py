"""A map to pick municipalities on: each shape leads to the same page with it added or taken out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.atlas.models import Organisation
from samenspel.atlas.pictures.map_frame import Frame, frame_around
from samenspel.atlas.pictures.steps import Step, of_equal_size
from samenspel.atlas.queries.names import order_of, plain
from samenspel.atlas.queries.netherlands import Municipality, Netherlands, Shared

PICKED = "m-picked"
_NONE = "m-none"


@dataclass(frozen=True)
class Picking:
    """What is picked and what is looked at, as it stands in the address."""

    keys: Sequence[str]
    province: str = ""
    words: str = ""
    """that are looked for"""
    day: str = ""
    """empty for today"""

    def address(self, keys: Iterable[str], *, province: str | None = None) -> str:
        """With these picked instead, and in another province with nothing looked for."""
        asked = {"op": self.day, "zoek": self.words if province is None else ""}
        told = {name: value for name, value in asked.items() if value}
        # Always there: without it the page shows the province of who is picked.
        told["provincie"] = self.province if province is None else province
        return _address(told, keys)

    def without(self, key: str) -> str:
        return self.address(each for each in self.keys if each != key)

    def replaced(self, key: str, by: str) -> str:
        return self.address(dict.fromkeys(by if each == key else each for each in self.keys))

    def toggled(self, keys: Collection[str]) -> str:
        """With these, or without them where all of them are picked."""
        if all(key in self.picked for key in keys):
            return self.address(each for each in self.keys if each not in keys)
        added = [key for key in keys if key not in self.picked]
        return f"{self._unchanged}{',' if self.keys else '&organisaties='}{_joined(added)}"

    @cached_property
    def picked(self) -> frozenset[str]:
        return frozenset(self.keys)

    @cached_property
    def _unchanged(self) -> str:
        """A map has hundreds of addresses that begin with it."""
        return self.address(self.keys)


def _address(told: Mapping[str, str], keys: Iterable[str]) -> str:
    picked = _joined(keys)
    return f"?{urlencode(told)}{f'&organisaties={picked}' if picked else ''}"


def _joined(keys: Iterable[str]) -> str:
    return ",".join(map(_quoted, keys))


# Each stands in hundreds of addresses of a page.
@lru_cache(maxsize=4096)
def _quoted(key: str) -> str:
    return quote(key, safe="")


@dataclass(frozen=True, slots=True)
class Shape:
    address: str
    words: str
    path: str
    look: str


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float


@dataclass(frozen=True)
class Drawn:
    frame: Frame
    shapes: Sequence[Shape]
    marks: Sequence[Mark]
    """where somebody is picked, so that it is not told by colour alone"""
    mark_size: float
    legend: Sequence[tuple[str, str]]
    """look and words"""


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    name: str
    is_picked: bool
    shared: int
    """arrangements in which it is together with somebody who is picked"""


@dataclass(frozen=True, slots=True)
class Province:
    address: str
    name: str
    municipalities: int
    picked: int


@dataclass(frozen=True)
class PickPicture:
    map: Drawn | None
    place: str
    provinces: Sequence[Province]
    """to choose from, where the whole country is shown"""
    rows: Sequence[Row]
    """of the province; of the country where no provinces are known"""


def draw(there: Netherlands, picking: Picking, shared: Mapping[str, int]) -> PickPicture:
    """shared : in how many arrangements each municipality is with somebody who is picked, by key"""
    members = there.provinces.members(picking.province) if picking.province else None
    shown = [each for each in there.municipalities if members is None or each.key in members]
    provinces = [] if picking.province else _provinces(there, picking)
    return PickPicture(
        map=_drawn(there, shown, picking, shared),
        place=there.provinces.names.get(picking.province) or _("Nederland"),
        provinces=provinces,
        rows=[] if provinces else _rows(shown, picking, shared),
    )


def province_of(there: Netherlands, picked: Iterable[Organisation]) -> str:
    """Of all municipalities that are picked; empty where they lie in several, or there are none."""
    found = {there.provinces.of.get(each.key, "") for each in picked if _is_municipality(each)}
    return found.pop() if len(found) == 1 else ""


def _is_municipality(organisation: Organisation) -> bool:
    return bool(organisation.kind == Organisation.Kind.MUNICIPALITY)


def _provinces(there: Netherlands, picking: Picking) -> list[Province]:
    return [
        Province(
            picking.address(picking.keys, province=code),
            name,
            len(keys),
            sum(key in keys for key in picking.keys),
        )
        for code, name in there.provinces.names.items()
        if (keys := _there(there, code))
    ]


def _there(there: Netherlands, province: str) -> set[str]:
    """Municipalities of the day: a province also holds those that were or will be."""
    return there.provinces.members(province) & {each.key for each in there.municipalities}


def _rows(shown: Iterable[Municipality], picking: Picking, shared: Mapping[str, int]) -> list[Row]:
    ordered = sorted(shown, key=lambda each: order_of(each.name))
    return [
        Row(each.key, each.name, each.key in picking.picked, shared.get(each.key, 0))
        for each in ordered
    ]


def _drawn(
    there: Netherlands,
    shown: Sequence[Municipality],
    picking: Picking,
    shared: Mapping[str, int],
) -> Drawn | None:
    frame = frame_around(
        there.outlines, {each.key for each in shown}, is_part=bool(picking.province)
    )
    if frame is None:
        return None
    others = [shared[each.key] for each in shown if shared.get(each.key, 0)]
    steps = of_equal_size(others)
    picked = picking.picked
    return Drawn(
        frame=frame,
        shapes=[_shape(each, picking, picked, shared, steps) for each in frame.inside],
        marks=[
            Mark(each.outline.x, each.outline.y)
            for each in frame.inside
            if any(member.key in picked for member in each.members)
        ],
        mark_size=round(1.5 * frame.label_size, 2),
        legend=_legend(picking, steps),
    )


def _shape(
    of: Shared,
    picking: Picking,
    picked: frozenset[str],
    shared: Mapping[str, int],
    steps: Sequence[Step],
) -> Shape:
    keys = [each.key for each in of.members]
    most = max(shared.get(key, 0) for key in keys)
    if any(key in picked for key in keys):
        look = PICKED
    elif most:
        look = f"m{next(place for place, step in enumerate(steps) if step.holds(most))}"
    else:
        look = _NONE
    if picking.words and any(plain(picking.words) in plain(each.name) for each in of.members):
        look += " m-found"
    words = "; ".join(_words(each, picked, shared, bool(picking.keys)) for each in of.members)
    return Shape(picking.toggled(keys), words, of.outline.path, look)


def _words(
    each: Municipality, picked: frozenset[str], shared: Mapping[str, int], any_picked: bool
) -> str:
    if each.key in picked:
        return _("%(name)s: gekozen, kies opnieuw om weg te halen") % {"name": each.name}
    if not any_picked:
        return each.name
    n = shared.get(each.key, 0)
    return ngettext(
        "%(name)s: %(n)s regeling samen met wie u koos",
        "%(name)s: %(n)s regelingen samen met wie u koos",
        n,
    ) % {"name": each.name, "n": n}


def _legend(picking: Picking, steps: Sequence[Step]) -> list[tuple[str, str]]:
    if not picking.keys:
        return []
    return [
        (PICKED, _("gekozen")),
        *((f"m{place}", step.words) for place, step in enumerate(steps)),
        (_NONE, _("geen enkele")),
    ]
