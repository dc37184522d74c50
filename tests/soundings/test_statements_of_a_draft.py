"""What is asked, while it can still be changed."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings import actions
from samenspel.soundings.actions import ChangedMeanwhileError
from samenspel.soundings.models import Item
from tests.soundings.prepared import (
    change_item,
    draft_of,
    items_in,
    texts,
)

OOSTWAARD, RIJNVELD = "gemeente Oostwaard", "gemeente Rijnveld"
TODAY = timezone.localdate


def test_statements_are_added_once(anna: Person, a: Cooperation) -> None:
    sounding = draft_of(anna, a, "Een", "Twee")
    new = actions.add_statements(
        person=anna, sounding=sounding, texts=["Twee", " Drie\n en  meer ", "Drie en meer"]
    )
    assert [item.text for item in new] == ["Drie en meer"]
    assert texts(sounding) == [(1, "Een"), (2, "Twee"), (3, "Drie en meer")]


def test_there_is_room_for_two_hundred_of_three_hundred_signs(anna: Person, a: Cooperation) -> None:
    sounding = draft_of(anna, a, *(f"Stelling {n}" for n in range(199)))
    for wrong in (["x" * 301], ["Nog een", "En nog een"]):
        with pytest.raises(ValidationError):
            actions.add_statements(person=anna, sounding=sounding, texts=wrong)
    actions.add_statements(person=anna, sounding=sounding, texts=["é" * 300])
    assert len(texts(sounding)) == 200


def test_statements_change_places_and_go(anna: Person, a: Cooperation) -> None:
    sounding = draft_of(anna, a, "A", "B", "C")
    first, second, third = items_in(sounding)

    def move(item: Item, *, up: bool) -> list[tuple[int, str]]:
        actions.move_statement(person=anna, sounding=sounding, item_id=item.pk, up=up)
        return texts(sounding)

    assert move(third, up=True) == [(1, "A"), (2, "C"), (3, "B")]
    assert move(first, up=True) == [(1, "A"), (2, "C"), (3, "B")]
    assert move(second, up=False) == [(1, "A"), (2, "C"), (3, "B")]
    assert move(first, up=False) == [(1, "C"), (2, "A"), (3, "B")]
    for _click in range(2):
        actions.remove_statement(person=anna, sounding=sounding, item_id=third.pk)
    assert texts(sounding) == [(1, "A"), (2, "B")]
    assert move(third, up=True) == [(1, "A"), (2, "B")]


def test_two_who_change_one_statement_at_once_both_get_to_see_it(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = draft_of(anna, a, "Eerst")
    (item,) = items_in(sounding)
    seen = actions.mark_of_statement(item)
    change_item(anna, sounding, item, text="Van Anna", seen=seen)

    with pytest.raises(ChangedMeanwhileError):
        change_item(eva, sounding, item, text="Van Eva", seen=seen)
    assert texts(sounding) == [(1, "Van Anna")]
    actions.remove_statement(person=anna, sounding=sounding, item_id=item.pk)
    assert change_item(eva, sounding, item, text="Van Eva", seen=seen) is None


def test_one_statement_asks_for_the_purpose(anna: Person, a: Cooperation) -> None:
    sounding = draft_of(anna, a, "Een", "Twee")
    first, second = items_in(sounding)
    change_item(anna, sounding, first, is_purpose=True)
    change_item(anna, sounding, second, is_purpose=True)
    assert [item.is_purpose for item in items_in(sounding)] == [False, True]


def test_the_purpose_itself_comes_first(anna: Person, a: Cooperation) -> None:
    sounding = draft_of(anna, a, "Een", "Twee")
    change_item(anna, sounding, items_in(sounding)[1], is_purpose=True, text_en="Two")
    actions.take_over_purpose(person=anna, sounding=sounding)
    # The one that asked for it before was of other words, which now stand here.
    found = [(i.number, i.text, i.text_en, i.is_purpose) for i in items_in(sounding)]
    assert found == [(1, "Een", "", False), (2, "Hulp dichtbij en op tijd.", "", True)]

    other = draft_of(anna, a, "Een")
    for _click in range(2):
        actions.take_over_purpose(person=anna, sounding=other)
    assert texts(other) == [(1, "Hulp dichtbij en op tijd."), (2, "Een")]


@pytest.mark.parametrize("purpose", ["", "x" * 301])
def test_a_purpose_that_cannot_be_a_statement_is_refused(
    anna: Person, a: Cooperation, purpose: str
) -> None:
    sounding = draft_of(anna, a)
    Cooperation.objects.filter(pk=a.pk).update(purpose=purpose)
    with pytest.raises(ValidationError):
        actions.take_over_purpose(person=anna, sounding=sounding)
    assert texts(sounding) == []
