"""What a round of questions asks, without whom: as it can be asked again somewhere else."""

from collections.abc import Iterable, Iterator, Mapping

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.scale.items import NewQuestion
from samenspel.soundings.models import AskedGroup, Item, Sounding
from samenspel.soundings.planning.insiders import ALL_INSIDERS, INSIDERS, ROLES


def questions_of(sounding: Sounding) -> list[NewQuestion]:
    """In their order. What nobody gets is left out."""
    groups = dict(AskedGroup.objects.filter(sounding=sounding).values_list("position", "role"))
    items = Item.objects.filter(
        sounding=sounding, added=False, moderation=Item.Moderation.ACCEPTED
    ).exclude(text="")
    return list(_questions(items, groups))


def _questions(items: Iterable[Item], groups: Mapping[int, str]) -> Iterator[NewQuestion]:
    for item in items:
        roles = _roles(item, groups)
        if roles or not item.only_for:
            in_order = tuple(role for role in Role if role in roles)
            yield NewQuestion(item.text, item.text_en, in_order)


def _roles(item: Item, groups: Mapping[int, str]) -> set[str]:
    if meant := item.detail.get(ROLES):
        return set(meant)
    if ALL_INSIDERS in item.only_for:
        return set(INSIDERS)
    return {groups[position] for position in item.only_for if position in groups}
