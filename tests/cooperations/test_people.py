"""Who belongs to a cooperation: what leaders may change, and what keeps it led."""

import re
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from samenspel.audit.models import Line
from samenspel.cooperations import actions
from samenspel.cooperations.models import Cooperation, Membership, Party
from samenspel.cooperations.queries import people_of
from samenspel.people.models import Person
from tests.cast import joined, person_named, signed_in
from tests.page_text import errors_in, plain

Kind = Membership.Kind


def membership_of(person: Person, cooperation: Cooperation) -> Membership:
    return cooperation.memberships.get(person=person)


def party_of(cooperation: Cooperation, name: str = "gemeente Rijnveld") -> Party:
    with scope(cooperation=cooperation):
        return Party.objects.get(cooperation=cooperation, name=name)


def people(cooperation: Cooperation) -> list[tuple[str, str, str | None]]:
    with scope(cooperation=cooperation):
        return [
            (str(each.person), each.kind, each.party.name if each.party else None)
            for each in people_of(cooperation)
        ]


def change(
    by: Person, cooperation: Cooperation, whom: Person, kind: str, party: Party | None = None
) -> None:
    actions.change_membership(
        person=by,
        cooperation=cooperation,
        membership_id=membership_of(whom, cooperation).pk,
        kind=kind,
        party=party,
    )


def remove(by: Person, cooperation: Cooperation, membership: Membership) -> None:
    actions.remove_member(person=by, cooperation=cooperation, membership_id=membership.pk)


def page_of(cooperation: Cooperation, name: str = "people", **more: int) -> str:
    return reverse(f"cooperations:{name}", kwargs={"cooperation": cooperation.slug, **more})


# ── who is there ──────────────────────────────────────────────────────────────────────────


def test_leaders_come_first_and_everybody_is_of_an_organisation_or_of_none(
    a: Cooperation, eva: Person, mo: Person, lida: Person, dina: Person
) -> None:
    assert people(a) == [
        ("Anna", "leader", "gemeente Oostwaard"),
        ("Eva", "leader", "gemeente Rijnveld"),
        ("Mo", "moderator", None),
        ("Lida", "member", "gemeente Rijnveld"),
        ("Dina", "reader", None),
    ]


def test_who_leads_does_not_moderate_for_an_hour(
    a: Cooperation, anna: Person, eva: Person, mo: Person
) -> None:
    before = people(a)
    for whom, kind in ((eva, Kind.MODERATOR), (anna, Kind.MODERATOR), (mo, Kind.LEADER)):
        with pytest.raises(ValidationError, match="om beurten beide"):
            change(anna, a, whom, kind, membership_of(whom, a).party)
    assert people(a) == before
    assert not mo.has_perm("cooperations.change_people", a)


def test_that_nobody_leads_and_moderates_in_turn_is_told_on_screen(
    a: Cooperation, anna_client: Client, eva: Person
) -> None:
    page = page_of(a, "person", membership=membership_of(eva, a).pk)
    response = anna_client.post(page, {"kind": "moderator", "party": party_of(a).pk})
    assert response.status_code == 400
    assert errors_in(response)[0].startswith("Wie leidt, wordt geen moderator")


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("anna", ["change_cooperation", "change_people", "change_purpose", "change_challenges"]),
        ("eva", ["change_cooperation", "change_people", "change_purpose", "change_challenges"]),
        ("lida", ["change_purpose", "change_challenges"]),
        ("mo", []),
        ("dina", []),
        ("cees", []),
    ],
)
def test_what_each_kind_may(
    request: pytest.FixtureRequest, a: Cooperation, name: str, may: list[str]
) -> None:
    person: Person = request.getfixturevalue(name)
    all_of_them = ("change_cooperation", "change_people", "change_purpose", "change_challenges")

    assert [p for p in all_of_them if person.has_perm(f"cooperations.{p}", a)] == may
    person.is_active = False
    assert [p for p in all_of_them if person.has_perm(f"cooperations.{p}", a)] == []


# ── changing ──────────────────────────────────────────────────────────────────────────────


def test_a_leader_gives_somebody_another_kind_and_organisation(
    a: Cooperation, anna: Person, dina: Person
) -> None:
    change(anna, a, dina, Kind.LEADER, party_of(a))

    assert ("Dina", "leader", "gemeente Rijnveld") in people(a)
    assert Line.objects.values_list("actor", "action", "object_id").first() == (
        anna.email,
        "membership.changed",
        str(membership_of(dina, a).pk),
    )


