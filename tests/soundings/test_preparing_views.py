"""The pages on which leaders prepare a round, by hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings import actions
from samenspel.soundings.instruments.statements.starting_sets import MERGER
from samenspel.soundings.models import Sounding
from tests.cast import signed_in
from tests.page_text import Page, errors_in, plain, value_of
from tests.soundings.prepared import (
    asked,
    draft_of,
    fresh,
    group_of,
    groups_in,
    items_in,
    missing,
    put_on_list,
    ready_draft,
    texts,
)
from tests.soundings.rounds import queries_of

TODAY = timezone.localdate


def at(sounding: Sounding, name: str = "round", **more: object) -> str:
    kwargs = {"cooperation": sounding.cooperation.slug, "sounding": sounding.pk, **more}
    return reverse(f"soundings:{name}", kwargs=kwargs)


def seen(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return plain(response.content.decode())


def sent(client: Client, address: str, data: dict[str, Any] | None = None) -> Page:
    return client.post(address, data or {}, follow=True)


def people(sounding: Sounding) -> str:
    return at(sounding, "people", group=groups_in(sounding)[0].pk)


@pytest.fixture
def council(anna: Person, a: Cooperation) -> Sounding:
    """A draft of Anna's that asks a council of twenty."""
    group_of(anna, a, Role.COUNCIL, 20)
    return draft_of(anna, a, "Ik ken de bedoeling.")


# ── beginning ─────────────────────────────────────────────────────────────────────────────


def test_a_leader_begins_with_the_starting_set(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    group_of(anna, a, Role.RESIDENT, 900)
    page = reverse("soundings:start", kwargs={"cooperation": a.slug})
    form = anna_client.get(page)
    ticket = value_of(form, "ticket")
    data = {"title": "Wordt het gedeeld?", "begin_with": MERGER.key, "ticket": ticket}

    for _click in range(2):
        shown = plain(sent(anna_client, page, data).content.decode())

    with scope(cooperation=a):
        sounding = Sounding.objects.select_related("cooperation").get()
    assert (sounding.title, sounding.state, len(texts(sounding))) == (
        "Wordt het gedeeld?",
        "draft",
        24,
    )
    assert "Ik kan uitleggen waarom deze fusie nodig is." in shown
    assert "Nog te doen" in shown


@pytest.mark.parametrize(
    ("title", "begin_with"),
    [("", "leeg"), ("\u200b\u2060", "leeg"), ("x" * 301, "leeg"), ("Goed", "onzin"), ("Goed", "")],
)
def test_a_round_without_a_name_or_beginning_is_refused(
    a: Cooperation, anna_client: Client, title: str, begin_with: str
) -> None:
    page = reverse("soundings:start", kwargs={"cooperation": a.slug})
    response = anna_client.post(page, {"title": title, "begin_with": begin_with})
    assert (response.status_code, len(errors_in(response))) == (400, 1)
    with scope(cooperation=a):
        assert not Sounding.objects.exists()


def test_a_round_of_another_cooperation_is_no_beginning(
    cees: Person, a: Cooperation, b: Cooperation, anna_client: Client
) -> None:
    secret = draft_of(cees, b, "Geheim")
    page = reverse("soundings:start", kwargs={"cooperation": a.slug})
    assert "Wat vindt u?" not in seen(anna_client, page)
    response = anna_client.post(page, {"title": "Afkijken", "begin_with": str(secret.pk)})
    assert response.status_code == 400


# ── settings ──────────────────────────────────────────────────────────────────────────────


def settings_of(client: Client, sounding: Sounding, **values: Any) -> dict[str, Any]:
    return {
        "title": "Wat vindt u?",
        "introduction": "Over ons.",
        "opens_on": "2026-12-01",
        "closes_on": "2026-12-23",
        "address": "je",
        "may_add": "on",
        "minimum": "6",
        "title_en": "What do you think?",
        "introduction_en": "About us.",
        "seen": value_of(client.get(at(sounding, "change")), "seen"),
    } | values


def test_settings_are_saved_with_a_warning_for_holidays(
    council: Sounding, anna_client: Client
) -> None:
    data = settings_of(anna_client, council)
    shown = plain(sent(anna_client, at(council, "change"), data).content.decode())

    now = fresh(council)
    assert (str(now.opens_on), str(now.closes_on), now.minimum, now.address, now.may_add) == (
        "2026-12-01",
        "2026-12-23",
        6,
        "je",
        True,
    )
    assert "In deze tijd valt de kerstvakantie." in shown
    assert "1 stelling zonder Engelse tekst" in shown


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"minimum": "4"}, "5"),
        ({"minimum": "101"}, "100"),
        ({"closes_on": "2026-11-30"}, "De laatste dag ligt voor de eerste."),
        ({"title": ""}, "verplicht"),
        ({"introduction": "x" * 2001}, "2000"),
    ],
)
def test_wrong_settings_are_told_and_not_saved(
    council: Sounding, anna_client: Client, wrong: dict[str, str], error: str
) -> None:
    before = actions.mark_of_settings(fresh(council))
    data = settings_of(anna_client, council, **wrong)
    response = anna_client.post(at(council, "change"), data)
    assert (response.status_code, error in " ".join(errors_in(response)).replace(".", ".")) == (
        400,
        True,
    )
    assert actions.mark_of_settings(fresh(council)) == before


