"""What is asked of whom about which organisation, as far as what comes of it can be published.

What others say of an organisation is told from three other organisations on, each with the minimum
of people; whether two recognise each other where ten people of both answered. What probably does
not get there is not asked: every question costs somebody time.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samenspel.cooperations.models import Role
from samenspel.measures.said_by_others import FEWEST_ORGANISATIONS
from samenspel.soundings.instruments.relations.bank import Aspect, ChoiceList, bank, in_words

ASPECT, RECOGNITION = "aspect", "recognition"
OWN, OTHER = "own", "other"
FIVE = 5
# They are of no organisation, so they say nothing for one.
_OF_NO_ORGANISATION = frozenset({Role.RESIDENT, Role.BUSINESS})


@dataclass(frozen=True)
class Organisation:
    """One that is asked.

    positions : of its groups in the round
    size : people in these groups together
    can_tell : probably so many of them take part that they are told of
    can_pair : probably enough of them for recognition
    """

    name: str
    positions: tuple[int, ...]
    size: int
    can_tell: bool
    can_pair: bool


@dataclass(frozen=True)
class NewItem:
    """only_for : positions of groups; none where it can be put to nobody now"""

    text: str
    text_en: str
    only_for: tuple[int, ...]
    highest: int
    detail: Mapping[str, Any]


def speaks_for_an_organisation(role: str, party: str, *, open_link: bool = False) -> bool:
    """Whether what this group says is what people of one organisation say."""
    return bool(party) and not open_link and role not in _OF_NO_ORGANISATION


def can_be_spoken_of(about: Organisation, organisations: Iterable[Organisation]) -> bool:
    """Whether enough others are asked to tell what they say of this one."""
    others = [each for each in organisations if each != about and each.can_tell]
    return len(others) >= FEWEST_ORGANISATIONS


def can_be_recognised(about: Organisation, organisations: Iterable[Organisation]) -> bool:
    others = [each for each in organisations if each != about and each.can_pair]
    return about.can_pair and bool(others)


def possible(organisations: Sequence[Organisation]) -> tuple[str, ...]:
    """The keys of all that can be asked about at least one of these organisations."""
    aspects = any(can_be_spoken_of(each, organisations) for each in organisations)
    lists = any(can_be_recognised(each, organisations) for each in organisations)
    return tuple(
        key for key in bank().keys if (lists if bank().choice_list(key) is not None else aspects)
    )


def questions(chosen: Collection[str], organisations: Sequence[Organisation]) -> list[NewItem]:
    """All questions, in the order in which they are numbered.

    First those about one's own organisation, then about each other one: its role, interest and
    responsibility, then the aspects. What was chosen and can be asked of nobody now stays, as a
    question for nobody: whoever prepares the round sees it, and it is put again when it can be.

    chosen : keys of the bank; others are passed over
    organisations : in the order of the cooperation
    """
    lists = [each for each in bank().lists if each.key in chosen]
    aspects = [each for each in bank().aspects if each.key in chosen]
    paired = [each for each in organisations if can_be_recognised(each, organisations)]
    spoken_of = [each for each in organisations if can_be_spoken_of(each, organisations)]
    made = [_own(each, one) for one in paired for each in lists]
    for one in organisations:
        if one in paired:
            made += [_other(each, one, organisations) for each in lists]
        if one in spoken_of:
            made += [_aspect(each, one, organisations) for each in aspects]
    if not paired:
        made += [_recognition(each, each.other, OTHER, None, ()) for each in lists]
    if not spoken_of:
        made += [_aspect(each, None, ()) for each in aspects]
    return made


def chosen_in(details: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What was chosen, as the questions that were made of it tell."""
    keys = {detail.get("key") for detail in details}
    return tuple(key for key in bank().keys if key in keys)


def _own(each: ChoiceList, one: Organisation) -> NewItem:
    return _recognition(each, each.own, OWN, one, one.positions)


def _other(each: ChoiceList, one: Organisation, organisations: Iterable[Organisation]) -> NewItem:
    told_by = [other for other in organisations if other != one and other.can_pair]
    return _recognition(each, each.other, OTHER, one, _positions(told_by))


def _recognition(
    each: ChoiceList,
    texts: Mapping[str, str],
    side: str,
    about: Organisation | None,
    only_for: tuple[int, ...],
) -> NewItem:
    name = about.name if about else None
    return NewItem(
        text=in_words(texts, name, "nl"),
        text_en=in_words(texts, name, "en"),
        only_for=only_for,
        highest=len(each.choices),
        detail={
            "key": each.key,
            "kind": RECOGNITION,
            "side": side,
            "about": name or "",
            "options": [{"key": choice.key, **choice.texts} for choice in each.choices],
        },
    )


def _aspect(
    each: Aspect, about: Organisation | None, organisations: Iterable[Organisation]
) -> NewItem:
    told_by = [other for other in organisations if other != about and other.can_tell]
    name = about.name if about else None
    return NewItem(
        text=in_words(each.texts, name, "nl"),
        text_en=in_words(each.texts, name, "en"),
        only_for=_positions(told_by),
        highest=FIVE,
        detail={
            "key": each.key,
            "kind": ASPECT,
            "side": OTHER,
            "about": name or "",
        },
    )


def _positions(organisations: Iterable[Organisation]) -> tuple[int, ...]:
    return tuple(sorted(position for each in organisations for position in each.positions))
