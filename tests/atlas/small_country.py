"""An invented country in the atlas: every kind of fact there is, and few of each.

Two provinces side by side, three municipalities in each, drawn as squares of a tenth of a degree:

    Oostmark:  Aldermonde  Brinkdam  Duinrade     Westmark:  Elzerveen  Grotewoud  Hoogsluis

Elzerveen was made on 2023-01-01 of Elzen and Veenhout. Lindermeer was split on 2019-01-01: the
largest part went to Grotewoud, the rest to Hoogsluis.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from samenspel.atlas.importing.outlines import draw
from samenspel.atlas.models import (
    Amalgamation,
    Arrangement,
    ArrangementForm,
    Boundary,
    Dataset,
    MunicipalityInYear,
    Organisation,
    Participation,
    Population,
    Region,
    RegionMembership,
    Source,
)

# The day to look at it: everything that is to happen in it has happened.
DAY = date(2026, 5, 16)
MERGED_ON = date(2023, 1, 1)
SPLIT_ON = date(2019, 1, 1)
_BEGIN = date(2010, 1, 1)
Kind = Organisation.Kind


@dataclass(frozen=True)
class SmallCountry:
    aldermonde: Organisation
    brinkdam: Organisation
    duinrade: Organisation
    elzerveen: Organisation
    grotewoud: Organisation
    hoogsluis: Organisation
    elzen: Organisation
    """merged into Elzerveen"""
    veenhout: Organisation
    """merged into Elzerveen"""
    lindermeer: Organisation
    """split over Grotewoud and Hoogsluis"""

    oostmark: Organisation
    westmark: Organisation
    water_board: Organisation
    ministry: Organisation
    """takes part, and is not in the list"""
    safety_body: Organisation
    """of the arrangement on safety"""
    tax_body: Organisation

    safety_before: Arrangement
    safety: Arrangement
    """public body: Aldermonde, Brinkdam, Duinrade; the version before without Duinrade"""
    taxes: Arrangement
    """operations: Aldermonde, Brinkdam and, since 2020, the water board"""
    water: Arrangement
    """joint body: both provinces, the water board, Duinrade, Hoogsluis, the ministry"""
    youth: Arrangement
    """plain: Elzen (abolished), Elzerveen, Grotewoud, Hoogsluis"""
    archive: Arrangement
    """plain, and ended: Aldermonde, Veenhout, Lindermeer"""
    health: Arrangement
    """public body without a known body or purpose: Elzerveen, Grotewoud, Hoogsluis, Aldermonde"""
    harbour: Arrangement
    """of a form that is not known here, without a date of start: Brinkdam, Grotewoud"""

    @property
    def municipalities(self) -> list[Organisation]:
        """Those there are on DAY, by code."""
        return [
            self.aldermonde,
            self.brinkdam,
            self.duinrade,
            self.elzerveen,
            self.grotewoud,
            self.hoogsluis,
        ]


def small_country() -> SmallCountry:
    rows: dict[str, Any] = {**_organisations(), **_arrangements()}
    country = SmallCountry(**rows)
    _bodies(country)
    _take_part(country)
    _amalgamations()
    _years()
    _regions()
    _boundaries()
    for dataset in Dataset.values:
        Source.objects.create(dataset=dataset, origin=f"{dataset}.example", day=DAY)
    return country


_MUNICIPALITIES = {
    "GM9001": ("Aldermonde", None, None),
    "GM9002": ("Brinkdam", None, None),
    "GM9003": ("Duinrade", None, None),
    "GM9004": ("Elzerveen", MERGED_ON, None),
    "GM9005": ("Grotewoud", None, None),
    "GM9006": ("Hoogsluis", None, None),
    "GM9007": ("Elzen", None, MERGED_ON),
    "GM9008": ("Veenhout", None, MERGED_ON),
    "GM9009": ("Lindermeer", None, SPLIT_ON),
}


def _organisations() -> dict[str, Organisation]:
    made = {
        name.lower(): _organisation(
            code,
            Kind.MUNICIPALITY,
            f"Gemeente {name}",
            short_name=name,
            valid_from=start,
            valid_to=end,
            area_km2=60.5,
            website=f"https://www.{name.lower()}.example",
        )
        for code, (name, start, end) in _MUNICIPALITIES.items()
    }
    return made | {
        "oostmark": _organisation("PV91", Kind.PROVINCE, "Provincie Oostmark"),
        "westmark": _organisation("PV92", Kind.PROVINCE, "Provincie Westmark"),
        "water_board": _organisation("WS9001", Kind.WATER_BOARD, "Waterschap Laagveen"),
        "ministry": _organisation(
            "roo-990", Kind.MINISTRY, "Ministerie van Water", uri=None, listed=False
        ),
        "safety_body": _organisation(
            "SO9001", Kind.BODY, "Veiligheidsregio Oostmark", arrangement_id=9102
        ),
        "tax_body": _organisation(
            "SO9002", Kind.BODY, "Belastingkantoor De Kade", arrangement_id=9201
        ),
    }


_FOLDERS = {
    Kind.MUNICIPALITY: "gemeente",
    Kind.PROVINCE: "provincie",
    Kind.WATER_BOARD: "waterschap",
    Kind.BODY: "so",
    Kind.MINISTRY: "ministerie",
}


def _organisation(key: str, kind: Kind, name: str, **more: object) -> Organisation:
    number = int("".join(filter(str.isdigit, key)))
    known: dict[str, object] = {
        "uri": f"https://identifier.overheid.nl/tooi/id/{_FOLDERS[kind]}/{key.lower()}",
        "register_id": 100_000 * (1 + list(_FOLDERS).index(kind)) + number,
    }
    return Organisation.objects.create(key=key, kind=kind, name=name, **known | more)


def _arrangements() -> dict[str, Arrangement]:
    return {
        "safety_before": _arrangement(
            9101,
            "Gemeenschappelijke regeling Veiligheidsregio Oostmark",
            ArrangementForm.PUBLIC_BODY,
            next_id=9102,
            valid_from=date(2015, 1, 1),
            valid_to=date(2021, 7, 1),
            purpose="Het behartigen van de belangen van brandweer en rampenbestrijding.",
            policy_fields=["openbare orde en veiligheid | rampen"],
            power_kinds=["Delegatie"],
        ),
        "safety": _arrangement(
            9102,
            "Gemeenschappelijke regeling Veiligheidsregio Oostmark 2021",
            ArrangementForm.PUBLIC_BODY,
            first_id=9101,
            previous_id=9101,
            cite_title="Veiligheidsregio Oostmark",
            valid_from=date(2021, 7, 1),
            purpose="Het beschermen van inwoners tegen branden, rampen en crises, en het "
            "verminderen van de kwetsbaarheid van de brandweer.",
            policy_fields=[
                "openbare orde en veiligheid | rampen",
                "openbare orde en veiligheid | brandweer",
            ],
            powers=[["Artikel 4", "Het bestuur stelt het crisisplan vast."]],
            power_kinds=["Delegatie", "Mandaat"],
        ),
        "taxes": _arrangement(
            9201,
            "Gemeenschappelijke regeling Belastingkantoor De Kade",
            ArrangementForm.OPERATIONS,
            cite_title="Belastingkantoor De Kade",
            valid_from=date(2018, 1, 1),
            purpose="Het doelmatig heffen en innen van belastingen, tegen lagere kosten.",
            policy_fields=["financiën | belasting"],
            power_kinds=["Mandaat"],
        ),
        "water": _arrangement(
            9301,
            "Regeling Watertafel",
            ArrangementForm.JOINT_BODY,
            valid_from=date(2020, 3, 1),
            purpose="Samen werken aan schoon water op de schaal van de regio.",
            policy_fields=["natuur en milieu | water"],
        ),
        "youth": _arrangement(
            9401,
            "Gemeenschappelijke regeling Inkoop Jeugdhulp",
            ArrangementForm.PLAIN,
            valid_from=date(2016, 1, 1),
            purpose="Het verbeteren van de kwaliteit van jeugdhulp voor jonge inwoners.",
            policy_fields=["zorg en gezondheid | jeugd"],
        ),
        "archive": _arrangement(
            9501,
            "Gemeenschappelijke regeling Streekarchief",
            ArrangementForm.PLAIN,
            valid_from=date(2012, 1, 1),
            valid_to=date(2018, 1, 1),
            purpose="Het beheren van archieven.",
            policy_fields=["cultuur en recreatie | cultuur"],
        ),
        "health": _arrangement(
            9601,
            "Gemeenschappelijke regeling GGD Westmark",
            ArrangementForm.PUBLIC_BODY,
            valid_from=date(2014, 1, 1),
            policy_fields=["zorg en gezondheid | gezondheid"],
        ),
        "harbour": _arrangement(9701, "Havenconvenant De Kade", ArrangementForm.OTHER),
    }


_FORMS_IN_REGISTER = {
    ArrangementForm.PUBLIC_BODY: "Openbaar lichaam",
    ArrangementForm.OPERATIONS: "Bedrijfsvoeringsorganisatie",
    ArrangementForm.JOINT_BODY: "Gemeenschappelijk orgaan",
    ArrangementForm.PLAIN: "'Regeling zonder meer'",
    ArrangementForm.OTHER: "Convenant",
}


def _arrangement(number: int, title: str, form: ArrangementForm, **more: object) -> Arrangement:
    known: dict[str, object] = {
        "first_id": number,
        "form_in_register": _FORMS_IN_REGISTER[form],
        "legal_grounds": [
            ["Wet gemeenschappelijke regelingen", "https://wetten.overheid.nl/BWBR0003740/"]
        ],
        "founding_decisions": [f"https://zoek.officielebekendmakingen.nl/stcrt-{number}.html"],
    }
    return Arrangement.objects.create(register_id=number, title=title, form=form, **known | more)


def _bodies(country: SmallCountry) -> None:
    for arrangement, body in (
        (country.safety_before, country.safety_body),
        (country.safety, country.safety_body),
        (country.taxes, country.tax_body),
    ):
        arrangement.body = arrangement.holder = body
        arrangement.save()


def _take_part(country: SmallCountry) -> None:
    c = country
    by_arrangement = {
        c.safety_before: [c.aldermonde, c.brinkdam],
        c.safety: [c.aldermonde, c.brinkdam, c.duinrade],
        c.taxes: [c.aldermonde, c.brinkdam, c.water_board],
        c.water: [c.oostmark, c.westmark, c.water_board, c.duinrade, c.hoogsluis, c.ministry],
        c.youth: [c.elzen, c.elzerveen, c.grotewoud, c.hoogsluis],
        c.archive: [c.aldermonde, c.veenhout, c.lindermeer],
        c.health: [c.elzerveen, c.grotewoud, c.hoogsluis, c.aldermonde],
        c.harbour: [c.brinkdam, c.grotewoud],
    }
    later = {
        (c.safety, c.duinrade): date(2021, 7, 1),
        (c.taxes, c.water_board): date(2020, 1, 1),
        (c.youth, c.elzerveen): MERGED_ON,
        (c.health, c.elzerveen): MERGED_ON,
    }
    Participation.objects.bulk_create(
        Participation(
            arrangement=arrangement,
            organisation=organisation,
            joined=later.get((arrangement, organisation), arrangement.valid_from),
            governing_bodies=["College van burgemeester en wethouders"]
            if organisation.kind == Kind.MUNICIPALITY
            else [],
        )
        for arrangement, organisations in by_arrangement.items()
        for organisation in organisations
    )


def _amalgamations() -> None:
    for day, old, new, kind, largest in (
        (MERGED_ON, "GM9007", "GM9004", Amalgamation.Kind.MERGE, True),
        (MERGED_ON, "GM9008", "GM9004", Amalgamation.Kind.MERGE, True),
        (SPLIT_ON, "GM9009", "GM9005", Amalgamation.Kind.SPLIT, True),
        (SPLIT_ON, "GM9009", "GM9006", Amalgamation.Kind.SPLIT, False),
    ):
        Amalgamation.objects.create(
            day=day,
            old_code=old,
            old_name=_MUNICIPALITIES[old][0],
            new_code=new,
            new_name=_MUNICIPALITIES[new][0],
            kind=kind,
            largest_part=largest,
            source="Staatsblad",
        )


def there_on(day: date) -> list[str]:
    """The codes of the municipalities of a day."""
    return [
        code
        for code, (_name, start, end) in _MUNICIPALITIES.items()
        if (start or _BEGIN) <= day and not (end and end <= day)
    ]


def _years() -> None:
    for year in range(2016, 2027):
        first = date(year, 1, 1)
        codes = there_on(first)
        MunicipalityInYear.objects.bulk_create(
            MunicipalityInYear(code=code, year=year, name=_MUNICIPALITIES[code][0])
            for code in codes
        )
        Population.objects.bulk_create(
            Population(
                code=code,
                year=year,
                inhabitants=10_000 * int(code[-1]) + 100 * (year - 2016),
                on_first_day=year >= 2018,
            )
            for code in codes
        )


_REGIONS = {
    "Provincies": {"PV91": ("Oostmark", "123"), "PV92": ("Westmark", "456789")},
    "Veiligheidsregio's": {
        "VR91": ("Veiligheidsregio Oostmark", "123"),
        "VR92": ("Veiligheidsregio Westmark", "456789"),
    },
    "GGD-regio's": {
        "GG91": ("GGD Oostmark", "23"),
        "GG92": ("GGD Westmark", "1456789"),
    },
}


def _regions() -> None:
    for year, until in ((2016, date(2022, 1, 1)), (2022, None)):
        codes = there_on(date(year, 1, 1))
        for division, regions in _REGIONS.items():
            for code, (name, last_digits) in regions.items():
                region = Region.objects.create(division=division, code=code, name=name, year=year)
                RegionMembership.objects.bulk_create(
                    RegionMembership(
                        region=region,
                        municipality=municipality,
                        valid_from=date(year, 1, 1),
                        valid_to=until,
                    )
                    for municipality in codes
                    if municipality[-1] in last_digits
                )


def _boundaries() -> None:
    for place, code in enumerate(there_on(DAY)):
        west, south = 5.0 + 0.1 * place, 52.0
        east, north = west + 0.1, south + 0.1
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        drawing = draw([[ring]])
        Boundary.objects.create(
            code=code,
            name=_MUNICIPALITIES[code][0],
            year=2024,
            geometry={"type": "Polygon", "coordinates": [ring]},
            path=drawing.path,
            x=drawing.x,
            y=drawing.y,
        )
