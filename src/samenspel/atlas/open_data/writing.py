"""Lists as CSV and JSON, and outlines as GeoJSON: piece by piece, so that any size will do.

CSV is that of RFC 4180, in UTF-8. A spreadsheet takes a cell that begins with =, +, -, @, a tab or
the end of a line for a formula and runs it. So a text that begins like that, with any number of
apostrophes before it, gets one more apostrophe in front. Nothing is lost by it: who reads the file
takes one apostrophe away from every text that begins with apostrophes and then such a sign. A name
such as 's-Hertogenbosch begins otherwise and stays what it is; numbers are never touched.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from samenspel.atlas.open_data.table import Table, Value

# The wide signs too: some spreadsheets read them as the narrow ones.
_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# So many lines leave together: one by one, most of the time goes to sending.
_AT_ONCE = 200


class _Lines:
    """What the csv module writes to, and hands back."""

    def write(self, line: str) -> str:
        return line


def as_csv(table: Table, day: date) -> Iterator[str]:
    writer = csv.writer(_Lines())
    yield writer.writerow([column.name for column in table.columns])
    yield from _together(writer.writerow(map(_in_a_cell, row)) for row in table.rows(day))


def as_json(table: Table, day: date, about: Mapping[str, object]) -> Iterator[str]:
    """An object: what the list is, and its rows as objects with the columns as keys.

    about : what is told before the rows
    """
    names = [column.name for column in table.columns]
    yield _json(about)[:-1] + ', "rijen": [\n'
    rows = (_json(dict(zip(names, row, strict=True))) for row in table.rows(day))
    yield from _together(_with_commas(rows))
    yield "\n]}\n"


def as_geojson(
    features: Iterable[Mapping[str, object]], about: Mapping[str, object]
) -> Iterator[str]:
    """A FeatureCollection (RFC 7946) with one more member, that tells what it is."""
    yield _json({"type": "FeatureCollection", "over": about})[:-1] + ', "features": [\n'
    yield from _with_commas(_json(feature) for feature in features)
    yield "\n]}\n"


def _in_a_cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    text = _json(value) if isinstance(value, list) else value
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_day)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))


def _with_commas(items: Iterable[str]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield f",\n{item}" if number else item


def _together(lines: Iterable[str]) -> Iterator[str]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting)
