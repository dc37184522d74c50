"""What an address asks for, or 404."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from samenspel.cooperations.models import Cooperation
from samenspel.soundings.models import Sounding


def sounding_or_404(cooperation: Cooperation, pk: UUID) -> Sounding:
    return get_object_or_404(
        Sounding.objects.select_related("cooperation", "picture"), cooperation=cooperation, pk=pk
    )
