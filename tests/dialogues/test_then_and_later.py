"""Whether an agreement helped: the same statement, before it and in a later round."""

from datetime import date

import pytest
from django.utils.translation import override
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues import queries
from samenspel.dialogues.pictures import AgreementShown, shown_agreements
from samenspel.people.models import Person
from samenspel.soundings.models import Item, Picture, Sounding
from tests.dialogues.conftest import TEXTS, agreed_in_may, round_of_june
from tests.soundings.prepared import draft_of


def shown(cooperation: Cooperation, later: Sounding | None = None) -> AgreementShown:
    with scope(cooperation=cooperation):
        [found] = shown_agreements(
            cooperation, queries.agreements_of(cooperation), later=later, with_prepared=True
        )
        return found


NO_CHANGE = "Bij geen enkele groep is er een duidelijk verschil."
FROM = "Medewerkers: %s, eerst 30%% (27%% tot 33%%) en later %s."


@pytest.mark.parametrize(
    ("agree", "verdict", "later"),
    [
        (110, "duidelijk vaker eens", "55% (52% tot 58%)"),
        (63, "geen duidelijk verschil", ""),
        (20, "duidelijk minder vaak eens", "10% (8% tot 12%)"),
    ],
)
def test_a_later_round_shows_whether_it_helped(
    a: Cooperation, anna: Person, in_may: Sounding, agree: int, verdict: str, later: str
) -> None:
    made = agreed_in_may(anna, a, noticed_in=in_may, noticed_by=TEXTS[0])
    waiting = shown(a)
    assert (waiting.waits, waiting.compared, waiting.coming) == (True, None, None)

    round_of_june(anna, a, agree)
    found = shown(a)
    assert found.agreement == made
    assert not found.waits
    assert found.compared is not None
    assert found.compared.after.sounding.title == "Nog eens"
    assert [(change.group, change.verdict) for change in found.compared.changes] == [
        ("Raadsleden", "geen duidelijk verschil"),
        ("Medewerkers", verdict),
    ]
    assert found.compared.sentences == (
        [FROM % (verdict, later), "Bij de andere groepen is er geen duidelijk verschil."]
        if later
        else [NO_CHANGE]
    )
    assert found.compared.apart == ["Inwoners"]
    assert found.compared.apart_sentence.endswith("niet in beide rondes te tonen: Inwoners.")


def test_the_drawing_the_table_and_the_sentence_say_the_same(
    a: Cooperation, anna: Person, in_may: Sounding
) -> None:
    agreed_in_may(anna, a, noticed_in=in_may, noticed_by=TEXTS[0])
    round_of_june(anna, a, 110)
    compared = shown(a).compared
    assert compared is not None

    for drawing in (compared.wide, compared.narrow):
        assert [placed.change for placed in drawing.rows] == compared.changes
        council, staff = drawing.rows
        for placed in (council, staff):
            for bar, cell in (
                (placed.then, placed.change.then),
                (placed.later, placed.change.later),
            ):
                assert cell.agree.share is not None
                assert bar.middle == drawing.scale.at(cell.agree.share)
                assert bar.left <= bar.middle <= bar.left + bar.width
        # What is clear in words is apart in the drawing too.
        assert staff.then.left + staff.then.width < staff.later.left
        assert council.later.left < council.then.left + council.then.width
        assert "Medewerkers: toen 30%" in drawing.description
        assert 0 < drawing.bottom < drawing.height


def test_the_newest_round_since_is_told_and_one_before_the_agreement_never(
    a: Cooperation, anna: Person, in_may: Sounding
) -> None:
    made = agreed_in_may(anna, a, noticed_in=in_may, noticed_by=TEXTS[0])
    round_of_june(anna, a, 20, closes=date(2026, 5, 9), title="Net ervoor")
    assert shown(a).waits

    june = round_of_june(anna, a, 60)
    for month in range(7, 12):  # more than are looked at for reasons to talk
        round_of_june(anna, a, 60, texts=("Iets anders.", "Nog iets."), closes=date(2026, month, 1))
    found = shown(a).compared
    assert found is not None
    assert found.after.sounding == june
    only_may = shown(a, later=in_may)
    assert only_may.compared is None
    assert made.noticed_in == in_may


def test_what_was_taken_out_or_asked_in_another_way_is_not_the_same_question(
    a: Cooperation, anna: Person, in_may: Sounding
) -> None:
    agreed_in_may(anna, a, noticed_in=in_may, noticed_by=TEXTS[0])
    june = round_of_june(anna, a, 110)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=june.pk).update(instrument="scale")
    assert shown(a).waits
    with scope(cooperation=a):
        Sounding.objects.filter(pk=june.pk).update(instrument="statements")
        Item.objects.filter(sounding=june, number=2).update(moderation=Item.Moderation.OUT)
    assert shown(a).waits


def test_a_question_is_known_by_its_key_whatever_its_words(
    a: Cooperation, anna: Person, in_may: Sounding
) -> None:
    agreed_in_may(anna, a, noticed_in=in_may, noticed_by=TEXTS[0])
    june = round_of_june(anna, a, 110, texts=("Ik ga voor de bedoeling.", TEXTS[1]))
    with scope(cooperation=a):
        assert shown(a).waits
        same = Item.objects.filter(sounding__in=(in_may, june), is_purpose=True)
        assert same.update(detail={"key": "purpose.shared", "about": ""}) == 2
    found = shown(a).compared
    assert found is not None
    assert found.after.statement.text == "Ik ga voor de bedoeling."
    with scope(cooperation=a):
        assert [each.pk for each in queries.asked_again_in(june)] == [found_agreement(a)]
        Item.objects.filter(sounding=june, is_purpose=True).update(
            detail={"key": "purpose.shared", "about": "gemeente Rijnveld"}
        )
    assert shown(a).waits


def found_agreement(cooperation: Cooperation) -> object:
    return queries.agreements_of(cooperation).get().pk


def test_a_round_that_is_prepared_is_told_to_who_works_on_it_only(
    a: Cooperation, anna: Person, in_may: Sounding
) -> None:
    agreed_in_may(anna, a, noticed_in=in_may, noticed_by=TEXTS[0])
    draft = draft_of(anna, a, TEXTS[0], "Iets anders.")
    assert shown(a).coming == draft
    with scope(cooperation=a):
        [for_everybody] = shown_agreements(a, queries.agreements_of(a))
        assert for_everybody.coming is None
        Sounding.objects.filter(pk=draft.pk).update(state=Sounding.State.OPEN)
        [for_everybody] = shown_agreements(a, queries.agreements_of(a))
    assert for_everybody.coming == draft


def test_in_another_language_it_is_the_same_statement(
    a: Cooperation, anna: Person, in_may: Sounding
) -> None:
    with scope(cooperation=a):
        picture = Picture.objects.get(sounding=in_may)
        picture.content["statements"][0]["text_en"] = "I back the purpose."
        picture.save()
    agreed_in_may(anna, a, noticed_in=in_may, noticed_by=TEXTS[0])
    round_of_june(anna, a, 110)
    with override("en"):
        found = shown(a)
    assert found.noticed_by == "I back the purpose."
    assert found.compared is not None
    assert len(found.compared.changes) == 2
