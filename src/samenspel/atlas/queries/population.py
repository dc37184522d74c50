"""Inhabitants of a municipality through the years."""

from samenspel.atlas.models import Population


def inhabitants_of(code: str) -> list[Population]:
    return list(Population.objects.filter(code=code).order_by("year"))
