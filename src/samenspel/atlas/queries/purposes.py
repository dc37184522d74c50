"""The stated purposes of all arrangements in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Value
from django.db.models.functions import Coalesce, NullIf

from samenspel.atlas.queries.names import order_of
from samenspel.atlas.queries.on_a_day import arrangements_on


@dataclass(frozen=True, slots=True)
class Purpose:
    number: int
    name: str
    form: str
    policy_fields: Sequence[str]
    text: str
    """empty where the register has none"""


def purposes_on(day: date) -> list[Purpose]:
    """By name. One query."""
    name = Coalesce(NullIf("cite_title", Value("")), "title", output_field=CharField())
    rows = arrangements_on(day).annotate(name=name)
    found = [
        Purpose(number, called, form, fields, text.strip())
        for number, called, form, fields, text in rows.values_list(
            "register_id", "name", "form", "policy_fields", "purpose"
        )
    ]
    return sorted(found, key=lambda each: (order_of(each.name), each.number))
