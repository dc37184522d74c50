"""What is asked in a draft, as a list that can still be changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.scale.bank import Construct
from samenspel.soundings.instruments.scale.items import construct_in
from samenspel.soundings.instruments.statements.items import hints
from samenspel.soundings.models import AskedGroup, Item
from samenspel.soundings.planning.insiders import ALL_INSIDERS, is_for_nobody


@dataclass(frozen=True)
class ItemRow:
    item: Item
    for_whom: str
    """empty where everybody gets it"""
    is_for_nobody: bool
    hints: list[str]

    @property
    def construct(self) -> Construct | None:
        return construct_in(self.item.detail)


def rows_of(items: Iterable[Item], groups: Iterable[AskedGroup]) -> list[ItemRow]:
    names = {group.position: group.name for group in groups}
    return [
        ItemRow(
            item=item,
            for_whom=_for_whom(item, names),
            is_for_nobody=is_for_nobody(item.only_for, names),
            hints=hints(item.text),
        )
        for item in items
    ]


def _for_whom(item: Item, names: Mapping[int, str]) -> str:
    if is_for_nobody(item.only_for, names):
        return _("nu voor niemand")
    if ALL_INSIDERS in item.only_for:
        return _("alleen wie er werkt of bestuurt")
    if set(names) <= set(item.only_for):
        return _("voor alle groepen die u vraagt")
    return ", ".join(names[p] for p in item.only_for if p in names)
