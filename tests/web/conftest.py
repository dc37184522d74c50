import re
from datetime import date

import pytest
from django_scopes import scope

from samenspel.cooperations.actions import invite_colleague, write_challenge, write_group
from samenspel.cooperations.models import Cooperation, Form, Group, Membership, Party, Role
from samenspel.dialogues.actions import make_agreement, plan_dialogue
from samenspel.dialogues.queries import closed_rounds, cues_found
from samenspel.duties.actions import make_plan, renew_feed, start_round
from samenspel.duties.models import CouncilView
from samenspel.people.models import Person
from samenspel.post.models import OutgoingMessage
from samenspel.soundings.actions import (
    ask_by_open_link,
    finish_closing,
    import_conversation,
    start_sounding,
)
from samenspel.soundings.instruments.scale.pulses import TRUST
from samenspel.soundings.instruments.statements.polis_export import Conversation
from samenspel.soundings.models import Sounding
from tests.cast import joined
from tests.soundings.instruments.relations.answered import closed_round, of_all_kinds
from tests.soundings.instruments.scale import rounds
from tests.soundings.instruments.scale.rounds import closed_pulse
from tests.soundings.prepared import draft_of, groups_in, items_in
from tests.soundings.rounds import Asked, conversation, in_camps
from tests.web.url_table import Cast

PEOPLE, STATEMENTS = 90, 15


@pytest.fixture
def cast(
    anna: Person,
    cees: Person,
    dina: Person,
    lida: Person,
    mo: Person,
    a: Cooperation,
    b: Cooperation,
) -> Cast:
    """Anna's cooperation has one of everything and a closed round; Cees leads another one."""
    group = write_group(person=anna, cooperation=a, role=Role.COUNCIL, party=None, size=40)
    challenge = write_challenge(person=anna, cooperation=a, title="Jeugdhulp op tijd")
    invitation = invite_colleague(
        person=anna, cooperation=a, email="nieuw@voorbeeld.nl", kind=Membership.Kind.READER
    )
    of_each_other = closed_round(a, of_all_kinds(), key="1" * 26)
    rated = closed_pulse(a, rounds.of_all_kinds(), key="2" * 26)
    leaving = joined(a, "Weg", Membership.Kind.READER)
    sounding = import_conversation(cooperation=a, conversation=_conversation(), person=anna)
    finish_closing(sounding_id=sounding.pk)
    draft = draft_of(anna, a, "Ik ken de bedoeling.", "Ik heb er zin in.")
    link = ask_by_open_link(person=anna, sounding=draft, role=Role.RESIDENT)
    assert link is not None
    pulse = start_sounding(person=anna, cooperation=a, title="Hoe gaat het?", begin_with=TRUST)
    dialogue = plan_dialogue(person=anna, cooperation=a, title="Wat missen we?")
    agreement = make_agreement(person=anna, cooperation=a, what="Elke maand een uur", who="wij")
    make_plan(person=anna, cooperation=a, form=Form.PUBLIC_BODY, first_year=2026)
    plan = renew_feed(person=anna, cooperation=a)
    with scope(cooperation=a):
        views = start_round(
            person=anna,
            cooperation=a,
            subject="arrangement",
            title="Ontwerp van de regeling",
            received_on=date(2027, 3, 12),
            parties=list(Party.objects.all()),
        )
        Sounding.objects.filter(pk=sounding.pk).update(outcome_key="0" * 26)
        return Cast(
            anna=anna,
            dina=dina,
            lida=lida,
            mo=mo,
            cees=cees,
            cooperation=a,
            party=Party.objects.get(name="gemeente Rijnveld"),
            group=Group.objects.get(pk=group.pk),
            challenge=challenge,
            invitation=invitation,
            invited_by=_token_in_mail(),
            membership=Membership.objects.get(person=leaving),
            sounding=Sounding.objects.get(pk=sounding.pk),
            draft=draft,
            pulse=pulse,
            of_each_other=of_each_other,
            rated=rated,
            item=items_in(draft)[0],
            asked=groups_in(draft)[0],
            link=link,
            dialogue=dialogue,
            agreement=agreement,
            plan=plan,
            council=CouncilView.objects.filter(round=views)[0],
            cue=cues_found(closed_rounds(a))[0].cue.key,
        )


def _token_in_mail() -> str:
    body = OutgoingMessage.objects.get().body
    return str(re.findall(r"/account/uitnodiging/([^/]+)/", body)[0])


def _conversation() -> Conversation:
    counts = ((PEOPLE // 2, 0, 0),) * STATEMENTS
    return in_camps(
        conversation(
            Asked("Raadsleden", 60, counts),
            Asked("Medewerkers", 90, counts),
            title="Waarom werken wij samen?",
        )
    )
