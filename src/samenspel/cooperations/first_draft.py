"""What a new cooperation begins with, where somebody begins it from the atlas.

It fills the form that is there in any case, and all of it can be changed before it is saved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from samenspel.atlas.models import Arrangement, ArrangementForm, Organisation
from samenspel.atlas.models.dated import holds
from samenspel.atlas.purposes.sentences import in_sentences
from samenspel.atlas.queries.organisations import goes_by, organisations_with
from samenspel.atlas.queries.participants import arrangement_numbered, participants_of
from samenspel.atlas.queries.successors import Ended, ended_among
from samenspel.cooperations.models import LONGEST_PURPOSE, MOST_PARTIES, Form

_LONGEST_NAME = 120
_FORMS = {
    ArrangementForm.PUBLIC_BODY: Form.PUBLIC_BODY,
    ArrangementForm.OPERATIONS: Form.OPERATIONS,
    ArrangementForm.JOINT_BODY: Form.JOINT_BODY,
    ArrangementForm.PLAIN: Form.PLAIN,
}


@dataclass(frozen=True)
class FirstDraft:
    organisations: list[Organisation] = field(default_factory=list)
    left_out: int = 0
    """organisations for which there was no room"""
    unknown: list[str] = field(default_factory=list)
    """what was asked for and is not in the atlas, as it was asked"""
    ended: list[Ended] = field(default_factory=list)
    arrangement: Arrangement | None = None
    is_of_another_time: bool = False
    """whether the arrangement is one that is not in force"""
    purpose_was_cut: bool = False
    initial: Mapping[str, str] = field(default_factory=dict)
    """of the fields of the form"""

    def names(self) -> list[str]:
        return [name_of(each) for each in self.organisations]

    def keys_by_name(self, names: Iterable[str]) -> dict[str, str]:
        """Of the names that are written in the end: which of these organisations each is."""
        waiting = list(self.organisations)
        keys: dict[str, str] = {}
        for name in names:
            found = next((each for each in waiting if is_named(each, name)), None)
            if found:
                keys[name] = found.key
                waiting.remove(found)
        return keys


def draft_from(*, keys: Iterable[str], arrangement: str, day: date) -> FirstDraft:
    """Begin with these organisations, and with those of an arrangement and what it says.

    arrangement : its number in the register, as it was asked; empty for none
    """
    asked = list(dict.fromkeys(keys))
    found = arrangement_numbered(arrangement)
    picked = organisations_with(asked)
    there = {each.key for each in picked}
    unknown = [key for key in asked if key not in there]
    if found:
        picked += [each for each in participants_of(found, day) if each.key not in there]
    elif arrangement:
        unknown.append(arrangement)
    stated = found.purpose if found else ""
    purpose = cut_at_a_sentence(stated, LONGEST_PURPOSE)
    kept = picked[:MOST_PARTIES]
    initial = {"parties": "\n".join(name_of(each) for each in kept)}
    if found:
        initial |= {
            "name": _cut_at_a_word(str(found), _LONGEST_NAME),
            "purpose": purpose,
            "form": _FORMS.get(ArrangementForm(found.form), ""),
            "challenge": policy_of(found),
        }
    return FirstDraft(
        organisations=kept,
        left_out=len(picked) - len(kept),
        unknown=unknown,
        ended=ended_among(kept, day),
        arrangement=found,
        is_of_another_time=found is not None and not holds(found.valid_from, found.valid_to, day),
        purpose_was_cut=purpose != " ".join(in_sentences(stated)),
        initial=initial,
    )


def name_of(organisation: Organisation) -> str:
    """As it is called as a party."""
    name = _on_one_line(organisation.name)
    if len(name) > _LONGEST_NAME and organisation.short_name:
        name = _on_one_line(organisation.short_name)
    return _cut_at_a_word(name, _LONGEST_NAME)


def is_named(organisation: Organisation, name: str) -> bool:
    return name == name_of(organisation) or goes_by(organisation, name)


def policy_of(arrangement: Arrangement) -> str:
    """Its policy fields without what they fall under: "verkeer | openbaar vervoer"."""
    fields = [path.rpartition("|")[2].strip() for path in arrangement.policy_fields]
    shown = ""
    for each in dict.fromkeys(filter(None, fields)):
        longer = f"{shown}, {each}" if shown else each
        if len(longer) > _LONGEST_NAME:
            break
        shown = longer
    return shown


def cut_at_a_sentence(text: str, longest: int) -> str:
    """As many whole sentences as fit; where not even the first does, as many words."""
    sentences = in_sentences(text)
    lengths = accumulate(len(each) + 1 for each in sentences)
    fitting = sum(length - 1 <= longest for length in lengths)
    kept = " ".join(sentences[:fitting])
    return kept or _cut_at_a_word(" ".join(sentences), longest)


def _cut_at_a_word(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:-–(") + "…"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
