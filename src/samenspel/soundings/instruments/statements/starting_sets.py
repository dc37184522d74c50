"""Statements to begin a round with: to use, to improve and to extend.

They are data: Dutch, with their English text. What is for insiders makes sense only to who works
inside the organisations.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class StartingStatement:
    text: str
    text_en: str
    insiders_only: bool = False


@dataclass(frozen=True)
class StartingSet:
    key: str
    name: Promise
    introduction: str
    introduction_en: str
    statements: tuple[StartingStatement, ...]


# fmt: off
MERGER = StartingSet(
    key="ambtelijke-fusie",
    name=_("De 24 stellingen over een ambtelijke fusie"),
    introduction=(
        "Drie gemeenten houden hun eigen raad, maar krijgen samen één ambtelijke organisatie. "
        "Dat noemen we hier de fusie."
    ),
    introduction_en=(
        "Three municipalities keep their own councils, but get one civil service together. "
        "Here we call that the merger."
    ),
    statements=(
        StartingStatement(
            "Ik kan uitleggen waarom deze fusie nodig is.",
            "I can explain why this merger is needed."),
        StartingStatement(
            "Deze fusie gaat vooral over geld besparen.",
            "This merger is mainly about saving money."),
        StartingStatement(
            "Met één organisatie gaat het werk door als iemand ziek is.",
            "With one organisation the work goes on when somebody is ill."),
        StartingStatement(
            "Samen krijgen we makkelijker goede vakmensen.",
            "Together we find skilled people more easily."),
        StartingStatement(
            "Grote problemen, zoals woningnood, pakken we samen beter aan.",
            "Together we handle big problems better, such as the shortage of homes."),
        StartingStatement(
            "De fusie kost meer dan ze oplevert.",
            "The merger costs more than it brings."),
        StartingStatement(
            "Door de fusie zijn de gemeenten te veel met zichzelf bezig.",
            "The merger makes the municipalities too busy with themselves."),
        StartingStatement(
            "Zonder fusie kunnen we net zo goed samenwerken.",
            "We can work together just as well without a merger."),
        StartingStatement(
            "Mijn gemeente verliest door de fusie haar eigen karakter.",
            "The merger makes my municipality lose its own character."),
        StartingStatement(
            "De drie gemeenten lijken meer op elkaar dan mensen denken.",
            "The three municipalities are more alike than people think."),
        StartingStatement(
            "Na de fusie kennen ambtenaren mijn dorp of wijk minder goed.",
            "After the merger, officials know my village or neighbourhood less well."),
        StartingStatement(
            "Goede hulp is belangrijker dan een loket dichtbij.",
            "Good help matters more than a desk nearby."),
        StartingStatement(
            "Na de fusie word ik sneller geholpen.",
            "After the merger I am helped sooner."),
        StartingStatement(
            "Dezelfde regels in alle drie de gemeenten is eerlijker.",
            "The same rules in all three municipalities are fairer."),
        StartingStatement(
            "Elke gemeente moet eigen keuzes houden, ook als dat meer kost.",
            "Each municipality must keep its own choices, even if that costs more."),
        StartingStatement(
            "Eén gemeente krijgt straks te veel invloed.",
            "One municipality will get too much influence."),
        StartingStatement(
            "De gemeenteraad houdt na de fusie genoeg grip.",
            "The council keeps enough control after the merger."),
        StartingStatement(
            "Ik maak me zorgen over mijn eigen functie of rol.",
            "I worry about my own job or role.",
            insiders_only=True),
        StartingStatement(
            "Ik vertrouw erop dat de drie gemeenten elkaar iets gunnen.",
            "I trust the three municipalities to grant each other success."),
        StartingStatement(
            "Hier kun je hardop twijfelen aan de fusie.",
            "Here you can doubt the merger out loud.",
            insiders_only=True),
        StartingStatement(
            "Over de nadelen wordt eerlijk verteld.",
            "People are told honestly about the drawbacks."),
        StartingStatement(
            "Ik hoor op tijd wat er gaat veranderen.",
            "I hear in time what is going to change."),
        StartingStatement(
            "Inwoners en ondernemers kunnen genoeg meepraten.",
            "Residents and businesses have enough of a say."),
        StartingStatement(
            "Bestuurders en ambtenaren willen met de fusie hetzelfde bereiken.",
            "Politicians and officials want to reach the same with the merger.",
            insiders_only=True),
    ),
)
# fmt: on

STARTING_SETS = {MERGER.key: MERGER}
