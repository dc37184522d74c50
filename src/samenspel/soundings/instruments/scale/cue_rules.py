"""When rated questions give a reason to talk, as data.

How often chance alone does was simulated over 500 made-up cooperations in which nothing changed:
docs/methods.md.
"""

from django.utils.translation import gettext_lazy

from samenspel.soundings.instruments.statements import cues as of_statements
from samenspel.soundings.instruments.statements.cues import Rule

MIDDLE = 3.0
"""of the five answers"""
DIFFERENT = 0.01
"""q of a gap between levels. Four pulses a year ask for more than one round does"""
TOGETHER = 0.75
"""part of its threshold that trust must have fallen, and control risen, where both did"""

PURPOSE_NOT_SHARED = Rule(
    key="bedoeling-niet-gedeeld",
    name=gettext_lazy("De bedoeling wordt niet door iedereen gedeeld"),
    threshold=gettext_lazy(
        "Van een groep ligt het gemiddelde over het delen van de bedoeling, ook met de onzekerheid"
        " mee, onder het midden."
    ),
    evidence="Provan & Kenis 2008",
    claims=("C2", "C4"),
    false_alarm=gettext_lazy(
        "Ligt een groep precies op het midden, dan zegt toeval dit hoogstens 1 op de 40 keer."
    ),
    begin_with=gettext_lazy("Wat zouden zij als bedoeling opschrijven?"),
)
LEVELS_DIFFER = Rule(
    key="lagen-verschillen",
    name=gettext_lazy("Lagen ervaren het verschillend"),
    threshold=gettext_lazy(
        "De gemiddelden van twee lagen (raad, college, leidinggevenden, medewerkers, partners,"
        " inwoners) verschillen meer dan toeval, over alle paren en onderwerpen samen gerekend."
    ),
    evidence="Hedges & Olkin 1985; Benjamini & Hochberg 1995",
    claims=("C7", "C14"),
    false_alarm=gettext_lazy(
        "Ervaren alle lagen hetzelfde, dan komt dit in minder dan 1 op de 100 peilingen voor."
    ),
    begin_with=gettext_lazy("Wat merkt de één waar de ander geen zicht op heeft?"),
)
DIVIDED = Rule(
    key="verdeeld",
    name=gettext_lazy("Een groep is het met zichzelf oneens"),
    threshold=gettext_lazy(
        "De antwoorden in een groep lopen verder uiteen dan wanneer iedereen zomaar wat had"
        " gekozen."
    ),
    evidence="Biemann, Cole & Voelpel 2012",
    claims=("C4",),
    false_alarm=gettext_lazy(
        "Kiest iedereen zomaar wat, dan zegt toeval dit hoogstens 1 op de 20 keer; bij gewone"
        " antwoorden vrijwel nooit."
    ),
    begin_with=gettext_lazy("Wat moet waar zijn voor wie het anders ervaart?"),
)
TRUST_FALLS = Rule(
    key="vertrouwen-daalt",
    name=gettext_lazy("Het vertrouwen daalt"),
    threshold=gettext_lazy(
        "Van alle groepen samen ligt het vertrouwen lager dan in eerdere peilingen, meer dan toeval"
        " over acht peilingen laat zien."
    ),
    evidence="Hawkins, Qiu & Kang 2003",
    claims=("C12", "C4"),
    false_alarm=gettext_lazy(
        "Verandert er niets, dan komt dit in 1 op de 20 reeksen van acht peilingen voor."
    ),
    begin_with=gettext_lazy("Wat is er sinds de vorige peiling gebeurd?"),
)
CONTROL_FOR_TRUST = Rule(
    key="controle-op-vertrouwen-neer",
    name=gettext_lazy("De controle drukt zwaarder, en het vertrouwen daalt"),
    threshold=gettext_lazy(
        "Van alle groepen samen stijgt de last van controle terwijl het vertrouwen daalt. Elk van"
        " beide hoeft minder zeker te zijn dan wanneer het alleen stond."
    ),
    evidence="Hawkins, Qiu & Kang 2003",
    claims=("C12", "C13"),
    false_alarm=gettext_lazy(
        "Verandert er niets, dan komt dit in minder dan 1 op de 100 reeksen van acht peilingen"
        " voor."
    ),
    begin_with=gettext_lazy("Welke verantwoording helpt u samen, en welke kan weg?"),
)
ABOVE_AND_BELOW = Rule(
    key="boven-en-onder",
    name=gettext_lazy("Wat is afgesproken en wat mensen ervaren, is niet hetzelfde"),
    threshold=gettext_lazy(
        "Iets is vastgesteld of uitgesproken, en van alle groepen samen ligt het gemiddelde"
        " daarover met de onzekerheid mee onder het midden."
    ),
    evidence="Allers & de Greef 2018",
    claims=("C4", "C5"),
    false_alarm=PURPOSE_NOT_SHARED.false_alarm,
    begin_with=gettext_lazy("Waar merkt u in het werk wel, en waar niet, wat is afgesproken?"),
)
RULES = (
    PURPOSE_NOT_SHARED,
    CONTROL_FOR_TRUST,
    TRUST_FALLS,
    LEVELS_DIFFER,
    DIVIDED,
    ABOVE_AND_BELOW,
    of_statements.GROUPS_DIFFER,
    of_statements.MANY_DID_NOT_TAKE_PART,
)
