"""Double clicks, two tabs, other people's ids, names, and input that nobody expects."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Membership
from samenspel.dialogues import actions
from samenspel.dialogues.models import LONGEST_TEXT, Agreement, CueSetAside, Dialogue, Heard
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.cast import person_named, signed_in
from tests.dialogues.conftest import PURPOSE_CUE, TEXTS
from tests.page_text import errors_in, plain, value_of


def at(name: str, cooperation: Cooperation, **more: object) -> str:
    return reverse(f"dialogues:{name}", kwargs={"cooperation": cooperation.slug, **more})


@pytest.fixture
def talked(a: Cooperation, anna: Person) -> Dialogue:
    return actions.plan_dialogue(person=anna, cooperation=a, title="Praten", place="Dorpshuis")


@pytest.fixture
def agreed(a: Cooperation, anna: Person, talked: Dialogue) -> Agreement:
    return actions.make_agreement(
        person=anna, cooperation=a, dialogue=talked, what="Elke maand een uur", who="teams"
    )


# ── two tabs, and two clicks ──────────────────────────────────────────────────────────────


def as_sent_by(client: Client, address: str, *fields: str, **changed: str) -> dict[str, str]:
    """The form as it stands in a tab, with what somebody changes in it."""
    page = client.get(address)
    return {name: value_of(page, name) for name in (*fields, "seen")} | changed


def test_of_two_who_change_an_agreement_the_second_reads_the_first_and_loses_nothing(
    a: Cooperation, anna_client: Client, lida_client: Client, agreed: Agreement
) -> None:
    address = at("change-agreement", a, agreement=agreed.pk)
    of_anna = as_sent_by(anna_client, address, "who", what="Elke week een uur")
    of_lida = as_sent_by(lida_client, address, "who", what="Elke dag een uur")
    assert lida_client.post(address, of_lida).status_code == 302

    refused = anna_client.post(address, of_anna)
    assert refused.status_code == 400
    assert "Intussen heeft iemand anders dit veranderd." in errors_in(refused)[0]
    assert "Wat er nu staat Elke dag een uur" in plain(refused.content.decode())
    assert value_of(refused, "what") == "Elke week een uur"

    again = {**of_anna, "seen": value_of(refused, "seen")}
    assert anna_client.post(address, again).status_code == 302
    with scope(cooperation=a):
        assert Agreement.objects.get().what == "Elke week een uur"


def test_of_two_who_look_back_the_second_reads_the_first_and_loses_nothing(
    a: Cooperation, anna_client: Client, lida_client: Client, agreed: Agreement
) -> None:
    address = at("look-back", a, agreement=agreed.pk)
    of_anna = as_sent_by(anna_client, address, state="dropped", what_came_of_it="Niets.")
    of_lida = as_sent_by(lida_client, address, state="kept", what_came_of_it="Heel veel.")
    assert lida_client.post(address, of_lida).status_code == 302
    refused = anna_client.post(address, of_anna)
    assert refused.status_code == 400
    assert "Heel veel." in plain(refused.content.decode())
    assert value_of(refused, "what_came_of_it") == "Niets."
    with scope(cooperation=a):
        assert Agreement.objects.get().state == Agreement.State.KEPT
    again = {**of_anna, "seen": value_of(refused, "seen")}
    assert anna_client.post(address, again).status_code == 302


def test_of_two_who_plan_one_conversation_the_second_keeps_what_was_ticked(
    a: Cooperation, anna_client: Client, lida_client: Client, talked: Dialogue, showed: Sounding
) -> None:
    address = at("change", a, dialogue=talked.pk)
    cue = f"{showed.pk}:{PURPOSE_CUE}"
    of_anna = as_sent_by(anna_client, address, "title", place="Raadzaal", cues=cue)
    of_lida = as_sent_by(lida_client, address, "title", place="Kantine")
    assert lida_client.post(address, of_lida).status_code == 302
    refused = anna_client.post(address, of_anna)
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "Waar Kantine" in plain(page)
    assert value_of(refused, "place") == "Raadzaal"
    assert f'value="{cue}"' in page
    assert "checked" in page.partition(f'value="{cue}"')[2][:200]
    again = {**of_anna, "seen": value_of(refused, "seen")}
    assert anna_client.post(address, again).status_code == 302


def test_a_ticket_of_one_cooperation_means_nothing_in_another(
    a: Cooperation, b: Cooperation, anna: Person, cees: Person
) -> None:
    ticket = uuid.uuid4()
    for person, cooperation in ((anna, a), (cees, b)):
        actions.plan_dialogue(person=person, cooperation=cooperation, title="X1", ticket=ticket)
        actions.make_agreement(
            person=person, cooperation=cooperation, what="X2", who="wij", ticket=ticket
        )
        with scope(cooperation=cooperation):
            assert (Dialogue.objects.count(), Agreement.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_at_the_very_same_moment_one_is_first_and_the_other_is_told(
    a: Cooperation, anna: Person, talked: Dialogue
) -> None:
    ticket = uuid.uuid4()
    together = threading.Barrier(2)
    refused: list[ValidationError] = []

    def write(text: str) -> None:
        try:
            together.wait(timeout=20)
            actions.plan_dialogue(person=anna, cooperation=a, title="Tegelijk", ticket=ticket)
            actions.write_heard(person=anna, cooperation=a, dialogue=talked, seen=text, based_on=0)
        except ValidationError as error:
            refused.append(error)
        finally:
            connections.close_all()

    writers = [
        threading.Thread(target=write, args=(text,)) for text in ("Van de een.", "Van twee.")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=30)
    with scope(cooperation=a):
        assert Dialogue.objects.filter(title="Tegelijk").count() == 1
        assert [each.number for each in Heard.objects.all()] == [1]
    assert [error.code for error in refused] == ["changed-meanwhile"]


# ── what was called off, and what was held ────────────────────────────────────────────────


def test_what_was_called_off_in_another_tab_holds_nothing(
    a: Cooperation, anna: Person, anna_client: Client, talked: Dialogue
) -> None:
    actions.call_off(person=anna, cooperation=a, dialogue=talked)
    for address, sent in (
        (at("heard", a, dialogue=talked.pk), {"seen": "Veel.", "based_on": "0"}),
        (at("agree", a, dialogue=talked.pk), {"what": "Iets", "who": "teams"}),
    ):
        response = anna_client.post(address, sent)
        assert response.status_code == 400
        assert errors_in(response)[0].startswith("Dit gesprek gaat niet door.")
    shown = anna_client.get(at("dialogue", a, dialogue=talked.pk)).content.decode()
    assert "Opschrijven wat u hoorde" not in shown
    assert "gaat niet door" in shown


def test_what_was_held_is_not_called_off(
    a: Cooperation, anna: Person, anna_client: Client, talked: Dialogue
) -> None:
    actions.write_heard(person=anna, cooperation=a, dialogue=talked, seen="Veel.")
    response = anna_client.post(at("call-off", a, dialogue=talked.pk), follow=True)
    assert "Dit gesprek is al gevoerd" in plain(response.content.decode())
    with scope(cooperation=a):
        assert not Dialogue.objects.get().called_off


# ── other cooperations ────────────────────────────────────────────────────────────────────


def test_with_the_ids_of_another_cooperation_nothing_is_read_and_nothing_written(
    a: Cooperation,
    b: Cooperation,
    cees: Person,
    talked: Dialogue,
    agreed: Agreement,
    showed: Sounding,
) -> None:
    client = signed_in(cees)
    sent = {
        "title": "Van Cees",
        "seen": "Van Cees",
        "what": "Van Cees",
        "who": "wij",
        "state": "kept",
        "reason": "Van Cees",
        "statement": f"{showed.pk}:1",
    }
    one, cue = {"dialogue": talked.pk}, {"sounding": showed.pk, "key": PURPOSE_CUE}
    for cooperation in (a, b):
        for name, which in (
            ("change", one),
            ("call-off", one),
            ("heard", one),
            ("agree", one),
            ("change-agreement", {"agreement": agreed.pk}),
            ("look-back", {"agreement": agreed.pk}),
            ("set-aside", cue),
            ("bring-back", cue),
        ):
            assert client.post(at(name, cooperation, **which), sent).status_code == 404, name
    client.post(at("plan", b), {"title": "Van ons", "cues": f"{showed.pk}:{PURPOSE_CUE}"})
    with scope(cooperation=b):
        assert [list(each.cues.all()) for each in Dialogue.objects.all()] == [[]]
    with scope(cooperation=a):
        assert (Dialogue.objects.get().title, Agreement.objects.get().what) == (
            "Praten",
            "Elke maand een uur",
        )
        assert not Heard.objects.exists()
        assert not CueSetAside.objects.exists()


# ── names ─────────────────────────────────────────────────────────────────────────────────

Write = Callable[[str], object]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Vraag het aan Anna.", "Anna"),
        ("Koffie met Piet de Vries", "Piet de Vries"),
        ("Mail naar iemand@voorbeeld.nl", "iemand@voorbeeld.nl"),
        ("Een loket in Annadal", ""),
        ("Piet de Vriesstraat", ""),
        ("anna", ""),
    ],
)
def test_no_name_of_who_works_on_it_gets_into_what_everybody_reads(
    a: Cooperation, anna: Person, agreed: Agreement, showed: Sounding, text: str, named: str
) -> None:
    piet = person_named("Piet")
    Person.objects.filter(pk=piet.pk).update(name="Piet de Vries")
    Membership.objects.create(cooperation=a, person=piet, kind=Membership.Kind.READER)
    common: dict[str, Any] = {"person": anna, "cooperation": a}
    writes: dict[str, Write] = {
        "title": lambda text: actions.plan_dialogue(title=text, **common),
        "what": lambda text: actions.make_agreement(what=text, who="teams", **common),
        "who": lambda text: actions.make_agreement(what="Iets", who=text, **common),
        "what_came_of_it": lambda text: actions.look_back(
            agreement=agreed, state="kept", what_came_of_it=text, **common
        ),
        "reason": lambda text: actions.set_cue_aside(
            sounding=showed, key=PURPOSE_CUE, reason=text, **common
        ),
    }
    for field, write in writes.items():
        if not named:
            write(text)
            continue
        with pytest.raises(ValidationError) as refused:
            write(text)
        assert list(refused.value.message_dict) == [field]
        assert f"“{named}” is een persoon." in refused.value.message_dict[field][0]


def test_a_name_is_refused_where_it_was_typed(
    a: Cooperation, anna_client: Client, talked: Dialogue
) -> None:
    response = anna_client.post(
        at("agree", a, dialogue=talked.pk), {"what": "Elke maand een uur", "who": "Anna"}
    )
    assert response.status_code == 400
    assert response.context["form"].errors["who"][0].startswith("“Anna” is een persoon.")
    assert value_of(response, "what") == "Elke maand een uur"


# ── input that nobody expects ─────────────────────────────────────────────────────────────


def sent_to(client: Client, address: str, sent: dict[str, Any]) -> HttpResponse:
    response = client.post(address, sent)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize(
    ("name", "sent", "field"),
    [
        ("plan", {}, "title"),
        ("plan", {"title": "x" * 161}, "title"),
        ("plan", {"title": "Praten", "place": "x" * 161}, "place"),
        ("plan", {"title": "Praten", "day": "0202-05-01"}, "day"),
        ("plan", {"title": "Praten", "day": "9999-12-31"}, "day"),
        ("plan", {"title": "Praten", "day": "2026-05-01", "begins_at": "25:00"}, "begins_at"),
        ("plan", {"title": "Praten", "cues": "x:y"}, "cues"),
        ("plan", {"title": "Praten", "cues": ["", "%00", "\u202e"]}, "cues"),
        ("plan", {"title": "Praten", "ticket": "geen-kaartje"}, "ticket"),
        ("heard", {}, "__all__"),
        ("heard", {"seen": " \u200b\n\t"}, "__all__"),
        ("heard", {"seen": "x" * (LONGEST_TEXT + 1)}, "seen"),
        ("heard", {"seen": "Veel.", "based_on": "x"}, "based_on"),
        ("agree", {}, "what"),
        ("agree", {"what": "x" * 301, "who": "wij"}, "what"),
        ("agree", {"what": "Iets", "who": "\u200b"}, "who"),
        ("agree", {"what": "Iets", "who": "wij", "by_when": "gisteren"}, "by_when"),
        ("agree", {"what": "Iets", "who": "wij", "statement": "x:1"}, "statement"),
        ("look-back", {}, "state"),
        ("look-back", {"state": "gelukt"}, "state"),
        ("look-back", {"state": "kept", "what_came_of_it": "x" * 1_001}, "what_came_of_it"),
        ("set-aside", {"reason": "x" * 301}, "reason"),
        ("set-aside", {"reason": "\u200b\u2060"}, "reason"),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_nothing_is_written(
    a: Cooperation,
    anna_client: Client,
    talked: Dialogue,
    agreed: Agreement,
    showed: Sounding,
    name: str,
    sent: dict[str, Any],
    field: str,
) -> None:
    which: dict[str, dict[str, object]] = {
        "plan": {},
        "heard": {"dialogue": talked.pk},
        "agree": {"dialogue": talked.pk},
        "look-back": {"agreement": agreed.pk},
        "set-aside": {"sounding": showed.pk, "key": PURPOSE_CUE},
    }
    response = sent_to(anna_client, at(name, a, **which[name]), sent)
    assert response.status_code == 400
    form = response.context["form"]  # type: ignore[attr-defined]
    assert field in form.errors
    for message in form.errors[field]:
        assert message[:1].isupper() or message.startswith(("“", "‘", "x:"))
    with scope(cooperation=a):
        assert (Dialogue.objects.count(), Agreement.objects.count()) == (1, 1)
        assert Agreement.objects.get().state == Agreement.State.RUNNING
        assert not Heard.objects.exists()
        assert not CueSetAside.objects.exists()


def test_the_longest_there_may_be_is_kept_with_its_lines(
    a: Cooperation, anna_client: Client, talked: Dialogue
) -> None:
    text = "\n".join(["Veel twijfel.  "] * 280)
    assert len(text.replace("  ", "")) < LONGEST_TEXT < len(text.replace("\n", "\r\n"))
    sent = {"seen": text.replace("\n", "\r\n"), "based_on": "0"}
    response = anna_client.post(at("heard", a, dialogue=talked.pk), sent)
    assert response.status_code == 302
    with scope(cooperation=a):
        assert Heard.objects.get().seen == "\n".join(["Veel twijfel."] * 280)


def test_a_statement_that_was_chosen_long_ago_stays_chosen(
    a: Cooperation, anna: Person, anna_client: Client, agreed: Agreement, showed: Sounding
) -> None:
    actions.make_agreement(
        person=anna,
        cooperation=a,
        agreement=agreed,
        what="Elke maand een uur",
        who="teams",
        noticed_in=showed,
        noticed_by=TEXTS[1],
    )
    with scope(cooperation=a):
        for number in range(3):  # newer ones than are looked at
            Sounding.objects.create(
                cooperation=a, title=f"Leeg {number}", state=Sounding.State.CLOSED
            )
    address = at("change-agreement", a, agreement=agreed.pk)
    page = anna_client.get(address).content.decode()
    assert f'<option value="{showed.pk}:2" selected' in page
