"""Whoever was asked reads what was agreed. So it says which role or group, and never who."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Cooperation
from samenspel.cooperations.queries import people_of

_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_MESSAGE = _(
    "“%(name)s” is een persoon. Iedereen die was gevraagd, kan dit lezen. Noem een organisatie, "
    "een groep of een rol."
)


def require_no_name(cooperation: Cooperation, **texts: str) -> None:
    """Raises ValidationError where a text names somebody who works on the cooperation.

    Other people's names nobody here knows: the forms ask to leave those out.
    """
    names = [each.person.name.strip() for each in people_of(cooperation)]
    wrong = {
        field: str(_MESSAGE) % {"name": found}
        for field, text in texts.items()
        if (found := _name_in(text, names))
    }
    if wrong:
        raise ValidationError(wrong)


def _name_in(text: str, names: list[str]) -> str:
    address = _ADDRESS.search(text)
    if address:
        return address[0]
    named = (name for name in names if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    return next(named, "")
