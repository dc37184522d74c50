"""Reasons to talk, found in a frozen outcome by stated rules.

A cue is no verdict. It says what to talk about, with whom, and how often chance alone would say so.
People are spoken of by their role: no rule names a person, a department or an organisation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.statements.headlines import divided_note, role_name
from samenspel.soundings.instruments.statements.outcome import Group, Outcome, Statement
from samenspel.soundings.instruments.statements.words import joined, percent, sentence_case

# Of a group that may be told of: so many of them did not take part.
MANY_SILENT = 0.6
# Of one rule: a page with everything on it starts no conversation.
MOST_OF_A_RULE = 3
_POLITICAL = frozenset({Role.COUNCIL, Role.COLLEGE})
_ADMINISTRATIVE = frozenset({Role.MANAGEMENT, Role.STAFF})


@dataclass(frozen=True)
class Rule:
    """When something is a reason to talk.

    claims : what it bears on, such as C4; the numbers stand in docs/methods.md
    false_alarm : how often chance alone makes this cue, in words. By the level of the interval or
        test behind it; the tests simulate it for differences and for groups found
    """

    key: str
    name: Promise
    threshold: Promise
    evidence: str
    claims: tuple[str, ...]
    false_alarm: Promise
    begin_with: Promise


@dataclass(frozen=True)
class Cue:
    """One reason to talk. Follows from the frozen outcome alone, so it is the same for everybody.

    concerned : positions of the groups it is about
    """

    rule: Rule
    sentence: str
    concerned: tuple[int, ...]
    statement: Statement | None = None

    @property
    def key(self) -> str:
        """The same as long as the outcome is: a conversation refers to it."""
        return f"{self.rule.key}-{self.statement.number}" if self.statement else self.rule.key


PURPOSE_NOT_SHARED = Rule(
    key="bedoeling-niet-gedeeld",
    name=gettext_lazy("De bedoeling wordt niet door iedereen gedeeld"),
    threshold=gettext_lazy(
        "Van een groep die we tonen staat, ook met de onzekerheid mee, minder dan de helft achter"
        " de bedoeling."
    ),
    evidence="Allers & de Greef 2018; Berenschot 2018",
    claims=("C2", "C4"),
    false_alarm=gettext_lazy(
        "Staat precies de helft van een groep erachter, dan zegt toeval dit hoogstens 1 op de 40"
        " keer."
    ),
    begin_with=gettext_lazy("Wat zouden zij als bedoeling opschrijven?"),
)
MANY_DID_NOT_TAKE_PART = Rule(
    key="stilte",
    name=gettext_lazy("Een groep bleef grotendeels stil"),
    threshold=gettext_lazy("Van een groep deed 60 procent of meer niet mee."),
    evidence="Manski 1989",
    claims=("C4",),
    false_alarm=gettext_lazy("Dit is geteld en niet geschat: toeval speelt geen rol."),
    begin_with=gettext_lazy("Waarom was meedoen voor hen niet vanzelfsprekend?"),
)
LEVELS_DIFFER = Rule(
    key="bestuur-en-organisatie",
    name=gettext_lazy("Bestuur en organisatie zien iets anders"),
    threshold=gettext_lazy(
        "Raad of college verschilt op een stelling duidelijk van leidinggevenden of medewerkers:"
        " meer dan 20 procentpunt, en meer dan toeval."
    ),
    evidence="van Meerkerk & Edelenbos 2014",
    claims=("C7", "C14"),
    false_alarm=gettext_lazy(
        "Denken alle groepen hetzelfde, dan komt dit in hoogstens 1 op de 20 vragenrondes voor."
    ),
    begin_with=gettext_lazy("Wat ziet de één waar de ander geen zicht op heeft?"),
)
GROUPS_DIFFER = Rule(
    key="groepen-verschillen",
    name=gettext_lazy("Groepen denken er verschillend over"),
    threshold=gettext_lazy(
        "Groepen verschillen op een stelling duidelijk: meer dan 20 procentpunt, en meer dan"
        " toeval."
    ),
    evidence="Benjamini & Hochberg 1995",
    claims=("C3", "C9"),
    false_alarm=LEVELS_DIFFER.false_alarm,
    begin_with=gettext_lazy("Welk belang of welke ervaring zit achter het verschil?"),
)
GROUP_IS_DIVIDED = Rule(
    key="verdeeld",
    name=gettext_lazy("De deelnemers zijn verdeeld"),
    threshold=gettext_lazy(
        "Er is één groep, en aan beide kanten van een stelling staat zeker meer dan een kwart."
    ),
    evidence="Brown, Cai & DasGupta 2001",
    claims=("C4",),
    false_alarm=gettext_lazy(
        "Staat aan één kant precies een kwart, dan zegt toeval dit hoogstens 1 op de 40 keer."
    ),
    begin_with=gettext_lazy("Wat moet waar zijn voor wie het anders ziet?"),
)
VIEWS_OF_THEIR_OWN = Rule(
    key="eigen-kijk",
    name=gettext_lazy("Er zijn groepen met een eigen kijk"),
    threshold=gettext_lazy(
        "Dwars door de bekende groepen heen zijn er groepen die anders antwoorden, meer dan in"
        " een model zonder groepen."
    ),
    evidence="Hennig & Lin 2015",
    claims=("C4",),
    false_alarm=gettext_lazy(
        "Zijn er geen groepen, dan komt dit in hoogstens 1 op de 20 rondes voor."
    ),
    begin_with=gettext_lazy("Herkent u deze kijk, ook als het niet de uwe is?"),
)
RULES = (
    PURPOSE_NOT_SHARED,
    LEVELS_DIFFER,
    GROUPS_DIFFER,
    GROUP_IS_DIVIDED,
    VIEWS_OF_THEIR_OWN,
    MANY_DID_NOT_TAKE_PART,
)


def cues_of(outcome: Outcome) -> list[Cue]:
    """All reasons to talk in an outcome, in the order of the rules."""
    return [cue for find in _FINDERS for cue in find(outcome)]


def _purpose_not_shared(outcome: Outcome) -> Iterator[Cue]:
    purpose = outcome.purpose
    if purpose is None:
        return
    behind = [
        position
        for position in purpose.compared
        if (cell := purpose.cells[position]) is not None
        and cell.agree.is_minority
        and not cell.open_link
    ]
    if behind:
        sentence = _("Bij %(roles)s staat minder dan de helft achter de bedoeling.") % {
            "roles": _roles(outcome, behind)
        }
        yield Cue(PURPOSE_NOT_SHARED, sentence, tuple(behind), purpose)


def _differences(outcome: Outcome) -> Iterator[Cue]:
    """Between levels first, and then between any groups. The purpose has a rule of its own."""
    apart = [s for s in outcome.divisive if s.pairs and not s.is_purpose]
    between_levels = [s for s in apart if _is_between_levels(outcome, s)]
    others = [s for s in apart if s not in between_levels]
    for rule, found in ((LEVELS_DIFFER, between_levels), (GROUPS_DIFFER, others)):
        for statement in found[:MOST_OF_A_RULE]:
            concerned = sorted({position for pair in statement.pairs for position in pair})
            sentence = _("Over “%(text)s”: %(who)s.") % {
                "text": statement.text,
                "who": divided_note(statement, outcome),
            }
            yield Cue(rule, sentence, tuple(concerned), statement)


def _is_between_levels(outcome: Outcome, statement: Statement) -> bool:
    return any(
        {_level(outcome.groups[g]), _level(outcome.groups[h])} == {"political", "administrative"}
        for g, h in statement.pairs
    )


def _level(group: Group) -> str:
    if group.role in _POLITICAL:
        return "political"
    return "administrative" if group.role in _ADMINISTRATIVE else ""


def _divided_within(outcome: Outcome) -> Iterator[Cue]:
    divided = [statement for statement in outcome.divisive if statement.splits_the_group]
    for statement in divided[:MOST_OF_A_RULE]:
        sentence = _("Over “%(text)s” is aan beide kanten meer dan een kwart.") % {
            "text": statement.text
        }
        yield Cue(GROUP_IS_DIVIDED, sentence, (0,), statement)


def _views_of_their_own(outcome: Outcome) -> Iterator[Cue]:
    found = outcome.groups_found
    if found is not None and found.count > 1:
        sentence = _("Er zijn %(n)s groepen met een eigen kijk, dwars door de bekende groepen.") % {
            "n": found.count
        }
        yield Cue(VIEWS_OF_THEIR_OWN, sentence, outcome.compared)


def _silent(outcome: Outcome) -> Iterator[Cue]:
    silent = [
        position
        for position in outcome.compared
        if (outcome.groups[position].silent_share or 0) >= MANY_SILENT
    ]
    hidden = [
        position
        for position in outcome.compared
        if not outcome.groups[position].is_shown
        and (outcome.groups[position].size or 0) >= outcome.minimum
    ]
    said = []
    if silent:
        least = min(outcome.groups[position].silent_share or 0 for position in silent)
        said.append(
            _("Van %(roles)s deed ten minste %(part)s niet mee.")
            % {"roles": _roles(outcome, silent), "part": percent(least)}
        )
    if hidden:
        said.append(
            sentence_case(
                _("%(roles)s tonen we niet: van hen deden er te weinig mee.")
                % {"roles": _roles(outcome, hidden)}
            )
        )
    if said:
        yield Cue(MANY_DID_NOT_TAKE_PART, " ".join(said), tuple(sorted({*silent, *hidden})))


def _roles(outcome: Outcome, positions: list[int]) -> str:
    names = [role_name(outcome.groups[position]).lower() for position in positions]
    return joined(dict.fromkeys(names))


_FINDERS: tuple[Callable[[Outcome], Iterator[Cue]], ...] = (
    _purpose_not_shared,
    _differences,
    _divided_within,
    _views_of_their_own,
    _silent,
)
