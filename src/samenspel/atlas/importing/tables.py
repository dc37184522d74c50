"""What the tables of inhabitants, regions and amalgamations say, as columns of rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samenspel.atlas.importing.csv_file import Row
from samenspel.atlas.importing.known_time import known_day
from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.models import Amalgamation

Kind = Amalgamation.Kind
Columns = dict[str, Any]

POPULATION = ("cbs_code", "year", "population_avg_cbs70072", "population_1jan_iv3")
REGIONS = ("year", "cbs_code", "division", "region_code", "region_name")
AMALGAMATIONS = (
    "date",
    "old_code",
    "old_name",
    "main_successor_code",
    "main_successor_name",
    "all_successors_if_split",
    "kind",
    "source",
    "conflict",
)
CODES_BY_YEAR = ("year", "cbs_code", "name")
NATIONAL_TABLE = (
    "92.10 Gemeentecode",
    "92.11 Omschrijving",
    "92.12 Nieuwe code",
    "99.98 Datum ingang",
    "99.99 Datum einde",
)
NATIONAL_TABLE_SOURCE = "RvIG Tabel 33"
# Later amalgamations come from a table that also tells splits.
NATIONAL_TABLE_UNTIL = date(2011, 1, 1)
# In the national table and no municipalities: unknown, and who lives abroad.
_NO_MUNICIPALITIES = {"0000", "1999"}
_KINDS = {
    "merge": Kind.MERGE,
    "split": Kind.SPLIT,
    "rename": Kind.RENAME,
    "rename/code change": Kind.RENAME,
}


def population(rows: Iterable[Row]) -> dict[tuple[str, int], Columns]:
    """By code and year. What is counted on 1 January goes before the mean over the year."""
    found: dict[tuple[str, int], Columns] = {}
    for row in rows:
        code, year = row.code("cbs_code"), row.year("year")
        mean, counted = row.number("population_avg_cbs70072"), row.number("population_1jan_iv3")
        inhabitants = mean if counted is None else counted
        if inhabitants is None:
            raise row.wrong(
                "population_1jan_iv3", _("verwacht: een aantal in één van beide kolommen")
            )
        _once(row, found, (code, year))
        found[code, year] = {
            "code": code,
            "year": year,
            "inhabitants": inhabitants,
            "on_first_day": counted is not None,
        }
    return found


def codes_by_year(rows: Iterable[Row]) -> dict[tuple[str, int], Columns]:
    found: dict[tuple[str, int], Columns] = {}
    for row in rows:
        code, year = row.code("cbs_code"), row.year("year")
        _once(row, found, (code, year))
        found[code, year] = {"code": code, "year": year, "name": row.text("name", longest=100)}
    return found


Region = tuple[int, str, str]


def regions(
    rows: Iterable[Row], skipped: Counter[str]
) -> tuple[dict[Region, Columns], dict[Region, list[str]]]:
    """Regions by year, division and code, and the municipalities that lie in each."""
    found: dict[Region, Columns] = {}
    inside: defaultdict[Region, list[str]] = defaultdict(list)
    placed: set[tuple[int, str, str]] = set()
    for row in rows:
        year, municipality = row.year("year"), row.code("cbs_code")
        division = row.text("division", longest=100)
        code = row.text("region_code", longest=10, needed=False)
        name = row.text("region_name", longest=150, needed=False)
        if not code:
            skipped[f"ligging zonder code van een regio ({division})"] += 1
            continue
        known = found.setdefault(
            (year, division, code),
            {"year": year, "division": division, "code": code, "name": name},
        )
        if known["name"] != name:
            raise row.wrong("region_name", _("eerder heette deze regio %s") % known["name"])
        _once(row, placed, (year, division, municipality))
        placed.add((year, division, municipality))
        inside[year, division, code].append(municipality)
    _name_the_nameless(found, inside)
    return found, inside


def _name_the_nameless(found: dict[Region, Columns], inside: dict[Region, list[str]]) -> None:
    """By the list of another year, where the code stands for mostly the same municipalities.

    Some lists give codes only, and codes are used again for other regions.
    """
    named = defaultdict(list)
    for key, columns in found.items():
        if columns["name"]:
            named[key[1:]].append(key)
    for key, columns in found.items():
        if not columns["name"]:
            alike = [other for other in named[key[1:]] if _mostly_same(inside[key], inside[other])]
            columns["name"] = found[max(alike)]["name"] if alike else key[2]


def _mostly_same(one: list[str], other: list[str]) -> bool:
    return 2 * len({*one} & {*other}) >= min(len(one), len(other))


def amalgamations(rows: Iterable[Row]) -> dict[tuple[date, str, str], Columns]:
    """By day, old code and new code. One row of the file for each, and more where it was split."""
    found: dict[tuple[date, str, str], Columns] = {}
    names: dict[str, str] = {}
    for row in rows:
        day, old = _day(row, "date"), row.code("old_code")
        kind = _KINDS.get(row.text("kind", longest=30))
        if kind is None:
            raise row.wrong("kind", _("verwacht: %s") % ", ".join(_KINDS))
        main = row.code("main_successor_code")
        names[old] = row.text("old_name", longest=100)
        names[main] = row.text("main_successor_name", longest=100)
        for new in dict.fromkeys([main, *_codes(row, "all_successors_if_split")]):
            _once(row, found, (day, old, new))
            found[day, old, new] = {
                "day": day,
                "old_code": old,
                "old_name": names[old],
                "new_code": new,
                "kind": kind,
                "largest_part": new == main,
                "source": row.text("source", longest=200, needed=False),
                "remark": row.text("conflict", longest=200, needed=False),
            }
    for columns in found.values():
        columns["new_name"] = names.get(columns["new_code"], "")
    return found


def national_table(rows: Iterable[Row]) -> dict[str, tuple[Columns, str | None]]:
    """By code: its columns, and the code in which it went on."""
    found: dict[str, tuple[Columns, str | None]] = {}
    for row in rows:
        number = row.text("92.10 Gemeentecode", longest=4)
        if number in _NO_MUNICIPALITIES:
            continue
        code = _code_of(row, "92.10 Gemeentecode")
        _once(row, found, code)
        new = row.text("92.12 Nieuwe code", longest=4, needed=False)
        columns = {
            "code": code,
            "name": row.text("92.11 Omschrijving", longest=100),
            "valid_from": _compact_day(row, "99.98 Datum ingang"),
            "valid_to": _compact_day(row, "99.99 Datum einde"),
        }
        found[code] = columns, _code_of(row, "92.12 Nieuwe code") if new else None
    return found


def amalgamations_of(
    codes: dict[str, tuple[Columns, str | None]],
) -> dict[tuple[date, str, str], Columns]:
    """What follows from the national table, for the years of which there is no better source.

    A code that begins on the day that one code alone ends in it, is a new name or code for it.
    """
    ended = {
        (each["valid_to"], code, new): each
        for code, (each, new) in codes.items()
        if new in codes and each["valid_to"] and each["valid_to"] < NATIONAL_TABLE_UNTIL
    }
    together: Counter[tuple[date, str]] = Counter()
    for day, _old, new in ended:
        together[day, new] += 1
    found = {}
    for (day, old, new), each in ended.items():
        begun = codes[new][0]["valid_from"] == day
        renamed = begun and together[day, new] == 1
        found[day, old, new] = {
            "day": day,
            "old_code": old,
            "old_name": each["name"],
            "new_code": new,
            "new_name": codes[new][0]["name"],
            "kind": Kind.RENAME if renamed else Kind.MERGE,
            "largest_part": True,
            "source": NATIONAL_TABLE_SOURCE,
            "remark": "",
        }
    return found


def _once(row: Row, found: Any, key: Any) -> None:
    if key in found:
        raise ReadingError(
            _("Regel %(line)s zegt nog eens iets over hetzelfde: %(what)s.")
            % {"line": row.line, "what": key if isinstance(key, str) else ", ".join(map(str, key))}
        )


def _codes(row: Row, column: str) -> Iterator[str]:
    for code in filter(None, row.cells[column].split("|")):
        yield Row(row.line, {column: code}).code(column)


def _code_of(row: Row, column: str) -> str:
    return Row(row.line, {column: f"GM{row.cells[column].strip()}"}).code(column)


def _day(row: Row, column: str) -> date:
    try:
        return known_day(row.cells[column].strip())
    except ValueError as error:
        raise row.wrong(column, _("verwacht: een dag als 2026-01-31")) from error


def _compact_day(row: Row, column: str) -> date | None:
    text = row.cells[column].strip()
    if not text:
        return None
    if len(text) != 8 or not text.isdecimal():
        raise row.wrong(column, _("verwacht: een dag als 20260131"))
    # The table writes 00 for a month or day that nobody knows any more.
    month, day = (part if part != "00" else "01" for part in (text[4:6], text[6:]))
    try:
        return known_day(f"{text[:4]}-{month}-{day}")
    except ValueError as error:
        raise row.wrong(column, _("verwacht: een dag als 20260131")) from error
