"""The map of the Netherlands, the list that says the same, and the sentences above them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median, quantiles

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.atlas.models.known_years import FIRST_YEAR
from samenspel.atlas.pictures.facts import Fact
from samenspel.atlas.pictures.map_frame import Frame, frame_around
from samenspel.atlas.pictures.outlines import Shape
from samenspel.atlas.pictures.steps import Step
from samenspel.atlas.queries.names import order_of, plain
from samenspel.atlas.queries.netherlands import Municipality, Netherlands, Shared
from samenspel.pages.templatetags.pages import thousands


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend."""

    look: str
    words: str
    municipalities: int


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    name: str
    value: str


@dataclass(frozen=True)
class Drawn:
    frame: Frame
    shapes: Sequence[Shape]


@dataclass(frozen=True)
class Picture:
    fact: Fact
    place: str
    """the province, or the Netherlands"""
    total: int
    headline: str
    say: str
    map: Drawn | None
    legend: Sequence[Entry]
    rows: Sequence[Row]


UNKNOWN = "m-none"


def draw(there: Netherlands, fact: Fact, *, province: str = "", asked: str = "") -> Picture:
    """The whole country or a province, with what is looked for by name set apart.

    province : its code; all where empty
    asked : a part of a name
    """
    members = there.provinces.members(province) if province else None
    shown = [each for each in there.municipalities if members is None or each.key in members]
    numbers = [number for each in shown if (number := fact.number_of(each)) is not None]
    steps = fact.steps(numbers)
    place = there.provinces.names.get(province) or _("Nederland")
    is_known = there.day.year >= FIRST_YEAR or not fact.is_of_the_register
    return Picture(
        fact=fact,
        place=place,
        total=len(shown),
        headline=_headline(fact, shown, numbers, place if province else "")
        if is_known
        else _("Van vóór %(year)s weet het register te weinig") % {"year": FIRST_YEAR},
        say=_say(fact, numbers) if is_known else "",
        map=_drawn(there.outlines, shown, fact, steps, plain(asked), is_part=bool(province)),
        legend=_legend(shown, fact, steps),
        rows=_rows(shown, fact, plain(asked)),
    )


def _look(number: float | None, steps: Sequence[Step]) -> str:
    if number is None:
        return UNKNOWN
    return f"m{next(place for place, step in enumerate(steps) if step.holds(number))}"


def _drawn(
    outlines: Sequence[Shared],
    shown: Sequence[Municipality],
    fact: Fact,
    steps: Sequence[Step],
    asked: str,
    *,
    is_part: bool,
) -> Drawn | None:
    frame = frame_around(outlines, {each.key for each in shown}, is_part=is_part)
    if frame is None:
        return None
    return Drawn(frame, [_shape(each, fact, steps, asked) for each in frame.inside])


def _shape(shared: Shared, fact: Fact, steps: Sequence[Step], asked: str) -> Shape:
    outline, members = shared.outline, shared.members
    numbers = [number for each in members if (number := fact.number_of(each)) is not None]
    look = _look(fact.of_several(numbers) if numbers else None, steps)
    if asked and any(asked in plain(name) for name in [outline.name, *(m.name for m in members)]):
        look += " m-found"
    words = "; ".join(f"{each.name}: {fact.sentence_of(each)}" for each in members)
    if [each.key for each in members] != [outline.code]:
        words += " " + _("(nu %(name)s)") % {"name": outline.name}
    one = members[0].key if len(members) == 1 else outline.code
    return Shape(one, words, outline.path, look)


def _legend(shown: Sequence[Municipality], fact: Fact, steps: Sequence[Step]) -> list[Entry]:
    looks = [_look(fact.number_of(each), steps) for each in shown]
    entries = [
        Entry(f"m{place}", step.words, looks.count(f"m{place}")) for place, step in enumerate(steps)
    ]
    if UNKNOWN in looks:
        unknown = _("niet bekend") if fact is not Fact.AMALGAMATED else _("geen bekend")
        entries.append(Entry(UNKNOWN, unknown, looks.count(UNKNOWN)))
    return entries


def _rows(shown: Sequence[Municipality], fact: Fact, asked: str) -> list[Row]:
    found = [each for each in shown if asked in plain(each.name)]
    ordered = sorted(found, key=lambda each: (fact.place_of(each), order_of(each.name)))
    return [Row(each.key, each.name, fact.words_of(each)) for each in ordered]


def _headline(
    fact: Fact, shown: Sequence[Municipality], numbers: Sequence[int], province: str
) -> str:
    """What was found. Names nobody."""
    if not numbers:
        return _("Hiervan is op deze dag niets bekend")
    where: Mapping[str, str] = {"province": province}
    if fact is Fact.INHABITANTS:
        half = thousands(int(round(median(numbers), -2)))
        said = (
            _("De helft van de gemeenten in %(province)s heeft minder dan %(half)s inwoners")
            if province
            else _("De helft van de gemeenten heeft minder dan %(half)s inwoners")
        )
        return said % {**where, "half": half}
    if fact is Fact.AMALGAMATED:
        return _amalgamated(shown, province)
    # The format cuts off what it does not show.
    mean = number_format(round(fmean(numbers), 1), decimal_pos=1)
    if fact is Fact.ARRANGEMENTS:
        said = (
            _("Een gemeente in %(province)s doet mee in gemiddeld %(mean)s regelingen")
            if province
            else _("Een gemeente doet mee in gemiddeld %(mean)s regelingen")
        )
    else:
        said = (
            _("Een gemeente in %(province)s werkt samen met gemiddeld %(mean)s andere gemeenten")
            if province
            else _("Een gemeente werkt samen met gemiddeld %(mean)s andere gemeenten")
        )
    return said % {**where, "mean": mean}


def _amalgamated(shown: Sequence[Municipality], province: str) -> str:
    since = 2011
    recent = sum(each.amalgamated is not None and each.amalgamated.year >= since for each in shown)
    said = ngettext(
        "%(n)s van de %(all)s gemeenten is sinds 2011 heringedeeld",
        "%(n)s van de %(all)s gemeenten zijn sinds 2011 heringedeeld",
        recent,
    ) % {"n": recent, "all": len(shown)}
    return f"{province}: {said}" if province else said


def _say(fact: Fact, numbers: Sequence[int]) -> str:
    """How far they lie apart, or what the word means."""
    if len(numbers) < 4 or fact is Fact.AMALGAMATED:
        return ""
    first, _half, third = quantiles(numbers, n=4, method="inclusive")
    middle = {"low": thousands(round(first)), "high": thousands(round(third))}
    if fact is Fact.ARRANGEMENTS:
        return _("De middelste helft doet mee in %(low)s tot %(high)s regelingen.") % middle
    if fact is Fact.PARTNERS:
        return (
            _("De middelste helft deelt een regeling met %(low)s tot %(high)s andere gemeenten.")
            % middle
        )
    return _("De middelste helft heeft %(low)s tot %(high)s inwoners.") % middle
