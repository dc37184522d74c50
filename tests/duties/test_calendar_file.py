"""The calendar for other programs: RFC 5545 to the byte, at an address that nobody guesses."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django_scopes import scope
from icalendar import Calendar

from samenspel.cooperations.actions import start_cooperation
from samenspel.cooperations.models import Cooperation
from samenspel.duties import actions
from samenspel.duties.calendar_file import as_file
from samenspel.duties.models import Plan
from samenspel.people.models import Person
from tests.duties.test_actions import planned, started

TODAY = date(2027, 2, 1)
AWKWARD = "Zorg, werk; wonen \\ ’s-Gravenpolder – een naam die te lang is voor één regel"


def file_of(plan: Plan, today: date = TODAY) -> bytes:
    with scope(cooperation=plan.cooperation), override("nl"):
        return as_file(plan, today)


def events(content: bytes) -> dict[str, dict[str, str]]:
    found = Calendar.from_ical(content)
    return {
        str(event["uid"]): {
            "summary": str(event["summary"]),
            "day": event.decoded("dtstart").isoformat(),
        }
        for event in found.walk("VEVENT")
    }


@pytest.fixture
def plan(a: Cooperation, anna: Person) -> Plan:
    return planned(anna, a, first_year=2026, budget_decided_on=date(2027, 7, 6))


def test_every_line_is_as_the_standard_asks(anna: Person) -> None:
    cooperation = start_cooperation(person=anna, name=AWKWARD, own_party="gemeente Oostwaard")
    plan = planned(anna, cooperation, first_year=2026)
    started(
        anna,
        cooperation,
        title="Begroting; deel 1, \\ en een heel lange naam — " + "ë" * 80,
        agreed_on=date(2027, 5, 1),
    )
    content = file_of(plan)
    assert content.endswith(b"\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    # A line that goes on begins with a space, and no sign is cut in two.
    assert all(line.decode("utf-8") for line in lines)
    assert any(line.startswith(b" ") for line in lines)
    unfolded = content.decode("utf-8").replace("\r\n ", "")
    escaped = AWKWARD.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert f"X-WR-CALNAME:Wettelijke termijnen: {escaped}\r\n" in unfolded
    assert "Begroting\\; deel 1\\, \\\\ en een heel lange naam — " in unfolded
    assert unfolded.startswith("BEGIN:VCALENDAR\r\n")
    for name in ("VERSION:2.0", "PRODID:-//Samenspel//", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"):
        assert f"\r\n{name}" in unfolded
    assert f"\r\nNAME:Wettelijke termijnen: {escaped}\r\n" in unfolded
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in unfolded


def test_no_text_becomes_a_line_of_its_own(plan: Plan) -> None:
    plan.cooperation.name = "A\r\nATTENDEE:mailto:x@voorbeeld.nl"
    assert b"\r\nATTENDEE" not in file_of(plan)
    assert b"A\\nATTENDEE:mailto" in file_of(plan)


def test_an_event_is_the_whole_day_and_takes_nobodys_time(plan: Plan) -> None:
    unfolded = file_of(plan).decode().replace("\r\n ", "")
    [event] = re.findall(r"BEGIN:VEVENT.*?UID:kaders-2028\..*?END:VEVENT", unfolded, re.DOTALL)
    event = event.rpartition("BEGIN:VEVENT")[2]
    for line in (
        "DTSTART;VALUE=DATE:20270429",
        "DTEND;VALUE=DATE:20270430",
        "TRANSP:TRANSPARENT",
        f"UID:kaders-2028.{plan.pk}@samenspel",
    ):
        assert f"\r\n{line}\r\n" in event
    assert re.search(r"\r\nDTSTAMP:\d{8}T\d{6}Z\r\n", event)
    assert "artikel 34b Wgr\\nTe controleren" in event
    assert "Leg dit voor aan uw jurist." in event
    assert "/wettelijke-termijnen/" in event


def test_it_reaches_from_last_year_to_two_years_ahead(plan: Plan) -> None:
    years = {found["day"][:4] for found in events(file_of(plan)).values()}
    assert years == {"2026", "2027", "2028", "2029"}


def test_a_day_that_moves_keeps_its_name(plan: Plan, a: Cooperation, anna: Person) -> None:
    before = events(file_of(plan))
    moved = planned(anna, a, budget_decided_on=date(2027, 6, 29))
    after = events(file_of(moved))
    assert set(before) == set(after)
    key = f"ontwerpbegroting-2028.{plan.pk}@samenspel"
    assert (before[key]["day"], after[key]["day"]) == ("2027-04-13", "2027-04-06")


def test_the_same_plan_gives_the_same_bytes(plan: Plan) -> None:
    assert file_of(plan) == file_of(plan)


def test_what_is_done_says_so(plan: Plan, a: Cooperation, anna: Person) -> None:
    actions.tick_off(person=anna, cooperation=a, key="kaders-2028")
    found = events(file_of(plan))[f"kaders-2028.{plan.pk}@samenspel"]
    assert found["summary"].startswith("Gedaan: Stuur de financiële")


# ── Its address ────────────────────────────────────────────────────────────────────────────


def address_of(plan: Plan) -> str:
    with scope(cooperation=plan.cooperation):
        return reverse("calendar-feed", args=[Plan.objects.get(pk=plan.pk).feed_key])


def test_whoever_knows_the_address_reads_it_without_signing_in(
    plan: Plan, a: Cooperation, anna: Person, bram_client: Client
) -> None:
    actions.renew_feed(person=anna, cooperation=a)
    response = bram_client.get(address_of(plan))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert Calendar.from_ical(response.content).walk("VEVENT")
    asked_in_english = bram_client.get(address_of(plan), headers={"Accept-Language": "en"})
    assert asked_in_english.content == response.content


def test_until_somebody_asks_for_it_there_is_no_address(plan: Plan, bram_client: Client) -> None:
    with scope(cooperation=plan.cooperation):
        assert Plan.objects.get().feed_key is None
    for key in ("None", "0", "a" * 32, str(plan.pk)):
        assert bram_client.get(f"/agenda/{key}.ics").status_code == 404


def test_an_address_is_long_random_and_renewed(
    plan: Plan, a: Cooperation, anna: Person, bram_client: Client
) -> None:
    seen = set()
    for _time in range(5):
        actions.renew_feed(person=anna, cooperation=a)
        seen.add(address_of(plan))
    assert len(seen) == 5
    assert all(re.fullmatch(r"/agenda/[0-9a-f]{32}\.ics", each) for each in seen)
    [*old, newest] = sorted(seen, key=lambda each: each == address_of(plan))
    assert bram_client.get(newest).status_code == 200
    assert {bram_client.get(each).status_code for each in old} == {404}
    actions.stop_feed(person=anna, cooperation=a)
    assert bram_client.get(newest).status_code == 404


def test_a_second_click_makes_no_second_address(
    plan: Plan, a: Cooperation, anna_client: Client, lida_client: Client, dina_client: Client
) -> None:
    make = reverse("duties:renew-feed", args=[a.slug])
    for _click in range(2):
        assert anna_client.post(make, {"instead_of": ""}).status_code == 302
    first = address_of(plan)
    page = reverse("duties:calendar", args=[a.slug])
    assert first in lida_client.get(page).content.decode()
    assert first not in dina_client.get(page).content.decode()
    key = first.removeprefix("/agenda/").removesuffix(".ics")
    for _click in range(2):
        anna_client.post(make, {"instead_of": key})
    assert address_of(plan) != first
    assert anna_client.post(reverse("duties:stop-feed", args=[a.slug])).status_code == 302
    with scope(cooperation=a):
        assert Plan.objects.get().feed_key is None


def test_without_a_plan_there_is_nothing_to_follow(a: Cooperation, anna_client: Client) -> None:
    response = anna_client.post(reverse("duties:renew-feed", args=[a.slug]), follow=True)
    assert "Kies eerst een vorm." in response.content.decode()


def test_a_year_without_a_single_day_is_still_a_calendar(a: Cooperation, anna: Person) -> None:
    content = file_of(planned(anna, a, form="network"))
    assert events(content) == {}
    assert content.endswith(b"END:VCALENDAR\r\n")
