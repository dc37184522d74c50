"""Organisations and arrangements of the atlas, for the cooperations of the tests to link to."""

from datetime import date
from typing import Any

from samenspel.atlas.models import (
    Amalgamation,
    Arrangement,
    ArrangementForm,
    Organisation,
    Participation,
    Source,
)

REGISTER_DAY = date(2026, 5, 16)
ENDED = date(2023, 1, 1)


def municipality(key: str, short_name: str, **more: Any) -> Organisation:
    values = {"kind": Organisation.Kind.MUNICIPALITY, "name": f"Gemeente {short_name}"}
    return Organisation.objects.create(key=key, short_name=short_name, **(values | more))


def arrangement(number: int, title: str, *parts: Organisation, **more: Any) -> Arrangement:
    values = {
        "first_id": number,
        "form": ArrangementForm.PUBLIC_BODY,
        "form_in_register": "Openbaar lichaam",
        "valid_from": date(2015, 1, 1),
    }
    made = Arrangement.objects.create(register_id=number, title=title, **(values | more))
    Participation.objects.bulk_create(
        [Participation(arrangement=made, organisation=each) for each in parts]
    )
    return made


class Neighbours:
    """Four municipalities in three arrangements, a water board, and two that are no more.

    Ouddorp went on in Rijnveld; Heide was split over Oostwaard and Rijnveld, the most to Rijnveld.
    """

    def __init__(self) -> None:
        Source.objects.create(dataset="register", origin="exportOO.xml", day=REGISTER_DAY)
        self.oostwaard = municipality("GM9001", "Oostwaard")
        self.rijnveld = municipality("GM9002", "Rijnveld", valid_from=ENDED)
        self.broekmeer = municipality("GM9003", "Broekmeer")
        self.verweg = municipality("GM9004", "Verweg")
        self.ouddorp = municipality("GM9005", "Ouddorp", valid_to=ENDED)
        self.heide = municipality("GM9006", "Heide", valid_to=ENDED)
        kind = Organisation.Kind.WATER_BOARD
        self.delta = municipality("WS9001", "Delta", kind=kind, name="Waterschap Delta")
        self.health = arrangement(
            101,
            "Regeling Gezond",
            self.oostwaard,
            self.rijnveld,
            self.broekmeer,
            purpose="Alle inwoners leven gezond. Daar werken wij samen aan.",
            policy_fields=["zorg en gezondheid | jongeren", "natuur en milieu"],
        )
        self.tax = arrangement(
            102, "Belastingen", self.oostwaard, self.rijnveld, form=ArrangementForm.OPERATIONS
        )
        self.water = arrangement(103, "Waterketen", self.broekmeer, self.delta)
        arrangement(104, "Voorbij", self.oostwaard, self.verweg, valid_to=ENDED)
        Participation.objects.create(
            arrangement=self.water, organisation=self.verweg, joined=date(2999, 1, 1)
        )
        for old, new, largest in (
            (self.ouddorp, self.rijnveld, True),
            (self.heide, self.oostwaard, False),
            (self.heide, self.rijnveld, True),
        ):
            Amalgamation.objects.create(
                day=ENDED,
                old_code=old.key,
                old_name=str(old),
                new_code=new.key,
                new_name=str(new),
                kind="merge" if old is self.ouddorp else "split",
                largest_part=largest,
            )
