"""A name must show something: a link without visible words can be neither read nor clicked."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Letters and signs by their category, yet nothing is drawn for them.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def is_visible(text: str) -> bool:
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in text)


def validate_visible(text: str) -> None:
    if text and not is_visible(text):
        raise ValidationError(
            _("Hier staan alleen onzichtbare tekens. Typ een naam die te lezen is."),
            code="invisible",
        )
