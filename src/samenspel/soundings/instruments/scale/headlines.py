"""What an outcome of rated questions says as a whole: its headline and its sentences.

Fair: what is found, for whom, never one organisation held up. Something is above or below the
middle only where its whole interval is.
"""

from django.utils.translation import gettext as _

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.scale import words
from samenspel.soundings.instruments.scale.cue_rules import DIFFERENT, MIDDLE
from samenspel.soundings.instruments.scale.outcome import Construct, ScaleOutcome
from samenspel.soundings.instruments.statements import headlines as of_statements
from samenspel.soundings.instruments.statements.words import joined, sentence_case

_SEVERAL = 2


def headline(outcome: ScaleOutcome) -> str:
    leading = _leading(outcome)
    if leading is None or leading.together is None:
        return of_statements.headline(outcome.statements)
    return _said_of_trust(leading) if leading.is_trust else _said(leading)


def _said_of_trust(trust: Construct) -> str:
    return {
        "fell": _("Het vertrouwen is gedaald"),
        "rose": _("Het vertrouwen is gegroeid"),
        "higher again": _("Het vertrouwen is weer hoger dan de vorige keer"),
        "lower again": _("Het vertrouwen is weer lager dan de vorige keer"),
        "same": _("Het vertrouwen is niet merkbaar veranderd"),
        "above": _("Het vertrouwen ligt boven het midden"),
        "below": _("Het vertrouwen ligt onder het midden"),
        "around": _("Het vertrouwen ligt rond het midden"),
    }[_found(trust)]


def _said(construct: Construct) -> str:
    return {
        "fell": _("“%(name)s” is gedaald"),
        "rose": _("“%(name)s” is gestegen"),
        "higher again": _("“%(name)s” is weer hoger dan de vorige keer"),
        "lower again": _("“%(name)s” is weer lager dan de vorige keer"),
        "same": _("“%(name)s” is niet merkbaar veranderd"),
        "above": _("“%(name)s” ligt boven het midden"),
        "below": _("“%(name)s” ligt onder het midden"),
        "around": _("“%(name)s” ligt rond het midden"),
    }[_found(construct)] % {"name": construct.name}


def _found(construct: Construct) -> str:
    if construct.fell:
        return "fell"
    if construct.rose:
        return "rose"
    if construct.came_back:
        return "higher again" if construct.came_back > 0 else "lower again"
    if construct.series.change is not None:
        return "same"
    low, high = (
        (MIDDLE, MIDDLE)
        if construct.together is None
        else (construct.together.low, construct.together.high)
    )
    if low > MIDDLE:
        return "above"
    return "below" if high < MIDDLE else "around"


def _leading(outcome: ScaleOutcome) -> Construct | None:
    """Trust, where it was asked; else what changed, and else what came first."""
    told = [construct for construct in outcome.wholes if construct.together is not None]
    told.sort(key=lambda one: (not one.is_trust, not (one.fell or one.rose)))
    return next(iter(told), None)


def sentences(outcome: ScaleOutcome) -> list[str]:
    """Under the headline: with its figures, what else changed, and who cannot be shown."""
    leading = _leading(outcome)
    if leading is None or leading.together is None:
        return of_statements.sentences(outcome.statements)
    said = [words.sentence(leading), *_where(outcome, leading), *_also_changed(outcome, leading)]
    if levels := _levels(outcome):
        said.append(levels)
    if outcome.statements.hidden_groups:
        names = (
            of_statements.role_name(group).lower() for group in outcome.statements.hidden_groups
        )
        text = _("%(names)s tonen we niet: van hen deden er te weinig mee.")
        said.append(sentence_case(text % {"names": joined(dict.fromkeys(names))}))
    return said


def _where(outcome: ScaleOutcome, construct: Construct) -> list[str]:
    """By role, where a fall is clearest."""
    most = [group for group in construct.series.compared if construct.fell_in(group)]
    if not most or len(construct.of) < _SEVERAL:
        return []
    names = (of_statements.role_name(outcome.groups[group]).lower() for group in most)
    return [_("Het duidelijkst bij %(roles)s.") % {"roles": joined(dict.fromkeys(names))}]


def _also_changed(outcome: ScaleOutcome, leading: Construct) -> list[str]:
    others = [construct for construct in outcome.wholes if construct is not leading]
    said = []
    if fell := [f"“{construct.name}”" for construct in others if construct.fell]:
        said.append(_("Ook lager: %(names)s.") % {"names": joined(fell)})
    if rose := [f"“{construct.name}”" for construct in others if construct.rose]:
        said.append(_("Hoger: %(names)s.") % {"names": joined(rose)})
    return said


def _levels(outcome: ScaleOutcome) -> str:
    apart = {gap.construct for gap in outcome.gaps if gap.q <= DIFFERENT}
    names = [f"“{construct.name}”" for construct in outcome.wholes if construct.key in apart]
    if not names:
        return ""
    roles = {role for gap in outcome.gaps if gap.q <= DIFFERENT for role in (gap.higher, gap.lower)}
    in_order = [str(role.label).lower() for role in Role if role in roles]
    return sentence_case(
        _("%(roles)s verschillen over %(names)s.")
        % {"roles": joined(in_order), "names": joined(names)}
    )
