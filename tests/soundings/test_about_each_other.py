"""A round about the other organisations, from the choice of what is asked to what it showed."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from samenspel.cooperations.models import Cooperation, Membership, Role
from samenspel.people.models import Person
from samenspel.soundings import actions, queries
from samenspel.soundings.instruments.relations.bank import bank
from samenspel.soundings.models import Item, Sounding
from tests.cast import joined, signed_in
from tests.page_text import errors_in, plain
from tests.soundings.closed import close
from tests.soundings.instruments.relations.answered import (
    NAMES,
    closed_round,
    frozen,
    of_all_kinds,
    round_of,
)
from tests.soundings.instruments.relations.asked import (
    asks,
    draft_about_each_other,
    let_answer,
    of_organisations,
    open_about_each_other,
)
from tests.soundings.phone import Phone, page_of
from tests.soundings.prepared import fresh, group_of, groups_in, missing
from tests.soundings.rounds import queries_of

PEOPLE = {"Oostwaard": 40, "Rijnveld": 25, "Verweg": 30, "Zorggroep De Linde": 60}
KEY = "1" * 26
asking = pytest.mark.django_db(transaction=True, databases=["default", "answers"])


@pytest.fixture
def together(anna: Person) -> Cooperation:
    return of_organisations(anna, PEOPLE)


@pytest.fixture
def draft(anna: Person, together: Cooperation) -> Sounding:
    return draft_about_each_other(anna, together)


def choose(person: Person, sounding: Sounding, *keys: str) -> list[Item]:
    return actions.choose_relations(person=person, sounding=sounding, chosen=keys)


def kinds(sounding: Sounding) -> dict[str, list[str]]:
    """By what is asked, about whom others are asked it, in that order."""
    found: dict[str, list[str]] = {}
    for side, key, about, _only_for in asks(sounding):
        if side == "other":
            found.setdefault(key, []).append(about)
    return found


def page_at(sounding: Sounding, name: str = "items", **more: Any) -> str:
    where = {"cooperation": sounding.cooperation.slug, "sounding": sounding.pk, **more}
    return reverse(f"soundings:{name}", kwargs=where)


# ── What is asked ─────────────────────────────────────────────────────────────────────────
def test_a_round_begins_with_all_that_can_be_told_and_asks_nobody_else(
    anna: Person, together: Cooperation
) -> None:
    group_of(anna, together, Role.RESIDENT, 900, "Oostwaard")
    group_of(anna, together, Role.COUNCIL, 20)
    draft = draft_about_each_other(anna, together)
    assert [group.party for group in groups_in(draft)] == list(PEOPLE)
    assert kinds(draft) == {key: list(PEOPLE) for key in bank().keys}
    assert len(asks(draft)) == 4 * (3 + 3 + 6)


def test_only_what_is_chosen_is_asked(anna: Person, draft: Sounding) -> None:
    choose(anna, draft, "role", "goodwill")
    assert kinds(draft) == {"role": list(PEOPLE), "goodwill": list(PEOPLE)}
    with scope(cooperation=draft.cooperation):
        items = list(Item.objects.filter(sounding=draft).values_list("number", "lowest", "highest"))
    assert items == [(n, 0, 8) for n in (1, 2, 3, 4)] + [
        (n, 0, 8 if n % 2 else 5) for n in range(5, 13)
    ]


def test_when_other_groups_are_asked_the_questions_are_made_anew(
    anna: Person, draft: Sounding, together: Cooperation
) -> None:
    choose(anna, draft, "role", "goodwill")
    verweg = next(group for group in groups_in(draft) if group.party == "Verweg")
    actions.stop_asking(person=anna, sounding=draft, group_id=verweg.pk)
    # Of no organisation are three others left: that part waits, as a question for nobody.
    assert kinds(draft) == {
        "role": ["Oostwaard", "Rijnveld", "Zorggroep De Linde"],
        "goodwill": [""],
    }
    assert any("kunt u zo niemand stellen" in sentence for sentence in missing(draft))

    with scope(cooperation=together):
        again = together.groups.get(party__name="Verweg")
    actions.ask_group(person=anna, sounding=draft, group_id=again.pk)
    assert kinds(draft) == {"role": list(PEOPLE), "goodwill": list(PEOPLE)}
    assert not any("niemand stellen" in sentence for sentence in missing(draft))


def test_a_group_that_grows_or_shrinks_changes_what_can_be_asked(
    anna: Person, draft: Sounding, together: Cooperation
) -> None:
    choose(anna, draft, "role", "goodwill")
    group_of(anna, together, Role.STAFF, 12, "Verweg")
    verweg = next(group for group in groups_in(draft) if group.party == "Verweg")
    actions.take_over_size(person=anna, sounding=draft, group_id=verweg.pk)
    # Twelve people seldom make ten who answer, and probably five.
    assert kinds(draft) == {
        "role": ["Oostwaard", "Rijnveld", "Zorggroep De Linde"],
        "goodwill": list(PEOPLE),
    }


def test_a_larger_smallest_group_changes_what_can_be_asked(anna: Person, draft: Sounding) -> None:
    choose(anna, draft, "role", "goodwill")
    actions.change_sounding(person=anna, sounding=draft, minimum=16)
    assert kinds(draft) == {
        "role": ["Oostwaard", "Verweg", "Zorggroep De Linde"],
        "goodwill": ["Rijnveld"],
    }


def test_groups_of_one_organisation_count_together(anna: Person, together: Cooperation) -> None:
    group_of(anna, together, Role.STAFF, 9, "Verweg")
    group_of(anna, together, Role.MANAGEMENT, 9, "Verweg")
    draft = draft_about_each_other(anna, together)
    with scope(cooperation=together):
        found = {each.name: each for each in queries.organisations_of(fresh(draft))}
    assert (found["Verweg"].size, found["Verweg"].can_pair) == (18, True)
    assert kinds(draft)["role"] == list(PEOPLE)


def test_what_could_not_be_told_is_refused(anna: Person) -> None:
    two = of_organisations(anna, {"Oostwaard": 40, "Rijnveld": 40})
    draft = draft_about_each_other(anna, two)
    assert set(kinds(draft)) == {"role", "interest", "responsibility"}
    with pytest.raises(ValidationError, match="kunnen we niet tonen"):
        choose(anna, draft, "role", "goodwill")
    assert set(kinds(draft)) == {"role", "interest", "responsibility"}


def test_more_questions_than_fit_are_refused(anna: Person) -> None:
    many = of_organisations(anna, {f"Gemeente {n:02}": 30 for n in range(18)})
    with pytest.raises(ValidationError, match="Dan zijn het er 216; meer dan 200 kan niet"):
        draft_about_each_other(anna, many)


def test_what_is_asked_is_not_written_by_hand(anna: Person, draft: Sounding) -> None:
    before = asks(draft)
    with scope(cooperation=draft.cooperation):
        item = Item.objects.filter(sounding=draft)[0]
    for act in (
        lambda: actions.add_statements(person=anna, sounding=draft, texts=["Zelf bedacht."]),
        lambda: actions.remove_statement(person=anna, sounding=draft, item_id=item.pk),
        lambda: actions.move_statement(person=anna, sounding=draft, item_id=item.pk, up=False),
        lambda: actions.take_over_purpose(person=anna, sounding=draft),
    ):
        with pytest.raises(ValidationError, match="schrijft Samenspel"):
            act()
    assert asks(draft) == before
    assert signed_in(anna).get(page_at(draft, "item", item=item.pk)).status_code == 404


def test_another_kind_of_round_asks_nothing_about_each_other(
    anna: Person, together: Cooperation
) -> None:
    other = actions.start_sounding(person=anna, cooperation=together, title="Stellingen")
    with pytest.raises(ValidationError, match="vraagt u niet naar elkaar"):
        choose(anna, other, "role")


def test_who_does_not_lead_chooses_nothing(draft: Sounding, together: Cooperation) -> None:
    reader = joined(together, "Dina", Membership.Kind.READER)
    with pytest.raises(PermissionDenied):
        choose(reader, draft, "role")


def test_a_round_like_an_earlier_one_asks_the_same_of_who_is_there_now(
    anna: Person, draft: Sounding, together: Cooperation
) -> None:
    choose(anna, draft, "interest", "value")
    again = actions.start_sounding(
        person=anna, cooperation=together, title="Nog eens", begin_with=draft
    )
    assert again.instrument == "relations"
    assert asks(fresh(again)) == asks(draft)


# ── The page on which it is chosen ────────────────────────────────────────────────────────
def test_the_page_says_what_can_be_asked_and_what_is_left_out(
    anna: Person, together: Cooperation
) -> None:
    group_of(anna, together, Role.STAFF, 12, "Verweg")
    draft = draft_about_each_other(anna, together)
    client = signed_in(anna)
    page = plain(client.get(page_at(draft)).content.decode())
    for part in (
        "tonen we alleen als van allebei 10 mensen antwoorden. Bij Verweg vragen we het dus niet.",
        "Oostwaard 40 kan kan",
        "Verweg 12 kan kan niet",
        "Medewerkers Oostwaard 4 minuten niet gevraagd",
        "Wat is vooral de rol van onze organisatie, Oostwaard? aan de eigen mensen",
        "Trekker: houdt de samenwerking gaande",
    ):
        assert part in page
    assert "Wat anderen van een organisatie zeggen, tonen we alleen" not in page

    assert client.post(page_at(draft), {"chosen": ["role", "value"]}).status_code == 302
    response = client.get(page_at(draft))
    assert re.findall(r'value="([a-z]+)" checked', response.content.decode()) == ["role", "value"]
    assert "Bewaard: 10 vragen." in plain(response.content.decode())


def test_the_draft_tells_the_time_of_one_person_and_gives_no_tips_on_ready_sentences(
    anna: Person, draft: Sounding
) -> None:
    page = plain(signed_in(anna).get(page_at(draft, "round")).content.decode())
    assert "Bekijk alle 48 vragen" in page
    # Three about the own organisation and nine about each of three others, 8 seconds each.
    assert "Dit kost iemand hoogstens ongeveer 4 minuten." in page
    assert "staat een tip" not in page


def test_what_cannot_be_asked_is_not_offered_and_says_why(anna: Person) -> None:
    draft = draft_about_each_other(anna, of_organisations(anna, {"Oostwaard": 40, "Verweg": 4}))
    client = signed_in(anna)
    response = client.get(page_at(draft))
    page = plain(response.content.decode())
    assert "Met deze groepen kunt u nog niets vragen dat we mogen tonen." in page
    assert page.count("Zo veel zijn het er waarschijnlijk niet: we vragen er dus niet naar.") == 2
    assert "Van Verweg doen waarschijnlijk te weinig mensen mee om mee te tellen." in page
    assert b'name="chosen"' not in response.content
    refused = client.post(page_at(draft), {"chosen": ["role"]})
    assert refused.status_code == 400
    assert errors_in(refused) == ["Dit kunt u niet meer vragen. Kijk wat er nu wel kan."]


def test_groups_that_speak_for_no_organisation_are_named(
    anna: Person, draft: Sounding, together: Cooperation
) -> None:
    actions.ask_by_open_link(person=anna, sounding=draft, role=Role.RESIDENT, name="Inwoners")
    page = plain(signed_in(anna).get(page_at(draft)).content.decode())
    assert "Inwoners: wie daarin zit, spreekt niet voor één organisatie." in page
    assert any("Inwoners krijgt geen enkele vraag" in sentence for sentence in missing(draft))


def test_longer_lists_cost_the_page_no_more_queries(anna: Person) -> None:
    client = signed_in(anna)
    short, long = (
        draft_about_each_other(
            anna, of_organisations(anna, {f"{name} {n}": 30 for n in range(number)})
        )
        for name, number in (("Dorp", 4), ("Stad", 9))
    )
    client.get(page_at(short))
    assert queries_of(client, page_at(long)) == queries_of(client, page_at(short))


# ── Answering, closing and what it showed ─────────────────────────────────────────────────
@asking
def test_from_the_ballot_to_the_outcome(anna: Person, client: Client) -> None:
    asked = open_about_each_other(anna, PEOPLE, chosen=["role", "agreement"])
    phone = Phone(asked).begin(asked.token("Verweg"))
    form = phone.shown()
    assert form.text == "Wat is vooral de rol van onze organisatie, Verweg?"
    assert "Over de eigen organisatie Verweg" in plain(page_of(phone.get()))
    for answer in ("4", "2", "5", "0", "4", "8", "1"):
        assert phone.press(answer).status_code == 302
    assert "U beantwoordde 7 van de 7 vragen." in plain(page_of(phone.get("klaar")))

    numbers = {
        (side, key, about): number
        for number, (side, key, about, _for) in enumerate(asks(asked.sounding), start=1)
    }
    for party in ("Oostwaard", "Rijnveld", "Zorggroep De Linde"):
        said = {
            number: 1 if key == "role" else 5
            for (side, key, about), number in numbers.items()
            if (side == "own") == (about == party)
        }
        let_answer(asked, party, *([said] * 12))
    picture = close(asked)
    assert picture.content["instrument"] == "relations"

    outcome = plain(client.get(f"/uitkomsten/{asked.sounding.outcome_key}/").content.decode())
    assert "Organisaties herkennen elkaars rol" in outcome
    assert "Van 6 van de 12 paren tonen we het. In 6 daarvan herkennen de meesten" in outcome
    assert "Van 1 organisatie deden te weinig mensen mee om mee te tellen." in outcome
    about_verweg = plain(
        client.get(f"/uitkomsten/{asked.sounding.outcome_key}/organisaties/3/").content.decode()
    )
    assert "ongeveer 35 mensen van 3 andere organisaties" in about_verweg
    assert "te weinig mensen antwoordden over de eigen organisatie" in about_verweg
    with scope(cooperation=asked.sounding.cooperation):
        sounding = Sounding.objects.select_related("picture").get(pk=asked.sounding.pk)
        assert queries.headline_of(sounding) == "Organisaties herkennen elkaars rol"
        [cue] = queries.cues_of(sounding)
    assert cue.rule.key == "stilte"


@asking
def test_the_urn_takes_only_what_stands_on_the_list(anna: Person) -> None:
    asked = open_about_each_other(anna, PEOPLE, chosen=["interest"])
    phone = Phone(asked).begin(asked.token("Verweg"))
    assert phone.press("9").status_code == 400
    # Seven choices: an eighth was never shown.
    assert phone.press("8").status_code == 302
    assert "haalden die stelling weg" in plain(page_of(phone.get(melding="weg")))
    assert phone.shown().place == 1


def shown(cooperation: Cooperation, content: dict[str, Any]) -> Sounding:
    return closed_round(cooperation, content, key=KEY)


def test_organisations_stand_in_their_order_and_each_has_the_same_page(
    together: Cooperation, client: Client
) -> None:
    shown(together, of_all_kinds())
    page = client.get(f"/uitkomsten/{KEY}/").content.decode()
    listed = re.findall(r"organisaties/(\d+)/\"><bdi>([^<]+)</bdi>", page)
    assert listed == [(str(n), name) for n, name in enumerate(NAMES, start=1)]
    for table in re.findall(r"<tbody.*?</tbody>", page, re.DOTALL):
        assert re.findall(r'<th scope="row"[^>]*><bdi>([^<]+)</bdi>', table) == list(NAMES)
    parts = [
        re.findall(
            r"<h2[^>]*>(.*?)</h2>",
            client.get(f"/uitkomsten/{KEY}/organisaties/{n}/").content.decode(),
        )
        for n in range(1, 6)
    ]
    assert parts == [["Wat anderen zeggen", "Rollen", "Belangen", "Verantwoordelijkheden"]] * 5
    assert client.get(f"/uitkomsten/{KEY}/organisaties/6/").status_code == 404
    assert client.get(f"/uitkomsten/{KEY}/organisaties/0/").status_code == 404


def test_the_picture_and_the_table_say_the_same(together: Cooperation, client: Client) -> None:
    shown(together, of_all_kinds())
    page = client.get(f"/uitkomsten/{KEY}/").content.decode()
    roles = page.partition('id="lijst-role"')[2].partition("</section>")[0]
    drawn = set(
        re.findall(r"<title>([^<]*): ([^<]*)</title>", roles.partition("picture__narrow")[0])
    )
    rows = re.findall(r"<tr[^>]*><th[^>]*>(.*?)</th>(.*?)</tr>", roles, re.DOTALL)
    told = set()
    for name, cells in rows:
        _view, *bands, _untold = [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells)]
        for band, names in zip(("de meesten", "ongeveer de helft", "weinigen"), bands, strict=True):
            told |= {(f"{by} → {plain(name)}", band) for by in names.split(", ") if by != "–"}
    assert told == drawn
    assert len(told) == 15


def test_what_is_told_can_be_taken_along(together: Cooperation, client: Client) -> None:
    shown(together, of_all_kinds())
    response = client.get(f"/uitkomsten/{KEY}/vrijgegeven-aantallen.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    count = {what: sum(row["what"] == what for row in rows) for what in {r["what"] for r in rows}}
    assert count == {"took_part": 5, "said": 30, "own": 15, "recognised": 55}
    said = next(row for row in rows if row["what"] == "said")
    assert (said["key"], said["about"], said["told_by"], said["organisations"]) == (
        "agreement", "Oostwaard", "", "4",
    )  # fmt: skip
    assert (said["people_low"], said["people_high"]) == ("78", "82")
    assert {
        (r["about"], r["answer"], r["band"])
        for r in rows
        if r["key"] == "role" and r["what"] == "own"
    } >= {
        ("Oostwaard", "lead", "most"),
        ("Rijnveld", "commission", "half"),
        ("Verweg", "divided", ""),
    }
    assert {row["people_low"] == "" for row in rows if row["what"] == "recognised"} == {False}
    assert not [row for row in rows if row["told_by"] and row["agree_low"]]


def test_then_and_now_are_told_of_each_pair(together: Cooperation, client: Client) -> None:
    first = of_all_kinds()
    people = dict.fromkeys(NAMES, 20)
    said = {
        ("Oostwaard", "role", "Oostwaard"): [0, 20],
        ("Rijnveld", "role", "Oostwaard"): [0, 4, 16],
        ("Waterschap Noord", "role", "Oostwaard"): [0, 3, 17],
    }
    shown(together, frozen(round_of(people, said, chosen=["role"]), before=[first]))
    page = plain(client.get(f"/uitkomsten/{KEY}/organisaties/1/").content.decode())
    assert "Rijnveld weinigen; in 2025 was dat: de meesten ongeveer 20" in page
    assert "Waterschap Noord weinigen, net als in 2025" in page
    assert "Verweg te weinig antwoorden om te tonen" in page


def test_a_round_about_each_other_has_no_pages_of_statements(
    together: Cooperation, client: Client
) -> None:
    shown(together, of_all_kinds())
    for page in ("stellingen/", "stellingen/1/", "kaart/", "kaart/beeld.svg"):
        assert client.get(f"/uitkomsten/{KEY}/{page}").status_code == 404


def test_who_looks_from_another_cooperation_finds_nothing(
    together: Cooperation, cees_client: Client
) -> None:
    sounding = shown(together, of_all_kinds())
    with scopes_disabled():
        sounding = Sounding.objects.select_related("cooperation").get(pk=sounding.pk)
    assert cees_client.get(page_at(sounding, "organisation", number=1)).status_code == 404


def test_a_round_in_which_too_few_took_part_says_so(together: Cooperation, client: Client) -> None:
    shown(together, frozen(round_of(dict.fromkeys(NAMES, 2), {}, otherwise=(1, 2))))
    page = plain(client.get(f"/uitkomsten/{KEY}/").content.decode())
    assert "Er deden te weinig mensen mee om iets te tonen" in page
    assert page.count("te weinig deelnemers om te tonen") == 5


def test_after_a_pause_the_page_says_why_nothing_is_told(
    together: Cooperation, client: Client
) -> None:
    five = dict.fromkeys(NAMES, 20)
    first = frozen(round_of(five, {}, chosen=["goodwill"], otherwise=(5, 2)))
    second = round_of(five | {"Verweg": 0}, {}, chosen=["goodwill"], otherwise=(5, 2))
    shown(together, frozen(second, before=[first]))
    page = plain(client.get(f"/uitkomsten/{KEY}/organisaties/1/").content.decode())
    assert "deze keer niet: er kwam of ging een organisatie" in page


def test_in_english_the_pages_are_in_english(together: Cooperation, client: Client) -> None:
    shown(together, of_all_kinds())
    client.cookies["django_language"] = "en"
    page = plain(client.get(f"/uitkomsten/{KEY}/organisaties/1/").content.decode())
    assert "Driving force: keeps the cooperation going" in page
    assert "Oostwaard does what was agreed." in page
