"""What an address asks for, or 404."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.soundings.models import Sounding


def sounding_or_404(cooperation: Cooperation, pk: UUID) -> Sounding:
    return get_object_or_404(
        Sounding.objects.select_related("cooperation", "picture"), cooperation=cooperation, pk=pk
    )


def sounding_by_key_or_404(key: str) -> Sounding:
    """The round that everybody who has this key may see the outcome of, once there is one."""
    with scopes_disabled():
        return get_object_or_404(
            Sounding.objects.select_related("cooperation", "picture"), outcome_key=key
        )
