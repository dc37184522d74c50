"""Which column of a table is what, and whether it can be that."""

from dataclasses import dataclass

import pyarrow as pa
from django.utils.translation import gettext as _
from pyarrow import types

from samenspel.soundings.instruments.statements.polis_export.error import short
from samenspel.soundings.instruments.statements.vote_table.opening import OpenTable


@dataclass(frozen=True)
class Columns:
    """The names that these columns have in the file; None for what is absent."""

    participant: str
    statement: str
    vote: str
    time: str | None
    group: str | None
    weight: str | None
    text: str | None

    def present(self) -> list[str]:
        return [name for name in vars(self).values() if name is not None]


def find_columns(table: OpenTable) -> Columns:
    """Raises ExportError where one is absent, there twice or of another type."""
    found: dict[str, str] = {}
    for name in table.columns:
        plain = name.strip().lower()
        if plain in _TYPES and plain in found:
            raise table.refuse(
                _("de kolom ‘%(column)s’ staat er twee keer in. Laat er één staan.")
                % {"column": plain}
            )
        found[plain] = name
    for name in ("participant", "statement", "vote"):
        if name not in found:
            raise table.refuse(
                _("de kolom ‘%(column)s’ ontbreekt. Gevonden: %(found)s. Geef de kolom die naam.")
                % {
                    "column": name,
                    "found": short(", ".join(map(short, table.columns[:12])), 200),
                }
            )
    for name in _TYPES.keys() & found.keys():
        _refuse_other_type(table, name, table.schema.field(found[name]).type)
    return Columns(**{name: found.get(name) for name in _TYPES})  # type: ignore[arg-type]


def _refuse_other_type(table: OpenTable, name: str, kind: pa.DataType) -> None:
    if any(is_that(kind) for is_that in _TYPES[name]):
        return
    raise table.refuse(
        _("de kolom ‘%(column)s’ bevat %(kind)s; hier hoort %(wanted)s.")
        % {"column": name, "kind": short(str(kind)), "wanted": _wanted(name)}
    )


def _wanted(name: str) -> str:
    return {
        "participant": _("een heel getal of tekst: het nummer van de deelnemer"),
        "statement": _("een heel getal of tekst: het nummer van de stelling"),
        "vote": _("een getal: 1 voor eens, 0 voor weet niet, -1 voor oneens"),
        "time": _("een tijdstip of een heel getal"),
        "group": _("de naam van een groep, als tekst"),
        "weight": _("een getal groter dan nul"),
        "text": _("de tekst van de stelling"),
    }[name]


def _is_text(kind: pa.DataType) -> bool:
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_whole(kind: pa.DataType) -> bool:
    return bool(types.is_integer(kind))


def _is_coded_whole(kind: pa.DataType) -> bool:
    return bool(types.is_dictionary(kind) and types.is_integer(kind.value_type))


def _is_number(kind: pa.DataType) -> bool:
    return bool(types.is_integer(kind) or types.is_floating(kind))


def _is_moment(kind: pa.DataType) -> bool:
    return bool(types.is_timestamp(kind) or types.is_date(kind))


_ID = (_is_whole, _is_coded_whole, _is_text)
# In the order of the fields of `Columns`.
_TYPES = {
    "participant": _ID,
    "statement": _ID,
    "vote": (_is_number,),
    "time": (_is_whole, _is_moment),
    "group": (_is_text,),
    "weight": (_is_number,),
    "text": (_is_text,),
}
