"""The pages on which a leader composes a pulse."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings import actions
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.instrument_file import MOST_BYTES
from samenspel.soundings.instruments.scale.items import of_the_bank
from samenspel.soundings.instruments.scale.pulses import PULSES, TRUST
from samenspel.soundings.models import Sounding
from tests.page_text import Page, errors_in, plain, value_of
from tests.soundings.prepared import draft_of, group_of, items_in, only_for, texts
from tests.soundings.rounds import queries_of
from tests.soundings.test_preparing_views import at, seen, sent

LOAD, NEAR = "control.load.time", "service.near.far"
LOAD_TEXT = bank().questions[LOAD].texts["nl"]


@pytest.fixture
def pulse(anna: Person, a: Cooperation) -> Sounding:
    """An empty pulse that asks staff and residents."""
    for role, size in ((Role.STAFF, 60), (Role.RESIDENT, 900)):
        group_of(anna, a, role, size)
    return actions.start_sounding(person=anna, cooperation=a, title="Peiling", instrument="scale")


def add(anna: Person, sounding: Sounding, *keys: str) -> None:
    actions.add_questions(person=anna, sounding=sounding, questions=of_the_bank(keys))


def read(client: Client, sounding: Sounding, content: bytes) -> Page:
    file = SimpleUploadedFile("vragen.json", content, "application/json")
    return client.post(at(sounding, "read-questions"), {"file": file}, follow=True)


def test_a_leader_begins_with_a_ready_pulse(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    group_of(anna, a, Role.STAFF, 60)
    page = reverse("soundings:start", kwargs={"cooperation": a.slug})
    form = anna_client.get(page)
    assert "Peiling ‘Vertrouwen in 3 minuten’ (19 vragen)" in plain(form.content.decode())
    data = {"title": "Vertrouwen?", "begin_with": "peiling-vertrouwen"}
    shown = plain(
        sent(anna_client, page, data | {"ticket": value_of(form, "ticket")}).content.decode()
    )
    assert "Dit kost iemand hoogstens ongeveer 3 minuten." in shown
    with scope(cooperation=a):
        sounding = Sounding.objects.select_related("cooperation").get()
    assert [item.detail["key"] for item in items_in(sounding)] == list(TRUST.keys)


def test_a_ready_pulse_is_taken_over_once(
    anna: Person, pulse: Sounding, anna_client: Client
) -> None:
    page = seen(anna_client, at(pulse, "items"))
    assert "Er zijn nog geen vragen." in page
    assert all(str(each.name) in page for each in PULSES.values())
    add(anna, pulse, "trust.goodwill.success")
    address = at(pulse, "add-pulse", pulse="vertrouwen")
    shown = plain(sent(anna_client, address).content.decode())
    assert "18 vragen toegevoegd. Wat er al stond, is niet nog eens toegevoegd." in shown
    assert len(items_in(pulse)) == 19
    assert "Vertrouwen in 3 minuten" not in shown
    assert anna_client.post(at(pulse, "add-pulse", pulse="onzin")).status_code == 404


def test_the_page_says_what_a_question_measures_and_what_all_cost(
    anna: Person, pulse: Sounding, anna_client: Client
) -> None:
    add(anna, pulse, LOAD, NEAR)
    page = seen(anna_client, at(pulse, "items"))
    assert f"1. {LOAD_TEXT} Last van controle Medewerkers" in page
    assert "Een gemeente dichtbij andersom gesteld Inwoners" in page
    assert "Medewerkers 1 minuut niet gevraagd" in page
    assert "Per persoon, met 8 seconden voor een vraag. Dat is onze eigen schatting." in page


def test_questions_are_chosen_from_the_bank(pulse: Sounding, anna_client: Client) -> None:
    page = seen(anna_client, at(pulse, "question-bank"))
    for construct in bank().constructs.values():
        assert f"{construct.name} {construct.explanation} nog niet gevalideerd" in page
        assert f"{construct.source}: {construct.concept}." in page
    assert page.count("nog niet gevalideerd") == len(bank().constructs) + 1
    chosen = {"questions": [NEAR, LOAD], "for_whom": "bedoeld"}
    shown = sent(anna_client, at(pulse, "question-bank"), chosen)

    assert "2 vragen toegevoegd." in plain(shown.content.decode())
    # In the order of the bank, each for whom it is meant.
    assert [item.detail["key"] for item in items_in(pulse)] == [LOAD, NEAR]
    staff, residents = only_for(pulse)
    assert (len(staff), len(residents), staff != residents) == (1, 1, True)
    again = anna_client.get(at(pulse, "question-bank")).content.decode()
    assert plain(again).count("staat er al") == 2
    assert f'value="{LOAD}"' not in again


def test_a_question_of_the_bank_can_be_asked_of_everybody(
    pulse: Sounding, anna_client: Client
) -> None:
    chosen = {"questions": [NEAR, LOAD], "for_whom": "iedereen"}
    sent(anna_client, at(pulse, "question-bank"), chosen)
    assert only_for(pulse) == [[], []]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"for_whom": "bedoeld"}, "Kies ten minste één vraag."),
        (
            {"for_whom": "bedoeld", "questions": ["onzin"]},
            "Een van deze vragen staat niet in de itembank. Kies opnieuw.",
        ),
    ],
)
def test_a_wrong_choice_is_told(
    pulse: Sounding, anna_client: Client, data: dict[str, object], error: str
) -> None:
    response = anna_client.post(at(pulse, "question-bank"), data)
    assert (response.status_code, errors_in(response)) == (400, [error])
    assert texts(pulse) == []


def test_what_was_ticked_stays_ticked(pulse: Sounding, anna_client: Client) -> None:
    response = anna_client.post(at(pulse, "question-bank"), {"questions": [LOAD]})
    page = response.content.decode()
    assert response.status_code == 400
    assert re.findall(r'value="([^"]+)" checked', page) == [LOAD]
    assert re.findall(r'<details[^>]* id="([a-z]+)" open>', page) == ["control"]


def test_own_questions_are_typed(pulse: Sounding, anna_client: Client) -> None:
    lines = f"Het loket is open.\r\n\r\n{LOAD_TEXT}\r\n"
    shown = plain(sent(anna_client, at(pulse, "items"), {"texts": lines}).content.decode())
    assert "2 vragen toegevoegd." in shown
    # Typed or chosen: the words decide.
    assert [item.detail["construct"] for item in items_in(pulse)] == ["", "control.load"]
    wrong = anna_client.post(at(pulse, "items"), {"texts": "x" * 301})
    assert errors_in(wrong) == ["Regel 1 is langer dan 300 tekens. Maak deze vraag korter."]


def test_what_nobody_gets_is_told_and_taken_out(
    anna: Person, pulse: Sounding, anna_client: Client
) -> None:
    add(anna, pulse, "room.college.success", LOAD, "trust.goodwill.success")
    group = group_of(anna, pulse.cooperation, Role.STAFF, 60)
    with scope(cooperation=pulse.cooperation):
        asked = pulse.groups.get(made_of=group)
    actions.stop_asking(person=anna, sounding=pulse, group_id=asked.pk)
    page = seen(anna_client, at(pulse, "items"))
    told = "3 vragen zijn nu voor niemand: u vraagt geen groep voor wie zij bedoeld zijn."
    assert (told in page, page.count("nu voor niemand")) == (True, 4)
    shown = plain(sent(anna_client, at(pulse, "remove-for-nobody")).content.decode())
    assert "3 vragen weggehaald." in shown
    assert texts(pulse) == []


def test_questions_go_out_as_a_file_and_come_back(
    anna: Person, pulse: Sounding, anna_client: Client
) -> None:
    add(anna, pulse, LOAD, NEAR)
    actions.add_statements(person=anna, sounding=pulse, texts=["Het loket is open."])
    response = anna_client.get(at(pulse, "questions-file"))
    disposition = f'attachment; filename="vragen-{pulse.cooperation.slug}.json"'
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/json",
        disposition,
    )
    before = [(item.text, item.text_en, item.only_for, item.detail) for item in items_in(pulse)]

    other = actions.start_sounding(
        person=anna, cooperation=pulse.cooperation, title="Nog een", instrument="scale"
    )
    shown = read(anna_client, other, response.content)
    assert "3 vragen toegevoegd." in plain(shown.content.decode())
    assert [
        (item.text, item.text_en, item.only_for, item.detail) for item in items_in(other)
    ] == before


def test_a_file_can_be_kept_of_a_round_that_is_planned(
    anna: Person, pulse: Sounding, anna_client: Client
) -> None:
    add(anna, pulse, LOAD)
    with scope(cooperation=pulse.cooperation):
        Sounding.objects.filter(pk=pulse.pk).update(state=Sounding.State.PLANNED)
    file = json.loads(anna_client.get(at(pulse, "questions-file")).content)
    assert [question["key"] for question in file["questions"]] == [LOAD]


TWO_WRONG = b"""{"format": "samenspel-instrument", "version": 1, "instrument": "scale",
    "questions": [{"nl": ""}, {"nl": "Goed.", "text": "Good."}]}"""
WHAT = "‘nl’ moet tekst zijn van 1 tot 300 tekens. Vraag 2: ‘text’ kennen we niet. Haal het weg."


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "Dit bestand is leeg."),
        (TWO_WRONG, f"Vraag 1: {WHAT}"),
        (
            b" " * (MOST_BYTES + 5),
            "Dit bestand is te groot. Een bestand met vragen is hoogstens 1 MB.",
        ),
    ],
)
def test_a_file_with_something_wrong_changes_nothing(
    pulse: Sounding, anna_client: Client, content: bytes, error: str
) -> None:
    response = read(anna_client, pulse, content)
    assert errors_in(response) == [error]
    assert texts(pulse) == []


def test_a_round_of_statements_has_no_bank(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    statements = draft_of(anna, a, "Een stelling.")
    for name in ("question-bank", "read-questions", "questions-file"):
        assert anna_client.get(at(statements, name)).status_code == 404
    for name, more in (("add-pulse", {"pulse": "kort"}), ("remove-for-nobody", {})):
        assert anna_client.post(at(statements, name, **more)).status_code == 404
    assert texts(statements) == [(1, "Een stelling.")]


def test_a_question_of_the_bank_warns_that_other_words_are_another_question(
    anna: Person, pulse: Sounding, anna_client: Client
) -> None:
    add(anna, pulse, LOAD)
    actions.add_statements(person=anna, sounding=pulse, texts=["Het loket is open."])
    chosen, own = items_in(pulse)
    warning = "Deze vraag komt uit de itembank, en meet: Last van controle."
    assert warning in seen(anna_client, at(pulse, "item", item=chosen.pk))
    page = seen(anna_client, at(pulse, "item", item=own.pk))
    assert (warning in page, "Vraag 2" in page) == (False, True)


def test_nobody_adds_questions_of_their_own_to_a_pulse(
    pulse: Sounding, anna_client: Client
) -> None:
    assert 'name="may_add"' not in anna_client.get(at(pulse, "change")).content.decode()


def test_more_questions_take_no_more_queries(
    anna: Person, pulse: Sounding, anna_client: Client
) -> None:
    for name in ("items", "question-bank"):
        queries_of(anna_client, at(pulse, name))
    add(anna, pulse, LOAD)
    few = [queries_of(anna_client, at(pulse, name)) for name in ("items", "question-bank")]
    add(anna, pulse, *bank().questions)
    many = [queries_of(anna_client, at(pulse, name)) for name in ("items", "question-bank")]
    assert many == few
