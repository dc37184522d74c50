"""A round that is a draft: begun, set and thrown away."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings.actions.asking import (
    ask_as_before,
    ask_everybody,
    ask_organisations,
    settle,
)
from samenspel.soundings.actions.drafts import (
    ChangedMeanwhileError,
    changing,
    delete_groups,
    delete_unanswered,
    leading,
)
from samenspel.soundings.actions.questions import put_questions
from samenspel.soundings.actions.relations import begin_with_everything
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.instruments.relations.instrument import RELATIONS
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.scale.pulses import Pulse
from samenspel.soundings.instruments.statements.instrument import STATEMENTS
from samenspel.soundings.instruments.statements.items import LONGEST, MOST
from samenspel.soundings.instruments.statements.starting_sets import StartingSet
from samenspel.soundings.models import AskedGroup, Item, OutcomePass, Sounding
from samenspel.soundings.planning import term
from samenspel.soundings.planning.insiders import ALL_INSIDERS, INSIDERS
from samenspel.soundings.planning.seen import mark_of
from samenspel.soundings.rules import BEFORE_OPENING
from samenspel.soundings.tokens import ROUND_CODE_LENGTH, new_code, new_token

SETTINGS = (
    "title",
    "introduction",
    "title_en",
    "introduction_en",
    "opens_on",
    "closes_on",
    "address",
    "may_add",
    "minimum",
)
_TAKEN_OVER = ("introduction", "introduction_en", "address", "may_add", "minimum")


@transaction.atomic
def start_sounding(
    *,
    person: Person,
    cooperation: Cooperation,
    title: str,
    begin_with: StartingSet | Pulse | Sounding | None = None,
    instrument: str = STATEMENTS.key,
    ticket: uuid.UUID | None = None,
    origin: str = "web",
) -> Sounding:
    """Begin a round: empty, with a set that is ready, or like an earlier round of this cooperation.

    instrument : by which is asked; like an earlier round, it is that of the earlier one
    ticket : of the form that was sent. The same form sent twice makes one round
    """
    if not person.has_perm("soundings.add_sounding", cooperation):
        raise PermissionDenied
    number = uuid.uuid5(ticket, f"round of {cooperation.pk}") if ticket else uuid.uuid4()
    with scope(cooperation=cooperation):
        sounding, is_new = Sounding.objects.get_or_create(
            pk=number,
            defaults={
                "cooperation": cooperation,
                "title": title,
                "instrument": _instrument(begin_with, instrument),
                "state": Sounding.State.DRAFT,
                "code": new_code(ROUND_CODE_LENGTH),
                "outcome_key": str(new_token()),
            },
        )
        if not is_new:
            return sounding
        with connection.cursor() as cursor:
            cursor.execute("SELECT register.make_list(%s)", [sounding.pk])
        _begin(sounding, begin_with)
        record(actor=person.email, action="sounding.started", about=sounding, origin=origin)
    return sounding


def change_sounding(
    *, person: Person, sounding: Sounding, seen: str | None = None, **settings: Any
) -> Sounding:
    """Give a draft other settings: any of SETTINGS.

    seen : what `mark_of_settings` gave when they were put on screen

    Raises FrozenError, and ChangedMeanwhileError where somebody else was first.
    """
    with changing(sounding, person) as draft:
        if seen is not None and seen != mark_of_settings(draft):
            raise ChangedMeanwhileError
        for name in SETTINGS:
            setattr(draft, name, settings.pop(name, getattr(draft, name)))
        if settings:
            raise TypeError(f"no settings of a round: {sorted(settings)}")
        if draft.may_add and not instrument_of(draft.instrument).may_add:
            raise ValidationError(
                {"may_add": _("Bij deze vragen kan niemand zelf iets toevoegen.")}
            )
        if wrong := term.refusal(draft.opens_on, draft.closes_on):
            raise ValidationError({"closes_on": wrong})
        draft.full_clean(exclude=["code", "outcome_key"])
        draft.save(update_fields=SETTINGS)
        # What can be told, and so asked, may follow from the smallest group that is shown.
        settle(draft)
        record(actor=person.email, action="sounding.changed", about=draft)
        return draft


def mark_of_settings(sounding: Sounding) -> str:
    return mark_of(*(str(getattr(sounding, name)) for name in SETTINGS))


def remove_draft(*, person: Person, sounding: Sounding) -> None:
    """Throw away a round that did not open yet, with its list of addresses."""
    with leading(sounding, person) as locked:
        if locked.state not in BEFORE_OPENING:
            raise ValidationError(
                _("Deze vragenronde is al open geweest. Weggooien kan niet meer."), code="open"
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT register.drop_list(%s)", [locked.pk])
        record(actor=person.email, action="sounding.removed", about=locked)
        OutcomePass.objects.filter(sounding=locked).delete()
        delete_unanswered(Item.objects.filter(sounding=locked))
        delete_groups(AskedGroup.objects.filter(sounding=locked))
        delete_unanswered(Sounding.objects.filter(pk=locked.pk))


def _instrument(begin_with: StartingSet | Pulse | Sounding | None, chosen: str) -> str:
    if isinstance(begin_with, Sounding):
        return begin_with.instrument
    if isinstance(begin_with, Pulse):
        return SCALE.key
    return STATEMENTS.key if begin_with else instrument_of(chosen).key


def _begin(sounding: Sounding, begin_with: StartingSet | Pulse | Sounding | None) -> None:
    if isinstance(begin_with, Sounding):
        _begin_like(sounding, begin_with)
    elif isinstance(begin_with, Pulse):
        ask_everybody(sounding, begin_with.roles or tuple(Role))
        put_questions(sounding, begin_with.new_questions)
    elif sounding.instrument == RELATIONS.key:
        ask_organisations(sounding)
        begin_with_everything(sounding)
    else:
        ask_everybody(sounding)
        if begin_with is not None:
            _begin_with(sounding, begin_with)
    settle(sounding)


def _begin_with(sounding: Sounding, starting_set: StartingSet) -> None:
    sounding.introduction = starting_set.introduction
    sounding.introduction_en = starting_set.introduction_en
    sounding.save(update_fields=["introduction", "introduction_en"])
    Item.objects.bulk_create(
        Item(
            sounding=sounding,
            number=number,
            text=statement.text,
            text_en=statement.text_en,
            only_for=[ALL_INSIDERS] if statement.insiders_only else [],
        )
        for number, statement in enumerate(starting_set.statements, start=1)
    )


def _begin_like(sounding: Sounding, earlier: Sounding) -> None:
    if earlier.cooperation_id != sounding.cooperation_id:
        raise PermissionDenied
    for name in _TAKEN_OVER:
        setattr(sounding, name, getattr(earlier, name))
    sounding.save(update_fields=_TAKEN_OVER)
    position = ask_as_before(sounding, earlier)
    if not position:
        # A round that was read in asked groups of its own.
        ask_everybody(sounding)
    _copy_statements(sounding, earlier, position)


def _copy_statements(sounding: Sounding, earlier: Sounding, position: Mapping[int, int]) -> None:
    """What the organisations asked, without what others added or moderators took out."""
    asked = Item.objects.filter(
        sounding=earlier, added=False, moderation=Item.Moderation.ACCEPTED
    ).exclude(text="")
    short = [item for item in asked if len(item.text) <= LONGEST][:MOST]
    roles = dict(AskedGroup.objects.filter(sounding=earlier).values_list("position", "role"))
    insiders = {place for place, role in roles.items() if role in INSIDERS}
    Item.objects.bulk_create(
        Item(
            sounding=sounding,
            number=number,
            text=item.text,
            text_en=item.text_en,
            is_purpose=item.is_purpose,
            only_for=_as_here(item.only_for, position, insiders),
            lowest=item.lowest,
            highest=item.highest,
            detail=item.detail,
        )
        for number, item in enumerate(short, start=1)
    )


def _as_here(only_for: list[int], position: Mapping[int, int], insiders: set[int]) -> list[int]:
    if not only_for:
        return []
    if ALL_INSIDERS in only_for or set(only_for) == insiders:
        return [ALL_INSIDERS]
    here = {position[p] for p in only_for if p in position}
    # Of groups that are asked no more: for nobody, rather than for everybody.
    return sorted(here) or [max(position.values(), default=0) + 1_000]
