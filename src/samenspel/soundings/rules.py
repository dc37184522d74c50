"""Who may do what with a sounding. Who reads the cooperation reads what its soundings showed."""

from typing import Any

import rules

from samenspel.cooperations.rules import leads, moderates, works
from samenspel.soundings.models import Sounding

# As long as a round is one of these, nobody is asked anything yet.
BEFORE_OPENING = frozenset({Sounding.State.DRAFT, Sounding.State.PLANNED})


def _leads_its_cooperation(person: Any, sounding: Sounding | None) -> bool:
    return sounding is not None and bool(leads(person, sounding.cooperation))


def _moderates_its_cooperation(person: Any, sounding: Sounding | None) -> bool:
    return sounding is not None and bool(moderates(person, sounding.cooperation))


def _may_see(person: Any, sounding: Sounding | None) -> bool:
    """Who writes along sees a round that is prepared; who reads, once it is open."""
    if sounding is None or not person.is_authenticated:
        return False
    if sounding.state in BEFORE_OPENING:
        return bool(works(person, sounding.cooperation))
    return sounding.cooperation.memberships.filter(person=person).exists()


rules.add_perm("soundings.change_sounding", rules.predicate(_leads_its_cooperation))
rules.add_perm("soundings.view_sounding", rules.predicate(_may_see))
# Not who leads: they could be the managers of who wrote.
rules.add_perm("soundings.moderate", rules.predicate(_moderates_its_cooperation))
rules.add_perm("soundings.view_import_report", rules.predicate(_leads_its_cooperation))