def test_two_tabs_that_change_one_draft(
    council: Sounding, anna_client: Client, eva_client: Client
) -> None:
    of_eva = settings_of(eva_client, council, title="Van Eva")
    sent(anna_client, at(council, "change"), settings_of(anna_client, council, title="Van Anna"))

    told = eva_client.post(at(council, "change"), of_eva)
    assert (told.status_code, "terwijl u bezig was" in errors_in(told)[0]) == (400, True)
    assert (fresh(council).title, value_of(told, "title")) == ("Van Anna", "Van Eva")

    again = of_eva | {"seen": value_of(told, "seen")}
    sent(eva_client, at(council, "change"), again)
    assert fresh(council).title == "Van Eva"


# ── statements ────────────────────────────────────────────────────────────────────────────


def test_several_statements_at_once(council: Sounding, anna_client: Client) -> None:
    lines = "Twee.\r\n\r\n  Ik ken de bedoeling. \r\nDrie 😀 <b>vet</b>\r\n"
    response = sent(anna_client, at(council, "items"), {"texts": lines})
    page = response.content.decode()

    assert texts(council) == [
        (1, "Ik ken de bedoeling."),
        (2, "Twee."),
        (3, "Drie 😀 <b>vet</b>"),
    ]
    assert "2 stellingen toegevoegd." in page
    assert "Wat er al stond, is niet nog eens toegevoegd." in page
    assert "<b>vet" not in page


def test_statements_that_do_not_fit_are_named_and_none_is_taken(
    council: Sounding, anna_client: Client
) -> None:
    lines = ["Goed.", "x" * 301, "Ook goed.", "y" * 5000]
    response = anna_client.post(at(council, "items"), {"texts": "\n".join(lines)})

    assert response.status_code == 400
    wrong = "Regel {} is langer dan 300 tekens. Maak deze stelling korter."
    assert errors_in(response) == [f"{wrong.format(2)} {wrong.format(4)}"]
    assert value_of(response, "texts") == "\n".join(lines)
    assert len(texts(council)) == 1


def test_tips_stand_with_a_statement_and_stop_nobody(
    council: Sounding, anna_client: Client
) -> None:
    sent(anna_client, at(council, "items"), {"texts": "Ik wil niet dat er geen loket is en/of zo."})
    page = seen(anna_client, at(council, "items"))
    assert "Tip: Dit zijn misschien twee vragen in één." in page
    assert "Tip: Twee keer een ontkenning" in page
    assert "Bij 1 ervan staat een tip." in seen(anna_client, at(council))


def test_a_statement_is_changed_for_chosen_groups(
    anna: Person, a: Cooperation, council: Sounding, anna_client: Client
) -> None:
    residents = group_of(anna, a, Role.RESIDENT, 900)
    actions.ask_group(person=anna, sounding=council, group_id=residents.pk)
    (item,) = items_in(council)
    page = at(council, "item", item=item.pk)
    data = {"text": "Anders.", "text_en": "Other.", "is_purpose": "on"}
    data |= {"seen": value_of(anna_client.get(page), "seen")}

    sent(anna_client, page, data | {"for_whom": ["0", "2"]})
    (item,) = items_in(council)
    assert (item.text, item.text_en, item.only_for, item.is_purpose) == (
        "Anders.",
        "Other.",
        [0, 1],
        True,
    )
    assert "alleen wie er werkt of bestuurt" in seen(anna_client, at(council, "items"))

    told = anna_client.post(page, data | {"for_whom": ["2"], "text": "Te laat."})
    assert (told.status_code, value_of(told, "text")) == (400, "Te laat.")
    assert "Intussen staat er: “Anders.”" in errors_in(told)


