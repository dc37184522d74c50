"""The pages of the room, as a leader, a member, a reader and somebody from elsewhere see them."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.duties import actions
from samenspel.duties.models import CouncilView, Done, InArrangement, Plan, Round
from samenspel.people.models import Person
from tests.duties.test_actions import parties_of, planned, started
from tests.page_text import errors_in, plain, value_of
from tests.soundings.rounds import queries_of

LAWYER = "Leg dit voor aan uw jurist."


def at(name: str, cooperation: Cooperation, **more: object) -> str:
    return reverse(f"duties:{name}", kwargs={"cooperation": cooperation.slug, **more})


def told(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return plain(response.content.decode().partition("<main")[2].partition("</main>")[0])


def test_from_choosing_a_form_to_the_calendar(a: Cooperation, anna_client: Client) -> None:
    assert "Dat hangt af van de vorm die u kiest." in told(anna_client, at("calendar", a))
    page = anna_client.get(at("plan", a)).content.decode()
    assert 'name="vorm"' in page
    assert 'name="starts_on"' not in page

    chosen = anna_client.get(at("plan", a) + "?vorm=public_body")
    names = set(re.findall(r'name="(\w+)"', chosen.content.decode()))
    assert {"starts_on", "first_year", "budget_decided_on", "remind_weeks"} <= names
    assert "displayed_on" not in names
    response = anna_client.post(
        at("plan", a),
        {
            "form": "public_body",
            "starts_on": "2027-07-01",
            "draft_received_on": "2027-03-12",
            "first_year": "2026",
            "budget_decided_on": "2027-07-06",
            "remind_weeks": "4",
            "seen": value_of(chosen, "seen"),
        },
    )
    assert (response.status_code, response["Location"]) == (302, at("calendar", a))
    page = told(anna_client, at("calendar", a) + "?jaar=2027")
    for part in (
        "openbaar lichaam",
        LAWYER,
        "Maart vr 12 mrt Stuur het ontwerp van de regeling aan de raden",
        "di 13 apr Stuur de ontwerpbegroting aan de raden (2028) Het dagelijks bestuur",
        "ma 10 mei Laatste dag voor zienswijzen van de raden op het ontwerp",
        "De termijn eindigt op een dag die met een feestdag gelijk staat",
        "artikel 1 lid 3 Wgr · zo sinds 1 juli 2022 · wettekst gelezen",
        "artikel 34b Wgr · zo sinds 1 juli 2022 · te controleren",
        "Hiervoor is nog een dag nodig Evalueer de regeling Vul in: wanneer u de regeling",
        "Zonder vaste dag Houd de raden uit uzelf op de hoogte",
        "Dit mag, het hoeft niet Een gemeenschappelijke adviescommissie",
    ):
        assert part in page
    months = re.findall(
        r'id="maand-(\d+)"', anna_client.get(at("calendar", a) + "?jaar=2027").content.decode()
    )
    assert months == ["3", "4", "5", "6", "7"]


def test_it_opens_with_the_year_of_what_comes_first(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    following = timezone.localdate().year + 1
    planned(anna, a, form="plain", evaluated_on=date(following, 6, 3))
    page = told(anna_client, at("calendar", a))
    day = f"{date(following, 6, 3):%-d} juni {following}"
    assert "Het eerste dat komt: Evalueer de regeling. Uiterlijk" in page
    assert day in page
    assert f"{following} {following - 1} {following + 1}" in page
    assert "In dit jaar is er niets met een dag." in told(
        anna_client, at("calendar", a) + "?jaar=2099"
    )


@pytest.mark.parametrize("year", ["x", "1999", "2100", "", "20271", "²⁰²⁷"])
def test_a_year_that_cannot_be_is_not_minded(
    a: Cooperation, anna: Person, anna_client: Client, year: str
) -> None:
    planned(anna, a)
    assert anna_client.get(at("calendar", a), {"jaar": year}).status_code == 200


def test_beyond_the_last_decree_it_says_so(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    planned(anna, a, first_year=2026)
    unknown = "nog niet bekend welke dagen met een feestdag gelijk staan"
    assert unknown not in told(anna_client, at("calendar", a) + "?jaar=2028")
    assert unknown in told(anna_client, at("calendar", a) + "?jaar=2029")


def test_a_light_form_has_no_days_and_says_what_holds(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    planned(anna, a, form="network")
    page = told(anna_client, at("calendar", a))
    assert "Bij deze vorm noemt de wet geen vaste dagen." in page
    assert "Spreek af wie het archief van de samenwerking bewaart" in page
    assert "Zienswijzen" not in page
    assert "Bij deze vorm hoort geen regeling" in told(anna_client, at("arrangement", a))


def test_what_is_done_is_ticked_off_and_stays_in_its_year(
    a: Cooperation, anna: Person, lida_client: Client, dina_client: Client
) -> None:
    planned(anna, a, first_year=2026)
    year = at("calendar", a) + "?jaar=2027"
    response = lida_client.post(at("tick-off", a, key="kaders-2028") + "?jaar=2027")
    assert response["Location"] == f"{year}#kaders-2028"
    page = told(dina_client, year)
    assert "kaders voor de begroting aan de raden (2028) gedaan" in page
    assert "Afgevinkt door Lida op" in page
    assert "Toch niet" not in page
    assert lida_client.post(at("tick-off", a, key="dpia")).status_code == 302
    assert "als het risico hoog is gedaan" in told(dina_client, year)
    lida_client.post(at("take-tick-back", a, key="dpia"))
    assert lida_client.post(at("tick-off", a, key="onzin")).status_code == 404
    assert dina_client.post(at("tick-off", a, key="kaders-2029")).status_code == 403
    assert dina_client.post(at("take-tick-back", a, key="kaders-2028")).status_code == 403
    lida_client.post(at("take-tick-back", a, key="kaders-2028"))
    with scope(cooperation=a):
        assert not Done.objects.exists()


def test_two_tabs_with_the_plan_lose_nothing(
    a: Cooperation, anna: Person, anna_client: Client, eva_client: Client
) -> None:
    planned(anna, a, form="plain")
    seen = value_of(anna_client.get(at("plan", a)), "seen")
    first = {"form": "plain", "starts_on": "2028-01-01", "remind_weeks": "4", "seen": seen}
    assert eva_client.post(at("plan", a), first).status_code == 302
    second = first | {"starts_on": "2029-01-01"}
    refused = anna_client.post(at("plan", a), second)
    assert refused.status_code == 400
    assert "Intussen heeft iemand anders dit veranderd." in " ".join(errors_in(refused))
    assert "Wanneer de regeling begint 1 januari 2028" in plain(refused.content.decode())
    assert value_of(refused, "starts_on") == "2029-01-01"
    again = second | {"seen": value_of(refused, "seen")}
    assert anna_client.post(at("plan", a), again).status_code == 302
    with scope(cooperation=a):
        assert Plan.objects.get().starts_on == date(2029, 1, 1)


def test_a_day_that_cannot_be_is_told_in_words(a: Cooperation, anna_client: Client) -> None:
    response = anna_client.post(
        at("plan", a), {"form": "plain", "starts_on": "0027-07-01", "remind_weeks": "4"}
    )
    assert response.status_code == 400
    assert errors_in(response) == ["Kies een dag na 1999. Klopt het jaar?"]


def test_the_checklist_says_what_is_open_and_where_it_stands(
    a: Cooperation, anna: Person, anna_client: Client, dina_client: Client
) -> None:
    planned(anna, a, form="plain")
    assert "7 onderdelen van de regeling zijn nog open" in told(anna_client, at("arrangement", a))
    page = anna_client.get(at("item", a, key="uittreden"))
    assert LAWYER in page.content.decode()
    response = anna_client.post(
        at("item", a, key="uittreden"),
        {"state": "yes", "where": "artikel 12", "note": "", "seen": value_of(page, "seen")},
    )
    assert response["Location"] == at("arrangement", a) + "#uittreden"
    after = told(dina_client, at("arrangement", a))
    assert "6 onderdelen van de regeling zijn nog open" in after
    assert "staat erin artikel 12" in after
    assert "Invullen" not in after
    stale = {"state": "no", "seen": value_of(page, "seen")}
    refused = anna_client.post(at("item", a, key="uittreden"), stale)
    assert refused.status_code == 400
    assert "Wat er nu staat, van Anna" in plain(refused.content.decode())
    with scope(cooperation=a):
        assert InArrangement.objects.get().state == "yes"
    assert anna_client.get(at("item", a, key="plaats")).status_code == 404


def test_a_round_of_views_from_asking_to_answering(
    a: Cooperation, anna: Person, lida_client: Client
) -> None:
    planned(anna, a, form="plain")
    form = lida_client.get(at("start-round", a))
    assert len(re.findall(r'name="parties"[^>]*checked', form.content.decode())) == 2
    sent = {
        "subject": "arrangement",
        "title": "Ontwerp van maart",
        "received_on": "2027-03-12",
        "parties": [str(party.pk) for party in parties_of(a)],
        "ticket": value_of(form, "ticket"),
    }
    first, again = (lida_client.post(at("start-round", a), sent) for _click in range(2))
    assert first["Location"] == again["Location"]
    with scope(cooperation=a):
        found = Round.objects.get()
        council = CouncilView.objects.filter(round=found)[0].pk
    page = told(lida_client, at("round", a, round=found.pk))
    for part in (
        "0 van 2 raden lieten iets weten. De laatste dag is maandag 10 mei 2027.",
        "maandag 10 mei 2027 (8 weken, verlengd tot een werkdag)",
        "De raad van gemeente Oostwaard",
        LAWYER,
    ):
        assert part in page
    address = at("view", a, round=found.pk, council=council)
    said = {"said": "view", "view": "Meer loketten.", "received_on": "2027-04-01", "dealt_with": ""}
    assert lida_client.post(address, said | {"based_on": "0"}).status_code == 302
    waits = "1 van 2 raden lieten iets weten. 1 zienswijze wacht op antwoord."
    assert waits in told(lida_client, at("rounds", a))
    refused = lida_client.post(address, said | {"dealt_with": "taken", "based_on": "1"})
    assert errors_in(refused) == [
        "Schrijf op wat u antwoordde, met redenen. Daar heeft de raad recht op."
    ]
    stale = lida_client.post(address, said | {"view": "Iets anders.", "based_on": "0"})
    assert stale.status_code == 400
    assert "De nieuwste versie, van Lida" in plain(stale.content.decode())
    assert value_of(stale, "based_on") == "1"
    answer = {"dealt_with": "taken", "answer": "Ja.", "answered_on": "2027-05-12", "based_on": "1"}
    assert lida_client.post(address, said | answer).status_code == 302
    done = told(lida_client, at("round", a, round=found.pk))
    assert "Beantwoord: overgenomen Ja." in done
    assert "Eerdere versies Versie 1, door Lida" in done
    assert "Ronde weghalen" not in done


def test_when_councils_really_got_the_draft_the_calendar_counts_from_there(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    planned(anna, a, form="plain", draft_received_on=date(2027, 1, 4))
    started(anna, a, received_on=date(2027, 2, 5))
    assert "vr 2 apr Laatste dag voor zienswijzen" in told(
        anna_client, at("calendar", a) + "?jaar=2027"
    )
    started(anna, a, subject="other", title="Begrotingswijziging", agreed_on=date(2027, 8, 2))
    page = told(anna_client, at("calendar", a) + "?jaar=2027")
    assert "ma 2 aug Afgesproken laatste dag voor zienswijzen: Begrotingswijziging" in page


def test_a_round_that_was_begun_by_mistake_is_taken_away(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    found = started(anna, a)
    assert "Ronde weghalen" in told(anna_client, at("round", a, round=found.pk))
    response = anna_client.post(at("remove-round", a, round=found.pk), follow=True)
    assert "De ronde is weg." in plain(response.content.decode())
    assert anna_client.get(at("round", a, round=found.pk)).status_code == 404


def test_changing_a_round_in_two_tabs_loses_nothing(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    found = started(anna, a)
    address = at("change-round", a, round=found.pk)
    seen = value_of(anna_client.get(address), "seen")
    started(anna, a, round=found, title="Van Eva")
    sent = {
        "subject": "arrangement",
        "title": "Van Anna",
        "received_on": "2027-03-12",
        "parties": [str(party.pk) for party in parties_of(a)],
        "seen": seen,
    }
    refused = anna_client.post(address, sent)
    assert refused.status_code == 400
    assert "Wat er nu staat Van Eva" in plain(refused.content.decode())
    again = sent | {"seen": value_of(refused, "seen")}
    assert anna_client.post(address, again).status_code == 302


def test_what_is_of_another_cooperation_is_not_there(
    a: Cooperation, b: Cooperation, anna: Person, cees: Person, cees_client: Client
) -> None:
    planned(anna, a)
    planned(cees, b)
    found = started(anna, a)
    with scope(cooperation=a):
        council = CouncilView.objects.filter(round=found)[0].pk
    for name, more in (
        ("round", {"round": found.pk}),
        ("change-round", {"round": found.pk}),
        ("view", {"round": found.pk, "council": council}),
    ):
        assert cees_client.get(at(name, b, **more)).status_code == 404
    own = started(cees, b, parties=parties_of(b))
    assert cees_client.get(at("view", b, round=own.pk, council=council)).status_code == 404
    cees_client.post(at("remove-round", b, round=found.pk))
    with scope(cooperation=a):
        assert Round.objects.filter(pk=found.pk).exists()


def test_to_print_is_one_table_with_everything(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    planned(anna, a, first_year=2026)
    actions.tick_off(person=anna, cooperation=a, key="kaders-2028")
    address = at("to-print", a) + "?jaar=2027"
    page = told(anna_client, address)
    assert "Wat de wet vraagt in 2027" in page
    assert LAWYER in page
    assert "do 29 apr 2027 Stuur de financiële" in page
    assert "artikel 34b Wgr (te controleren)" in page
    assert (
        len(re.findall("<tr ", anna_client.get(at("to-print", a) + "?jaar=2027").content.decode()))
        == 8
    )


def test_more_years_and_rounds_ask_no_more_of_the_database(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    planned(anna, a, first_year=2026)
    pages = [at(name, a) for name in ("calendar", "rounds", "arrangement", "to-print")]
    started(anna, a)
    once = [queries_of(anna_client, page) for page in pages]
    for number in range(3):
        received = date(2027, 1, 1) + timedelta(days=number)
        started(anna, a, ticket=uuid.uuid4(), received_on=received)
    assert [queries_of(anna_client, page) for page in pages] == once
    assert max(once) <= 14
