"""Municipalities and what is known of them, and all other organisations, as lists."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from samenspel.atlas.models import (
    Amalgamation,
    Dataset,
    MunicipalityInYear,
    Organisation,
    Population,
)
from samenspel.atlas.models.dated import held_on
from samenspel.atlas.open_data.dutch import KINDS
from samenspel.atlas.open_data.table import Column, Table, Value, by_code
from samenspel.atlas.queries.on_a_day import (
    arrangements_on,
    municipalities_on,
    participations_on,
)
from samenspel.atlas.queries.regions import regions_on
from samenspel.atlas.queries.succession import succession

_AT_ONCE = 1000
_VALID = (
    Column("geldigVan", _("eerste dag, leeg als niemand die opschreef")),
    Column("geldigTot", _("eerste dag waarop het niet meer zo is, leeg als het nog zo is")),
)
_CODE = Column("code", _("code van het CBS, zoals GM0344"))


def _municipalities(day: date) -> Iterable[tuple[Value, ...]]:
    counted = Population.objects.filter(code=OuterRef("key"), year__lte=day.year)
    newest = counted.order_by("-year")
    rows = (
        municipalities_on(day)
        .order_by("key")
        .annotate(
            inhabitants=Subquery(newest.values("inhabitants")[:1]),
            counted_in=Subquery(newest.values("year")[:1]),
        )
    )
    yield from rows.values_list(
        "key", "short_name", "name", "uri", "valid_from", "valid_to",
        "area_km2", "inhabitants", "counted_in", "website",
    ).iterator(_AT_ONCE)  # fmt: skip


def _organisations(day: date) -> Iterable[tuple[Value, ...]]:
    """Also who is no more by then, and still named by an arrangement in force."""
    in_force = arrangements_on(day)
    named = (
        Q(pk__in=participations_on(day).values("organisation"))
        | Q(pk__in=in_force.values("body"))
        | Q(pk__in=in_force.values("holder"))
    )
    found = Organisation.objects.filter(Q(held_on(day), gone=False) | named)
    rows = found.order_by(by_code("key")).values_list(
        "key", "kind", "name", "short_name", "uri", "register_id", "valid_from", "valid_to",
        "website", "arrangement_id",
    )  # fmt: skip
    for row in rows.iterator(_AT_ONCE):
        yield (row[0], KINDS[row[1]], *row[2:])


def _amalgamations(_day: date) -> Iterable[tuple[Value, ...]]:
    kinds = {
        Amalgamation.Kind.MERGE.value: "samenvoeging",
        Amalgamation.Kind.SPLIT.value: "splitsing",
        Amalgamation.Kind.RENAME.value: "andere naam of code",
    }
    rows = Amalgamation.objects.order_by("day", "old_code", "new_code").values_list(
        "kind", "day", "old_code", "old_name", "new_code", "new_name", "largest_part", "source",
        "remark",
    )  # fmt: skip
    for row in rows.iterator(_AT_ONCE):
        yield (*row[1:6], kinds[row[0]], *row[6:])


def _by_year(_day: date) -> Iterable[tuple[Value, ...]]:
    rows = MunicipalityInYear.objects.order_by("year", "code")
    yield from rows.values_list("year", "code", "name").iterator(_AT_ONCE)


def _population(_day: date) -> Iterable[tuple[Value, ...]]:
    rows = Population.objects.order_by("code", "year")
    yield from rows.values_list("code", "year", "inhabitants", "on_first_day").iterator(_AT_ONCE)


def _regions(day: date) -> Iterable[tuple[Value, ...]]:
    keys = list(municipalities_on(day).order_by("key").values_list("key", flat=True))
    for lies in regions_on(day, keys, succession()):
        itself = lies.listed == lies.municipality
        yield (
            lies.division, lies.code, lies.name, lies.municipality, lies.list_of,
            None if itself else lies.listed,
        )  # fmt: skip


TABLES = (
    Table(
        "gemeenten",
        _("Gemeenten"),
        _("De gemeenten die op deze dag bestaan, met hun inwoners."),
        (Dataset.REGISTER, Dataset.AMALGAMATIONS, Dataset.POPULATION),
        (
            _CODE,
            Column("naam", _("korte naam")),
            Column("volledigeNaam", _("naam in het register")),
            Column("uri", _("adres volgens de TOOI-standaard")),
            *_VALID,
            Column(
                "oppervlakteKm2",
                _("in vierkante kilometers, zoals het register die noemt: niet overal juist"),
            ),
            Column("inwoners", _("in het nieuwste jaar dat bekend is, tot en met deze dag")),
            Column("inwonersJaar", _("dat jaar")),
            Column("website", _("zoals het register die noemt")),
        ),
        _municipalities,
    ),
    Table(
        "organisaties",
        _("Organisaties"),
        _("Alle organisaties die op deze dag in het register staan of aan een regeling meedoen."),
        (Dataset.REGISTER,),
        (
            Column("sleutel", _("zoals GM0344, PV26 of WS0665; zonder code roo- en een nummer")),
            Column("soort", _("zoals gemeente, provincie of waterschap")),
            Column("naam", _("naam in het register")),
            Column("korteNaam", _("korte naam, als het register die heeft")),
            Column("uri", _("adres volgens de TOOI-standaard")),
            Column("registerNummer", _("nummer in het register")),
            *_VALID,
            Column("website", _("zoals het register die noemt")),
            Column("regelingNummer", _("van een samenwerkingsorgaan: de regeling erbij")),
        ),
        _organisations,
    ),
    Table(
        "herindelingen",
        _("Herindelingen"),
        _("Welke gemeente op welke dag in welke andere verderging."),
        (Dataset.AMALGAMATIONS,),
        (
            Column("dag", _("eerste dag van de nieuwe toestand")),
            Column("oudeCode", _("code van het CBS")),
            Column("oudeNaam", _("naam ervoor")),
            Column("nieuweCode", _("code van het CBS")),
            Column("nieuweNaam", _("naam erna")),
            Column("soort", _("samenvoeging, splitsing, andere naam of code")),
            Column("grootsteDeel", _("of het grootste deel, of alles, hierheen ging: ja of nee")),
            Column("bron", _("waar het staat")),
            Column("opmerking", _("waar bronnen elkaar tegenspreken")),
        ),
        _amalgamations,
        is_of_a_day=False,
    ),
    Table(
        "gemeenten-per-jaar",
        _("Gemeenten per jaar"),
        _("Welke gemeenten er waren op 1 januari van elk jaar."),
        (Dataset.AMALGAMATIONS,),
        (Column("jaar", _("op 1 januari van dit jaar")), _CODE, Column("naam", _("de naam toen"))),
        _by_year,
        is_of_a_day=False,
    ),
    Table(
        "inwoners",
        _("Inwoners"),
        _("Inwoners per gemeente en per jaar."),
        (Dataset.POPULATION,),
        (
            _CODE,
            Column("jaar", _("het jaar")),
            Column("inwoners", _("aantal inwoners")),
            Column("opEersteDag", _("ja: op 1 januari; nee: het gemiddelde over het jaar")),
        ),
        _population,
        is_of_a_day=False,
    ),
    Table(
        "regios",
        _("Regio’s"),
        _("In welke regio’s elke gemeente van deze dag ligt, per indeling van het CBS."),
        (Dataset.REGIONS, Dataset.AMALGAMATIONS),
        (
            Column("indeling", _("zoals veiligheidsregio of arbeidsmarktregio")),
            Column("regioCode", _("code van de regio")),
            Column("regio", _("naam van de regio, leeg als de lijst die niet geeft")),
            Column("gemeenteCode", _("code van het CBS")),
            Column("lijstVanJaar", _("de nieuwste lijst tot en met deze dag, of anders de eerste")),
            Column(
                "afgeleidVan",
                _(
                    "code van de gemeente waaruit zij ontstond of waarin zij opging, als zij zelf "
                    "niet op een lijst staat"
                ),
            ),
        ),
        _regions,
    ),
)  # fmt: skip