@pytest.mark.parametrize("kind", [Kind.MODERATOR, Kind.MEMBER, Kind.READER])
def test_the_last_leader_stays_leader(
    a: Cooperation, anna: Person, mo: Person, lida: Person, kind: Kind
) -> None:
    with pytest.raises(ValidationError, match="heeft altijd een leider"):
        change(anna, a, anna, kind)
    with pytest.raises(ValidationError, match="heeft altijd een leider"):
        remove(anna, a, membership_of(anna, a))

    assert people(a)[0] == ("Anna", "leader", "gemeente Oostwaard")


def test_a_leader_whose_account_is_switched_off_does_not_count(
    a: Cooperation, anna: Person, eva: Person
) -> None:
    Person.objects.filter(pk=eva.pk).update(is_active=False)

    with pytest.raises(ValidationError, match="heeft altijd een leider"):
        remove(anna, a, membership_of(anna, a))


def test_nobody_goes_over_to_another_organisation_without_anybody_else(
    a: Cooperation, anna: Person, eva: Person
) -> None:
    for party in (party_of(a), None):
        with pytest.raises(ValidationError, match="Uw eigen organisatie"):
            change(anna, a, anna, Kind.LEADER, party)
    change(eva, a, anna, Kind.LEADER, party_of(a))

    assert people(a) == [
        ("Anna", "leader", "gemeente Rijnveld"),
        ("Eva", "leader", "gemeente Rijnveld"),
    ]
    placed = membership_of(anna, a)
    assert (str(placed.placed_by), placed.placed_at is None) == ("gemeente Rijnveld", False)


def test_an_organisation_that_was_empty_is_filled_in_once(a: Cooperation, anna: Person) -> None:
    new = joined(a, "Nieuw", Kind.LEADER)
    change(new, a, new, Kind.LEADER, party_of(a))
    assert ("Nieuw", "leader", "gemeente Rijnveld") in people(a)
    with pytest.raises(ValidationError, match="Uw eigen organisatie"):
        change(new, a, new, Kind.LEADER, party_of(a, "gemeente Oostwaard"))


