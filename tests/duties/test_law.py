"""What the law asks, as data: a year by hand, versions by date, and that the files make sense."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from string import Formatter

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samenspel.cooperations.models import Form
from samenspel.duties.forms import asked_in_plan
from samenspel.duties.law import (
    Asked,
    Facts,
    asked_between,
    asked_without_date,
    days_asked_for,
    duties,
    items,
    laws,
)
from samenspel.duties.law import asked as asking
from samenspel.duties.law.texts import Version, read_duties
from samenspel.duties.models import Plan

# A public body that has budgets since 2026. Its arrangement changes from 1 July 2027: the councils
# get the draft on Friday 12 March. The board adopts the budget of 2028 on Tuesday 6 July 2027.
PUBLIC_BODY = Facts(
    form="public_body",
    days={"starts_on": date(2027, 7, 1), "draft_received_on": date(2027, 3, 12)},
    days_of_year={2028: {"budget_decided_on": date(2027, 7, 6)}},
    first_year=2026,
)


def year_of(facts: Facts, year: int) -> list[Asked]:
    return asked_between(facts, date(year, 1, 1), date(year, 12, 31))


def lines(asked: list[Asked]) -> list[tuple[str, str, str]]:
    return [(f"{each.on:%m-%d}", each.key, f"{each.article} {each.law.short}") for each in asked]


def test_the_year_2027_of_a_public_body_as_counted_by_hand() -> None:
    assert lines(year_of(PUBLIC_BODY, 2027)) == [
        ("03-12", "ontwerp-sturen", "1 lid 2 Wgr"),
        # 6 July − 12 weeks (84 days): 6 June − 54, 6 May − 23, 13 April.
        ("04-13", "ontwerpbegroting-2028", "35 lid 1 Wgr"),
        # Before 30 April.
        ("04-29", "kaders-2028", "34b Wgr"),
        ("04-29", "voorlopige-jaarrekening-2026", "34b Wgr"),
        # 12 March + 8 weeks is Friday 7 May, on a par with a holiday; so Monday 10 May.
        ("05-10", "zienswijzen-ontwerp", "1 lid 3 Wgr"),
        ("06-30", "toestemming", "1 lid 4 Wgr"),
        ("06-30", "bekendmaken", "26 Wgr"),
        ("07-01", "register-gemeente", "27 Wgr"),
        ("07-01", "register-centraal", "136 Wgr"),
        ("07-05", "zienswijzen-begroting-2028", "35 Wgr"),
        ("07-06", "begroting-vaststellen-2028", "34 lid 1 Wgr"),
        # Before 15 July.
        ("07-14", "jaarrekening-toezicht-2026", "34 lid 4 Wgr"),
        # Two weeks after 6 July, earlier than 15 September.
        ("07-20", "begroting-toezicht-2028", "34 lid 2 Wgr"),
    ]


def test_without_the_day_of_the_board_the_last_days_there_can_be() -> None:
    facts = replace(PUBLIC_BODY, days={}, days_of_year={})
    assert lines(year_of(facts, 2027)) == [
        ("04-29", "kaders-2028", "34b Wgr"),
        ("04-29", "voorlopige-jaarrekening-2026", "34b Wgr"),
        # 14 September − 12 weeks: 14 August − 53, 14 July − 22, 22 June.
        ("06-22", "ontwerpbegroting-2028", "35 lid 1 Wgr"),
        ("07-14", "jaarrekening-toezicht-2026", "34 lid 4 Wgr"),
        ("09-13", "zienswijzen-begroting-2028", "35 Wgr"),
        ("09-14", "begroting-vaststellen-2028", "34 lid 1 Wgr"),
        ("09-14", "begroting-toezicht-2028", "34 lid 2 Wgr"),
    ]


def test_a_board_that_decides_late_still_meets_the_fixed_day() -> None:
    late = replace(
        PUBLIC_BODY, days={}, days_of_year={2028: {"budget_decided_on": date(2027, 9, 7)}}
    )
    days = {each.key: each.on for each in year_of(late, 2027)}
    assert days["begroting-toezicht-2028"] == date(2027, 9, 14)
    assert days["ontwerpbegroting-2028"] == date(2027, 6, 15)


def test_councils_that_got_the_budget_have_twelve_weeks_from_then() -> None:
    got = replace(
        PUBLIC_BODY, days={}, days_of_year={2028: {"budget_received_on": date(2027, 2, 2)}}
    )
    [asked] = [each for each in year_of(got, 2027) if each.duty.key == "zienswijzen-begroting"]
    # 2 February + 84 days is Tuesday 27 April: King's Day.
    assert (asked.on, asked.moved_from, asked.why_moved) == (
        date(2027, 4, 28),
        date(2027, 4, 27),
        "Koningsdag",
    )


def test_a_fixed_day_on_a_sunday_does_not_wait() -> None:
    found = [each for each in year_of(PUBLIC_BODY, 2029) if each.duty.key == "kaders"]
    assert [(each.on, each.do_by, each.why_earlier) for each in found] == [
        (date(2029, 4, 29), date(2029, 4, 26), "zondag")
    ]


def test_a_day_that_somebody_chose_is_that_day() -> None:
    sunday = replace(PUBLIC_BODY, days={"starts_on": date(2028, 10, 1)})
    [asked] = [each for each in year_of(sunday, 2028) if each.key == "register-gemeente"]
    assert (asked.on, asked.do_by, asked.why_earlier) == (date(2028, 10, 1),) * 2 + ("",)


def test_with_a_province_the_minister_takes_its_place() -> None:
    with_province = replace(PUBLIC_BODY, with_province=True)
    told = {e.duty.key: (str(e.what), e.article) for e in year_of(with_province, 2027)}
    assert told["begroting-toezicht"] == (
        "Stuur de vastgestelde begroting aan de minister van BZK",
        "58 lid 2",
    )
    assert "gedeputeerde staten" not in str(told)


def test_councils_that_are_party_are_sent_nothing() -> None:
    party = replace(PUBLIC_BODY, holds=frozenset({"councils_are_party"}))
    left_out = {each.key for each in year_of(PUBLIC_BODY, 2027)} - {
        each.key for each in year_of(party, 2027)
    }
    assert left_out == {"ontwerp-sturen", "zienswijzen-ontwerp", "toestemming"}


def test_a_host_municipality_has_no_budget_of_its_own() -> None:
    host = replace(PUBLIC_BODY, form="host")
    assert [each.key for each in year_of(host, 2027)] == [
        "ontwerp-sturen",
        "zienswijzen-ontwerp",
        "toestemming",
        "bekendmaken",
        "register-gemeente",
        "register-centraal",
    ]


def test_an_amalgamation_by_hand() -> None:
    facts = Facts(
        form="amalgamation",
        days={
            "displayed_on": date(2027, 1, 29),
            "advised_on": date(2027, 6, 30),
            "starts_on": date(2029, 1, 1),
        },
    )
    found = asked_between(facts, date(2027, 1, 1), date(2029, 12, 31))
    assert [(each.key, each.on) for each in found] == [
        ("herindeling-ter-inzage", date(2027, 1, 29)),
        # Eight weeks end on Good Friday, so on the Tuesday after Easter.
        ("herindeling-zienswijzen", date(2027, 3, 30)),
        # Four months are too long to be extended: a Saturday it stays.
        ("herindeling-minister", date(2027, 10, 30)),
        ("herindeling-datum", date(2029, 1, 1)),
    ]


# ── The law of then and of now ─────────────────────────────────────────────────────────────


def test_before_july_2022_the_days_were_others() -> None:
    """The same duties, by another version of the law."""
    facts = Facts(form="public_body", first_year=2020)
    then = {each.duty.key: f"{each.on:%m-%d}" for each in year_of(facts, 2021)}
    now = {each.duty.key: f"{each.on:%m-%d}" for each in year_of(facts, 2023)}
    assert {key: (then[key], now[key]) for key in then} == {
        "kaders": ("04-14", "04-29"),
        "voorlopige-jaarrekening": ("04-14", "04-29"),
        # 31 July − 8 weeks, and 14 September − 12 weeks.
        "ontwerpbegroting": ("06-05", "06-22"),
        "jaarrekening-toezicht": ("07-14", "07-14"),
        "zienswijzen-begroting": ("07-30", "09-13"),
        "begroting-toezicht": ("07-31", "09-14"),
    }
    assert set(now) - set(then) == {"begroting-vaststellen"}


def test_in_the_year_of_the_change_everything_is_asked_once() -> None:
    facts = Facts(form="public_body", first_year=2020)
    found = year_of(facts, 2022)
    assert len({each.key for each in found}) == len(found)
    assert {each.duty.key: f"{each.on:%m-%d}" for each in found} == {
        "kaders": "04-14",
        "voorlopige-jaarrekening": "04-14",
        "ontwerpbegroting": "06-22",
        "jaarrekening-toezicht": "07-14",
        "zienswijzen-begroting": "09-13",
        "begroting-vaststellen": "09-14",
        "begroting-toezicht": "09-14",
    }


def test_the_view_on_a_draft_is_asked_since_july_2022() -> None:
    def keys(received: date) -> set[str]:
        facts = Facts(form="plain", days={"draft_received_on": received})
        return {each.key for each in year_of(facts, received.year)}

    assert keys(date(2022, 3, 1)) == set()
    assert keys(date(2022, 9, 1)) == {"ontwerp-sturen", "zienswijzen-ontwerp"}


def test_an_older_arrangement_had_to_be_brought_into_line() -> None:
    def adapted(starts_on: date) -> list[date | None]:
        facts = Facts(form="plain", days={"starts_on": starts_on})
        return [e.on for e in year_of(facts, 2024) if e.key == "regeling-aanpassen"]

    assert adapted(date(2015, 1, 1)) == [date(2024, 6, 30)]
    assert adapted(date(2022, 7, 1)) == []


CHANGED = """
[[duties]]
key = "x"
forms = ["project"]
every_year = true
what = { nl = "Iets", en = "Something" }
[[duties.versions]]
valid_to = 2030-08-31
law = "wgr"
article = "1"
certainty = "text"
when = [{ before_date = "09-15" }]
[[duties.versions]]
valid_from = 2030-09-01
law = "wgr"
article = "2"
certainty = "text"
when = [{ before_date = "08-01" }]
"""


def test_a_law_that_changes_is_another_line_of_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the program changes. In the year of the change neither version reaches its own
    day; the new one is told.
    """
    monkeypatch.setattr(asking, "duties", lambda: read_duties(CHANGED))
    facts = Facts(form="project", first_year=2029)
    found = asked_between(facts, date(2029, 1, 1), date(2031, 12, 31))
    assert [(each.key, each.on, each.article) for each in found] == [
        ("x-2029", date(2029, 9, 14), "1"),
        ("x-2030", date(2030, 7, 31), "2"),
        ("x-2031", date(2031, 7, 31), "2"),
    ]


