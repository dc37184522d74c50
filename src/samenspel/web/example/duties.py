"""What the law asks of the example: a draft lies with three councils, and two of them spoke."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Form, Party
from samenspel.duties.actions import make_plan, note_item, start_round, tick_off, write_view
from samenspel.duties.models import InArrangement, Round, ViewVersion
from samenspel.people.models import Person

_SAID: dict[str, dict[str, Any]] = {
    "gemeente Oostwaard": {
        "said": ViewVersion.Said.VIEW,
        "view": (
            "De raad wil vooraf zijn zienswijze geven als een loket dichtgaat of ergens anders "
            "komt. Dat staat nu niet in het ontwerp."
        ),
        "dealt_with": ViewVersion.DealtWith.TAKEN_OVER,
        "answer": (
            "De raad heeft gelijk: dit merken inwoners als eerste. Wij nemen het op in de lijst "
            "van besluiten waarover de raden hun zienswijze geven."
        ),
    },
    "gemeente Rijnveld": {"said": ViewVersion.Said.NO_VIEW},
}
_IN_ARRANGEMENT = (
    ("belang", InArrangement.State.DRAFT, "artikel 2 van het ontwerp", ""),
    ("zienswijzen", InArrangement.State.DRAFT, "artikel 9 van het ontwerp", "Loketten erbij."),
    ("uittreden", InArrangement.State.NO, "", "Eerst bespreken met de drie wethouders financiën."),
)


def plan_duties(cooperation: Cooperation, anna: Person, karim: Person) -> None:
    """Looking ahead to a public body from the first of January after next."""
    today = timezone.localdate()
    received = today - timedelta(days=35)
    make_plan(
        person=anna,
        cooperation=cooperation,
        form=Form.PUBLIC_BODY,
        starts_on=date(today.year + 2, 1, 1),
        first_year=today.year + 2,
        origin="command",
    )
    with scope(cooperation=cooperation):
        parties = list(Party.objects.all())
        found = start_round(
            person=karim,
            cooperation=cooperation,
            subject=Round.Subject.ARRANGEMENT,
            title="Ontwerp van de regeling De Waarden",
            received_on=received,
            parties=parties,
            origin="command",
        )
        for council in found.councils.select_related("party", "round"):
            if council.party.name in _SAID:
                _write(cooperation, karim, council, received + timedelta(days=21))
    tick_off(person=anna, cooperation=cooperation, key="ontwerp-sturen", origin="command")
    for key, state, where, note in _IN_ARRANGEMENT:
        note_item(
            person=anna,
            cooperation=cooperation,
            key=key,
            state=state,
            where=where,
            note=note,
            origin="command",
        )


def _write(cooperation: Cooperation, person: Person, council: Any, on: date) -> None:
    said = _SAID[council.party.name]
    answered = on + timedelta(days=9) if "answer" in said else None
    write_view(
        person=person,
        cooperation=cooperation,
        council=council,
        received_on=on,
        answered_on=answered,
        origin="command",
        **said,
    )
