"""Who may read the atlas: who is signed in, and everybody where the host says so."""

from typing import Any

import rules
from django.conf import settings


def _reads(person: Any) -> bool:
    return bool(settings.ATLAS_PUBLIC or person.is_authenticated)


reads = rules.predicate(_reads)
rules.add_perm("atlas.read", reads)
