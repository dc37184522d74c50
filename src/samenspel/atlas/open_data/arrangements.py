"""Arrangements and who takes part in them, as lists."""

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from samenspel.atlas.models import Arrangement, Dataset, Participation
from samenspel.atlas.open_data.dutch import FORMS, KINDS
from samenspel.atlas.open_data.table import Column, Table, by_code
from samenspel.atlas.open_data.table import Value as Cell
from samenspel.atlas.queries.on_a_day import arrangements_on, participations_on

_AT_ONCE = 1000
_NUMBER = Column("nummer", _("nummer van deze versie in het register"))
_OF_ARRANGEMENT = (
    _NUMBER,
    Column("eersteNummer", _("nummer van de oudste versie: versies van één regeling delen het")),
    Column("titel", _("naam van de regeling")),
    Column("citeertitel", _("korte naam, leeg als het register er geen heeft")),
    Column("vorm", _("een van vijf vormen, zoals openbaar lichaam")),
    Column("vormInRegister", _("de vorm zoals het register die schrijft")),
    Column("geldigVan", _("eerste dag waarop deze versie geldt, leeg als niemand die opschreef")),
    Column("geldigTot", _("eerste dag waarop deze versie niet meer geldt, leeg als zij nog geldt")),
    Column("bedoeling", _("waarvoor de regeling is, in de woorden van het register")),
    Column("beleidsterreinen", _("lijst, van breed naar smal: “verkeer | openbaar vervoer”")),
    Column("bevoegdheden", _("lijst van kop en tekst")),
    Column("soortenBevoegdheid", _("lijst: mandaat, delegatie, attributie")),
    Column("rechtsgronden", _("lijst van naam en adres")),
    Column("instellingsbesluiten", _("lijst van adressen")),
    Column("orgaanSleutel", _("het lichaam dat bij de regeling hoort, zie organisaties")),
    Column("houderSleutel", _("wie de regeling in het register bijhoudt, zie organisaties")),
    Column("deelnemers", _("aantal deelnemers")),
    Column("adres", _("bladzijde van deze versie in het register")),
)  # fmt: skip
_OF_PARTICIPATION = (
    Column("regelingNummer", _("nummer van de versie van de regeling")),
    Column("regeling", _("titel van de regeling")),
    Column("organisatieSleutel", _("wie meedoet, zie organisaties")),
    Column("organisatie", _("naam van wie meedoet")),
    Column("soort", _("zoals gemeente, provincie of waterschap")),
    Column("toegetreden", _("eerste dag, leeg als niemand die opschreef")),
    Column("bestuursorganen", _("lijst, zoals raad of college")),
    Column("aandeel", _("gewicht van de stem, zoals het register het schrijft")),
)  # fmt: skip


def _in_force(day: date) -> Iterable[tuple[Cell, ...]]:
    there = Q(participations__joined=None) | Q(participations__joined__lte=day)
    return _arrangements(arrangements_on(day), there)


def _every_version(_day: date) -> Iterable[tuple[Cell, ...]]:
    return _arrangements(Arrangement.objects.filter(gone=False), Q())


def _arrangements(found: QuerySet[Arrangement], there: Q) -> Iterable[tuple[Cell, ...]]:
    number = Cast("register_id", CharField())
    rows = (
        found.order_by("register_id")
        .annotate(
            taking_part=Count("participations", filter=there) if there else Count("participations"),
            page=Concat(Value("https://organisaties.overheid.nl/"), number, Value("/")),
        )
        .values_list(
            "register_id", "first_id", "title", "cite_title", "form", "form_in_register",
            "valid_from", "valid_to", "purpose", "policy_fields", "powers", "power_kinds",
            "legal_grounds", "founding_decisions", "body__key", "holder__key",
            "taking_part", "page",
        )
    )  # fmt: skip
    for row in rows.iterator(_AT_ONCE):
        yield (*row[:4], FORMS[row[4]], *row[5:])


def _taking_part(day: date) -> Iterable[tuple[Cell, ...]]:
    return _participations(participations_on(day))


def _who_ever_took_part(_day: date) -> Iterable[tuple[Cell, ...]]:
    return _participations(Participation.objects.filter(arrangement__gone=False))


def _participations(found: QuerySet[Participation]) -> Iterable[tuple[Cell, ...]]:
    rows = found.order_by("arrangement__register_id", by_code("organisation__key")).values_list(
        "arrangement__register_id", "arrangement__title", "organisation__key",
        "organisation__name", "organisation__kind", "joined", "governing_bodies", "share",
    )  # fmt: skip
    for row in rows.iterator(_AT_ONCE):
        yield (*row[:4], KINDS[row[4]], *row[5:])


def _pairs(day: date) -> Iterable[tuple[Cell, ...]]:
    """Every two organisations that share an arrangement, counted in the database."""
    other = "arrangement__participations"
    rows = (
        participations_on(day)
        .filter(
            Q(**{f"{other}__joined": None}) | Q(**{f"{other}__joined__lte": day}),
            **{f"{other}__organisation__key__gt": by_code("organisation__key")},
        )
        .order_by(by_code("organisation__key"), by_code(f"{other}__organisation__key"))
        .values_list(
            "organisation__key",
            "organisation__name",
            f"{other}__organisation__key",
            f"{other}__organisation__name",
        )
        .annotate(shared=Count("arrangement", distinct=True))
    )
    yield from rows.iterator(_AT_ONCE)


_REGISTER = (Dataset.REGISTER,)
TABLES = (
    Table(
        "regelingen",
        _("Regelingen"),
        _("Gemeenschappelijke regelingen die op deze dag gelden."),
        _REGISTER,
        _OF_ARRANGEMENT,
        _in_force,
    ),
    Table(
        "regelingversies",
        _("Versies van regelingen"),
        _("Alle versies van alle regelingen, ook die niet meer gelden."),
        _REGISTER,
        _OF_ARRANGEMENT,
        _every_version,
        is_of_a_day=False,
    ),
    Table(
        "deelnemers",
        _("Deelnemers"),
        _("Wie op deze dag meedoet aan een regeling die dan geldt."),
        _REGISTER,
        _OF_PARTICIPATION,
        _taking_part,
    ),
    Table(
        "deelnemers-van-alle-versies",
        _("Deelnemers van alle versies"),
        _("Wie meedoet of meedeed, van elke versie van elke regeling."),
        _REGISTER,
        _OF_PARTICIPATION,
        _who_ever_took_part,
        is_of_a_day=False,
    ),
    Table(
        "paren",
        _("Paren"),
        _("Elke twee organisaties die op deze dag in een of meer regelingen samen zitten."),
        _REGISTER,
        (
            Column("sleutel", _("de ene organisatie")),
            Column("naam", _("haar naam")),
            Column("andereSleutel", _("de andere organisatie")),
            Column("andereNaam", _("haar naam")),
            Column("regelingen", _("in hoeveel regelingen zij samen zitten")),
        ),
        _pairs,
    ),
)
