"""The statements of the example, and how far two attitudes move people to agree with each.

Intended for a civil-service merger of three invented municipalities. `merger` is how much
somebody expects of the merger, `nearness` how much somebody wants help and say close by.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ExampleStatement:
    text: str
    lean: float  # how far everybody leans to agree, whatever their attitudes
    merger: float
    nearness: float
    insiders_only: bool = False


PURPOSE = "Samen zorgen we dat hulp dichtbij en op tijd is, ook als er iemand ziek of weg is."

STATEMENTS = (
    ExampleStatement(PURPOSE, 0.35, 0.95, 0.2),
    ExampleStatement("Ik kan uitleggen waarom deze fusie nodig is.", 0.0, 0.9, -0.2),
    ExampleStatement("Deze fusie gaat vooral over geld besparen.", 0.3, -0.8, 0.3),
    ExampleStatement("Met één organisatie gaat het werk door als iemand ziek is.", 1.4, 0.5, 0.0),
    ExampleStatement("Samen krijgen we makkelijker goede vakmensen.", 1.1, 0.7, 0.0),
    ExampleStatement("Grote problemen, zoals woningnood, pakken we samen beter aan.", 1.3, 0.5, 0),
    ExampleStatement("De fusie kost meer dan ze oplevert.", -0.2, -1.0, 0.2),
    ExampleStatement("Door de fusie zijn de gemeenten te veel met zichzelf bezig.", 0.4, -0.7, 0.4),
    ExampleStatement("Zonder fusie kunnen we net zo goed samenwerken.", 0.0, -1.1, 0.2),
    ExampleStatement("Mijn gemeente verliest door de fusie haar eigen karakter.", 0.0, -0.8, 0.6),
    ExampleStatement("De drie gemeenten lijken meer op elkaar dan mensen denken.", 1.2, 0.4, -0.1),
    ExampleStatement(
        "Na de fusie kennen ambtenaren mijn dorp of wijk minder goed.", 0.2, -0.6, 0.9
    ),
    ExampleStatement("Goede hulp is belangrijker dan een loket dichtbij.", 0.5, 0.3, -1.0),
    ExampleStatement("Na de fusie word ik sneller geholpen.", -0.6, 0.9, -0.3),
    ExampleStatement("Dezelfde regels in alle drie de gemeenten is eerlijker.", 0.6, 0.4, -0.5),
    ExampleStatement(
        "Elke gemeente moet eigen keuzes houden, ook als dat meer kost.", 0.3, -0.5, 0.8
    ),
    ExampleStatement("Eén gemeente krijgt straks te veel invloed.", 0.0, -0.9, 0.3),
    ExampleStatement("De gemeenteraad houdt na de fusie genoeg grip.", 0.0, 0.9, -0.4),
    ExampleStatement(
        "Ik maak me zorgen over mijn eigen functie of rol.", 0.0, -0.8, 0.1, insiders_only=True
    ),
    ExampleStatement("Ik vertrouw erop dat de drie gemeenten elkaar iets gunnen.", 0.5, 0.8, 0.0),
    ExampleStatement("Hier kun je hardop twijfelen aan de fusie.", 0.1, 0.6, 0, insiders_only=True),
    ExampleStatement("Over de nadelen wordt eerlijk verteld.", -1.2, 0.4, -0.2),
    ExampleStatement("Ik hoor op tijd wat er gaat veranderen.", -0.2, 0.5, -0.2),
    ExampleStatement("Inwoners en ondernemers kunnen genoeg meepraten.", -0.4, 0.5, -0.6),
    ExampleStatement(
        "Bestuurders en ambtenaren willen met de fusie hetzelfde bereiken.",
        -0.1,
        0.7,
        0.0,
        insiders_only=True,
    ),
)
