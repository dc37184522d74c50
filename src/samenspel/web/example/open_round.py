"""The round of the example that is open: to take part in, to moderate, and to look after."""

import random
from datetime import timedelta

from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings.actions import (
    add_addresses,
    ask_by_open_link,
    change_sounding,
    confirm_list,
    count_response,
    mark_of_list,
    plan_sounding,
    release_batches,
    set_letters,
    start_sounding,
    stop_asking,
    take_over_purpose,
)
from samenspel.soundings.actions.answering import accept_open_link, add_statement, cast_vote
from samenspel.soundings.instruments.ballot import Ballot, History, Statement
from samenspel.soundings.instruments.statements.instrument import STATEMENTS, by_weight
from samenspel.soundings.instruments.statements.starting_sets import MERGER
from samenspel.soundings.keys import round_key
from samenspel.soundings.models import AskedGroup, Item, Sounding
from samenspel.soundings.planning.addresses import read_addresses
from samenspel.soundings.queries.answering import place_of_open_link, statements_for
from samenspel.soundings.tokens import Token, new_token

INVITED = "bram@voorbeeld.nl"
_COLLEAGUES = ("saskia", "youssef", "ingrid", "tom")
_LETTERS = 24
_OPEN_FOR = timedelta(days=14)
_RESIDENTS = 13
_ADDED = (
    "Wie slecht ter been is, moet thuis bezoek kunnen krijgen.",
    "Houd de namen van de drie gemeenten in ere.",
    "Vertel elk half jaar wat de fusie kost en wat ze oplevert.",
)
_SEED = 2026


def ask_two_more(cooperation: Cooperation, *, writes: Person, confirms: Person) -> Sounding:
    """Ask the staff of Broekmeer, on a list, and whoever lives there, by an open link."""
    with scope(cooperation=cooperation):
        sounding = start_sounding(
            person=writes,
            cooperation=cooperation,
            title="De bedoeling, ook in Broekmeer",
            begin_with=MERGER,
            origin="command",
        )
        today = timezone.localdate()
        change_sounding(
            person=writes,
            sounding=sounding,
            title_en="The purpose, in Broekmeer too",
            opens_on=today,
            closes_on=today + _OPEN_FOR,
            may_add=True,
        )
        for group in AskedGroup.objects.filter(sounding=sounding):
            if group.party != "gemeente Broekmeer":
                stop_asking(person=writes, sounding=sounding, group_id=group.pk)
        ask_by_open_link(
            person=writes, sounding=sounding, role=Role.RESIDENT, name="Inwoners van Broekmeer"
        )
        take_over_purpose(person=writes, sounding=sounding)
        staff = AskedGroup.objects.get(sounding=sounding, open_code=None)
        addresses = "\n".join([INVITED, *(f"{name}@voorbeeld.nl" for name in _COLLEAGUES)])
        add_addresses(
            person=writes, sounding=sounding, group_id=staff.pk, found=read_addresses(addresses)
        )
        set_letters(person=writes, sounding=sounding, group_id=staff.pk, letters=_LETTERS)
        staff.refresh_from_db()
        confirm_list(
            person=confirms, sounding=sounding, group_id=staff.pk, seen=mark_of_list(staff)
        )
        return plan_sounding(person=writes, sounding=sounding, today=today)


def let_residents_answer(sounding: Sounding) -> None:
    """Some invented residents answer by the open link, as anybody does, and three add something."""
    rng = random.Random(_SEED)  # noqa: S311 - invented answers, the same for everybody
    with scope(cooperation=sounding.cooperation):
        open_code = AskedGroup.objects.exclude(open_code=None).get(sounding=sounding).open_code
        purposes = set(
            Item.objects.filter(sounding=sounding, is_purpose=True).values_list("number", flat=True)
        )
    if open_code is None or (place := place_of_open_link(open_code)) is None:
        return  # closed meanwhile
    statements = statements_for(place)
    key = round_key(sounding.pk)
    for resident in range(_RESIDENTS):
        token = new_token()
        accept_open_link(open_code=open_code, token=token)
        history = History()
        while (slip := _ballot(token, key, statements, history).next()) is not None:
            answer = "eens" if slip.statement.number in purposes else rng.choice(_ANSWERS)
            cast_vote(
                round_id=sounding.pk,
                round_key=key,
                token=token,
                number=slip.statement.number,
                value=STATEMENTS.answers.values[answer],
            )
            history = history.marked(slip.statement.number, STATEMENTS.answers.letters[answer])
        if resident < len(_ADDED):
            add_statement(round_id=sounding.pk, round_key=key, token=token, text=_ADDED[resident])
    release_batches()
    count_response(today=timezone.localdate())


def _ballot(
    token: Token, key: bytes, statements: tuple[Statement, ...], history: History
) -> Ballot:
    return Ballot(token, key, statements, history, STATEMENTS.answers, by_weight(dict))


_ANSWERS = ("eens", "eens", "oneens", "weet-niet")
