"""Reminders, the same for everybody, and letters that nobody has a list of."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Membership
from samenspel.people.models import Person
from samenspel.post.models import OutgoingMessage
from samenspel.soundings import actions, queries
from samenspel.soundings.models import OutcomePass, Sounding
from samenspel.soundings.tokens import read_token
from tests.cast import joined, signed_in
from tests.page_text import plain
from tests.soundings.prepared import fresh, invitations_in, opened, ready_draft

pytestmark = pytest.mark.usefixtures("mail_server")
TODAY = timezone.localdate


# ── reminders ─────────────────────────────────────────────────────────────────────────────


def reminders() -> list[tuple[str, str, str]]:
    found = OutgoingMessage.objects.values_list("to", "subject", "body").order_by("to")
    return list(found)


def test_everybody_is_reminded_with_the_same_words_and_without_a_link(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=3)
    actions.send_invitations(sounding_id=sounding.pk)
    day = TODAY() + timedelta(days=2)

    assert actions.remind_everybody(person=eva, sounding=sounding, today=day) == 3

    found = reminders()
    assert [to for to, _subject, _body in found] == [f"lid{n}@voorbeeld.nl" for n in range(3)]
    assert len({(subject, body) for _to, subject, body in found}) == 1
    body = found[0][2]
    assert found[0][1] == "Herinnering: Wat vindt u?"
    assert "Hebt u al meegedaan, dan hoeft u niets te doen." in body
    assert ("/s/" in body, "/link-kwijt/" in body, (sounding.code or "-") in body) == (
        False,
        True,
        True,
    )


def test_reminding_goes_three_times_with_two_days_between(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1)
    done = []
    for day in range(12):
        try:
            actions.remind_everybody(
                person=anna, sounding=sounding, today=TODAY() + timedelta(days=day)
            )
        except ValidationError:
            continue
        done.append(day)
    assert (done, fresh(sounding).reminders) == ([2, 4, 6], 3)
    assert len(reminders()) == 3


def test_a_double_click_reminds_once(anna: Person, eva: Person, a: Cooperation) -> None:
    sounding = opened(anna, eva, a, people=1)
    day = TODAY() + timedelta(days=3)
    actions.remind_everybody(person=anna, sounding=sounding, today=day)
    with pytest.raises(ValidationError):
        actions.remind_everybody(person=anna, sounding=sounding, today=day)
    assert len(reminders()) == 1


def test_a_round_that_is_not_open_reminds_nobody(
    anna: Person, eva: Person, lida: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1)
    day = TODAY() + timedelta(days=3)
    with pytest.raises(PermissionDenied):
        actions.remind_everybody(person=lida, sounding=sounding, today=day)
    with scope(cooperation=a):
        Sounding.objects.update(state="closing")
    with pytest.raises(ValidationError):
        actions.remind_everybody(person=anna, sounding=sounding, today=day)
    assert reminders() == []


# ── letters ───────────────────────────────────────────────────────────────────────────────


def test_letters_are_made_once_and_admit_whoever_draws_them(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1, letters=19)

    (of_council,) = actions.make_letters(person=anna, sounding=sounding)

    letters = of_council.letters
    assert (of_council.group.name, len(letters)) == ("Raadsleden", 19)
    assert all(re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", letter.code) for letter in letters)
    tokens = [read_token(letter.link.rpartition("/s/")[2].strip("/")) for letter in letters]
    with scope(cooperation=a):
        passes = {bytes(h3) for h3 in OutcomePass.objects.values_list("h3", flat=True)}
    by_letter = {bytes(i.h1 or b"") for i in invitations_in(sounding) if not i.email}
    assert {token.h1 for token in tokens if token} == by_letter
    assert {token.h3 for token in tokens if token} <= passes
    with scope(cooperation=a):
        told = queries.sending_of(sounding)
    assert (told.letters, told.letters_made, told.addresses) == (19, 19, 1)

    with pytest.raises(actions.LettersMadeError):
        actions.make_letters(person=anna, sounding=sounding)
    assert fresh(sounding).reissued == 0


def test_letters_that_are_made_again_withdraw_the_others_and_count(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1, letters=4)
    link = {i.pk for i in invitations_in(sounding) if i.email}
    (first,) = actions.make_letters(person=anna, sounding=sounding)
    before = {i.pk for i in invitations_in(sounding) if not i.email}
    (second,) = actions.make_letters(person=eva, sounding=sounding, again=True)

    assert {each.code for each in first.letters}.isdisjoint(each.code for each in second.letters)
    after = {i.pk for i in invitations_in(sounding) if not i.email}
    assert (len(after), after & before, fresh(sounding).reissued) == (4, set(), 4)
    assert {i.pk for i in invitations_in(sounding) if i.email} == link


def test_once_open_letters_are_made_again_by_another_organisation(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1, letters=4)
    colleague = joined(a, "Ans", Membership.Kind.LEADER, "gemeente Oostwaard")
    actions.make_letters(person=anna, sounding=sounding)
    before = invitations_in(sounding)
    for person in (anna, colleague):
        with pytest.raises(ValidationError, match="van een andere organisatie"):
            actions.make_letters(person=person, sounding=sounding, again=True)
    assert (invitations_in(sounding), fresh(sounding).reissued) == (before, 0)

    actions.make_letters(person=eva, sounding=sounding, again=True)
    with pytest.raises(ValidationError, match="van een andere organisatie"):
        actions.make_letters(person=eva, sounding=sounding, again=True)
    assert fresh(sounding).reissued == 4
    told = [
        plain(
            signed_in(who)
            .get(f"/samenwerkingen/{a.slug}/vragenrondes/{sounding.pk}/")
            .content.decode()
        )
        for who in (anna, eva)
    ]
    assert all("Ze zijn gemaakt door gemeente Rijnveld." in page for page in told)
    again = "Trek de oude in en maak ze opnieuw"
    assert [again in page for page in told] == [True, False]


def test_before_it_opens_whoever_made_the_letters_makes_them_again(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    tomorrow = TODAY() + timedelta(days=1)
    sounding = ready_draft(anna, eva, a, letters=4, opens_on=tomorrow)
    actions.plan_sounding(person=anna, sounding=sounding, today=TODAY())
    actions.make_letters(person=anna, sounding=sounding)
    actions.make_letters(person=anna, sounding=sounding, again=True)
    with scope(cooperation=a):
        assert queries.sending_of(sounding).letters_made == 4


def test_who_makes_letters_is_of_an_organisation(anna: Person, eva: Person, a: Cooperation) -> None:
    sounding = opened(anna, eva, a, letters=3)
    nobody = joined(a, "Nieuw", Membership.Kind.LEADER)
    with pytest.raises(ValidationError, match="van welke organisatie"):
        actions.make_letters(person=nobody, sounding=sounding)


@pytest.mark.parametrize("state", ["draft", "closing", "closed"])
def test_letters_are_for_rounds_that_are_planned_or_open(
    anna: Person, eva: Person, a: Cooperation, state: str
) -> None:
    sounding = ready_draft(anna, eva, a, letters=3)
    with scope(cooperation=a):
        Sounding.objects.update(state=state)
    with pytest.raises(ValidationError):
        actions.make_letters(person=anna, sounding=sounding)
    assert {i.email for i in invitations_in(sounding)} != {""}


def test_only_leaders_make_letters(
    anna: Person, eva: Person, lida: Person, mo: Person, cees: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, letters=3)
    for person in (lida, mo, cees):
        with pytest.raises(PermissionDenied):
            actions.make_letters(person=person, sounding=sounding)


def test_an_open_link_is_no_letter(anna: Person, eva: Person, a: Cooperation) -> None:
    sounding = opened(anna, eva, a)
    with pytest.raises(ValidationError, match="geen brieven"):
        actions.make_letters(person=anna, sounding=sounding)
