import re

import numpy as np
import pytest
from django_scopes import scope

from samenspel.cooperations.actions import invite_colleague, write_challenge, write_group
from samenspel.cooperations.models import Cooperation, Group, Membership, Role
from samenspel.people.models import Person
from samenspel.post.models import OutgoingMessage
from samenspel.soundings.actions import (
    ask_by_open_link,
    finish_closing,
    import_conversation,
)
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.soundings.models import Sounding
from tests.cast import joined
from tests.soundings.prepared import draft_of, groups_in, items_in
from tests.web.url_table import Cast

PEOPLE = 60


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
    leaving = joined(a, "Weg", Membership.Kind.READER)
    sounding = import_conversation(cooperation=a, conversation=_conversation(), person=anna)
    finish_closing(sounding_id=sounding.pk)
    draft = draft_of(anna, a, "Ik ken de bedoeling.", "Ik heb er zin in.")
    link = ask_by_open_link(person=anna, sounding=draft, role=Role.RESIDENT)
    assert link is not None
    with scope(cooperation=a):
        Sounding.objects.filter(pk=sounding.pk).update(outcome_key="0" * 26)
        return Cast(
            anna=anna,
            dina=dina,
            lida=lida,
            mo=mo,
            cees=cees,
            cooperation=a,
            group=Group.objects.get(pk=group.pk),
            challenge=challenge,
            invitation=invitation,
            invited_by=_token_in_mail(),
            membership=Membership.objects.get(person=leaving),
            sounding=Sounding.objects.get(pk=sounding.pk),
            draft=draft,
            item=items_in(draft)[0],
            asked=groups_in(draft)[0],
            link=link,
        )


def _token_in_mail() -> str:
    body = OutgoingMessage.objects.get().body
    return str(re.findall(r"/account/uitnodiging/([^/]+)/", body)[0])


def _conversation() -> Conversation:
    return Conversation(
        title="Waarom werken wij samen?",
        description="",
        statements=(
            Statement(number=1, text="Ik ken de bedoeling.", moderation=1),
            Statement(number=2, text="Ik herken de bedoeling in mijn werk.", moderation=1),
        ),
        participants=PEOPLE,
        voter=np.repeat(np.arange(PEOPLE), 2),
        statement=np.tile(np.arange(2), PEOPLE),
        value=np.random.default_rng(1).choice(np.array([-1, 0, 1], dtype=np.int8), 2 * PEOPLE),
        groups=(KnownGroup(name="Raadsleden", size=40), KnownGroup(name="Medewerkers", size=90)),
        group_of=np.repeat(np.arange(2), PEOPLE // 2),
        first_day=None,
        last_day=None,
        oddities=(),
    )