def test_a_statement_of_a_group_that_is_not_asked_is_refused(
    council: Sounding, anna_client: Client
) -> None:
    page = at(council, "item", item=items_in(council)[0].pk)
    response = anna_client.post(page, {"text": "Anders.", "for_whom": ["7"]})
    assert response.status_code == 400
    assert items_in(council)[0].only_for == []


def test_statements_go_up_and_down_and_away(council: Sounding, anna_client: Client) -> None:
    sent(anna_client, at(council, "items"), {"texts": "B\nC"})
    third = items_in(council)[2].pk
    for name in ("raise-item", "raise-item", "lower-item"):
        sent(anna_client, at(council, name, item=third))
    assert [text for _n, text in texts(council)] == ["Ik ken de bedoeling.", "C", "B"]
    sent(anna_client, at(council, "remove-item", item=third))
    assert texts(council) == [(1, "Ik ken de bedoeling."), (2, "B")]


def test_the_purpose_is_taken_over(council: Sounding, anna_client: Client) -> None:
    sent(anna_client, at(council, "take-over-purpose"))
    assert texts(council)[0] == (1, "Hulp dichtbij en op tijd.")
    assert "vraagt naar de bedoeling" in seen(anna_client, at(council))


# ── groups ────────────────────────────────────────────────────────────────────────────────


def test_beside_a_group_that_will_not_show_stands_the_offer_to_pool(
    managers: Sounding, anna_client: Client
) -> None:
    page = seen(anna_client, at(managers, "groups"))
    assert "Van een groep tonen we iets als ten minste 5 mensen meedoen." in page
    assert "Moet ten minste 60% van de groep" in page
    assert "Leidinggevenden gemeente Oostwaard nooit te tonen" in page
    assert page.count("Voeg leidinggevenden van alle organisaties samen") == 2

    sent(anna_client, at(managers, "pool-groups", role="management"))
    page = seen(anna_client, at(managers, "groups"))
    assert "Leidinggevenden, alle organisaties zelden te tonen" in page
    assert asked(managers) == [("Raadsleden", 20), ("Leidinggevenden, alle organisaties", 7)]


def test_groups_are_left_out_and_asked_again(managers: Sounding, anna_client: Client) -> None:
    council = groups_in(managers)[0]
    part = council.made_of
    with scope(cooperation=managers.cooperation):
        group = part.get().pk
    sent(anna_client, at(managers, "leave-out", group=council.pk))
    assert len(asked(managers)) == 2
    sent(anna_client, at(managers, "ask-group", group=group))
    assert asked(managers)[2] == ("Raadsleden", 20)


def test_an_open_link_has_a_poster(managers: Sounding, anna_client: Client) -> None:
    sent(anna_client, at(managers, "ask-by-link"), {"role": "resident", "name": "Inwoners van A"})
    link = groups_in(managers)[3]
    assert (link.name, link.size, link.role) == ("Inwoners van A", None, "resident")
    page = anna_client.get(at(managers, "poster", group=link.pk)).content.decode()
    assert f"/o/{link.open_code}" in page
    assert "<svg" in page
    assert "style=" not in page
    other = groups_in(managers)[0]
    assert anna_client.get(at(managers, "poster", group=other.pk)).status_code == 404


# ── who sees what ─────────────────────────────────────────────────────────────────────────


def test_a_draft_is_seen_by_who_writes_along_and_an_open_round_by_all(
    anna: Person,
    eva: Person,
    a: Cooperation,
    mail_server: None,
    lida_client: Client,
    mo_client: Client,
    dina_client: Client,
) -> None:
    sounding = ready_draft(anna, eva, a)
    rounds = reverse("soundings:list", kwargs={"cooperation": a.slug})
    clients = (lida_client, mo_client, dina_client)

    def status() -> list[tuple[int, bool]]:
        return [
            (c.get(at(sounding)).status_code, sounding.title in seen(c, rounds)) for c in clients
        ]

    assert status() == [(200, True), (403, False), (403, False)]
    shown = seen(lida_client, at(sounding))
    assert ("Ik ken de bedoeling." in shown, "Klaarzetten en openen" in shown) == (True, False)
    actions.plan_sounding(person=anna, sounding=sounding, today=TODAY() - timedelta(days=1))
    assert status() == [(200, True), (403, False), (403, False)]
    actions.open_sounding(sounding_id=sounding.pk)
    assert status() == [(200, True), (200, True), (200, True)]


