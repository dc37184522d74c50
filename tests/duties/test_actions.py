"""Every write of the room: who may, once, in versions, and with an audit line."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_scopes import scope
from procrastinate.contrib.django import app

from samenspel.audit.models import Line
from samenspel.cooperations.models import Cooperation, Party
from samenspel.duties import actions
from samenspel.duties.models import CouncilView, Done, InArrangement, Plan, Reminder, Round
from samenspel.duties.models import ViewVersion as Version
from samenspel.duties.queries import plan_of, term_of
from samenspel.people.models import Person
from samenspel.post.models import OutgoingMessage

START = date(2028, 1, 1)


def audited(*actions_: str) -> list[str]:
    return list(
        Line.objects.filter(action__in=actions_).order_by("pk").values_list("action", flat=True)
    )


def planned(person: Person, cooperation: Cooperation, **values: Any) -> Plan:
    return actions.make_plan(
        person=person, cooperation=cooperation, **({"form": "public_body"} | values)
    )


def parties_of(cooperation: Cooperation) -> list[Party]:
    with scope(cooperation=cooperation):
        return list(Party.objects.all())


def started(person: Person, cooperation: Cooperation, **values: Any) -> Round:
    given: dict[str, Any] = {
        "subject": "arrangement",
        "title": "Ontwerp",
        "received_on": date(2027, 3, 12),
        "parties": parties_of(cooperation),
    }
    return actions.start_round(person=person, cooperation=cooperation, **(given | values))


def council_in(found: Round, cooperation: Cooperation) -> CouncilView:
    with scope(cooperation=cooperation):
        return CouncilView.objects.select_related("round").filter(round=found)[0]


# ── The plan ───────────────────────────────────────────────────────────────────────────────


def test_a_plan_is_made_once_and_changed(a: Cooperation, anna: Person) -> None:
    planned(anna, a, starts_on=START)
    planned(anna, a, starts_on=START)
    changed = planned(anna, a, first_year=2028)
    assert (changed.starts_on, changed.first_year) == (START, 2028)
    assert audited("duties.planned") == ["duties.planned"] * 2


def test_who_was_looking_at_an_older_plan_is_told(
    a: Cooperation, anna: Person, eva: Person
) -> None:
    seen = actions.mark_of_plan(planned(anna, a))
    planned(eva, a, starts_on=START, seen=seen)
    with pytest.raises(ValidationError) as refused:
        planned(anna, a, starts_on=date(2029, 1, 1), seen=seen)
    assert refused.value.code == "changed-meanwhile"
    with scope(cooperation=a):
        assert Plan.objects.get().starts_on == START


def test_only_who_leads_plans(a: Cooperation, lida: Person, dina: Person, cees: Person) -> None:
    for person in (lida, dina, cees):
        with pytest.raises(PermissionDenied):
            planned(person, a)
    with scope(cooperation=a):
        assert not Plan.objects.exists()


def test_a_year_of_two_digits_is_refused(a: Cooperation, anna: Person) -> None:
    with pytest.raises(ValidationError, match="Klopt het jaar"):
        planned(anna, a, starts_on=date(28, 1, 1))


# ── Ticking off ────────────────────────────────────────────────────────────────────────────


def test_a_duty_is_ticked_off_once_and_taken_back(
    a: Cooperation, anna: Person, lida: Person
) -> None:
    first = actions.tick_off(person=lida, cooperation=a, key="kaders-2028")
    again = actions.tick_off(person=anna, cooperation=a, key="kaders-2028")
    assert (again.pk, again.done_by) == (first.pk, "Lida")
    for _click in range(2):
        actions.take_tick_back(person=anna, cooperation=a, key="kaders-2028")
    with scope(cooperation=a):
        assert not Done.objects.exists()
    assert audited("duty.done", "duty.not-done") == ["duty.done", "duty.not-done"]


@pytest.mark.parametrize("key", ["kaders", "kaders-28", "toestemming-2028", "iets", "kaders-20x8"])
def test_what_is_no_duty_is_not_ticked_off(a: Cooperation, anna: Person, key: str) -> None:
    with pytest.raises(ValidationError, match="bestaat niet"):
        actions.tick_off(person=anna, cooperation=a, key=key)


# ── What the arrangement says ──────────────────────────────────────────────────────────────


def test_an_item_is_noted_and_a_later_word_does_not_wipe_out_another(
    a: Cooperation, anna: Person, lida: Person
) -> None:
    empty = actions.mark_of_item(None)
    kept: dict[str, Any] = {"cooperation": a, "key": "uittreden"}
    for _click in range(2):
        actions.note_item(person=lida, state="draft", where="artikel 12", seen=empty, **kept)
    with pytest.raises(ValidationError) as refused:
        actions.note_item(person=anna, state="no", seen=empty, **kept)
    assert refused.value.code == "changed-meanwhile"
    with scope(cooperation=a):
        found = InArrangement.objects.get()
    assert (found.state, found.where, found.written_by) == ("draft", "artikel 12", "Lida")
    assert audited("arrangement.noted") == ["arrangement.noted"]


def test_what_the_law_does_not_name_is_not_noted(a: Cooperation, anna: Person) -> None:
    with pytest.raises(ValidationError, match="bestaat niet"):
        actions.note_item(person=anna, cooperation=a, key="kleur", state="yes")


# ── Views of councils ──────────────────────────────────────────────────────────────────────


def test_a_round_is_started_once(a: Cooperation, lida: Person) -> None:
    ticket = uuid.uuid4()
    first, again = (started(lida, a, ticket=ticket) for _click in range(2))
    assert first.pk == again.pk
    with scope(cooperation=a):
        assert CouncilView.objects.count() == 2
    assert audited("views.asked") == ["views.asked"]


def test_the_law_gives_councils_eight_and_twelve_weeks(a: Cooperation, anna: Person) -> None:
    draft = started(anna, a)
    budget = started(anna, a, subject="budget", budget_year=2028, received_on=date(2027, 2, 2))
    other = started(anna, a, subject="other")
    agreed = started(anna, a, agreed_on=date(2027, 4, 1))
    found = [term_of(each) for each in (draft, budget, other, agreed)]
    assert [(each.weeks, each.by_law, each.last_day, each.is_too_short) for each in found] == [
        (8, date(2027, 5, 10), date(2027, 5, 10), False),
        (12, date(2027, 4, 28), date(2027, 4, 28), False),
        (0, None, None, False),
        (8, date(2027, 5, 10), date(2027, 4, 1), True),
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"subject": "budget"}, "budget_year"),
        ({"agreed_on": date(2027, 3, 1)}, "agreed_on"),
        ({"parties": []}, "parties"),
        ({"title": "\u2800"}, "title"),
        ({"received_on": date(27, 3, 1)}, "received_on"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(
    a: Cooperation, anna: Person, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        started(anna, a, **values)
    assert list(refused.value.message_dict) == [field]
    with scope(cooperation=a):
        assert not Round.objects.exists()


def test_an_organisation_of_another_cooperation_is_not_asked(
    a: Cooperation, b: Cooperation, anna: Person
) -> None:
    with pytest.raises(ValidationError, match="deze samenwerking"):
        started(anna, a, parties=parties_of(b))


def test_what_a_council_said_is_kept_in_versions(
    a: Cooperation, anna: Person, lida: Person
) -> None:
    council = council_in(started(anna, a), a)
    said: dict[str, Any] = {
        "said": "view",
        "view": "Meer loketten.",
        "received_on": date(2027, 4, 1),
    }
    kept: dict[str, Any] = {"cooperation": a, "council": council}
    for _click in range(2):
        actions.write_view(person=lida, based_on=0, **said, **kept)
    with pytest.raises(ValidationError) as refused:
        actions.write_view(person=anna, based_on=0, said="none", **kept)
    assert refused.value.code == "changed-meanwhile"
    answered: dict[str, Any] = {
        "dealt_with": "part",
        "answer": "Een loket erbij.",
        "answered_on": date(2027, 5, 1),
    }
    actions.write_view(person=anna, based_on=1, **said, **answered, **kept)
    with scope(cooperation=a):
        versions = Version.objects.values_list("number", "written_by", "dealt_with")
        assert list(versions) == [(2, "Anna", "part"), (1, "Lida", "")]
    assert audited("view.written") == ["view.written"] * 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"said": "view", "received_on": date(2027, 3, 1)}, "received_on"),
        ({"said": "none", "view": "Toch iets."}, "said"),
        ({"said": "view", "dealt_with": "taken", "answer": " "}, "answer"),
        (
            {
                "said": "view",
                "received_on": date(2027, 4, 2),
                "answered_on": date(2027, 4, 1),
            },
            "answered_on",
        ),
        ({"said": "x"}, "said"),
    ],
)
def test_an_answer_without_sense_is_refused(
    a: Cooperation, anna: Person, values: dict[str, Any], field: str
) -> None:
    council = council_in(started(anna, a), a)
    with pytest.raises(ValidationError) as refused:
        actions.write_view(person=anna, cooperation=a, council=council, **values)
    assert field in refused.value.message_dict


def test_a_council_that_spoke_is_not_left_out_and_its_round_stays(
    a: Cooperation, anna: Person
) -> None:
    found = started(anna, a)
    council = council_in(found, a)
    actions.write_view(person=anna, cooperation=a, council=council, said="none")
    others = [party for party in parties_of(a) if party.pk != council.party_id]
    with pytest.raises(ValidationError, match="al iets opgeschreven"):
        started(anna, a, round=found, parties=others)
    with pytest.raises(ValidationError, match="al iets opgeschreven"):
        actions.remove_round(person=anna, cooperation=a, round_id=found.pk)
    left = started(anna, a, round=found, parties=[council.party])
    with scope(cooperation=a):
        assert [each.party_id for each in left.councils.all()] == [council.party_id]


def test_a_round_begun_by_mistake_goes_away(a: Cooperation, anna: Person) -> None:
    found = started(anna, a)
    for _click in range(2):
        actions.remove_round(person=anna, cooperation=a, round_id=found.pk)
    with scope(cooperation=a):
        assert not Round.objects.exists()
    assert audited("views.removed") == ["views.removed"]


def test_two_who_change_a_round_at_once_do_not_wipe_out_each_other(
    a: Cooperation, anna: Person, eva: Person
) -> None:
    found = started(anna, a)
    with scope(cooperation=a):
        seen = actions.mark_of_round(found)
    started(eva, a, round=found, title="Ontwerp 2", seen=seen)
    with pytest.raises(ValidationError) as refused:
        started(anna, a, round=found, title="Ontwerp drie", seen=seen)
    assert refused.value.code == "changed-meanwhile"


def test_who_reads_or_belongs_elsewhere_writes_nothing(
    a: Cooperation, anna: Person, dina: Person, mo: Person, cees: Person
) -> None:
    council = council_in(started(anna, a), a)
    for person in (dina, mo, cees):
        for write in (
            lambda who: started(who, a),
            lambda who: actions.tick_off(person=who, cooperation=a, key="dpia"),
            lambda who: actions.note_item(person=who, cooperation=a, key="belang", state="yes"),
            lambda who: actions.write_view(person=who, cooperation=a, council=council, said="none"),
            lambda who: actions.renew_feed(person=who, cooperation=a),
            lambda who: actions.stop_feed(person=who, cooperation=a),
        ):
            with pytest.raises(PermissionDenied):
                write(person)


# ── Reminders ──────────────────────────────────────────────────────────────────────────────


def mails() -> list[tuple[str, str]]:
    return [(mail.to, mail.body) for mail in OutgoingMessage.objects.order_by("to")]


def test_leaders_are_reminded_once_some_weeks_ahead(
    a: Cooperation, anna: Person, eva: Person, lida: Person
) -> None:
    planned(anna, a, first_year=2028, remind_weeks=4)
    # Four weeks before 29 April 2027 is 1 April.
    assert actions.remind_of_what_comes(today=date(2027, 3, 31)) == 0
    assert actions.remind_of_what_comes(today=date(2027, 4, 1)) == 2
    assert actions.remind_of_what_comes(today=date(2027, 4, 2)) == 0
    assert [to for to, _body in mails()] == ["anna@voorbeeld.nl", "eva@voorbeeld.nl"]
    body = mails()[0][1]
    for part in (
        "donderdag 29 april 2027",
        "Stuur de financiële en beleidsmatige kaders voor de begroting aan de raden (2028)",
        "Wie: Het dagelijks bestuur.",
        "artikel 34b Wgr (te controleren)",
        "/samenwerkingen/samen-in-a/wettelijke-termijnen/",
        "Leg dit voor aan uw jurist.",
    ):
        assert part in body
    assert body.count("Wie:") == 1
    assert audited("duties.reminded") == ["duties.reminded"]


def test_whose_account_is_closed_is_not_written_to(
    a: Cooperation, anna: Person, eva: Person
) -> None:
    planned(anna, a, first_year=2028)
    Person.objects.filter(pk=eva.pk).update(is_active=False)
    assert actions.remind_of_what_comes(today=date(2027, 4, 10)) == 1
    assert [to for to, _body in mails()] == ["anna@voorbeeld.nl"]


def test_the_worker_reminds_every_day_by_itself() -> None:
    found = {
        periodic.task.name: periodic.cron
        for periodic in app.periodic_registry.periodic_tasks.values()
    }
    assert found["duties.remind_of_what_comes"] == "17 6 * * *"


def test_a_day_that_moves_is_told_anew(a: Cooperation, anna: Person) -> None:
    today = timezone.localdate()
    planned(anna, a, form="plain", evaluated_on=today)
    assert actions.remind_of_what_comes(today=today) == 1
    planned(anna, a, form="plain", evaluated_on=today + timedelta(days=365))
    assert actions.remind_of_what_comes(today=today) == 0
    with scope(cooperation=a):
        assert Reminder.objects.count() == 1
        Plan.objects.update(evaluated_on=today + timedelta(days=1))
    assert actions.remind_of_what_comes(today=today) == 1


def test_what_is_done_passed_or_not_wanted_is_not_told(
    a: Cooperation, b: Cooperation, anna: Person, cees: Person
) -> None:
    planned(anna, a, first_year=2028)
    planned(cees, b, first_year=2028, remind_weeks=0)
    actions.tick_off(person=anna, cooperation=a, key="kaders-2028")
    assert actions.remind_of_what_comes(today=date(2027, 4, 10)) == 0
    assert actions.remind_of_what_comes(today=date(2027, 4, 30)) == 0
    assert mails() == []


def test_a_sunday_is_told_as_its_friday(a: Cooperation, anna: Person) -> None:
    planned(anna, a, first_year=2030, remind_weeks=2)
    # 29 April 2029 is a Sunday, Friday 27 April King's Day: two weeks before Thursday 26 April.
    assert actions.remind_of_what_comes(today=date(2029, 4, 11)) == 0
    assert actions.remind_of_what_comes(today=date(2029, 4, 12)) == 1
    assert "donderdag 26 april 2029" in mails()[0][1]
    assert "zondag" not in mails()[0][1]


def test_a_plan_of_another_cooperation_stays_out_of_reach(
    a: Cooperation, b: Cooperation, anna: Person
) -> None:
    planned(anna, a)
    with scope(cooperation=b):
        assert plan_of(a) is None
