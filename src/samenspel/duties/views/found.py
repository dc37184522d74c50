"""What an address names, or 404: of another cooperation it is not there."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from samenspel.cooperations.models import Cooperation
from samenspel.duties.models import CouncilView, Plan, Round
from samenspel.duties.queries import plan_of, rounds_of


def plan_or_404(cooperation: Cooperation) -> Plan:
    found = plan_of(cooperation)
    if found is None:
        raise Http404
    return found


def round_or_404(cooperation: Cooperation, round_id: UUID) -> Round:
    found = rounds_of(cooperation).filter(pk=round_id).first()
    if found is None:
        raise Http404
    return found


def council_or_404(found: Round, council: int) -> CouncilView:
    for each in found.councils.all():
        if each.pk == council:
            return each
    raise Http404


def error_code(error: ValidationError) -> str:
    """Why an action refused; empty where that is about several fields."""
    return str(getattr(error, "code", None) or "")
