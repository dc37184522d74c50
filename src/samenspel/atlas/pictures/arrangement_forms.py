"""What forms and powers are, in words for who is no lawyer."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from samenspel.atlas.models import ArrangementForm

_FORMS = {
    ArrangementForm.PUBLIC_BODY: gettext_lazy(
        "Een eigen organisatie met een algemeen en een dagelijks bestuur. Zij kan taken en "
        "bevoegdheden van de deelnemers overnemen en eigen personeel en geld hebben."
    ),
    ArrangementForm.OPERATIONS: gettext_lazy(
        "Een eigen organisatie met één bestuur, voor bedrijfsvoering en uitvoering. Alleen "
        "colleges doen mee, geen gemeenteraden."
    ),
    ArrangementForm.JOINT_BODY: gettext_lazy(
        "Een gezamenlijk bestuur dat kan besluiten, maar geen eigen organisatie is: het kan zelf "
        "geen personeel hebben en geen contracten sluiten."
    ),
    ArrangementForm.PLAIN: gettext_lazy(
        "Afspraken zonder eigen organisatie of bestuur. Vaak doet één gemeente het werk voor de "
        "andere: de centrumgemeente."
    ),
}
_POWERS = {
    "mandaat": gettext_lazy("besluiten namens de deelnemers, die zelf verantwoordelijk blijven"),
    "delegatie": gettext_lazy(
        "de deelnemers dragen bevoegdheden over; het bestuur besluit zelf en is verantwoordelijk"
    ),
    "attributie": gettext_lazy("een bevoegdheid die rechtstreeks in een wet of regeling staat"),
}


def form_name(form: str, in_register: str) -> str:
    """As it is known here, or else as the register writes it."""
    return in_register if form == ArrangementForm.OTHER else str(ArrangementForm(form).label)


def form_in_words(form: str) -> str:
    """Empty where it is not known here."""
    return str(_FORMS.get(ArrangementForm(form), ""))


def powers_in_words(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """(kind, what it means), the meaning empty where it is not known."""
    return [(kind, str(_POWERS.get(kind.casefold(), ""))) for kind in kinds]
