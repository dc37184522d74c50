"""Nobody confirms a list that they, or their organisation, had a hand in."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.actions import (
    accept_invitation,
    change_membership,
    invite_colleague,
)
from samenspel.cooperations.models import ColleagueInvitation, Cooperation, Membership, Party, Role
from samenspel.people.models import Person
from samenspel.post.models import OutgoingMessage
from samenspel.soundings import actions
from samenspel.soundings.models import AskedGroup, ListMaker, Sounding
from tests.cast import joined, person_named, signed_in
from tests.page_text import plain
from tests.soundings.prepared import (
    confirm,
    draft_of,
    group_of,
    groups_in,
    opened,
    put_on_list,
)

LEADER = Membership.Kind.LEADER
OOSTWAARD, RIJNVELD = "gemeente Oostwaard", "gemeente Rijnveld"
SHAMS = [f"sham{n}@voorbeeld.nl" for n in range(10)]


@pytest.fixture
def council(anna: Person, a: Cooperation) -> Sounding:
    """A draft that asks one group of twenty; nobody is on its list yet."""
    group_of(anna, a, Role.COUNCIL, 20)
    return draft_of(anna, a)


def only_group(sounding: Sounding) -> AskedGroup:
    (group,) = groups_in(sounding)
    return group


def confirmed_by(sounding: Sounding) -> str:
    with scope(cooperation=sounding.cooperation):
        found = AskedGroup.objects.select_related("confirmed_by").get(sounding=sounding)
    return str(found.confirmed_by or "")


def makers(sounding: Sounding) -> list[tuple[str, str]]:
    with scope(cooperation=sounding.cooperation):
        return [
            (str(maker.person), str(maker.party))
            for maker in ListMaker.objects.select_related("person", "party")
        ]


def refused(person: Person, sounding: Sounding, why: str) -> None:
    with pytest.raises(ValidationError) as error:
        confirm(person, sounding, only_group(sounding))
    assert error.value.code == why
    assert confirmed_by(sounding) == ""


def party(cooperation: Cooperation, name: str) -> Party:
    with scope(cooperation=cooperation):
        return Party.objects.get(name=name)


def invited(by: Person, cooperation: Cooperation, name: str, organisation: str | None) -> Person:
    """Somebody with an account who was invited to lead, and accepted."""
    person = person_named(name)
    invite_colleague(
        person=by,
        cooperation=cooperation,
        email=person.email,
        kind=LEADER,
        party=party(cooperation, organisation) if organisation else None,
    )
    accept(person)
    return person


def accept(person: Person) -> None:
    body = OutgoingMessage.objects.order_by("-pk")[0].body
    (token,) = re.findall(r"/account/uitnodiging/([^/\s]+)", body)
    accept_invitation(token=token, person=person)


def set_party(by: Person, whom: Person, cooperation: Cooperation, organisation: str) -> None:
    membership = cooperation.memberships.get(person=whom)
    change_membership(
        person=by,
        cooperation=cooperation,
        membership_id=membership.pk,
        kind=membership.kind,
        party=party(cooperation, organisation),
    )


# ── who wrote it ──────────────────────────────────────────────────────────────────────────


def test_the_maker_of_a_list_is_its_maker_after_pooling(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    for name in (OOSTWAARD, RIJNVELD):
        group_of(anna, a, Role.COUNCIL, 20, name)
    sounding = draft_of(anna, a)
    put_on_list(anna, sounding, groups_in(sounding)[0], *SHAMS)
    actions.pool_groups(person=eva, sounding=sounding, role=Role.COUNCIL)

    refused(anna, sounding, "own-list")
    confirm(eva, sounding, only_group(sounding))
    assert confirmed_by(sounding) == RIJNVELD


def test_both_who_made_the_parts_of_a_pooled_list_made_it(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    for name in (OOSTWAARD, RIJNVELD):
        group_of(anna, a, Role.COUNCIL, 20, name)
    sounding = draft_of(anna, a)
    for person, group in zip((anna, eva), groups_in(sounding), strict=True):
        put_on_list(person, sounding, group, f"{person.name}@voorbeeld.nl")
    actions.pool_groups(person=anna, sounding=sounding, role=Role.COUNCIL)

    assert makers(sounding) == [("Anna", OOSTWAARD), ("Eva", RIJNVELD)]
    for person in (anna, eva):
        refused(person, sounding, "own-list")
    actions.clear_list(person=anna, sounding=sounding, group_id=only_group(sounding).pk)
    put_on_list(anna, sounding, only_group(sounding), "a@voorbeeld.nl")
    confirm(eva, sounding, only_group(sounding))
    assert confirmed_by(sounding) == RIJNVELD


def test_whoever_had_a_hand_in_a_list_does_not_confirm_it(
    anna: Person, eva: Person, council: Sounding, a: Cooperation
) -> None:
    put_on_list(anna, council, only_group(council), *SHAMS)
    put_on_list(eva, council, only_group(council), "een@voorbeeld.nl")
    colleague = joined(a, "Ans", LEADER, OOSTWAARD)
    for person in (anna, eva, colleague):
        refused(person, council, "own-list")


def test_letters_that_stay_keep_their_maker(anna: Person, eva: Person, council: Sounding) -> None:
    group = only_group(council)
    actions.set_letters(person=anna, sounding=council, group_id=group.pk, letters=10)
    actions.clear_list(person=eva, sounding=council, group_id=group.pk)
    refused(anna, council, "own-list")

    actions.set_letters(person=eva, sounding=council, group_id=group.pk, letters=0)
    assert makers(council) == []
    put_on_list(eva, council, group, "een@voorbeeld.nl")
    confirm(anna, council, only_group(council))
    assert confirmed_by(council) == OOSTWAARD


@pytest.mark.parametrize("gone", ["person", "party"])
def test_a_list_whose_maker_is_gone_is_made_anew(
    anna: Person, eva: Person, council: Sounding, gone: str
) -> None:
    put_on_list(anna, council, only_group(council), *SHAMS)
    with scope(cooperation=council.cooperation):
        ListMaker.objects.update(**{gone: None})
    refused(eva, council, "makers-unknown")
    refused(anna, council, "makers-unknown")


def test_a_list_that_nobody_made_is_confirmed_by_nobody(
    anna: Person, eva: Person, council: Sounding
) -> None:
    refused(eva, council, "makers-unknown")


# ── who may confirm ───────────────────────────────────────────────────────────────────────


def test_nobody_takes_another_organisation_to_confirm(
    anna: Person, eva: Person, council: Sounding, a: Cooperation
) -> None:
    put_on_list(anna, council, only_group(council), *SHAMS)
    flip = joined(a, "Flip", LEADER, OOSTWAARD)
    with pytest.raises(ValidationError, match="Uw eigen organisatie"):
        set_party(flip, flip, a, RIJNVELD)
    set_party(anna, flip, a, RIJNVELD)
    refused(flip, council, "placed-meanwhile")


def test_nobody_is_invited_to_confirm(anna: Person, council: Sounding, a: Cooperation) -> None:
    put_on_list(anna, council, only_group(council), *SHAMS)
    first = invited(anna, a, "Schijn", RIJNVELD)
    refused(first, council, "placed-meanwhile")
    # Nor by who was: that one could be a second address of the same person.
    refused(invited(first, a, "Schim", RIJNVELD), council, "placed-meanwhile")


def test_who_fills_in_an_organisation_meanwhile_does_not_confirm(
    anna: Person, council: Sounding, a: Cooperation
) -> None:
    flip = invited(anna, a, "Flip", None)
    put_on_list(anna, council, only_group(council), *SHAMS)
    set_party(flip, flip, a, RIJNVELD)
    refused(flip, council, "placed-meanwhile")


def test_two_leaders_of_whom_one_invited_the_other(
    anna: Person, council: Sounding, a: Cooperation
) -> None:
    bea = invited(anna, a, "Bea", RIJNVELD)
    put_on_list(anna, council, only_group(council), "een@voorbeeld.nl")
    confirm(bea, council, only_group(council))
    assert confirmed_by(council) == RIJNVELD
    # And the other way round.
    actions.clear_list(person=bea, sounding=council, group_id=only_group(council).pk)
    put_on_list(bea, council, only_group(council), "twee@voorbeeld.nl")
    confirm(anna, council, only_group(council))
    assert confirmed_by(council) == OOSTWAARD


def test_who_was_invited_before_may_accept_later(
    anna: Person, council: Sounding, a: Cooperation
) -> None:
    bea = person_named("Bea")
    invite_colleague(
        person=anna, cooperation=a, email=bea.email, kind=LEADER, party=party(a, RIJNVELD)
    )
    put_on_list(anna, council, only_group(council), "een@voorbeeld.nl")
    accept(bea)
    confirm(bea, council, only_group(council))
    assert confirmed_by(council) == RIJNVELD


def test_an_invitation_that_is_sent_again_counts_from_then(
    anna: Person, council: Sounding, a: Cooperation
) -> None:
    bea = person_named("Bea")
    how = {"person": anna, "cooperation": a, "email": bea.email, "kind": LEADER}
    invite_colleague(**how, party=party(a, OOSTWAARD))  # type: ignore[arg-type]  # of all kinds
    put_on_list(anna, council, only_group(council), *SHAMS)
    with scope(cooperation=a):
        ColleagueInvitation.objects.update(invited_at=timezone.now() - timedelta(hours=1))
    invite_colleague(**how, party=party(a, RIJNVELD))  # type: ignore[arg-type]  # of all kinds
    accept(bea)
    refused(bea, council, "placed-meanwhile")


def test_who_came_too_late_confirms_a_list_that_is_begun_again(
    anna: Person, council: Sounding, a: Cooperation
) -> None:
    put_on_list(anna, council, only_group(council), "een@voorbeeld.nl")
    bea = invited(anna, a, "Bea", RIJNVELD)
    refused(bea, council, "placed-meanwhile")
    actions.clear_list(person=anna, sounding=council, group_id=only_group(council).pk)
    put_on_list(anna, council, only_group(council), "een@voorbeeld.nl")
    confirm(bea, council, only_group(council))
    assert confirmed_by(council) == RIJNVELD


# ── what is told ──────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True, databases=["default", "answers"])
def test_everybody_reads_whose_list_it_is(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    sounding = opened(anna, eva, a)
    (group,) = groups_in(sounding)
    base = f"/samenwerkingen/{a.slug}/vragenrondes/{sounding.pk}/"
    client = signed_in(anna)
    told = f"lijst van {OOSTWAARD}, bevestigd door {RIJNVELD}"
    assert told in plain(client.get(base).content.decode())
    with scope(cooperation=a):
        Sounding.objects.filter(pk=sounding.pk).update(state="planned")
    assert told in plain(client.get(base).content.decode())
    explained = plain(client.get(f"{base}proef/uitleg/?groep={group.position}").content.decode())
    assert f"lijst van {OOSTWAARD} , bevestigd door {RIJNVELD} ." in explained