def test_a_rule_that_counts_in_two_ways_is_refused() -> None:
    with pytest.raises(ValueError, match="one way of counting"):
        read_duties(CHANGED.replace("{ before_date", '{ at = "starts_on", before_date'))


@given(
    st.sampled_from(Form.values),
    st.dates(date(2015, 1, 1), date(2060, 12, 31)),
    st.dates(date(2015, 1, 1), date(2060, 12, 31)),
)
def test_whatever_the_days_each_duty_is_asked_once_and_in_order(
    form: str, start: date, other: date
) -> None:
    days = dict.fromkeys(days_asked_for(form), other) | {"starts_on": start}
    facts = Facts(form=form, days=days, first_year=start.year)
    found = asked_between(facts, date(2014, 1, 1), date(2062, 12, 31))
    on = [each.on for each in found if each.on]
    assert on == sorted(on)
    assert len({each.key for each in found}) == len(found)
    assert all(e.do_by is not None and e.on is not None and e.do_by <= e.on for e in found)


# ── What holds all the time ────────────────────────────────────────────────────────────────


def test_what_has_no_day_is_told_apart_from_what_waits_for_one() -> None:
    without = {each.key for each in asked_without_date(PUBLIC_BODY, date(2027, 1, 1))}
    assert without == {
        "evalueren",
        "raden-inlichten",
        "zienswijzen-besluiten",
        "adviescommissie",
        "raadsonderzoek",
        "ondernemingsraad",
        "sociaal-plan",
        "gegevens-samen",
        "dpia",
        "openbaarheid",
        "archief",
        "participatieverordening",
    }


