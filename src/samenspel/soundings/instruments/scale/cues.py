"""Reasons to talk, found in a frozen outcome of rated questions by stated rules.

A cue is no verdict. It says what to talk about, with whom, and how often chance alone would say so.
People are spoken of by their role: no rule names a person, a department or an organisation.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.scale.constructs import CONTROL_LOAD, PURPOSE_SHARED
from samenspel.soundings.instruments.scale.cue_rules import (
    ABOVE_AND_BELOW,
    CONTROL_FOR_TRUST,
    DIFFERENT,
    DIVIDED,
    LEVELS_DIFFER,
    MIDDLE,
    PURPOSE_NOT_SHARED,
    RULES,
    TOGETHER,
    TRUST_FALLS,
)
from samenspel.soundings.instruments.scale.outcome import Construct, Gap, ScaleOutcome
from samenspel.soundings.instruments.statements import cues as of_statements
from samenspel.soundings.instruments.statements.cues import Cue, Rule
from samenspel.soundings.instruments.statements.headlines import role_name
from samenspel.soundings.instruments.statements.words import joined

_RECENT = 2
"""waves after which a change was said often enough"""


@dataclass(frozen=True)
class Said:
    """What was said above ground, such as a purpose that was adopted.

    construct : what must be so if people stand behind it
    """

    text: str
    construct: str = PURPOSE_SHARED


@dataclass(frozen=True)
class ConstructCue(Cue):
    """A cue about what questions measure together.

    number : of its page
    """

    construct: str = ""
    number: int = 0

    @property
    def key(self) -> str:
        """The same as long as the outcome is: a conversation refers to it."""
        return f"{self.rule.key}-{self.construct.replace('.', '-')}"


def cues_of(outcome: ScaleOutcome, *, said: Sequence[Said] = ()) -> list[Cue]:
    """All reasons to talk in an outcome, in the order of the rules.

    said : what was said above ground
    """
    of_questions = [
        cue for cue in of_statements.cues_of(outcome.statements) if _is_of_a_question(outcome, cue)
    ]
    found = [
        *(cue for find in _FINDERS for cue in find(outcome)),
        *_above_and_below(outcome, said),
        *of_questions,
    ]
    place = {rule.key: number for number, rule in enumerate(RULES)}
    return sorted(found, key=lambda cue: place.get(cue.rule.key, len(place)))


def _about(
    outcome: ScaleOutcome, construct: Construct, rule: Rule, sentence: str, concerned: Sequence[int]
) -> Cue:
    number = outcome.constructs.index(construct) + 1
    return ConstructCue(rule, sentence, tuple(concerned), construct=construct.key, number=number)


def _is_of_a_question(outcome: ScaleOutcome, cue: Cue) -> bool:
    """Of what is measured, means tell more than single questions; those are for what is left."""
    if cue.rule in (of_statements.MANY_DID_NOT_TAKE_PART, of_statements.PURPOSE_NOT_SHARED):
        return True
    return (
        cue.rule in (of_statements.GROUPS_DIFFER, of_statements.LEVELS_DIFFER)
        and cue.statement in outcome.own_questions
        and cue.statement is not None
        and (cue.statement.q or 0.0) <= DIFFERENT
    )


def _purpose_not_shared(outcome: ScaleOutcome) -> Iterator[Cue]:
    shared = outcome.construct(PURPOSE_SHARED)
    if shared is None or outcome.statements.purpose is not None:
        return
    below = [group for group in _side_by_side(outcome, shared) if _high(shared, group) < MIDDLE]
    if below:
        sentence = _("Bij %(roles)s ligt het delen van de bedoeling onder het midden.") % {
            "roles": _roles(outcome, below)
        }
        yield _about(outcome, shared, PURPOSE_NOT_SHARED, sentence, below)


def _trust_falls(outcome: ScaleOutcome) -> Iterator[Cue]:
    control = outcome.construct(CONTROL_LOAD)
    for trust in outcome.trust:
        if control is not None and _both_moved(trust, control):
            sentence = _("%(control)s steeg, terwijl %(trust)s daalde.") % {
                "control": _quoted(control),
                "trust": _quoted(trust),
            }
            yield _about(outcome, trust, CONTROL_FOR_TRUST, sentence, trust.series.compared)
        elif trust.fell and trust.series.change is not None and trust.series.change.is_new:
            yield _trust_fell(outcome, trust)


def _trust_fell(outcome: ScaleOutcome, trust: Construct) -> Cue:
    most = [group for group in trust.series.compared if trust.fell_in(group)]
    sentence = _("%(trust)s is lager dan in eerdere peilingen.") % {"trust": _quoted(trust)}
    if most:
        sentence += " " + _("Het duidelijkst bij %(roles)s.") % {"roles": _roles(outcome, most)}
    return _about(outcome, trust, TRUST_FALLS, sentence, most or trust.series.compared)


def _both_moved(trust: Construct, control: Construct) -> bool:
    fall, rise = trust.series.change, control.series.change
    return (
        fall is not None
        and rise is not None
        and fall.drop >= TOGETHER * fall.drop_at
        and rise.rise >= TOGETHER * rise.rise_at
        and min(fall.waves_since_drop, rise.waves_since_rise) <= _RECENT
    )


def _levels_differ(outcome: ScaleOutcome) -> Iterator[Cue]:
    apart = [gap for gap in outcome.gaps if gap.q <= DIFFERENT]
    for key in list(dict.fromkeys(gap.construct for gap in apart))[: of_statements.MOST_OF_A_RULE]:
        construct = outcome.construct(key)
        if construct is not None:
            yield _levels(outcome, construct, [gap for gap in apart if gap.construct == key])


def _levels(outcome: ScaleOutcome, construct: Construct, apart: Sequence[Gap]) -> Cue:
    roles = {role for gap in apart for role in (gap.higher, gap.lower)}
    concerned = [
        group for group in _side_by_side(outcome, construct) if outcome.groups[group].role in roles
    ]
    return _about(outcome, construct, LEVELS_DIFFER, levels_sentence(construct, apart), concerned)


def levels_sentence(construct: Construct, apart: Sequence[Gap]) -> str:
    """Between whom, by role."""
    higher, lower = {gap.higher for gap in apart}, {gap.lower for gap in apart}
    if higher & lower:
        text = _("%(construct)s: %(roles)s verschillen duidelijk.")
        return text % {"construct": _quoted(construct), "roles": _names_of(higher | lower)}
    return _("%(construct)s: hoger bij %(higher)s dan bij %(lower)s.") % {
        "construct": _quoted(construct),
        "higher": _names_of(higher),
        "lower": _names_of(lower),
    }


def _names_of(roles: Collection[str]) -> str:
    return joined(str(role.label).lower() for role in Role if role in roles)


def _divided(outcome: ScaleOutcome) -> Iterator[Cue]:
    split = [construct for construct in outcome.constructs if construct.divided]
    for construct in split[: of_statements.MOST_OF_A_RULE]:
        sentence = _("%(construct)s: binnen %(roles)s lopen de antwoorden ver uiteen.") % {
            "construct": _quoted(construct),
            "roles": _roles(outcome, construct.divided),
        }
        yield _about(outcome, construct, DIVIDED, sentence, construct.divided)


def _above_and_below(outcome: ScaleOutcome, said: Sequence[Said]) -> Iterator[Cue]:
    for each in said:
        construct = outcome.construct(each.construct)
        if construct is not None and construct.together and construct.together.high < MIDDLE:
            sentence = _("Uitgesproken is: “%(text)s”. Toch ligt %(construct)s onder het midden.")
            sentence %= {"text": each.text, "construct": _quoted(construct)}
            yield _about(outcome, construct, ABOVE_AND_BELOW, sentence, construct.of)


def _side_by_side(outcome: ScaleOutcome, construct: Construct) -> list[int]:
    return [group for group in outcome.statements.compared if group in construct.shown]


def _high(construct: Construct, group: int) -> float:
    figure = construct.groups[group]
    return MIDDLE if figure is None else figure.high


def _quoted(construct: Construct) -> str:
    return f"“{construct.name}”"


def _roles(outcome: ScaleOutcome, positions: Sequence[int]) -> str:
    names = (role_name(outcome.groups[position]).lower() for position in positions)
    return joined(dict.fromkeys(names))


_FINDERS: tuple[Callable[[ScaleOutcome], Iterator[Cue]], ...] = (
    _purpose_not_shared,
    _trust_falls,
    _levels_differ,
    _divided,
)
