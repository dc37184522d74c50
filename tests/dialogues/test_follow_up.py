"""What everybody who was asked is told of what was done with the outcome, and no name."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues import actions
from samenspel.dialogues.models import Agreement
from samenspel.dialogues.queries import CueName
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.dialogues.conftest import PURPOSE_CUE, TEXTS, agreed_in_may, round_of_june
from tests.page_text import plain

KEYS = {"may": "m" * 26, "june": "j" * 26}


def everybodys(client: Client, key: str) -> str:
    response = client.get(reverse("outcome:outcome", kwargs={"key": KEYS[key]}))
    assert response.status_code == 200
    return plain(response.content.decode().partition("<main")[2].partition("</main>")[0])


def part(page: str, heading: str, until: str) -> str:
    return page.partition(heading)[2].partition(until)[0].strip()


def since(page: str) -> str:
    return part(page, "Wat ermee gebeurde", "Verder kijken")


@pytest.fixture
def open_to_all(a: Cooperation, in_may: Sounding) -> Sounding:
    with scope(cooperation=a):
        Sounding.objects.filter(pk=in_may.pk).update(outcome_key=KEYS["may"])
    return in_may


def talked_and_agreed(a: Cooperation, anna: Person, lida: Person, asked: Sounding) -> Agreement:
    talked = actions.plan_dialogue(
        person=anna,
        cooperation=a,
        title="Wat missen medewerkers?",
        cues=[CueName(asked.pk, PURPOSE_CUE)],
        place="Geheime zaal",
        others="de huisarts",
    )
    actions.write_heard(
        person=lida, cooperation=a, dialogue=talked, seen="Alleen voor wie meedoet."
    )
    return agreed_in_may(
        anna, a, dialogue=talked, noticed_in=asked, noticed_by=TEXTS[0], what="Elke maand een uur"
    )


def test_everybody_reads_at_the_outcome_what_was_done_with_it_and_no_name(
    a: Cooperation, anna: Person, lida: Person, bram_client: Client, open_to_all: Sounding
) -> None:
    nothing = (
        "Nog niets is opgeschreven. Komt er een gesprek of een afspraak, dan leest u dat hier."
    )
    assert since(everybodys(bram_client, "may")) == nothing

    agreed = talked_and_agreed(a, anna, lida, open_to_all)
    called_off = actions.plan_dialogue(
        person=anna, cooperation=a, title="Toch niet", cues=[CueName(open_to_all.pk, PURPOSE_CUE)]
    )
    actions.call_off(person=anna, cooperation=a, dialogue=called_off)
    actions.look_back(
        person=anna,
        cooperation=a,
        agreement=agreed,
        state=Agreement.State.CHANGED,
        what_came_of_it="Het werd elke twee weken.",
    )
    actions.set_cue_aside(
        person=lida,
        cooperation=a,
        sounding=open_to_all,
        key=PURPOSE_CUE,
        reason="Er is al over gepraat.",
    )
    page = everybodys(bram_client, "may")
    day = plain(re.findall(r"gevoerd op (\d+ \w+ \d+)", page)[0])
    assert since(page) == (
        f"Gesprekken hierover Wat missen medewerkers? gevoerd op {day} "
        "Afspraken Elke maand een uur leidinggevenden · anders gedaan Het werd elke twee weken. "
        "Hier komt geen gesprek over Bij medewerkers staat minder dan de helft achter de "
        "bedoeling. Waarom: Er is al over gepraat."
    )
    for secret in ("Anna", "Lida", "Geheime zaal", "huisarts", "in de zaal", "Toch niet"):
        assert secret not in page


def test_the_next_outcome_begins_with_what_came_of_what_was_agreed(
    a: Cooperation, anna: Person, lida: Person, bram_client: Client, open_to_all: Sounding
) -> None:
    talked_and_agreed(a, anna, lida, open_to_all)
    june = round_of_june(anna, a, 110)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=june.pk).update(outcome_key=KEYS["june"])

    told = part(
        everybodys(bram_client, "june"), "Wat we afspraken, en wat er gebeurde", "Wat alle groepen"
    )
    for piece in (
        "Elke maand een uur leidinggevenden · loopt",
        f"Te merken aan: “{TEXTS[0]}”",
        "Medewerkers: duidelijk vaker eens, eerst 30% (27% tot 33%) en later 55% (52% tot 58%).",
        "eens in mei 2026 eens in juni 2026",
        "Groep Toen Later Verschil Raadsleden 90% (88% tot 92%)",
        "Niet te vergelijken, want niet in beide rondes te tonen: Inwoners.",
        "een verschil zegt niet dat de afspraak de oorzaak is",
    ):
        assert piece in told
    # It followed from the round before, and is told there.
    assert since(everybodys(bram_client, "june")).startswith("Nog niets is opgeschreven.")
    assert "Wat we afspraken, en wat er gebeurde" not in everybodys(bram_client, "may")


def test_a_round_that_does_not_ask_it_again_says_nothing_of_what_was_agreed(
    a: Cooperation, anna: Person, lida: Person, bram_client: Client, open_to_all: Sounding
) -> None:
    talked_and_agreed(a, anna, lida, open_to_all)
    june = round_of_june(anna, a, 110, texts=("Iets anders.", "Nog iets."))
    with scope(cooperation=a):
        Sounding.objects.filter(pk=june.pk).update(outcome_key=KEYS["june"])
    assert "Elke maand een uur" not in everybodys(bram_client, "june")


def test_who_works_on_it_and_who_was_asked_see_the_same_reasons_to_talk_from_the_same_moment(
    a: Cooperation, anna_client: Client, bram_client: Client, open_to_all: Sounding
) -> None:
    def cues(page: str) -> str:
        return plain(
            re.sub(r"<a .*?</a>", "", page.partition('id="gesprekspunten"')[2], flags=re.DOTALL)
        ).partition("Wat ermee gebeurde")[0]

    inside = reverse(
        "soundings:outcome", kwargs={"cooperation": a.slug, "sounding": open_to_all.pk}
    )
    overview = reverse("dialogues:overview", kwargs={"cooperation": a.slug})
    theirs = bram_client.get(reverse("outcome:outcome", kwargs={"key": KEYS["may"]}))
    ours = anna_client.get(inside)
    assert "minder dan de helft achter de bedoeling" in cues(theirs.content.decode())
    assert cues(theirs.content.decode()) == cues(ours.content.decode())
    assert "Plan hierover een gesprek" in ours.content.decode()
    assert "Plan hierover een gesprek" not in theirs.content.decode()

    with scope(cooperation=a):
        Sounding.objects.filter(pk=open_to_all.pk).update(state=Sounding.State.CLOSING)
    assert "minder dan de helft" not in anna_client.get(overview).content.decode()


def test_an_outcome_asks_as_much_for_three_of_everything_as_for_one(
    a: Cooperation, anna: Person, lida: Person, bram_client: Client, open_to_all: Sounding
) -> None:
    june = round_of_june(anna, a, 110)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=june.pk).update(outcome_key=KEYS["june"])

    def asked(key: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            everybodys(bram_client, key)
        return len(seen)

    talked_and_agreed(a, anna, lida, open_to_all)
    one = [asked(key) for key in KEYS]
    for _more in range(2):
        talked_and_agreed(a, anna, lida, open_to_all)
    assert [asked(key) for key in KEYS] == one
    assert max(one) <= 16
