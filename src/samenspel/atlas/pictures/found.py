"""What was found among the arrangements, counted by form and by policy field."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samenspel.atlas.models import ArrangementForm
from samenspel.atlas.pictures.arrangement_forms import form_name
from samenspel.atlas.pictures.by_field import main_fields
from samenspel.atlas.queries.marked import Piece, excerpt
from samenspel.atlas.queries.search import Found, Match


@dataclass(frozen=True)
class Narrowed:
    """What is left of what was found, and what each other choice would leave."""

    left: Sequence[Match]
    by_form: Mapping[str, int]
    """of the chosen policy field, the most first"""
    by_field: Mapping[str, int]
    """of the chosen form, by name"""


@dataclass(frozen=True)
class Listed:
    """An arrangement as it stands in the list."""

    number: int
    name: Sequence[Piece]
    form: str
    fields: Sequence[str]
    participants: int
    purpose: Sequence[Piece]
    """its beginning, or what was found in it"""


def narrow(found: Sequence[Match], *, form: str = "", field: str = "") -> Narrowed:
    """Empty where no form or no field is chosen."""
    of_form = [match for match in found if not form or match.form == form]
    of_field = [match for match in found if not field or field in main_fields(match.policy_fields)]
    chosen = {match.pk for match in of_field}
    fields = Counter(name for match in of_form for name in main_fields(match.policy_fields))
    return Narrowed(
        left=[match for match in of_form if match.pk in chosen],
        by_form=dict(Counter(match.form for match in of_field).most_common()),
        by_field=dict(sorted(fields.items())),
    )


def counted_by_form(found: Sequence[Match]) -> list[tuple[str, int]]:
    """(name of the form, how many), the most first."""
    counted = Counter(match.form for match in found).most_common()
    return [(str(ArrangementForm(form).label), number) for form, number in counted]


def listed(found: Sequence[Found]) -> list[Listed]:
    return [
        Listed(
            each.number,
            each.name,
            form_name(each.form, each.form_in_register),
            main_fields(each.policy_fields),
            each.participants,
            excerpt(each.purpose),
        )
        for each in found
    ]
