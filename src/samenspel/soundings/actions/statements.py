"""What is asked: the statements of a draft, in their order."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.people.models import Person
from samenspel.soundings.actions.drafts import ChangedMeanwhileError, changing, delete_unanswered
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.instruments.statements.items import LONGEST, MOST
from samenspel.soundings.models import AskedGroup, Item, Sounding
from samenspel.soundings.planning.insiders import ROLES, settled
from samenspel.soundings.planning.seen import mark_of

# Numbers are unique at every moment, so rows step aside while they change places.
_ASIDE = 100_000


def add_statements(*, person: Person, sounding: Sounding, texts: Iterable[str]) -> list[Item]:
    """Add statements for everybody at the end. One that is there already is not added again."""
    with _writing(sounding, person) as draft:
        there = list(Item.objects.filter(sounding=draft))
        known = {item.text for item in there}
        new = [text for text in dict.fromkeys(_clean(t) for t in texts) if text not in known]
        require_room(len(there) + len(new))
        asks = instrument_of(draft.instrument)
        items = Item.objects.bulk_create(
            Item(
                sounding=draft,
                number=number,
                text=text,
                lowest=asks.lowest,
                highest=asks.highest,
                detail=asks.detail_of(text),
            )
            for number, text in enumerate(new, start=len(there) + 1)
        )
        record(actor=person.email, action="statements.added", about=draft)
        return items


def change_statement(
    *,
    person: Person,
    sounding: Sounding,
    item_id: int,
    text: str,
    text_en: str,
    only_for: Sequence[int],
    is_purpose: bool,
    seen: str | None = None,
) -> Item | None:
    """Change a statement. None where it was removed meanwhile.

    seen : what `mark_of_statement` gave when it was put on screen
    """
    with _writing(sounding, person) as draft:
        item = Item.objects.filter(sounding=draft, pk=item_id).first()
        if item is None:
            return None
        if seen is not None and seen != mark_of_statement(item):
            raise ChangedMeanwhileError
        roles = dict(AskedGroup.objects.filter(sounding=draft).values_list("position", "role"))
        item.text, item.text_en = _clean(text), _clean(text_en)
        chosen = settled(only_for, roles)
        meant = item.detail.get(ROLES) if set(chosen) == set(item.only_for) else None
        item.detail = instrument_of(draft.instrument).detail_of(item.text)
        if meant:
            item.detail[ROLES] = meant
        item.only_for = chosen
        if is_purpose:
            # There is one at most.
            Item.objects.filter(sounding=draft).exclude(pk=item.pk).update(is_purpose=False)
        item.is_purpose = is_purpose
        item.save(update_fields=["text", "text_en", "detail", "only_for", "is_purpose"])
        record(actor=person.email, action="statement.changed", about=item)
        return item


def move_statement(*, person: Person, sounding: Sounding, item_id: int, up: bool) -> None:
    """Let a statement change places with the one before or after it."""
    with _writing(sounding, person) as draft:
        items = list(Item.objects.filter(sounding=draft))
        place = next((i for i, item in enumerate(items) if item.pk == item_id), None)
        other = None if place is None else place + (-1 if up else 1)
        if place is None or other is None or not 0 <= other < len(items):
            return
        items[place], items[other] = items[other], items[place]
        number_anew(items)
        record(actor=person.email, action="statement.moved", about=items[other])


def remove_statement(*, person: Person, sounding: Sounding, item_id: int) -> None:
    with _writing(sounding, person) as draft:
        found = Item.objects.filter(sounding=draft, pk=item_id)
        item = found.first()
        if item is None:
            return  # a second click finds its work done
        record(actor=person.email, action="statement.removed", about=item)
        delete_unanswered(found)
        number_anew(list(Item.objects.filter(sounding=draft)))


def take_over_purpose(*, person: Person, sounding: Sounding) -> Item:
    """Ask for the purpose itself, in the words it has now. It comes first."""
    with _writing(sounding, person) as draft:
        text = " ".join(draft.cooperation.purpose.split())
        if not text:
            raise ValidationError(_("De bedoeling staat nog niet op papier."), code="no-purpose")
        if len(text) > LONGEST:
            raise ValidationError(
                _(
                    "De bedoeling is langer dan %(most)d tekens. Schrijf zelf een korte stelling "
                    "die ernaar vraagt."
                ),
                params={"most": LONGEST},
                code="too-long",
            )
        items = list(Item.objects.filter(sounding=draft))
        purpose = next((i for i in items if i.is_purpose or i.text == text), None)
        if purpose is None:
            require_room(len(items) + 1)
            asks = instrument_of(draft.instrument)
            purpose = Item(
                sounding=draft, number=_ASIDE * 2, lowest=asks.lowest, highest=asks.highest
            )
            items.insert(0, purpose)
        if purpose.text != text:
            # Its English words were those of another text.
            purpose.text, purpose.text_en = text, ""
            purpose.detail = instrument_of(draft.instrument).detail_of(text)
        Item.objects.filter(sounding=draft).exclude(pk=purpose.pk).update(is_purpose=False)
        purpose.is_purpose = True
        purpose.save()
        number_anew(items)
        record(actor=person.email, action="purpose.taken_over", about=draft)
        return purpose


def mark_of_statement(item: Item) -> str:
    return mark_of(item.text, item.text_en, sorted(item.only_for), item.is_purpose)


@contextmanager
def _writing(sounding: Sounding, person: Person) -> Iterator[Sounding]:
    with changing(sounding, person) as draft:
        if not instrument_of(draft.instrument).one_by_one:
            raise ValidationError(
                _("De vragen van deze ronde schrijft Samenspel. U kiest wat u vraagt."),
                code="not-one-by-one",
            )
        yield draft


def _clean(text: str) -> str:
    """On one line, as everything reads it."""
    clean = " ".join(text.split())
    if len(clean) > LONGEST:
        raise ValidationError(
            _("“%(start)s…” is langer dan %(most)d tekens."),
            params={"start": clean[:60], "most": LONGEST},
            code="too-long",
        )
    return clean


def require_room(number: int) -> None:
    if number > MOST:
        raise ValidationError(
            _("Dan zijn het er %(n)d; meer dan %(most)d kan niet."),
            params={"n": number, "most": MOST},
            code="too-many",
        )


def number_anew(items: list[Item]) -> None:
    for base in (_ASIDE, 0):
        for number, item in enumerate(items, start=base + 1):
            item.number = number
        Item.objects.bulk_update(items, ["number"])
