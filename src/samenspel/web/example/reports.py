"""The reports of the example: a pulse that told what they did, a conversation, and then fewer.

Told in the order in which it happened, so that each conversation knows only what was known then.
"""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Group, Role
from samenspel.dialogues.actions import (
    look_back,
    make_agreement,
    plan_dialogue,
    write_heard,
)
from samenspel.dialogues.models import Agreement
from samenspel.dialogues.queries import closed_rounds, cues_found
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from samenspel.web.example.about_each_other import ask_about_each_other
from samenspel.web.example.pulses import WAVES, hold_pulse

_TALKED_ON = date(2026, 9, 24)
_TOO_MUCH_TIME = "Verantwoording afleggen kost mij te veel tijd."
_HEARD: dict[str, Any] = {
    "seen": (
        "Sinds juni vult elk team van Oostwaard drie maandrapporten in. In september vonden veel "
        "meer medewerkers dat verantwoorden te veel tijd kost, en vertrouwden zij de andere "
        "organisaties minder. Leidinggevenden hadden dat niet gezien."
    ),
    "meant": (
        "De rapporten waren bedoeld om de raden gerust te stellen. Medewerkers lazen er wantrouwen "
        "in. Raadsleden vertelden dat zij de cijfers niet gebruiken, en liever horen wat er speelt."
    ),
    "wanted": (
        "Weten van elkaar dat het goed gaat, zonder dat het werk stilligt. Liever een gesprek dan "
        "een formulier."
    ),
}


def measure_trust_and_talk(cooperation: Cooperation, anna: Person, karim: Person) -> None:
    *before, third, last = WAVES
    for wave in before:
        hold_pulse(cooperation, anna, wave)
    ask_about_each_other(cooperation, anna, karim)
    asked = hold_pulse(cooperation, anna, third)
    agreed = _talk_about_reports(cooperation, anna, karim, asked)
    hold_pulse(cooperation, anna, last)
    look_back(
        person=karim,
        cooperation=cooperation,
        agreement=agreed,
        state=Agreement.State.KEPT,
        what_came_of_it=(
            "De maandrapporten zijn op 1 oktober gestopt. Elk team sprak één keer met raadsleden "
            "en collega's van de andere gemeenten."
        ),
    )


def _talk_about_reports(
    cooperation: Cooperation, anna: Person, karim: Person, asked: Sounding
) -> Agreement:
    with scope(cooperation=cooperation):
        cues = [found.name for found in cues_found(closed_rounds(cooperation)[:1])]
        talked = plan_dialogue(
            person=anna,
            cooperation=cooperation,
            title="Waarom het vertrouwen in Oostwaard daalde",
            groups=list(Group.objects.filter(role__in=(Role.STAFF, Role.MANAGEMENT, Role.COUNCIL))),
            cues=cues,
            day=_TALKED_ON,
            begins_at=time(14, 0),
            place="Gemeentehuis Oostwaard",
            origin="command",
        )
        write_heard(person=karim, cooperation=cooperation, dialogue=talked, **_HEARD)
        agreed = make_agreement(
            person=anna,
            cooperation=cooperation,
            dialogue=talked,
            what="Geen maandrapporten meer: elk kwartaal een gesprek van een uur per team",
            who="directie en raden van de drie gemeenten",
            by_when=date(2026, 10, 1),
            noticed_in=asked,
            noticed_by=_TOO_MUCH_TIME,
            look_again_on=date(2026, 11, 13),
        )
        # As if it was written down on that day.
        Agreement.objects.filter(pk=agreed.pk).update(
            agreed_at=timezone.make_aware(datetime.combine(_TALKED_ON, time(16, 0)))
        )
        return agreed
