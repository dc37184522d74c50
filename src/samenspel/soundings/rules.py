"""Who may do what with a sounding. Who reads the cooperation reads what its soundings showed."""

from typing import Any

import rules

from samenspel.cooperations.rules import leads
from samenspel.soundings.models import Sounding


def _leads_its_cooperation(person: Any, sounding: Sounding | None) -> bool:
    return sounding is not None and bool(leads(person, sounding.cooperation))


rules.add_perm("soundings.view_import_report", rules.predicate(_leads_its_cooperation))
