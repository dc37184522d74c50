"""The pages of conversations: from a cue to what came of an agreement."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from samenspel.cooperations.actions import write_group
from samenspel.cooperations.models import Cooperation, Role
from samenspel.dialogues import actions
from samenspel.dialogues.models import Agreement, Dialogue, Heard
from samenspel.dialogues.queries import CueName
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.cast import signed_in
from tests.dialogues.conftest import PURPOSE_CUE, TEXTS
from tests.page_text import errors_in, plain

ABOUT_PURPOSE = "Bij medewerkers staat minder dan de helft achter de bedoeling."


def at(name: str, cooperation: Cooperation, **more: object) -> str:
    return reverse(f"dialogues:{name}", kwargs={"cooperation": cooperation.slug, **more})


def told(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return plain(response.content.decode().partition("<main")[2].partition("</main>")[0])


def test_from_a_cue_to_a_conversation_to_an_agreement(
    a: Cooperation, anna: Person, anna_client: Client, showed: Sounding
) -> None:
    group = write_group(person=anna, cooperation=a, role=Role.STAFF, party=None, size=260)
    before = told(anna_client, at("overview", a))
    assert "Er is 1 punt om het over te hebben" in before
    assert ABOUT_PURPOSE in before

    planning = at("plan", a) + f"?punt={showed.pk}:{PURPOSE_CUE}"
    page = anna_client.get(planning).content.decode()
    assert re.search(r'<input[^>]*name="cues"[^>]*checked', page)
    response = anna_client.post(
        planning,
        {
            "title": "Wat missen medewerkers?",
            "cues": f"{showed.pk}:{PURPOSE_CUE}",
            "groups": str(group.pk),
            "day": "2026-12-01",
            "begins_at": "15:00",
            "place": "Dorpshuis",
            "ticket": str(uuid.uuid4()),
        },
    )
    with scope(cooperation=a):
        planned = Dialogue.objects.get()
    address = at("dialogue", a, dialogue=planned.pk)
    assert (response.status_code, response["Location"]) == (302, address)
    shown = told(anna_client, address)
    for part in (
        "dinsdag 1 december 2026, 15.00",
        "Dorpshuis",
        "Medewerkers",
        ABOUT_PURPOSE,
        "Wat zouden zij als bedoeling opschrijven?",
        "Het gesprek in drie stappen",
    ):
        assert part in shown
    after = told(anna_client, at("overview", a))
    assert "Er staat een gesprek op de agenda" in after
    assert ABOUT_PURPOSE not in after

    anna_client.post(
        at("heard", a, dialogue=planned.pk),
        {"seen": "Twijfel.\nVeel.", "meant": "Tijd.", "wanted": "", "based_on": "0"},
    )
    anna_client.post(
        at("agree", a, dialogue=planned.pk),
        {
            "what": "Elke maand een uur",
            "who": "leidinggevenden",
            "by_when": "2027-01-01",
            "statement": f"{showed.pk}:2",
            "ticket": str(uuid.uuid4()),
        },
    )
    shown = told(anna_client, address)
    assert "Wat zien we? Twijfel. Veel. Wat betekent het? Tijd. Wat willen we? –" in shown
    assert "Elke maand een uur leidinggevenden · klaar op 1 januari 2027 · loopt" in shown
    assert f"Te merken aan: “{TEXTS[1]}” Dat is sindsdien nog niet opnieuw gevraagd." in shown

    with scope(cooperation=a):
        agreement = Agreement.objects.get()
    anna_client.post(
        at("look-back", a, agreement=agreement.pk),
        {"state": "kept", "what_came_of_it": "Drie keer gedaan."},
    )
    shown = told(anna_client, at("overview", a))
    assert "Elke maand een uur leidinggevenden · klaar op 1 januari 2027 · gedaan" in shown
    assert "Drie keer gedaan." in shown
    story = told(anna_client, reverse("story", kwargs={"cooperation": a.slug}))
    assert "Besproken gedaan: 1 dec 2026 Wat missen medewerkers?" in story
    assert "Afspraken Elke maand een uur leidinggevenden · gedaan" in story
    assert "Teruggekeken Elke maand een uur Drie keer gedaan. gedaan" in story


def test_on_the_screen_each_cue_has_its_picture_and_then_come_three_steps(
    a: Cooperation, anna: Person, dina: Person, showed: Sounding
) -> None:
    talked = actions.plan_dialogue(
        person=anna, cooperation=a, title="Praten", cues=[CueName(showed.pk, PURPOSE_CUE)]
    )
    client = signed_in(dina)
    headings = []
    for number in range(1, 7):
        page = client.get(at("on-screen", a, dialogue=talked.pk, number=number)).content.decode()
        headings.append(plain(re.findall(r"<h1.*?</h1>", page, re.DOTALL)[0]))
        assert ("<svg" in page.partition("<main")[2]) == (number == 2)
    assert headings == [
        "Praten",
        ABOUT_PURPOSE,
        "Wat zien we?",
        "Wat betekent het?",
        "Wat willen we?",
        "Wat spreken we af?",
    ]
    for number in (0, 7):
        address = at("on-screen", a, dialogue=talked.pk, number=number)
        assert client.get(address).status_code == 404


def test_a_cue_is_set_aside_on_screen_and_brought_back(
    a: Cooperation, anna_client: Client, showed: Sounding
) -> None:
    address = at("set-aside", a, sounding=showed.pk, key=PURPOSE_CUE)
    empty = anna_client.post(address, {"reason": " "})
    assert empty.status_code == 400
    assert errors_in(empty)
    anna_client.post(address, {"reason": "Al besproken in mei."})
    shown = told(anna_client, at("overview", a))
    assert "Waar wilt u het over hebben?" in shown
    assert "“Al besproken in mei.” (Anna)" in shown
    anna_client.post(at("bring-back", a, sounding=showed.pk, key=PURPOSE_CUE))
    assert "Er is 1 punt om het over te hebben" in told(anna_client, at("overview", a))


def test_who_reads_sees_no_buttons(a: Cooperation, anna: Person, dina: Person) -> None:
    talked = actions.plan_dialogue(person=anna, cooperation=a, title="Praten")
    client = signed_in(dina)
    for address in (at("overview", a), at("dialogue", a, dialogue=talked.pk)):
        response = client.get(address).content.decode()
        page = response.partition("<main")[2].partition("</main>")[0]
        assert "<form" not in page
        assert "Wijzigen" not in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "Praten", "begins_at": "15:00"}, "day"),
        ({"title": "Praten", "day": "31-31-2026"}, "day"),
        ({"title": "\u200b"}, "title"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    a: Cooperation, anna_client: Client, sent: dict[str, str], field: str
) -> None:
    response = anna_client.post(at("plan", a), {"place": "Dorpshuis", **sent})
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert 'value="Dorpshuis"' in response.content.decode()
    with scope(cooperation=a):
        assert not Dialogue.objects.exists()


def test_two_who_write_what_they_heard_at_once_lose_nothing(
    a: Cooperation, anna: Person, anna_client: Client, lida_client: Client
) -> None:
    talked = actions.plan_dialogue(person=anna, cooperation=a, title="Praten")
    address = at("heard", a, dialogue=talked.pk)
    lida_client.post(address, {"seen": "Van Lida.", "based_on": "0"})
    refused = anna_client.post(address, {"seen": "Van Anna.", "based_on": "0"})
    page = plain(refused.content.decode())
    assert refused.status_code == 400
    assert "Van Lida." in page
    assert "Van Anna." in page
    again = anna_client.post(address, {"seen": "Van Anna.", "based_on": "1"})
    assert again.status_code == 302
    with scope(cooperation=a):
        assert [each.seen for each in Heard.objects.all()] == ["Van Anna.", "Van Lida."]


def test_another_cooperations_pages_are_not_there(
    a: Cooperation, b: Cooperation, anna: Person, cees: Person, showed: Sounding
) -> None:
    talked = actions.plan_dialogue(person=anna, cooperation=a, title="Praten")
    made = actions.make_agreement(person=anna, cooperation=a, what="Iets", who="wij")
    client = signed_in(cees)
    for cooperation in (a, b):
        for address in (
            at("dialogue", cooperation, dialogue=talked.pk),
            at("change", cooperation, dialogue=talked.pk),
            at("heard", cooperation, dialogue=talked.pk),
            at("look-back", cooperation, agreement=made.pk),
            at("set-aside", cooperation, sounding=showed.pk, key=PURPOSE_CUE),
        ):
            assert client.get(address).status_code == 404, address


def test_pages_ask_as_much_for_three_of_everything_as_for_one(
    a: Cooperation, anna: Person, anna_client: Client, showed: Sounding
) -> None:
    def one_more(number: int) -> Dialogue:
        talked = actions.plan_dialogue(
            person=anna,
            cooperation=a,
            title=f"Gesprek {number}",
            cues=[CueName(showed.pk, PURPOSE_CUE)],
        )
        actions.write_heard(person=anna, cooperation=a, dialogue=talked, seen=f"{number}")
        actions.make_agreement(
            person=anna,
            cooperation=a,
            dialogue=talked,
            what=f"Iets {number}",
            who="wij",
            noticed_in=showed,
            noticed_by=TEXTS[0],
        )
        return talked

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries_seen:
            told(anna_client, address)
        return len(queries_seen)

    talked = one_more(0)
    pages = (at("overview", a), reverse("story", kwargs={"cooperation": a.slug}))
    one = [asked(address) for address in pages]
    own = asked(at("dialogue", a, dialogue=talked.pk))
    for number in (1, 2):
        one_more(number)
        actions.make_agreement(
            person=anna, cooperation=a, dialogue=talked, what=f"Meer {number}", who="wij"
        )
    assert [asked(address) for address in pages] == one
    assert asked(at("dialogue", a, dialogue=talked.pk)) == own
