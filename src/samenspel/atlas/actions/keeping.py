"""Bringing rows up to date with what a file says, writing only what differs."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from samenspel.atlas.importing.report import Tally

Row = TypeVar("Row", bound=models.Model)
Key = TypeVar("Key")


def keep(
    model: type[Row],
    *,
    known: Mapping[Key, Row],
    wanted: Mapping[Key, Mapping[str, Any]],
    tally: Tally,
) -> dict[Key, Row]:
    """Add and change rows. In the transaction of the caller.

    known : the rows there are, by what tells them apart
    wanted : the columns each of them is to have; those that are not named stay as they are

    Returns the rows of everything that is wanted.
    """
    rows: dict[Key, Row] = {}
    new, changed, columns = [], [], set[str]()
    for key, values in wanted.items():
        row = known.get(key)
        if row is None:
            row = model(**values)
            new.append(row)
        else:
            differing = {name for name, value in values.items() if getattr(row, name) != value}
            for name in differing:
                setattr(row, name, values[name])
            columns |= differing
            changed += [row] if differing else []
        rows[key] = row
    _write(model, new, changed, columns)
    tally.new += len(new)
    tally.changed += len(changed)
    tally.same += len(wanted) - len(new) - len(changed)
    return rows


def _write(model: type[Row], new: list[Row], changed: list[Row], columns: set[str]) -> None:
    if new:
        model._default_manager.bulk_create(new)
    if changed:
        # As one INSERT … ON CONFLICT: an UPDATE with a CASE for each row takes many times as long.
        model._default_manager.bulk_create(
            changed, update_conflicts=True, unique_fields=["pk"], update_fields=sorted(columns)
        )


def drop(model: type[Row], primary_keys: Iterable[int], *, tally: Tally) -> None:
    going = list(primary_keys)
    if going:
        model._default_manager.filter(pk__in=going).delete()
        tally.gone += len(going)
