"""Rounds that are asked here, with the tokens of those who were invited.

Whoever answers writes over a connection of its own, so a test that answers commits:
`@pytest.mark.django_db(transaction=True, databases=["default", "answers"])`.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation, Role
from samenspel.soundings.actions import open_sounding
from samenspel.soundings.instruments.instrument import Instrument
from samenspel.soundings.instruments.statements.instrument import STATEMENTS as STATEMENTS_AS_ASKED
from samenspel.soundings.models import AskedGroup, Invitation, Item, OutcomePass, Sounding
from samenspel.soundings.tokens import ROUND_CODE_LENGTH, Token, new_code, new_token

State = Sounding.State
GROUPS = {"Raadsleden": 6, "Medewerkers": 8}
STATEMENTS = tuple(f"Stelling nummer {number}" for number in range(1, 6))
OPEN_LINK = "Inwoners"


@dataclass(frozen=True)
class OpenRound:
    """A round, and who may answer it: a token for each member of each group, by its name."""

    sounding: Sounding
    tokens: Mapping[str, list[Token]]
    groups: Mapping[str, AskedGroup]
    open_code: str

    @property
    def code(self) -> str:
        assert self.sounding.code
        return self.sounding.code

    def token(self, group: str = "Raadsleden", number: int = 0) -> Token:
        return self.tokens[group][number]


def open_round(
    cooperation: Cooperation,
    *,
    groups: Mapping[str, int] | None = None,
    statements: Sequence[str] = STATEMENTS,
    only_for: Mapping[int, Sequence[int]] | None = None,
    english: Sequence[str] = (),
    may_add: bool = False,
    address: Sounding.Address = Sounding.Address.FORMAL,
    state: Sounding.State = State.OPEN,
    days: int = 14,
    title: str = "Wat vindt u van de samenwerking?",
    instrument: Instrument = STATEMENTS_AS_ASKED,
) -> OpenRound:
    """A round that takes answers, for so many days more.

    groups : how many people are in each; all of them were invited
    only_for : positions of the groups that get a statement, by its number
    english : the statements in English
    state : PLANNED makes everything but opens nothing
    """
    groups = GROUPS if groups is None else groups
    today = timezone.localdate()
    with scopes_disabled():
        sounding = Sounding.objects.create(
            cooperation=cooperation,
            title=title,
            introduction="Een paar stellingen over hoe het gaat.",
            title_en="What do you think?" if english else "",
            state=State.PLANNED,
            instrument=instrument.key,
            address=address,
            opens_on=today,
            closes_on=today + datetime.timedelta(days=days),
            may_add=may_add,
            code=new_code(ROUND_CODE_LENGTH),
            outcome_key=str(new_token()),
        )
        asked = _ask_groups(sounding, groups)
        Item.objects.bulk_create(
            Item(
                sounding=sounding,
                number=number,
                text=text,
                text_en=english[number - 1] if english else "",
                only_for=list((only_for or {}).get(number, [])),
                lowest=instrument.lowest,
                highest=instrument.highest,
                detail=instrument.detail_of(text),
            )
            for number, text in enumerate(statements, start=1)
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT register.make_list(%s)", [sounding.pk])
        tokens = {name: invite(asked[name], people) for name, people in groups.items()}
    if state == State.OPEN:
        open_sounding(sounding_id=sounding.pk)
    with scopes_disabled():
        return OpenRound(
            sounding=Sounding.objects.select_related("cooperation").get(pk=sounding.pk),
            tokens=tokens,
            groups=asked,
            open_code=asked[OPEN_LINK].open_code or "",
        )


def invite(group: AskedGroup, people: int) -> list[Token]:
    """So many people more, each with a letter."""
    tokens = [new_token() for _person in range(people)]
    with scopes_disabled():
        Invitation.objects.bulk_create(
            Invitation(sounding_id=group.sounding_id, group=group, h1=token.h1) for token in tokens
        )
        OutcomePass.objects.bulk_create(
            OutcomePass(h3=token.h3, sounding_id=group.sounding_id) for token in tokens
        )
    return tokens


def _ask_groups(sounding: Sounding, groups: Mapping[str, int]) -> dict[str, AskedGroup]:
    asked = [
        AskedGroup(
            sounding=sounding, position=position, name=name, role=Role.PARTICIPANT, size=people
        )
        for position, (name, people) in enumerate(groups.items())
    ]
    asked.append(
        AskedGroup(
            sounding=sounding,
            position=len(asked),
            name=OPEN_LINK,
            role=Role.RESIDENT,
            open_code=str(new_token()),
        )
    )
    return {group.name: group for group in AskedGroup.objects.bulk_create(asked)}
