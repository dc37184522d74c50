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
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from samenspel.web.story import Step, steps_of
from tests.cast import joined
from tests.page_text import plain
from tests.web.url_table import Cast

State = Sounding.State
OPENS, CLOSES = date(2026, 11, 3), date(2026, 11, 20)
NOT_YET = ("nog niet", "")


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
        "Er is nog geen gesprek gepland. Beginnen met een gesprek, zonder te meten, is ook goed.",
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


def told_by(steps: list[Step]) -> list[tuple[bool, str, str]]:
    return [(step.is_done, step.when, step.what) for step in steps]


def rounds(*states: State) -> list[Sounding]:
    return [
        Sounding(title=state.value, state=state, opens_on=OPENS, closes_on=CLOSES)
        for state in states
    ]


WAITS = (False, *NOT_YET)


@pytest.mark.parametrize(
    ("states", "asked", "shared", "again"),
    [
        ([], WAITS, WAITS, WAITS),
        ([State.DRAFT], (False, "in voorbereiding", "draft"), WAITS, WAITS),
        ([State.PLANNED], (False, "vanaf 3 nov 2026", "planned"), WAITS, WAITS),
        ([State.OPEN], (False, "tot en met 20 nov 2026", "open"), WAITS, WAITS),
        ([State.CLOSING], (True, "wordt afgerond", "closing"), WAITS, WAITS),
        (
            [State.CLOSED],
            (True, "3 nov 2026", "592 deelnemers"),
            (True, "20 nov 2026", ""),
            WAITS,
        ),
        (
            [State.DRAFT, State.CLOSED, State.CLOSED],
            (True, "3 nov 2026", "592 deelnemers"),
            (True, "20 nov 2026", ""),
            (False, "in voorbereiding", "draft"),
        ),
        (
            [State.DRAFT, State.OPEN, State.PLANNED, State.CLOSED],
            (True, "3 nov 2026", "592 deelnemers"),
            (True, "20 nov 2026", ""),
            (False, "tot en met 20 nov 2026", "open"),
        ),
    ],
)
def test_the_loop_follows_from_the_rounds(
    states: list[State], asked: Any, shared: Any, again: Any
) -> None:
    steps = steps_of(rounds(*states), people="592 deelnemers")

    assert told_by(steps) == [asked, shared, WAITS, WAITS, again]
    assert [step.name for step in steps] == [
        "Gevraagd",
        "Gedeeld",
        "Besproken",
        "Afgesproken",
        "Opnieuw gevraagd",
    ]


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
        with scope(cooperation=a):
            add_round(a, State.OPEN, title=f"Ronde {number}")
    assert asked() == one
