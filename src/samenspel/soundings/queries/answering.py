"""What those who answer get to see. Read by a role that can read the texts and nothing else.

None of it is about a person: who may answer is asked of the register by a hash of the token, and
the answer is a group.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db.models import BigIntegerField, BinaryField, Func, Q, UUIDField, Value
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Party
from samenspel.soundings.access import answering
from samenspel.soundings.instruments.ballot import Statement
from samenspel.soundings.instruments.instrument import Instrument
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.models import AskedGroup, Item, Sounding

_ANSWERS = "answers"

P = ParamSpec("P")
T = TypeVar("T")


class NotOpenError(Exception):
    """There is no round of this code that takes answers."""


@dataclass(frozen=True)
class Round:
    """A round as somebody who is asked sees it, in their language."""

    id: UUID
    code: str
    state: str
    title: str
    introduction: str
    cooperation_id: int
    cooperation_name: str
    opens_on: date | None
    closes_on: date | None
    closes_at: datetime | None
    may_add: bool
    minimum: int
    outcome_key: str | None
    je: bool
    instrument: Instrument
    has_english: bool
    organisation_names: tuple[str, ...] = ()
    # Known on the pages that tell them.
    organisations: str = ""
    questions: int = 0

    @property
    def is_open(self) -> bool:
        return (
            self.state == Sounding.State.OPEN
            and self.closes_at is not None
            and timezone.now() < self.closes_at
        )

    @property
    def minutes(self) -> int:
        return self.instrument.minutes(self.questions)

    @property
    def counted(self) -> str:
        """How much is asked, in words."""
        return self.instrument.sentences.counted(self.questions)


@dataclass(frozen=True)
class Group:
    position: int
    name: str
    size: int | None
    open_code: str | None
    # The organisations that say who is in it.
    listed_by: tuple[str, ...] = ()
    confirmed_by: str = ""

    @property
    def makers(self) -> str:
        return get_text_list(list(self.listed_by), _("en"))


@dataclass(frozen=True)
class Place:
    """Where somebody who is asked belongs: in which round, in which group."""

    round: Round
    group: Group


@dataclass(frozen=True)
class OpenRound:
    """All that is needed to pass an answer on. Never changes once somebody can answer."""

    id: UUID
    closes_at: datetime
    instrument: Instrument


@dataclass(frozen=True)
class OwnStatement:
    """What became of a statement that somebody added. Not which it is: a link may be shared."""

    place: int
    state: str
    reason: str


def _in_no_scope(function: Callable[P, T]) -> Callable[P, T]:
    """Who answers comes in by a token, which belongs to one round; nothing else is looked for."""

    @wraps(function)
    def unscoped(*args: P.args, **kwargs: P.kwargs) -> T:
        with scopes_disabled():
            return function(*args, **kwargs)

    return unscoped


def place_of_token(h1: bytes) -> Place | None:
    """Of somebody who was invited to a round that is not closed."""
    eligible = Func(
        Value(h1, output_field=BinaryField()),
        function="register.eligible",
        output_field=BigIntegerField(),
    )
    return _place(Q(pk=eligible))


def place_of_open_link(open_code: str) -> Place | None:
    return _place(Q(open_code=open_code))


def place_in_round(code: str, position: int) -> Place | None:
    return _place(Q(sounding__code=code, position=position))


def place_in_sounding(sounding: UUID, position: int) -> Place | None:
    return _place(Q(sounding=sounding, position=position))


@_in_no_scope
def round_of_code(code: str) -> Round | None:
    return _first_round(Q(code=code))


@_in_no_scope
def round_of_outcome(h3: bytes) -> Round | None:
    """The round whose outcome somebody with this token may see, also after it closed."""
    outcome_of = Func(
        Value(h3, output_field=BinaryField()),
        function="register.outcome_of",
        output_field=UUIDField(),
    )
    return _first_round(Q(pk=outcome_of))


@lru_cache(maxsize=1000)
def open_round(code: str) -> OpenRound:
    """Looked up once: passing an answer on takes a single statement. Raises NotOpenError."""
    found = round_of_code(code)
    if found is None or found.state != Sounding.State.OPEN or found.closes_at is None:
        raise NotOpenError
    return OpenRound(found.id, found.closes_at, found.instrument)


@_in_no_scope
def statements_for(place: Place) -> tuple[Statement, ...]:
    """What this group is asked, in the language of the page where there is a translation."""
    rows = (
        Item.objects.using(_ANSWERS)
        .filter(
            Q(only_for=[]) | Q(only_for__contains=[place.group.position]), sounding=place.round.id
        )
        .exclude(moderation=Item.Moderation.OUT)
        .order_by("number")
        .values_list("number", "text", "text_en", "detail")
    )
    return tuple(
        Statement(number, _translated(text, en), detail) for number, text, en, detail in rows
    )


def draw_weights(round_id: UUID) -> dict[int, int]:
    """How much a statement weighs in the draw, by its number, as of the last count."""
    with answering() as cursor:
        cursor.execute("SELECT number, weight FROM urn.draw_weights(%s)", [round_id])
        return dict(cursor.fetchall())


@_in_no_scope
def organisations_of(asked: Round) -> str:
    """As they were when the round was planned; of a draft as they are now."""
    names = list(asked.organisation_names)
    if not names:
        parties = Party.objects.using(_ANSWERS).filter(cooperation=asked.cooperation_id)
        names = list(parties.values_list("name", flat=True)) or [asked.cooperation_name]
    # As in: gemeente A, gemeente B en gemeente C.
    return get_text_list(names, _("en"))


@_in_no_scope
def has_open_link(asked: Round) -> bool:
    groups = AskedGroup.objects.using(_ANSWERS).filter(sounding=asked.id)
    return groups.exclude(open_code=None).exists()


def own_statements(asked: Round, h4s: list[bytes]) -> list[OwnStatement]:
    with answering() as cursor:
        cursor.execute(
            "SELECT place, state, reason FROM urn.statement_status(%s, %s)", [asked.id, h4s]
        )
        return [OwnStatement(*row) for row in cursor.fetchall()]


@_in_no_scope
def _place(which: Q) -> Place | None:
    found = (
        AskedGroup.objects.using(_ANSWERS)
        .filter(which)
        .select_related("sounding__cooperation")
        .defer("sounding__import_report")
        .first()
    )
    if found is None:
        return None
    group = Group(
        found.position,
        found.name,
        found.size,
        found.open_code,
        listed_by=tuple(found.listed_by_names),
        confirmed_by=found.confirmed_by_name,
    )
    return Place(_round(found.sounding), group)


def _first_round(which: Q) -> Round | None:
    rounds = Sounding.objects.using(_ANSWERS).filter(which).select_related("cooperation")
    found = rounds.defer("import_report").first()
    return None if found is None else _round(found)


def _round(sounding: Sounding) -> Round:
    # A round in English has an English title; without one its introduction stays Dutch too.
    introduction_en = sounding.introduction_en if sounding.title_en else ""
    return Round(
        id=sounding.pk,
        code=sounding.code or "",
        state=sounding.state,
        title=_translated(sounding.title, sounding.title_en),
        introduction=_translated(sounding.introduction, introduction_en),
        cooperation_id=sounding.cooperation_id,
        cooperation_name=sounding.cooperation.name,
        opens_on=sounding.opens_on,
        closes_on=sounding.closes_on,
        closes_at=sounding.closes_at,
        may_add=sounding.may_add,
        minimum=sounding.minimum,
        outcome_key=sounding.outcome_key,
        je=sounding.address == Sounding.Address.INFORMAL,
        instrument=instrument_of(sounding.instrument),
        has_english=bool(sounding.title_en),
        organisation_names=tuple(sounding.organisations),
    )


def _translated(dutch: str, english: str) -> str:
    return english if english and get_language() == "en" else dutch
