"""What a pulse asks: questions of the bank, of a file, or of whoever prepares it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.people.models import Person
from samenspel.soundings.actions.drafts import changing, delete_unanswered
from samenspel.soundings.actions.statements import number_anew, require_room
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.scale.items import NewQuestion, detail_of
from samenspel.soundings.models import AskedGroup, Item, Sounding
from samenspel.soundings.planning.insiders import ROLES, is_for_nobody, meant_for


def add_questions(
    *, person: Person, sounding: Sounding, questions: Iterable[NewQuestion]
) -> list[Item]:
    """Add questions at the end, in this order. One that is there already is not added again."""
    with changing(sounding, person) as draft:
        items = put_questions(draft, questions)
        record(actor=person.email, action="questions.added", about=draft)
        return items


def remove_questions_for_nobody(*, person: Person, sounding: Sounding) -> int:
    """Take out what none of the groups that are asked now gets. Returns how many that were."""
    with changing(sounding, person) as draft:
        positions = set(_roles(draft))
        items = list(Item.objects.filter(sounding=draft))
        left_over = [item.pk for item in items if is_for_nobody(item.only_for, positions)]
        delete_unanswered(Item.objects.filter(sounding=draft, pk__in=left_over))
        number_anew([item for item in items if item.pk not in left_over])
        record(actor=person.email, action="questions.removed", about=draft)
        return len(left_over)


def put_questions(draft: Sounding, questions: Iterable[NewQuestion]) -> list[Item]:
    if draft.instrument != SCALE.key:
        raise ValidationError(
            _("In deze vragenronde kunnen alleen stellingen."), code="other-instrument"
        )
    there = list(Item.objects.filter(sounding=draft).values_list("text", flat=True))
    new = {question.text: question for question in questions if question.text not in there}
    require_room(len(there) + len(new))
    asked = _roles(draft)
    return Item.objects.bulk_create(
        Item(
            sounding=draft,
            number=number,
            text=question.text,
            text_en=question.text_en,
            only_for=meant_for(question.roles, asked),
            lowest=SCALE.lowest,
            highest=SCALE.highest,
            detail=_detail(question),
        )
        for number, question in enumerate(new.values(), start=len(there) + 1)
    )


def _detail(question: NewQuestion) -> dict[str, object]:
    roles = [role.value for role in question.roles]
    return detail_of(question.text) | ({ROLES: roles} if roles else {})


def _roles(draft: Sounding) -> dict[int, str]:
    return dict(AskedGroup.objects.filter(sounding=draft).values_list("position", "role"))
