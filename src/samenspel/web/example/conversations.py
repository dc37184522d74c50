"""What the people of the example talked about after the outcome, and what they agreed."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Group, Role
from samenspel.dialogues.actions import make_agreement, plan_dialogue, write_heard
from samenspel.dialogues.queries import closed_rounds, cues_found
from samenspel.people.models import Person

_HEARD: dict[str, Any] = {
    "seen": (
        "Medewerkers kennen de bedoeling wel, maar herkennen haar niet in hun werk. Raadsleden "
        "en leidinggevenden waren verrast dat het verschil zo groot is."
    ),
    "meant": (
        "Wie elke dag overleg heeft over systemen en formulieren, ziet de inwoner niet meer. "
        "Het gaat niet om onwil. Er is weinig tijd om samen over het werk na te denken."
    ),
    "wanted": (
        "Bij elke verandering zeggen voor welke inwoner die iets beter maakt. En ruimte maken om "
        "te bespreken wat er niet werkt."
    ),
}


def talk_and_agree(cooperation: Cooperation, anna: Person, karim: Person) -> None:
    """One conversation that was held, with two agreements, and one that is planned."""
    with scope(cooperation=cooperation):
        rounds = closed_rounds(cooperation)
        cues = cues_found(rounds)
        first, *others = cues
        closed = first.sounding.closes_on or timezone.localdate()

        def later(days: int) -> date:
            return closed + timedelta(days=days)

        insiders = Group.objects.filter(role__in=(Role.COUNCIL, Role.MANAGEMENT, Role.STAFF))
        held = plan_dialogue(
            person=anna,
            cooperation=cooperation,
            title="Wat medewerkers missen in de bedoeling",
            groups=list(insiders),
            cues=[first.name],
            day=later(3),
            begins_at=time(15, 0),
            place="Dorpshuis De Terp, Rijnveld",
            origin="command",
        )
        write_heard(person=karim, cooperation=cooperation, dialogue=held, **_HEARD)
        make_agreement(
            person=anna,
            cooperation=cooperation,
            dialogue=held,
            what="Elk voorstel aan de colleges begint met: voor wie wordt dit beter?",
            who="directie van de drie gemeenten",
            by_when=later(60),
            noticed_in=first.sounding,
            noticed_by=first.cue.statement.text if first.cue.statement else "",
            look_again_on=later(180),
        )
        make_agreement(
            person=karim,
            cooperation=cooperation,
            dialogue=held,
            what="Elke maand een uur waarin teams bespreken wat er niet werkt, zonder verslag",
            who="leidinggevenden",
            by_when=later(40),
            look_again_on=later(180),
        )
        plan_dialogue(
            person=karim,
            cooperation=cooperation,
            title="Hoe houden raad en organisatie elkaar vast?",
            groups=list(Group.objects.filter(role__in=(Role.COUNCIL, Role.MANAGEMENT))),
            cues=[one.name for one in others[:1]],
            day=timezone.localdate() + timedelta(days=16),
            place="Raadzaal Oostwaard",
            origin="command",
        )
