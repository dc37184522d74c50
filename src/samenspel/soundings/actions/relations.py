"""What a round about the other organisations asks: chosen by kind, and made for each of them."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.people.models import Person
from samenspel.soundings.actions.drafts import changing, delete_unanswered
from samenspel.soundings.actions.statements import require_room
from samenspel.soundings.instruments.relations.instrument import RELATIONS
from samenspel.soundings.instruments.relations.items import chosen_in, possible, questions
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.planning.insiders import NOBODY
from samenspel.soundings.queries.relations import organisations_of


def choose_relations(*, person: Person, sounding: Sounding, chosen: Collection[str]) -> list[Item]:
    """Ask these aspects and lists about every organisation about which they can be asked.

    chosen : keys of the bank

    Raises ValidationError for what could not be published, for it is not asked.
    """
    with changing(sounding, person) as draft:
        if draft.instrument != RELATIONS.key:
            raise ValidationError(
                _("In deze vragenronde vraagt u niet naar elkaar."), code="other-instrument"
            )
        if set(chosen) - set(possible(organisations_of(draft))):
            raise ValidationError(
                _("Wat daarvan komt, kunnen we niet tonen. Daarom vragen we het niet."),
                code="not-published",
            )
        items = _make(draft, chosen)
        record(actor=person.email, action="relations.chosen", about=draft)
        return items


def begin_with_everything(draft: Sounding) -> None:
    """All that can be asked now. Whoever prepares the round leaves out the rest."""
    _make(draft, possible(organisations_of(draft)))


def make_anew(draft: Sounding) -> None:
    """The same, now that other groups are asked: for the organisations that are there now."""
    _make(draft, chosen_in(Item.objects.filter(sounding=draft).values_list("detail", flat=True)))


def _make(draft: Sounding, chosen: Collection[str]) -> list[Item]:
    made = questions(chosen, organisations_of(draft))
    require_room(len(made))
    delete_unanswered(Item.objects.filter(sounding=draft))
    return Item.objects.bulk_create(
        Item(
            sounding=draft,
            number=number,
            text=each.text,
            text_en=each.text_en,
            # Without groups it would be for everybody.
            only_for=list(each.only_for) or [NOBODY],
            lowest=RELATIONS.lowest,
            highest=each.highest,
            detail=dict(each.detail),
        )
        for number, each in enumerate(made, start=1)
    )
