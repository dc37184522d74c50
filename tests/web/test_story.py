"""The page of a cooperation: what, who, why, where the loop stands, and what was not asked yet."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from samenspel.cooperations import actions
from samenspel.cooperations.models import Cooperation, Membership, Role
from samenspel.dialogues.actions import look_back, make_agreement, plan_dialogue, write_heard
from samenspel.dialogues.models import Agreement
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.cast import joined
from tests.page_text import plain
from tests.web.url_table import Cast

State = Sounding.State
OPENS, CLOSES = date(2026, 11, 3), date(2026, 11, 20)


def add_round(cooperation: Cooperation, state: State, **more: Any) -> Sounding:
    values = {"title": "Wordt de bedoeling gedeeld?", "opens_on": OPENS, "closes_on": CLOSES}
    return Sounding.objects.create(cooperation=cooperation, state=state, **(values | more))


def page_of(cooperation: Cooperation) -> str:
    return reverse("story", kwargs={"cooperation": cooperation.slug})


def story(client: Client, cooperation: Cooperation) -> str:
    response = client.get(page_of(cooperation))
    assert response.status_code == 200
    return plain(response.content.decode().partition("<main")[2].partition("</main>")[0])


# ── what, who, why ────────────────────────────────────────────────────────────────────────


def test_it_tells_what_it_is_who_leads_it_and_why(
    a: Cooperation, anna: Person, eva: Person, mo: Person, lida: Person, anna_client: Client
) -> None:
    actions.change_purpose(
        person=lida, cooperation=a, text="Hulp voor elk kind.", why="na gesprek met Oostwaard"
    )
    actions.write_challenge(person=anna, cooperation=a, title="Jeugdhulp op tijd")
    actions.write_challenge(person=anna, cooperation=a, title="Een loket in elk dorp")
    told = story(anna_client, a)

    for part in (
        "gemeente Oostwaard en gemeente Rijnveld · verkennen Samen in A",
        "Waarom doen we dit? Hulp voor elk kind.",
        "Versie 2 · na gesprek met Oostwaard · Wat er veranderde · Veranderen",
        "Opgaven Jeugdhulp op tijd · Een loket in elk dorp",
        "Vorm nog open",
        "Leiders Anna gemeente Oostwaard Eva gemeente Rijnveld Moderator Mo",
        "en nog 1 lid of lezer",
    ):
        assert part in told
    links = anna_client.get(page_of(a)).content.decode()
    for name in ("people", "purpose", "challenges", "groups", "change"):
        assert reverse(f"cooperations:{name}", kwargs={"cooperation": a.slug}) in links


def test_a_first_version_tells_its_day(a: Cooperation, dina_client: Client) -> None:
    told = story(dina_client, a)

    assert "Versie 1, " in told
    assert "Lees meer" in told
    assert "Wat er veranderde" not in told


def test_an_empty_cooperation_blocks_nothing_and_says_what_could_come(
    anna: Person, anna_client: Client
) -> None:
    empty = actions.start_cooperation(person=anna, name="Leeg")
    told = story(anna_client, empty)

    for part in (
        "De bedoeling staat nog niet op papier. Schrijf die op",
        "Opgaven nog niet opgeschreven · Opgave toevoegen",
        "Nog niet gevraagd er zijn nog geen groepen",
        "Moderator nog niemand",
        "Er is nog niets gevraagd.",
        "Afspraken Er is nog niets afgesproken.",
        "Er is nog geen gesprek gepland en nog niets gevraagd. Beginnen met een gesprek, zonder",
    ):
        assert part in told


def test_who_reads_sees_no_way_to_write(a: Cooperation, dina_client: Client) -> None:
    with scope(cooperation=a):
        Cooperation.objects.update(purpose="")
    told = story(dina_client, a)

    for part in ("Schrijf die op", "Opgave toevoegen", "Groepen wijzigen", "uitnodigingen"):
        assert part not in told
    assert "Alle mensen" in told


def test_groups_that_no_round_asked_are_named(cast: Cast) -> None:
    actions.write_group(
        person=cast.anna, cooperation=cast.cooperation, role=Role.BUSINESS, party=None, size=1150
    )
    told = story(cast.browsers()[1], cast.cooperation)

    assert "Nog niet gevraagd Ondernemers" in told
    assert "Ondernemers 1.150 mensen" in told


# ── where the loop stands ─────────────────────────────────────────────────────────────────


def test_a_round_of_which_no_day_is_known_tells_none(cast: Cast) -> None:
    told = story(cast.browsers()[1], cast.cooperation)

    assert "Gevraagd gedaan: ongeveer 90 deelnemers Gedeeld" in told
    assert "Gedeeld gedaan: Bekijk de uitkomsten" in told


def test_an_open_round_is_told_with_its_closing_date(a: Cooperation, dina_client: Client) -> None:
    with scope(cooperation=a):
        add_round(a, State.OPEN, title="Wat vindt u van de jeugdhulp?")
    told = story(dina_client, a)

    assert "Nu open Wat vindt u van de jeugdhulp? tot en met vrijdag 20 november" in told
    assert "Er is nog niets gevraagd." not in told


@pytest.mark.parametrize("state", [State.DRAFT, State.PLANNED])
def test_a_round_that_is_prepared_is_for_who_writes_along(
    a: Cooperation, state: State, lida_client: Client, mo_client: Client, dina_client: Client
) -> None:
    with scope(cooperation=a):
        add_round(a, state, title="Nog geheim")

    told = ["Nog geheim" in story(c, a) for c in (lida_client, mo_client, dina_client)]
    assert told == [True, False, False]


# ── what happened, and what was agreed ─────────────────────────────────────────────────────


def test_a_cooperation_that_begins_with_a_conversation_is_told_from_there(
    a: Cooperation, anna: Person, anna_client: Client, dina_client: Client
) -> None:
    talked = plan_dialogue(person=anna, cooperation=a, title="Wat gunnen we elkaar?", day=OPENS)
    write_heard(person=anna, cooperation=a, dialogue=talked, seen="Veel.")
    agreed = make_agreement(
        person=anna, cooperation=a, dialogue=talked, what="Samen eten", who="wij allen"
    )
    told = story(dina_client, a)
    for part in (
        "Besproken gedaan: 3 nov 2026 Wat gunnen we elkaar? Afgesproken gedaan: 3 nov 2026",
        "1 afspraak Gevraagd nog niet Gedeeld nog niet Opnieuw besproken nog niet",
        "Deze samenwerking begint met een gesprek.",
        "Er is nog niets gevraagd.",
        "Afspraken Samen eten wij allen · loopt",
        "3 nov 2026 Afgesproken Samen eten wij allen 3 nov 2026 Besproken Wat gunnen we elkaar?",
    ):
        assert part in told
    assert "Gesprek plannen" not in told
    assert "Gesprek plannen" in story(anna_client, a)

    look_back(
        person=anna,
        cooperation=a,
        agreement=agreed,
        state=Agreement.State.KEPT,
        what_came_of_it="Drie keer gegeten.",
    )
    told = story(dina_client, a)
    assert "Afspraken Samen eten wij allen · gedaan" in told
    assert "Teruggekeken Samen eten Drie keer gegeten. gedaan" in told
    assert "1 afspraak, afgerond" in told


def test_what_gives_reason_to_talk_is_counted_and_what_was_called_off_is_not_told(
    cast: Cast,
) -> None:
    told = story(cast.browsers()[1], cast.cooperation)
    assert "2 punten om het over te hebben" in told
    assert "zonder datum Gesprek gepland Wat missen we?" in told

    with scope(cooperation=cast.cooperation):
        cast.dialogue.called_off = True
        cast.dialogue.save()
    assert "Wat missen we?" not in story(cast.browsers()[1], cast.cooperation)


# ── whatever it holds ─────────────────────────────────────────────────────────────────────


def test_it_asks_as_much_of_the_database_for_three_of_everything_as_for_one(
    cast: Cast, anna: Person
) -> None:
    a = cast.cooperation
    client = cast.browsers()[4]

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_seen:
            story(client, a)
        return len(queries_seen)

    with scope(cooperation=a):
        add_round(a, State.OPEN)
    one = asked()
    for number, role in enumerate((Role.STAFF, Role.PARTNER)):
        actions.write_group(person=anna, cooperation=a, role=role, party=None, size=9)
        actions.write_challenge(person=anna, cooperation=a, title=f"Opgave {number}")
        actions.change_purpose(person=anna, cooperation=a, text=f"Voor elk kind {number}.")
        joined(a, f"Leider{number}", Membership.Kind.LEADER, "gemeente Rijnveld")
        talked = plan_dialogue(person=anna, cooperation=a, title=f"Gesprek {number}", day=OPENS)
        write_heard(person=anna, cooperation=a, dialogue=talked, seen="Veel.")
        make_agreement(person=anna, cooperation=a, dialogue=talked, what="Iets", who="wij")
        with scope(cooperation=a):
            add_round(a, State.OPEN, title=f"Ronde {number}")
    assert asked() == one