Address = Callable[[Sounding], str]
PAGES: dict[str, Address] = {
    "change": lambda s: at(s, "change"),
    "items": lambda s: at(s, "items"),
    "item": lambda s: at(s, "item", item=items_in(s)[0].pk),
    "groups": lambda s: at(s, "groups"),
    "lists": lambda s: at(s, "lists"),
    "people": people,
}
READ_ONLY = {"groups", "lists"}


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_planned_round_say_that_it_is_frozen(
    anna: Person, eva: Person, a: Cooperation, mail_server: None, anna_client: Client, page: str
) -> None:
    sounding = ready_draft(anna, eva, a)
    actions.plan_sounding(person=anna, sounding=sounding, today=TODAY() - timedelta(days=1))
    data = {"title": "x", "texts": "x", "addresses": "x@voorbeeld.nl"}
    tried = [anna_client.get(PAGES[page](sounding), follow=True)]
    if page not in READ_ONLY:
        tried.append(anna_client.post(PAGES[page](sounding), data, follow=True))
    for response in tried:
        assert response.redirect_chain == [(at(sounding), 302)]
        assert "Wat wordt gevraagd en aan wie, ligt nu vast." in response.content.decode()
    assert texts(sounding)[0] == (1, "Ik ken de bedoeling.")


@pytest.mark.parametrize("page", PAGES)
def test_rounds_of_others_are_not_there_under_ones_own_address(
    cees: Person, a: Cooperation, b: Cooperation, anna_client: Client, page: str
) -> None:
    group_of(cees, b, Role.COUNCIL, 20)
    secret = draft_of(cees, b, "Geheim")
    address = PAGES[page](secret).replace(f"/{b.slug}/", f"/{a.slug}/")
    assert anna_client.get(address).status_code == 404
    assert anna_client.post(address).status_code == (405 if page in READ_ONLY else 404)
    assert "404" not in seen(signed_in(cees), PAGES[page](secret))


def test_what_belongs_to_another_round_is_not_there(
    anna: Person, a: Cooperation, council: Sounding, anna_client: Client
) -> None:
    other = draft_of(anna, a, "Van een andere ronde")
    item, group = items_in(other)[0].pk, groups_in(other)[0].pk
    assert anna_client.get(at(council, "item", item=item)).status_code == 404
    assert anna_client.get(at(council, "people", group=group)).status_code == 404
    sent(anna_client, at(council, "remove-item", item=item))
    sent(anna_client, at(council, "leave-out", group=group))
    assert (len(items_in(other)), len(groups_in(other))) == (1, 1)


def test_pages_ask_as_much_of_the_database_for_three_rows_as_for_one(
    anna: Person, eva: Person, a: Cooperation, anna_client: Client
) -> None:
    group_of(anna, a, Role.COUNCIL, 20)
    one = draft_of(anna, a, "Een")
    put_on_list(anna, one, groups_in(one)[0], "a@voorbeeld.nl")
    for role in (Role.STAFF, Role.COLLEGE):
        group_of(anna, a, role, 20)
    three = draft_of(anna, a, "Een", "Twee", "Drie")
    put_on_list(anna, three, groups_in(three)[0], *(f"{n}@voorbeeld.nl" for n in "abc"))

    asked_for_one = {name: queries_of(anna_client, page(one)) for name, page in PAGES.items()}
    assert asked_for_one == {
        name: queries_of(anna_client, page(three)) for name, page in PAGES.items()
    }
    assert queries_of(anna_client, at(one)) == queries_of(anna_client, at(three))


def test_what_is_missing_is_told_with_its_day(council: Sounding, anna_client: Client) -> None:
    actions.change_sounding(
        person=Person.objects.get(name="Anna"),
        sounding=council,
        opens_on=TODAY() + timedelta(days=400),
        closes_on=TODAY() + timedelta(days=420),
    )
    page = seen(anna_client, at(council))
    assert "Nog te doen vóór" in page
    assert all(sentence in page for sentence in missing(council))
    told = sent(anna_client, at(council, "plan"))
    assert missing(council)[0] in told.content.decode()
    assert fresh(council).state == "draft"


def test_a_draft_is_thrown_away_after_a_question(council: Sounding, anna_client: Client) -> None:
    assert "Deze vragenronde weggooien?" in seen(anna_client, at(council, "remove"))
    sent(anna_client, at(council, "remove"))
    assert anna_client.get(at(council)).status_code == 404
