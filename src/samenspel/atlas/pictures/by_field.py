"""Arrangements under the policy field that the register gives first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samenspel.atlas.queries.organisation import TakenPart


@dataclass(frozen=True)
class Listed:
    taken_part: TakenPart
    also: Sequence[str]
    """its other policy fields"""


@dataclass(frozen=True)
class Field:
    name: str
    """empty where the register gives none"""
    listed: Sequence[Listed]


def by_field(taken_part: Iterable[TakenPart]) -> list[Field]:
    """The field with most first, and without a field last. Each arrangement stands once."""
    fields: dict[str, list[Listed]] = {}
    for each in taken_part:
        names = main_fields(each.arrangement.policy_fields)
        fields.setdefault(names[0] if names else "", []).append(Listed(each, names[1:]))
    found = [Field(name, listed) for name, listed in fields.items()]
    return sorted(found, key=lambda field: (not field.name, -len(field.listed), field.name))


def main_fields(policy_fields: Iterable[str]) -> list[str]:
    """Both "zorg | jeugd" and "zorg" are care: each once, in the order of the register."""
    return list(dict.fromkeys(field.partition("|")[0].strip() for field in policy_fields))
