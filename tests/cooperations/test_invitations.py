"""Inviting a colleague by e-mail, from the leader's form to the first page of the colleague."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope, scopes_disabled
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from samenspel.audit.models import Line
from samenspel.cooperations import actions, tasks
from samenspel.cooperations.models import ColleagueInvitation, Cooperation, Membership, Party
from samenspel.people.models import Person
from samenspel.post.actions import send_due
from samenspel.post.models import OutgoingMessage
from tests.cast import person_named, signed_in
from tests.page_text import errors_in, plain

PASSWORD = "vier losse woorden samen"
ADDRESS = "nieuw@voorbeeld.nl"
NEW = {"name": "Noor", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def page_of(cooperation: Cooperation, name: str = "people", **more: int) -> str:
    return reverse(f"cooperations:{name}", kwargs={"cooperation": cooperation.slug, **more})


def invite(
    anna: Person, a: Cooperation, email: str = ADDRESS, kind: str = "member", party: str = ""
) -> str:
    """Invite, and follow the link in the newest mail."""
    with scope(cooperation=a):
        found = Party.objects.get(name=party) if party else None
    actions.invite_colleague(person=anna, cooperation=a, email=email, kind=kind, party=found)
    return link()


def link() -> str:
    body = OutgoingMessage.objects.order_by("-pk")[0].body
    return str(re.findall(r"http://localhost:8000(/account/uitnodiging/\S+/)", body)[0])


def token() -> str:
    return link().split("/")[-2]


def waiting(a: Cooperation) -> list[tuple[str, str, str | None]]:
    with scope(cooperation=a):
        return [
            (each.email, each.kind, each.party.name if each.party else None)
            for each in ColleagueInvitation.objects.select_related("party")
        ]


def members() -> list[tuple[str, str, str | None]]:
    return list(
        Membership.objects.order_by("pk").values_list("person__email", "kind", "party__name")
    )


ANNA = ("anna@voorbeeld.nl", "leader", "gemeente Oostwaard")


# ── inviting ──────────────────────────────────────────────────────────────────────────────


def test_an_invitation_is_mailed_and_only_the_mail_holds_its_token(
    a: Cooperation, anna: Person, mail_server: None
) -> None:
    invite(anna, a, kind="leader", party="gemeente Rijnveld")
    with scopes_disabled():
        kept = ColleagueInvitation.objects.values().get()
    assert token() not in str(kept)
    assert kept["expires_at"] - kept["invited_at"] == pytest.approx(
        timedelta(days=14), abs=timedelta(seconds=1)
    )

    the_link = link()
    send_due()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "Uitnodiging voor Samen in A")
    assert "Anna nodigt u uit voor de samenwerking “Samen in A”" in sent.body
    assert "Uw rol: leider." in sent.body
    assert "Uw organisatie: gemeente Rijnveld." in sent.body
    assert f"http://localhost:8000{the_link}\n" in sent.body
    assert not OutgoingMessage.objects.exists()
    assert Line.objects.values_list("actor", "action", "object_kind").first() == (
        anna.email,
        "colleague.invited",
        "colleagueinvitation",
    )


def test_a_mail_is_in_dutch_whatever_the_leader_reads(a: Cooperation, anna: Person) -> None:
    with override("en"):
        invite(anna, a)

    assert OutgoingMessage.objects.get().subject == "Uitnodiging voor Samen in A"


def test_a_name_with_signs_stays_itself_in_the_mail(a: Cooperation, anna: Person) -> None:
    Cooperation.objects.update(name="Zorg & <Welzijn>")
    a.refresh_from_db()
    invite(anna, a)

    assert "“Zorg & <Welzijn>”" in OutgoingMessage.objects.get().body


def test_inviting_twice_at_once_sends_one_mail(a: Cooperation, anna: Person) -> None:
    first, again = invite(anna, a), invite(anna, a, email=" NIEUW@voorbeeld.nl ")

    assert first == again
    assert OutgoingMessage.objects.count() == 1


def test_a_new_invitation_takes_the_place_of_the_one_before(
    a: Cooperation, anna: Person, client: Client
) -> None:
    first = invite(anna, a)
    second = invite(anna, a, kind="reader")

    assert waiting(a) == [(ADDRESS, "reader", None)]
    assert [client.get(each).status_code for each in (first, second)] == [404, 200]


def test_somebody_who_belongs_already_is_not_invited(
    a: Cooperation, anna: Person, lida: Person
) -> None:
    with pytest.raises(ValidationError, match="hoort al bij deze samenwerking"):
        invite(anna, a, email="LIDA@voorbeeld.nl")
    assert waiting(a) == []


def test_no_more_than_so_many_wait(
    monkeypatch: pytest.MonkeyPatch, a: Cooperation, anna: Person
) -> None:
    monkeypatch.setattr(actions.invitations, "MOST_WAITING", 2)
    for number in range(2):
        invite(anna, a, email=f"{number}@voorbeeld.nl")
    with pytest.raises(ValidationError, match="Er staan al 2 uitnodigingen open"):
        invite(anna, a)
    invite(anna, a, email="0@voorbeeld.nl", kind="reader")


@pytest.mark.parametrize("who", ["lida", "mo", "dina", "cees"])
def test_only_leaders_invite_and_withdraw(
    request: pytest.FixtureRequest, a: Cooperation, anna: Person, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        invite(person, a)
    invite(anna, a)
    with scope(cooperation=a):
        number = ColleagueInvitation.objects.get().pk
    with pytest.raises(PermissionDenied):
        actions.withdraw_invitation(person=person, cooperation=a, invitation_id=number)
    assert len(waiting(a)) == 1


def test_an_organisation_of_others_is_refused(a: Cooperation, b: Cooperation, anna: Person) -> None:
    with scope(cooperation=b):
        theirs = Party.objects.get()
    with pytest.raises(PermissionDenied):
        actions.invite_colleague(
            person=anna, cooperation=a, email=ADDRESS, kind="member", party=theirs
        )


def test_invitations_of_others_cannot_be_withdrawn(
    a: Cooperation, b: Cooperation, anna: Person, cees: Person
) -> None:
    invite(anna, a)
    with scope(cooperation=a):
        number = ColleagueInvitation.objects.get().pk
    actions.withdraw_invitation(person=cees, cooperation=b, invitation_id=number)

    assert len(waiting(a)) == 1


# ── the leader's page ─────────────────────────────────────────────────────────────────────


def test_a_leader_invites_and_withdraws_on_screen(
    a: Cooperation, anna_client: Client, client: Client, mail_server: None
) -> None:
    sent = {"email": ADDRESS, "kind": "moderator", "party": ""}
    page = anna_client.post(page_of(a), sent, follow=True).content.decode()
    assert "De uitnodiging is onderweg." in page
    assert f"{ADDRESS} moderator · geldig tot en met" in plain(page)
    assert ProcrastinateJob.objects.filter(task_name="post.send_due").count() == 1
    the_link = link()

    with scope(cooperation=a):
        number = ColleagueInvitation.objects.get().pk
    for _ in range(2):
        response = anna_client.post(page_of(a, "withdraw-invitation", invitation=number))
        assert response["Location"] == page_of(a)
    assert waiting(a) == []
    assert client.get(the_link).status_code == 404


def test_without_a_mail_server_the_page_says_that_invitations_wait(
    a: Cooperation, anna_client: Client
) -> None:
    before = anna_client.get(page_of(a)).content.decode()
    page = anna_client.post(
        page_of(a), {"email": ADDRESS, "kind": "reader"}, follow=True
    ).content.decode()

    assert "Deze website kan nog geen e-mail versturen." in before
    assert "De uitnodiging wacht: deze website kan nog geen e-mail versturen." in page
    assert "Deze uitnodigingen wachten" in page
    assert send_due() == 0
    assert OutgoingMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": ""}, "Dit veld is verplicht."),
        ({"email": "geen adres"}, "Voer een geldig e-mailadres in."),
        ({"email": "anna@voorbeeld.nl"}, "Dit adres hoort al bij deze samenwerking."),
        ({"kind": "boss"}, "boss is geen beschikbare keuze."),
    ],
)
def test_what_does_not_fit_is_said(
    a: Cooperation, anna_client: Client, wrong: dict[str, str], says: str
) -> None:
    response = anna_client.post(page_of(a), {"email": ADDRESS, "kind": "member"} | wrong)

    assert response.status_code == 400
    assert [says in line for line in errors_in(response)] == [True]
    assert waiting(a) == []


# ── accepting ─────────────────────────────────────────────────────────────────────────────


def test_looking_changes_nothing(a: Cooperation, anna: Person, client: Client) -> None:
    the_link = invite(anna, a)
    lines = Line.objects.count()
    pages = [client.get(the_link), client.head(the_link), signed_in(anna).get(the_link)]

    assert [page.status_code for page in pages] == [200] * 3
    assert "no-store" in pages[0]["Cache-Control"]
    assert (members(), len(waiting(a)), Line.objects.count()) == ([ANNA], 1, lines)


def test_somebody_without_an_account_makes_one_and_is_signed_in(
    a: Cooperation, anna: Person, client: Client
) -> None:
    the_link = invite(anna, a, party="gemeente Rijnveld")
    page = client.get(the_link).content.decode()
    assert "Anna nodigt u uit voor deze samenwerking. Uw rol: lid." in page
    assert f"Uw e-mailadres is {ADDRESS}." in page

    response = client.post(the_link, NEW | {"email": "anders@voorbeeld.nl"})
    assert (response.status_code, response["Location"]) == (302, f"/samenwerkingen/{a.slug}/")
    assert client.get(response["Location"]).status_code == 200
    assert members() == [ANNA, (ADDRESS, "member", "gemeente Rijnveld")]
    noor = Person.objects.get(email=ADDRESS)
    assert (noor.name, noor.check_password(PASSWORD)) == ("Noor", True)
    assert waiting(a) == []
    assert list(Line.objects.order_by("pk").values_list("actor", "action"))[-3:] == [
        (ADDRESS, "person.created"),
        (ADDRESS, "invitation.accepted"),
        (ADDRESS, "person.signed_in"),
    ]


def test_a_second_click_makes_no_second_account(
    a: Cooperation, anna: Person, client: Client
) -> None:
    the_link = invite(anna, a)
    client.post(the_link, NEW)

    assert Client().post(the_link, NEW).status_code == 404
    assert client.post(the_link, NEW).status_code == 404
    assert len(members()) == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Dit veld is verplicht."),
        ({"name": "\u200b\u2060"}, "alleen onzichtbare tekens"),
        ({"password": "kort"}, "minstens 12 tekens"),
        ({"password": "qwerty123456"}, "te algemeen"),
        ({"password": "nieuw@voorbeeld.nl"}, "lijkt te veel op"),
    ],
)
def test_an_account_that_cannot_be_is_explained_and_nothing_happens(
    a: Cooperation, anna: Person, client: Client, wrong: dict[str, str], says: str
) -> None:
    response = client.post(invite(anna, a), NEW | wrong)

    assert response.status_code == 400
    assert any(says in line for line in errors_in(response))
    assert (members(), len(waiting(a))) == ([ANNA], 1)
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_somebody_with_an_account_signs_in_first_and_comes_back(
    a: Cooperation, anna: Person, client: Client
) -> None:
    person = Person(email=ADDRESS, name="Noor")
    person.set_password(PASSWORD)
    person.save()
    the_link = invite(anna, a)

    page = client.get(the_link).content.decode()
    assert f"Er is al een account met {ADDRESS}." in page
    assert f'href="/account/inloggen/?next={the_link}"' in page
    # Nobody makes a second account, or gets in without its password.
    assert client.post(the_link, NEW).status_code == 200
    assert members() == [ANNA]

    signed = client.post(
        f"/account/inloggen/?next={the_link}", {"login": ADDRESS, "password": PASSWORD}
    )
    assert signed["Location"] == the_link
    assert "Meedoen" in client.get(the_link).content.decode()
    accepted = client.post(the_link, follow=True)
    assert "U hoort nu bij deze samenwerking." in accepted.content.decode()
    assert members() == [ANNA, (ADDRESS, "member", None)]


def test_who_is_signed_in_with_another_address_is_told_and_may_accept(
    a: Cooperation, anna: Person
) -> None:
    the_link = invite(anna, a)
    client = signed_in(person_named("Fleur"))
    page = plain(client.get(the_link).content.decode())
    assert f"U bent ingelogd als fleur@voorbeeld.nl. De uitnodiging ging naar {ADDRESS}." in page

    client.post(the_link)
    assert members() == [ANNA, ("fleur@voorbeeld.nl", "member", None)]


def test_who_belongs_already_keeps_what_they_are(a: Cooperation, anna: Person) -> None:
    the_link = invite(anna, a, kind="reader")

    assert signed_in(anna).post(the_link).status_code == 302
    assert (members(), waiting(a)) == ([ANNA], [])


@pytest.mark.parametrize("wrong", ["wrong", "used", "withdrawn", "expired"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_does_not_work_says_what_to_do(
    a: Cooperation, anna: Person, client: Client, wrong: str, method: str
) -> None:
    the_link = invite(anna, a)
    with scope(cooperation=a):
        invitation = ColleagueInvitation.objects.get()
        if wrong == "used":
            actions.accept_invitation(token=token(), person=person_named("Noor"))
        elif wrong == "withdrawn":
            actions.withdraw_invitation(person=anna, cooperation=a, invitation_id=invitation.pk)
        elif wrong == "expired":
            ColleagueInvitation.objects.update(expires_at=timezone.now())
        else:
            the_link = the_link[:-2] + "/"
    before = members()

    response = getattr(client, method)(the_link, NEW)
    page = response.content.decode()
    assert response.status_code == 404
    assert "Deze uitnodiging werkt niet" in page
    assert "Vraag anders een nieuwe uitnodiging aan wie u uitnodigde." in page
    assert members() == before
    for act in (
        lambda: actions.accept_invitation(token=the_link.split("/")[-2], person=anna),
        lambda: actions.accept_as_new_person(token=the_link.split("/")[-2], **NEW),
    ):
        with pytest.raises(actions.InvitationGoneError):
            act()


def test_an_invitation_outlives_the_account_of_who_sent_it(
    a: Cooperation, anna: Person, eva: Person, client: Client
) -> None:
    the_link = invite(eva, a)
    eva.delete()

    assert "U bent uitgenodigd voor deze samenwerking." in client.get(the_link).content.decode()


def test_an_address_that_never_accepted_is_forgotten(a: Cooperation, anna: Person) -> None:
    for number, days in enumerate((13, 15)):
        invite(anna, a, email=f"{number}@voorbeeld.nl")
        with scope(cooperation=a):
            ColleagueInvitation.objects.filter(email=f"{number}@voorbeeld.nl").update(
                expires_at=timezone.now() - timedelta(days=days)
            )
    tasks.delete_expired_invitations(timestamp=0)

    assert waiting(a) == [("0@voorbeeld.nl", "member", None)]


def test_an_invitation_whose_time_is_over_is_shown_as_such(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    invite(anna, a)
    with scope(cooperation=a):
        ColleagueInvitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    assert f"{ADDRESS} lid · verlopen" in plain(anna_client.get(page_of(a)).content.decode())
