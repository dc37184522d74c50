"""What a round is made of while it is prepared, and what must be done before it can open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from samenspel.cooperations.models import Group, Party
from samenspel.cooperations.queries import groups_of, has_moderator, party_names
from samenspel.cooperations.queries import party_of as party_in
from samenspel.people.models import Person
from samenspel.post.queries import can_send
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.instruments.statements.items import MOST, too_much
from samenspel.soundings.models import AskedGroup, Invitation, Item, Sounding
from samenspel.soundings.planning import term
from samenspel.soundings.planning.forecast import Forecast, forecast
from samenspel.soundings.planning.insiders import is_for_nobody

_STILL_ASKING = (Sounding.State.PLANNED, Sounding.State.OPEN)


@dataclass(frozen=True)
class Missing:
    """Something to do before a round can be planned."""

    step: str
    """settings, groups, statements, lists or sending"""
    sentence: str


@dataclass(frozen=True)
class GroupRow:
    """An asked group as whoever prepares the round sees it."""

    group: AskedGroup
    forecast: Forecast
    addresses: int
    size_now: int | None
    """of the cooperation's groups it is made of, where that is another than the round's"""
    could_be_pooled: bool
    """with the same role of other organisations"""

    @property
    def makers(self) -> str:
        return makers_of(self.group)

    @property
    def confirmed_by(self) -> str:
        group = self.group
        return group.confirmed_by_name or (group.confirmed_by.name if group.confirmed_by else "")

    @property
    def invited(self) -> int:
        return self.addresses + self.group.letters

    @property
    def not_invited(self) -> int:
        return max((self.group.size or 0) - self.invited, 0)


def group_rows(sounding: Sounding) -> list[GroupRow]:
    groups = list(
        AskedGroup.objects.filter(sounding=sounding)
        .select_related("confirmed_by")
        .prefetch_related("makers__party")
        .annotate(size_now=Sum("made_of__size"), parts=Count("made_of"))
        .order_by("position")  # counting drops the order of the model
    )
    addresses = dict(
        Invitation.objects.filter(sounding=sounding)
        .exclude(email="")
        .order_by()
        .values_list("group")
        .annotate(Count("pk"))
    )
    several = {
        role
        for role, number in groups_of(sounding.cooperation)
        .filter(party__isnull=False)
        .order_by()
        .values_list("role")
        .annotate(Count("pk"))
        if number > 1
    }
    return [
        GroupRow(
            group=group,
            forecast=forecast(group.size, sounding.minimum),
            addresses=addresses.get(group.pk, 0),
            size_now=group.size_now if group.size_now not in {None, group.size} else None,
            could_be_pooled=bool(group.party) and group.parts == 1 and group.role in several,
        )
        for group in groups
    ]


def names_of_makers(group: AskedGroup) -> list[str]:
    """Of the organisations that wrote a list; once it is frozen, as they were called then."""
    names = (maker.party.name for maker in group.makers.all() if maker.party)
    return group.listed_by_names or sorted(set(names))


def makers_of(group: AskedGroup) -> str:
    return get_text_list(names_of_makers(group), _("en"))


def made_by_all(group: AskedGroup) -> bool:
    """Whether every organisation wrote along, so that none is left to confirm the list."""
    return set(party_names(group.sounding.cooperation)) <= set(names_of_makers(group))


def groups_not_asked(sounding: Sounding) -> list[Group]:
    return list(groups_of(sounding.cooperation).exclude(asked_as__sounding=sounding))


def roles_to_pool(sounding: Sounding) -> list[str]:
    """Roles that several organisations have, and that are not asked as one yet."""
    roles: dict[str, list[Group]] = {}
    for group in groups_of(sounding.cooperation).filter(party__isnull=False):
        roles.setdefault(group.role, []).append(group)
    pooled = set(
        AskedGroup.objects.filter(sounding=sounding, open_code=None)
        .annotate(parts=Count("made_of"))
        .filter(parts__gt=1)
        .values_list("role", flat=True)
    )
    return [role for role, groups in roles.items() if len(groups) > 1 and role not in pooled]


def what_is_missing(sounding: Sounding, rows: list[GroupRow] | None = None) -> list[Missing]:
    """What must be done before this draft can be planned, in the order of the preparation.

    rows : its groups, where they were looked up before
    """
    rows = group_rows(sounding) if rows is None else rows
    return [
        *_missing_settings(sounding),
        *_missing_groups(sounding, rows),
        *_missing_statements(sounding, rows),
        *_missing_lists(rows),
        *_missing_mail(rows),
    ]


def tips_for(sounding: Sounding) -> list[str]:
    """What to think of before planning. It never stops anybody."""
    found = term.tips(sounding.opens_on, sounding.closes_on)
    untranslated = Item.objects.filter(sounding=sounding, text_en="").count()
    if has_english(sounding) and untranslated:
        found.append(
            _("%(counted)s zonder Engelse tekst: wie Engels kiest, krijgt die in het Nederlands.")
            % {"counted": instrument_of(sounding.instrument).sentences.counted(untranslated)}
        )
    return found


def party_of(person: Person, sounding: Sounding) -> Party | None:
    """The organisation somebody is of in the cooperation, where that is filled in."""
    return party_in(person, sounding.cooperation)


def addresses_of(group: AskedGroup) -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(sounding=group.sounding_id, group=group)
        .exclude(email="")
        .order_by("email")
    )


def has_english(sounding: Sounding) -> bool:
    return bool(sounding.title_en)


def _missing_settings(sounding: Sounding) -> Iterator[Missing]:
    opens, closes = sounding.opens_on, sounding.closes_on
    if opens is None or closes is None:
        yield Missing("settings", _("Kies wanneer de vragenronde opent en sluit."))
    elif closes < opens:
        yield Missing("settings", _("De vragenronde sluit voordat ze opent."))
    elif closes < _today():
        yield Missing("settings", _("De sluitdatum is al voorbij. Kies een latere."))
    if sounding.may_add and not has_moderator(sounding.cooperation):
        yield Missing(
            "settings",
            _(
                "Deelnemers mogen zelf stellingen toevoegen, maar er is nog geen moderator. Nodig "
                "er een uit, of zet toevoegen uit."
            ),
        )


def _missing_groups(sounding: Sounding, rows: list[GroupRow]) -> Iterator[Missing]:
    if not rows:
        yield Missing("groups", _("Kies wie u vraagt."))
    for row in rows:
        if row.size_now is not None:
            yield Missing(
                "groups",
                _("%(group)s telt intussen %(n)d mensen. Neem dat aantal over.")
                % {"group": row.group.name, "n": row.size_now},
            )
    for group in _asked_elsewhere(sounding):
        yield Missing(
            "groups",
            _(
                "%(group)s zit al in ‘%(round)s’. Een groep krijgt één vragenronde tegelijk: "
                "wacht tot die is gesloten."
            )
            % {"group": group.name, "round": group.sounding.title},
        )


def _missing_statements(sounding: Sounding, rows: list[GroupRow]) -> Iterator[Missing]:
    items = list(Item.objects.filter(sounding=sounding))
    sentences = instrument_of(sounding.instrument).sentences
    if not items:
        yield Missing("statements", str(sentences.write_one))
    # Where people add statements there may come as many as fit.
    if refusal := too_much(len(rows), MOST if sounding.may_add else len(items)):
        yield Missing("statements", refusal)
    positions = {row.group.position for row in rows}
    for item in items if rows else []:
        if is_for_nobody(item.only_for, positions):
            yield Missing("statements", sentences.for_nobody % {"n": item.number})
    for row in rows if items else []:
        if not any(not i.only_for or row.group.position in i.only_for for i in items):
            yield Missing("statements", sentences.gets_none % {"group": row.group.name})


def _missing_lists(rows: list[GroupRow]) -> Iterator[Missing]:
    for row in rows:
        group = row.group
        if group.is_open_link:
            continue
        if not row.invited:
            sentence = _("Wie krijgt er een uitnodiging bij %(group)s?")
        elif group.confirmed_by_id is None:
            sentence = _("Laat een andere organisatie de lijst van %(group)s bevestigen.")
        else:
            continue
        yield Missing("lists", sentence % {"group": group.name})


def _missing_mail(rows: list[GroupRow]) -> Iterator[Missing]:
    if any(row.addresses for row in rows) and not can_send():
        yield Missing(
            "sending",
            _(
                "Deze website kan nog geen e-mail versturen. Vraag wie deze website beheert om dat "
                "in te stellen."
            ),
        )


def _asked_elsewhere(sounding: Sounding) -> list[AskedGroup]:
    """Groups with somebody of ours in a round that is asking, or is going to."""
    same = Q(pk__in=[])
    # By what was frozen: a group of the cooperation may be gone, and its people are still asked.
    for group in AskedGroup.objects.filter(sounding=sounding):
        here = Q(role=group.role, open_code__isnull=not group.is_open_link)
        # Without an organisation it is of all of them.
        same |= here & Q(party__in=["", group.party]) if group.party else here
    others = AskedGroup.objects.filter(
        same,
        sounding__cooperation=sounding.cooperation_id,
        sounding__instrument=sounding.instrument,
        sounding__state__in=_STILL_ASKING,
    ).exclude(sounding=sounding)
    return list(others.select_related("sounding"))


def _today() -> date:
    return timezone.localdate()