def test_everybody_sees_who_was_placed_by_another_organisation(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    change(anna, a, joined(a, "Nieuw", Kind.LEADER), Kind.LEADER, party_of(a))
    shown = plain(anna_client.get(page_of(a)).content.decode())
    assert "leider · gemeente Rijnveld · uitgenodigd door gemeente Oostwaard" in shown


def test_a_leader_leaves_where_another_stays(a: Cooperation, anna: Person, eva: Person) -> None:
    leaving = membership_of(anna, a)
    remove(anna, a, leaving)

    assert people(a) == [("Eva", "leader", "gemeente Rijnveld")]
    assert Person.objects.filter(pk=anna.pk).exists()
    remove(eva, a, leaving)  # a second click finds its work done
    assert Line.objects.filter(action="membership.removed").count() == 1


@pytest.mark.parametrize("who", ["lida", "mo", "dina", "cees"])
def test_only_leaders_change_people(
    request: pytest.FixtureRequest, a: Cooperation, anna: Person, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    before = people(a)

    with pytest.raises(PermissionDenied):
        change(person, a, anna, Kind.READER)
    with pytest.raises(PermissionDenied):
        remove(person, a, membership_of(anna, a))
    assert people(a) == before


def test_people_and_organisations_of_others_are_out_of_reach(
    a: Cooperation, b: Cooperation, anna: Person, cees: Person
) -> None:
    theirs = membership_of(cees, b)
    remove(anna, a, theirs)
    assert (
        actions.change_membership(
            person=anna, cooperation=a, membership_id=theirs.pk, kind=Kind.READER, party=None
        )
        is None
    )
    with pytest.raises(PermissionDenied):
        change(anna, a, anna, Kind.LEADER, party_of(b, "gemeente Verweg"))

    assert people(b) == [("Cees", "leader", None)]
    assert people(a) == [("Anna", "leader", "gemeente Oostwaard")]


@pytest.mark.django_db(transaction=True)
def test_two_leaders_who_leave_at_once_do_not_both_leave() -> None:
    anna = person_named("Anna")
    a = actions.start_cooperation(person=anna, name="Tegelijk")
    eva = joined(a, "Eva", Kind.LEADER)
    barrier = threading.Barrier(2)
    refused: list[str] = []

    def leave(person: Person) -> None:
        try:
            barrier.wait(timeout=10)
            remove(person, a, membership_of(person, a))
        except ValidationError as error:
            refused.append(error.messages[0])
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=leave, args=[person]) for person in (anna, eva)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert len(refused) == 1
    assert a.memberships.filter(kind=Kind.LEADER).count() == 1


# ── the pages ─────────────────────────────────────────────────────────────────────────────


def test_everybody_sees_who_works_on_it_and_only_leaders_a_way_to_change_it(
    a: Cooperation, eva: Person, anna_client: Client, dina_client: Client
) -> None:
    to_leader, to_reader = (
        client.get(page_of(a)).content.decode() for client in (anna_client, dina_client)
    )

    for page in (to_leader, to_reader):
        assert "Eva leider · gemeente Rijnveld" in plain(page)
    assert "Anna (dat bent u) leider" in plain(to_leader)
    way = page_of(a, "person", membership=membership_of(eva, a).pk)
    assert (way in to_leader, way in to_reader) == (True, False)
    assert ("Collega uitnodigen" in to_leader, "Collega uitnodigen" in to_reader) == (True, False)


def test_a_leader_changes_somebody_on_screen(
    a: Cooperation, lida: Person, anna_client: Client
) -> None:
    way = page_of(a, "person", membership=membership_of(lida, a).pk)
    page = anna_client.get(way).content.decode()
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["member"]
    sent = {"kind": "moderator", "party": str(party_of(a).pk)}
    for _ in range(2):
        assert anna_client.post(way, sent)["Location"] == page_of(a)

    assert ("Lida", "moderator", "gemeente Rijnveld") in people(a)


def test_the_last_leader_is_told_on_screen(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    number = membership_of(anna, a).pk
    said = "Een samenwerking heeft altijd een leider. Maak eerst iemand anders leider."
    response = anna_client.post(page_of(a, "person", membership=number), {"kind": "reader"})
    assert (response.status_code, errors_in(response)) == (400, [said])

    removed = anna_client.post(page_of(a, "remove-person", membership=number), follow=True)
    assert said in removed.content.decode()
    assert people(a) == [("Anna", "leader", "gemeente Oostwaard")]


def test_who_leaves_goes_back_to_the_list(a: Cooperation, anna: Person, eva: Person) -> None:
    client = signed_in(anna)
    leave = page_of(a, "remove-person", membership=membership_of(anna, a).pk)

    assert client.post(leave)["Location"] == reverse("cooperations:list")
    assert client.get(page_of(a)).status_code == 404


@pytest.mark.parametrize("kind", ["boss", ""])
def test_a_kind_that_does_not_exist_is_refused(
    a: Cooperation, lida: Person, anna_client: Client, kind: str
) -> None:
    way = page_of(a, "person", membership=membership_of(lida, a).pk)

    assert anna_client.post(way, {"kind": kind}).status_code == 400
    assert ("Lida", "member", "gemeente Rijnveld") in people(a)


def test_somebody_of_another_cooperation_is_not_there(
    a: Cooperation, b: Cooperation, cees: Person, anna_client: Client
) -> None:
    theirs = page_of(a, "person", membership=membership_of(cees, b).pk)

    assert anna_client.get(theirs).status_code == 404


def test_the_page_asks_as_much_of_the_database_for_three_as_for_one(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    def asked(expected: int) -> int:
        with CaptureQueriesContext(connection) as queries_seen:
            page = anna_client.get(page_of(a)).content.decode()
        assert page.count('id="mens-') == expected
        assert page.count('id="uitnodiging-') == expected
        return len(queries_seen)

    def invite(email: str) -> None:
        actions.invite_colleague(
            person=anna, cooperation=a, email=email, kind=Kind.READER, party=party_of(a)
        )

    invite("een@voorbeeld.nl")
    one = asked(1)
    for number, name in enumerate(("Fleur", "Gijs")):
        joined(a, name, Kind.MEMBER, "gemeente Rijnveld")
        invite(f"{number}@voorbeeld.nl")
    assert asked(3) == one
