"""What is said of groups that were found in the answers, and of answers without groups.

They are no organisations and nobody is told to be in one. All numbers here are steps of ten.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.measures.opinions.published_groups import PublishedGroup, PublishedGroups, SetApart
from samenspel.measures.opinions.published_map import VOICES_FOR_A_GROUP

_TENTHS_OF_A_STABLE_GROUP, _TENTHS_OF_A_PATTERN, _TENTHS_OF_A_HINT = 9, 8, 6


def headline(found: PublishedGroups) -> str:
    if found.count == 1:
        return _("Wij vonden geen groepen met een eigen kijk")
    return _("Wij vonden %(n)s groepen die elk anders kijken") % {"n": found.count}


def sentences(found: PublishedGroups) -> list[str]:
    """Under the headline: what that means, and what it does not."""
    if not found.beyond_chance:
        return [_("De verschillen tussen de antwoorden lijken toeval.")]
    if found.count == 1:
        return [_("Mensen verschillen, maar er zijn geen kampen.")]
    said = [
        _("Wie in een groep zit, antwoordt ongeveer zoals de anderen in die groep."),
        _("Het gaat niet om bekende organisaties. Niemand kan zien wie in welke groep zit."),
    ]
    if found.not_described:
        said.append(_not_described(found))
    if found.undetermined_percent:
        said.append(
            _("Van %(share)s is niet te zeggen in welke groep zij zitten.")
            % {"share": about(found.undetermined_percent)}
        )
    return said


def _not_described(found: PublishedGroups) -> str:
    if not found.groups:
        return _("De groepen zijn te klein om te beschrijven.")
    return ngettext(
        "%(n)s groep beschrijven we niet: daarin zitten minder dan %(least)s mensen.",
        "%(n)s groepen beschrijven we niet: daarin zitten minder dan %(least)s mensen.",
        found.not_described,
    ) % {"n": found.not_described, "least": VOICES_FOR_A_GROUP}


def straight_liners(found: PublishedGroups) -> str:
    """Who answers everything alike, and what leaving them out does; empty where they are few."""
    if found.straight_liners_at_least is None:
        return ""
    said = _(
        "Ten minste %(n)s mensen gaven op alle stellingen hetzelfde antwoord. Bij het zoeken naar "
        "groepen lieten we hen weg."
    ) % {"n": found.straight_liners_at_least}
    return f"{said} {_with_straight_liners(found)}"


def _with_straight_liners(found: PublishedGroups) -> str:
    if found.count_with_straight_liners == found.count:
        return _("Met hen erbij vinden we hetzelfde aantal groepen.")
    if found.count_with_straight_liners == 1:
        return _("Met hen erbij vinden we geen groepen.")
    return _("Met hen erbij vinden we %(n)s groepen.") % {"n": found.count_with_straight_liners}


def name(position: int) -> str:
    return _("Groep %(letter)s") % {"letter": chr(ord("A") + position)}


def about(percent: int) -> str:
    """A share of those who took part: "ongeveer 4 op de 10 deelnemers"."""
    if percent == 0:
        return _("minder dan 1 op de 20 deelnemers")
    if percent == 100:
        return _("bijna alle deelnemers")
    return _("ongeveer %(n)s op de 10 deelnemers") % {"n": percent // 10}


def stability(group: PublishedGroup) -> str:
    """How surely it would be found again (Hennig 2007), with the number it rests on."""
    tenths = group.stability_tenths
    same = (
        _("ongeveer %(n)s van de 10 mensen of meer zijn dezelfde")
        if tenths >= _TENTHS_OF_A_STABLE_GROUP
        else _("ongeveer %(n)s van de 10 mensen zijn dezelfde")
    ) % {"n": tenths}
    if tenths >= _TENTHS_OF_A_STABLE_GROUP:
        text = _("Komt heel goed terug als we opnieuw zoeken: %(same)s.")
    elif tenths >= _TENTHS_OF_A_PATTERN:
        text = _("Komt goed terug als we opnieuw zoeken: %(same)s.")
    elif tenths >= _TENTHS_OF_A_HINT:
        text = _("Komt deels terug als we opnieuw zoeken: %(same)s.")
    else:
        text = _("Komt slecht terug als we opnieuw zoeken: %(same)s. Bouw hier niet op.")
    return text % {"same": same}


def share(percent: int) -> str:
    """How many agree, in a table or beside a dot."""
    if percent == 0:
        return _("bijna niemand")
    if percent == 100:
        return _("bijna iedereen")
    return _("%(n)s op de 10") % {"n": percent // 10}


def here_and_elsewhere(one: SetApart) -> str:
    return _("%(here)s eens; in de andere groepen %(elsewhere)s") % {
        "here": share(one.here_percent),
        "elsewhere": share(one.elsewhere_percent),
    }
