"""What a list is: its name, its columns, and its rows on a day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Collate
from django.utils.functional import Promise

from samenspel.atlas.models import Dataset

# As they stand in the database or as JSON writes them: text, numbers, days, lists, nothing.
Value = str | int | float | bool | date | list[object] | None


@dataclass(frozen=True)
class Column:
    name: str
    about: str | Promise


@dataclass(frozen=True)
class Table:
    """A list to download. Its rows come one by one: it is never in memory as a whole."""

    name: str
    title: str | Promise
    about: str | Promise
    sources: tuple[Dataset, ...]
    columns: tuple[Column, ...]
    rows: Callable[[date], Iterable[tuple[Value, ...]]]
    is_of_a_day: bool = True
    """otherwise it holds all years, whatever the day"""


def by_code(field: str) -> Collate:
    """The order of the signs themselves: the same file from every database."""
    return Collate(field, "C")
