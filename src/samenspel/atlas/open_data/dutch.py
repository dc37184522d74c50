"""The words of the register, in Dutch in every language: what is in a file stays the same."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import override

from samenspel.atlas.models import ArrangementForm, Organisation


def _in_dutch(choices: Iterable[tuple[str, str | Promise]]) -> Mapping[str, str]:
    with override("nl"):
        return {value: str(label) for value, label in choices}


FORMS = _in_dutch(ArrangementForm.choices)
KINDS = _in_dutch(Organisation.Kind.choices)