@pytest.mark.parametrize("form", Form.values)
def test_every_form_is_told_something(form: str) -> None:
    found = asked_without_date(Facts(form=form), date(2027, 1, 1))
    assert {"gegevens-samen", "archief"} <= {each.key for each in found}


# ── That the files make sense ──────────────────────────────────────────────────────────────


def everything_written() -> list[tuple[str, Version]]:
    return [(each.key, version) for each in (*duties(), *items()) for version in each.versions]


def test_keys_are_fit_for_addresses_and_used_once() -> None:
    for written in (duties(), items()):
        keys = [each.key for each in written]
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in keys)


def test_both_languages_say_something_and_fill_in_the_same() -> None:
    def names(text: str) -> set[str]:
        return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}

    for key, version in everything_written():
        for words in (version.what, version.who, version.note, *(w.assumes for w in version.when)):
            if words:
                assert set(words.texts) == {"nl", "en"}, key
                assert names(words.texts["nl"]) == names(words.texts["en"]), key
        assert version.what, key


def test_forms_and_days_are_those_of_the_program() -> None:
    fields = {field.name for field in Plan._meta.get_fields()} | {"budget_received_on"}
    for duty in duties():
        assert duty.forms <= set(Form.values), duty.key
        assert {when.anchor for v in duty.versions for when in v.when} - {""} <= fields, duty.key
        assert duty.unless in {"", "councils_are_party"}
    assert all(item.forms <= set(Form.values) for item in items())
    asked = set().union(*(asked_in_plan(form) for form in Form.values))
    assert asked == {field.name for field in Plan._meta.get_fields()} - {
        "id",
        "cooperation",
        "form",
        "feed_key",
        "changed_at",
    }


def test_versions_of_one_duty_follow_each_other() -> None:
    for each in (*duties(), *items()):
        in_order = sorted(each.versions, key=lambda version: version.valid_from)
        for before, after in pairwise(in_order):
            assert before.valid_to + timedelta(days=1) == after.valid_from, each.key


def test_who_claims_to_have_read_something_says_what() -> None:
    for key, version in everything_written():
        assert bool(version.source) == (version.certainty.value != "unchecked"), key


def test_nothing_is_left_to_be_filled_in_for_a_form_that_has_it() -> None:
    for form in Form.values:
        facts = replace(PUBLIC_BODY, form=form, first_year=2026)
        for language in ("nl", "en"):
            with override(language):
                told = [*year_of(facts, 2027), *asked_without_date(facts, date(2027, 1, 1))]
                text = " ".join(f"{e.what} {e.who} {e.note} {e.assumes}" for e in told)
                assert "{" not in text, form
                assert text.strip(), form


def test_the_law_was_looked_at_not_long_after_the_newest_version() -> None:
    newest = max(version.valid_from for _key, version in everything_written())
    assert newest < laws().checked_on
