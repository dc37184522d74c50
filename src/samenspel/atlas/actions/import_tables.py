"""Reading in inhabitants, regions and amalgamations. Each is a table with a row for each fact.

A file says all there is to say of the years that are in it: what it no longer holds of those goes.
Each of these raises ReadingError where a file is not right, and then nothing was changed.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from samenspel.atlas.actions.keeping import drop, keep
from samenspel.atlas.actions.municipality_dates import settle_municipalities
from samenspel.atlas.actions.one_import import one_import, refuse_fewer
from samenspel.atlas.importing import tables
from samenspel.atlas.importing.csv_file import Row, table
from samenspel.atlas.importing.opening import Opened
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import (
    Amalgamation,
    Dataset,
    MunicipalityCode,
    MunicipalityInYear,
    Population,
    Region,
    RegionMembership,
)

AnyRow = TypeVar("AnyRow", bound=models.Model)
Key = TypeVar("Key", bound=Hashable)


def import_population(
    *, opened: Opened, day: date | None = None, allow_fewer: bool = False
) -> Report:
    with one_import(Dataset.POPULATION, origin=opened.origin, day=day or opened.day) as report:
        _kind, rows = table(opened.stream, [tables.POPULATION])
        wanted = tables.population(rows)
        there = Population.objects.filter(year__in={year for _code, year in wanted})
        known = {(row.code, row.year): row for row in there}
        _replace(Population, known, wanted, report, "inwonertallen", allow_fewer)
    return report


def import_regions(*, opened: Opened, day: date | None = None, allow_fewer: bool = False) -> Report:
    with one_import(Dataset.REGIONS, origin=opened.origin, day=day or opened.day) as report:
        _kind, rows = table(opened.stream, [tables.REGIONS])
        wanted, inside = tables.regions(rows, report.skipped)
        there = Region.objects.filter(year__in={year for year, _division, _code in wanted})
        known = {(row.year, row.division, row.code): row for row in there}
        regions = _replace(Region, known, wanted, report, "regio's", allow_fewer)
        _replace_memberships({regions[key].pk: codes for key, codes in inside.items()}, report)
        _end_memberships(report)
    return report


def import_amalgamations(
    *, opened: Opened, day: date | None = None, allow_fewer: bool = False
) -> Report:
    """Three kinds of file, told apart by their columns."""
    kinds = [tables.AMALGAMATIONS, tables.CODES_BY_YEAR, tables.NATIONAL_TABLE]
    readers = [_read_amalgamations, _read_codes_by_year, _read_national_table]
    with one_import(Dataset.AMALGAMATIONS, origin=opened.origin, day=day or opened.day) as report:
        kind, rows = table(opened.stream, kinds)
        readers[kind](rows, report, allow_fewer)
        settle_municipalities(report=report)
    return report


def _read_amalgamations(rows: Iterable[Row], report: Report, allow_fewer: bool) -> None:
    wanted = tables.amalgamations(rows)
    ours = Amalgamation.objects.exclude(source=tables.NATIONAL_TABLE_SOURCE)
    days = {day for day, _old, _new in wanted}
    # What both tell becomes ours: this file is looked into by hand.
    both = Amalgamation.objects.filter(source=tables.NATIONAL_TABLE_SOURCE, day__in=days)
    known = _by_key(ours) | {key: row for key, row in _by_key(both).items() if key in wanted}
    _replace(Amalgamation, known, wanted, report, "herindelingen", allow_fewer)
    for columns in wanted.values():
        if columns["remark"]:
            report.note(
                "herindeling waarover de bronnen elkaar tegenspreken",
                f"{columns['old_name']} → {columns['new_name']}: {columns['remark']}",
            )


def _read_codes_by_year(rows: Iterable[Row], report: Report, allow_fewer: bool) -> None:
    wanted = tables.codes_by_year(rows)
    there = MunicipalityInYear.objects.filter(year__in={year for _code, year in wanted})
    known = {(row.code, row.year): row for row in there}
    _replace(MunicipalityInYear, known, wanted, report, "gemeenten per jaar", allow_fewer)


def _read_national_table(rows: Iterable[Row], report: Report, allow_fewer: bool) -> None:
    codes = tables.national_table(rows)
    known = {row.code: row for row in MunicipalityCode.objects.all()}
    wanted = {code: columns for code, (columns, _new) in codes.items()}
    _replace(MunicipalityCode, known, wanted, report, "gemeentecodes", allow_fewer)
    theirs = _by_key(Amalgamation.objects.filter(source=tables.NATIONAL_TABLE_SOURCE))
    others = _by_key(Amalgamation.objects.exclude(source=tables.NATIONAL_TABLE_SOURCE))
    follows = tables.amalgamations_of(codes)
    follows = {key: columns for key, columns in follows.items() if key not in others}
    _replace(Amalgamation, theirs, follows, report, "herindelingen", allow_fewer)
    for columns, new in codes.values():
        if new is not None and columns["valid_to"] is None:
            report.note("code met een opvolger en zonder einde", columns["name"])


def _by_key(rows: Iterable[Amalgamation]) -> dict[tuple[date, str, str], Amalgamation]:
    return {(row.day, row.old_code, row.new_code): row for row in rows}


def _replace(
    model: type[AnyRow],
    known: Mapping[Key, AnyRow],
    wanted: Mapping[Key, Mapping[str, Any]],
    report: Report,
    what: str,
    allow_fewer: bool,
) -> dict[Key, AnyRow]:
    tally = report.of(what)
    going = [row.pk for key, row in known.items() if key not in wanted]
    refuse_fewer(what, known=len(known), gone=len(going), allow_fewer=allow_fewer)
    drop(model, going, tally=tally)
    return keep(model, known=known, wanted=wanted, tally=tally)


def _replace_memberships(inside: Mapping[int, Iterable[str]], report: Report) -> None:
    """inside : the codes of municipalities by the row of their region"""
    there = RegionMembership.objects.filter(region__in=inside)
    known = {(row.region_id, row.municipality): row for row in there}
    years = dict(Region.objects.filter(pk__in=inside).values_list("pk", "year"))
    wanted = {
        (region, code): {
            "region_id": region,
            "municipality": code,
            "valid_from": date(years[region], 1, 1),
        }
        for region, codes in inside.items()
        for code in codes
    }
    tally = report.of("liggingen in een regio")
    drop(RegionMembership, [row.pk for key, row in known.items() if key not in wanted], tally=tally)
    keep(RegionMembership, known=known, wanted=wanted, tally=tally)


def _end_memberships(report: Report) -> None:
    """A list holds until the next list of the same division."""
    lists = list(
        Region.objects.order_by("division", "year").values_list("division", "year").distinct()
    )
    tally = report.of("liggingen in een regio")
    for (division, year), (following, next_year) in pairwise([*lists, ("", 0)]):
        end = date(next_year, 1, 1) if following == division else None
        of_this = RegionMembership.objects.filter(region__division=division, region__year=year)
        # In SQL a value is not "other than" none.
        differing = of_this.filter(~Q(valid_to=end) | Q(valid_to__isnull=end is not None))
        tally.changed += differing.update(valid_to=end)
