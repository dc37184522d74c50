import html
import re
import uuid
from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django_scopes import scopes_disabled

from samenspel.cooperations.actions import start_cooperation, write_group
from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings.actions import finish_closing, import_conversation
from samenspel.soundings.models import AskedGroup, Sounding
from tests.database_rights import as_owner
from tests.page_text import errors_in, plain
from tests.soundings.closed import closed_answers
from tests.soundings.instruments.statements.polis_files import COMMENTS, SUMMARY, votes_csv
from tests.soundings.rounds import (
    Asked,
    Counts,
    address,
    closed_round,
    conversation,
    in_camps,
    queries_of,
    seen,
)

EXPORT = {"votes.csv": votes_csv(), "comments.csv": COMMENTS, "summary.csv": SUMMARY}
BESIDES = "participant,group,size\n0,Raad,9\n1,Raad,9\n5,Staf,20\n"


def uploads(files: Mapping[str, str | bytes]) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
        for name, text in files.items()
    ]


def upload_page(cooperation: Cooperation) -> str:
    return reverse("soundings:import", kwargs={"cooperation": cooperation.slug})


def soundings() -> list[Sounding]:
    with scopes_disabled():
        return list(Sounding.objects.select_related("cooperation"))


# ── an upload in the browser ──────────────────────────────────────────────────────────────

OTHER_NAMES = {
    "as Polis names them": ("votes.csv", "comments.csv", "summary.csv"),
    "with a date and a number": (
        "2024-10-02-1200-4abc-votes (1).csv",
        "2024-10-02-1200-4abc-comments.csv",
        "2024-10-02-1200-4abc-summary (2).csv",
    ),
    "in capitals": ("VOTES.CSV", "Comments.csv", "Summary.CSV"),
}


@pytest.mark.parametrize("names", OTHER_NAMES)
def test_an_upload_becomes_a_round_that_waits_for_its_outcome(
    a: Cooperation, anna_client: Client, names: str
) -> None:
    files = dict(zip(OTHER_NAMES[names], EXPORT.values(), strict=True))
    response = anna_client.post(upload_page(a), {"export": uploads(files)}, follow=True)

    [sounding] = soundings()
    report = response.content.decode()
    assert response.redirect_chain == [(address("report", sounding), 302)]
    assert "Het gesprek is ingelezen." in report
    assert "1 stelling is door de moderatoren afgekeurd." in report
    assert (sounding.title, sounding.state) == ("Zwembad", "closing")
    waiting = anna_client.get(address("outcome", sounding))
    assert waiting.status_code == 200
    assert "De uitkomsten worden nu gemaakt." in waiting.content.decode()

    finish_closing(sounding_id=sounding.pk)
    done = seen(anna_client, address("outcome", sounding))
    assert "De uitkomsten worden nu gemaakt." not in done


def test_the_other_form_of_votes_and_groups_come_in_too(
    a: Cooperation, anna_client: Client
) -> None:
    files = {
        "participants-votes.csv": "participant,group-id,2,7\n0,0,1,1\n1,0,1,-1\n5,0,,0\n",
        "comments.csv": COMMENTS,
        "summary.csv": SUMMARY,
    }
    [groups] = uploads({"wie hoort waar.csv": BESIDES})
    anna_client.post(upload_page(a), {"export": uploads(files), "groups": groups})

    assert len(soundings()) == 1
    with scopes_disabled(), as_owner():
        assert list(AskedGroup.objects.values_list("name", "size")) == [("Raad", 9), ("Staf", 20)]
    assert len(closed_answers()) == 5


BROKEN: dict[str, tuple[Mapping[str, str | bytes], str]] = {
    "nothing": ({}, "verplicht"),
    "missing comments": (
        {"votes.csv": EXPORT["votes.csv"], "summary.csv": SUMMARY},
        "Deze bestanden ontbreken: comments.csv.",
    ),
    "only something else": ({"foto.png": b"\x89PNG"}, "Deze bestanden ontbreken: summary.csv,"),
    "latin-1": (
        EXPORT | {"comments.csv": COMMENTS.replace("gratis", "één").encode("latin-1")},
        "comments.csv, regel 3: deze regel is geen UTF-8.",
    ),
    "utf-16": (EXPORT | {"votes.csv": votes_csv().encode("utf-16")}, "UTF-16"),
    "zip": (EXPORT | {"votes.csv": b"PK\x03\x04"}, "zipbestand"),
    "empty": (EXPORT | {"votes.csv": b""}, "votes.csv: het bestand is leeg."),
    "cut off": (EXPORT | {"votes.csv": votes_csv()[:-3]}, "breekt hier af"),
    "semicolons": (EXPORT | {"votes.csv": votes_csv().replace(",", ";")}, "puntkomma’s"),
    "of another conversation": (
        EXPORT | {"votes.csv": votes_csv([(99, voter, 1) for voter in range(40)])},
        "Dit lijkt geen Polis-export",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_upload_is_told_in_dutch_and_leaves_nothing(
    a: Cooperation, anna_client: Client, what: str
) -> None:
    files, message = BROKEN[what]
    # A browser sends its token along, also where no file was picked.
    sent = {"export": uploads(files), "csrfmiddlewaretoken": "x"}
    response = anna_client.post(upload_page(a), sent)

    assert response.status_code == 400
    [said] = errors_in(response)
    assert message in said
    assert soundings() == []


def test_a_groups_file_that_does_not_fit_is_told(a: Cooperation, anna_client: Client) -> None:
    [groups] = uploads({"groepen.csv": BESIDES.replace("0,Raad", "Jan de Vries,Raad")})
    response = anna_client.post(upload_page(a), {"export": uploads(EXPORT), "groups": groups})

    assert response.status_code == 400
    [said] = errors_in(response)
    assert "groepenbestand, regel 2" in said
    assert "Jan" not in response.content.decode()
    assert soundings() == []


@override_settings(UPLOAD_LARGEST_BYTES=300)
def test_what_is_too_large_is_told_before_it_is_read(a: Cooperation, anna_client: Client) -> None:
    response = anna_client.post(upload_page(a), {"export": uploads(EXPORT)})

    assert response.status_code == 400
    assert "kan hoogstens 300" in " ".join(" ".join(errors_in(response)).split("\xa0"))
    assert soundings() == []


def test_a_large_file_that_django_keeps_on_disk_is_read_as_well(
    a: Cooperation, anna_client: Client
) -> None:
    """Above 2.5 MB an upload is another kind of object."""
    votes = [(number, voter, 1) for voter in range(25_000) for number in (2, 7)]
    files = EXPORT | {
        "votes.csv": votes_csv(votes),
        "summary.csv": SUMMARY.replace("voters,3", "voters,25000"),
    }
    assert len(files["votes.csv"]) > 1_500_000
    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=1_000_000):
        response = anna_client.post(upload_page(a), {"export": uploads(files)})

    assert response.status_code == 302
    assert len(closed_answers()) == 50_000


@pytest.mark.parametrize("who", ["dina_client", "cees_client", "bram_client"])
def test_only_who_leads_can_upload(
    request: pytest.FixtureRequest, a: Cooperation, who: str
) -> None:
    client: Client = request.getfixturevalue(who)
    response = client.post(upload_page(a), {"export": uploads(EXPORT)})

    assert response.status_code == {"dina": 403, "cees": 404, "bram": 302}[who[:4]]
    assert soundings() == []


# ── the list of statements ────────────────────────────────────────────────────────────────

COUNTS: tuple[Counts, ...] = ((60, 20, 10), (20, 60, 10), (41, 41, 8), (80, 5, 5))
TEXTS = ["Het zwembad blijft open", "De bus rijdt vaker", "Het ZWEMBAD wordt groter", "Meer bomen"]


@pytest.fixture
def four(anna: Person, a: Cooperation) -> Sounding:
    counts = (*COUNTS[:3], (80, 5, 14))  # the last has most answers
    return closed_round(anna, a, conversation(Asked("Inwoners", None, counts), texts=TEXTS))


def listed(page: str) -> list[str]:
    found = re.findall(r'statement__text"[^>]*>(.*?)</div>', page, re.DOTALL)
    return [plain(text) for text in found]


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", [1, 2, 3, 4]),
        ("volgorde=nummer", [1, 2, 3, 4]),
        ("volgorde=gedeeld", [4, 1, 3, 2]),
        ("volgorde=verdeeld", [3, 1, 2, 4]),
        ("volgorde=antwoorden", [4, 1, 2, 3]),
        ("volgorde=onzin", [1, 2, 3, 4]),
        ("zoek=zwembad", [1, 3]),
        ("zoek=ZwemBad+groter", [3]),
        ("zoek=zwembad&volgorde=gedeeld", [1, 3]),
        ("zoek=fiets", []),
        ("zoek=%25", []),
        ("zoek=" + "x" * 300, [1, 2, 3, 4]),
        ("zoek=%00", [1, 2, 3, 4]),
        ("pagina=99", [1, 2, 3, 4]),
        ("pagina=-1", [1, 2, 3, 4]),
        ("pagina=veel", [1, 2, 3, 4]),
    ],
)
def test_statements_are_searched_and_sorted(
    four: Sounding, anna_client: Client, asked: str, order: list[int]
) -> None:
    page = seen(anna_client, f"{address('statements', four)}?{asked}")

    assert listed(page) == [TEXTS[number - 1] for number in order]
    told = plain(page.partition('role="status">')[2].partition("</p>")[0])
    assert told == (f"{len(order)} stelling" if len(order) == 1 else f"{len(order)} stellingen")


def test_another_page_keeps_the_order_too(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    counts: tuple[Counts, ...] = tuple((20 + n % 30, 50 - n % 30, 5) for n in range(60))
    sounding = closed_round(anna, a, conversation(Asked("Inwoners", None, counts)))
    start = address("statements", sounding)

    first = seen(anna_client, f"{start}?volgorde=gedeeld")
    onward = html.unescape(re.findall(r'rel="next" href="([^"]*)"', first)[0])
    back = re.findall(r'rel="prev" href="([^"]*)"', seen(anna_client, start + onward))[0]
    assert [*listed(first), *listed(seen(anna_client, start + onward))] == [
        f"Stelling nummer {n + 1}" for n in sorted(range(60), key=lambda n: -(n % 30))
    ]
    assert listed(seen(anna_client, start + html.unescape(back))) == listed(first)


def test_long_lists_are_cut_into_pages_that_keep_the_search(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    texts = [f"Voorstel {n}" for n in range(95)] + ["Iets anders"] * 5
    counts: tuple[Counts, ...] = ((40, 15, 5),) * 100
    sounding = closed_round(anna, a, conversation(Asked("Inwoners", None, counts), texts=texts))
    start = address("statements", sounding)

    pages = [seen(anna_client, f"{start}?zoek=voorstel&pagina={n}") for n in (1, 2, 3, 4)]
    assert [len(listed(page)) for page in pages] == [40, 40, 15, 15]
    assert [text for page in pages[:3] for text in listed(page)] == texts[:95]
    onward = html.unescape(re.findall(r'rel="next" href="([^"]*)"', pages[0])[0])
    assert listed(seen(anna_client, start + onward)) == listed(pages[1])
    assert 'rel="prev"' not in pages[0]
    assert 'rel="next"' not in pages[2]


# ── as many queries for three as for one ──────────────────────────────────────────────────


def many(statements: int, groups: int) -> tuple[Asked, ...]:
    counts: tuple[Counts, ...] = ((30, 20, 10),) * statements
    return tuple(Asked(f"Groep {n}", 80, counts) for n in range(groups))


def test_pages_ask_as_much_of_the_database_for_much_as_for_little(
    anna: Person, anna_client: Client
) -> None:
    asked = []
    for statements, groups, rounds in ((1, 1, 1), (3, 3, 3)):
        cooperation = start_cooperation(person=anna, name=f"Met {rounds}", parties=["x"] * rounds)
        for role in (Role.COUNCIL, Role.STAFF, Role.RESIDENT)[:groups]:
            write_group(person=anna, cooperation=cooperation, role=role, party=None, size=9)
        made = [
            closed_round(anna, cooperation, conversation(*many(statements, groups)))
            for _ in range(rounds)
        ]
        slug = {"cooperation": cooperation.slug}
        pages = {
            "story": reverse("story", kwargs=slug),
            "list": reverse("soundings:list", kwargs=slug),
            "csv": address("released-csv", made[0]),
            "statement": address("statement", made[0], number=1),
            "svg": address("statement-svg", made[0], number=1),
            **{name: address(name, made[0]) for name in ("outcome", "statements", "map", "report")},
        }
        asked.append({name: queries_of(anna_client, url) for name, url in pages.items()})

    assert asked[0] == asked[1]
    assert max(asked[0].values()) <= 19


# ── what is not there ─────────────────────────────────────────────────────────────────────

OF_A_ROUND = [
    "outcome",
    "report",
    "statements",
    "landscape-svg",
    "map",
    "map-svg",
    "groups-csv",
    "released-csv",
]
OF_A_STATEMENT = ["statement", "statement-svg"]


@pytest.fixture
def theirs(cees: Person, b: Cooperation) -> Sounding:
    asked = Asked("Inwoners", None, ((90, 0, 0),) * 15)
    return closed_round(cees, b, in_camps(conversation(asked, title="Geheime vraag")))


@pytest.mark.parametrize("name", [*OF_A_ROUND, *OF_A_STATEMENT])
def test_a_round_of_others_is_not_there_under_ones_own_address_either(
    a: Cooperation, theirs: Sounding, anna_client: Client, cees_client: Client, name: str
) -> None:
    url = address(name, theirs, **({"number": 1} if name in OF_A_STATEMENT else {}))
    own = url.replace(theirs.cooperation.slug, a.slug)

    assert cees_client.get(url).status_code == 200
    for tried in (url, own):
        response = anna_client.get(tried)
        assert response.status_code == 404
        assert "Geheime vraag" not in response.content.decode()


@pytest.mark.parametrize("name", [*OF_A_ROUND, *OF_A_STATEMENT])
def test_a_round_that_does_not_exist_is_not_there(
    four: Sounding, anna_client: Client, name: str
) -> None:
    url = address(name, four, **({"number": 1} if name in OF_A_STATEMENT else {}))

    assert anna_client.get(url.replace(str(four.pk), str(uuid.uuid4()))).status_code == 404
    assert anna_client.get(url.replace(str(four.pk), "1")).status_code == 404


@pytest.mark.parametrize("name", OF_A_STATEMENT)
def test_a_statement_that_does_not_exist_is_not_there(
    four: Sounding, anna_client: Client, name: str
) -> None:
    for number in (0, 5, 10**30):
        assert anna_client.get(address(name, four, number=number)).status_code == 404


def test_as_long_as_there_is_no_outcome_there_are_no_pages_of_it(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    sounding = import_conversation(
        cooperation=a, conversation=conversation(*many(2, 1)), person=anna
    )

    got = {name: anna_client.get(address(name, sounding)).status_code for name in OF_A_ROUND}
    assert got == {
        "outcome": 200,
        "report": 200,
        "statements": 404,
        "landscape-svg": 404,
        "map": 404,
        "map-svg": 404,
        "groups-csv": 404,
        "released-csv": 404,
    }


def test_where_there_is_no_map_its_page_says_why_and_there_is_no_drawing(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    few = conversation(Asked("Inwoners", None, ((30, 10, 9), (10, 30, 9))))
    sounding = closed_round(anna, a, few)

    assert "Er is geen kaart." in seen(anna_client, address("map", sounding))
    assert address("map", sounding) not in seen(anna_client, address("outcome", sounding))
    assert anna_client.get(address("map-svg", sounding)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_of_an_outcome_are_read_and_nothing_else(
    four: Sounding, anna_client: Client, method: str
) -> None:
    urls = [address(name, four) for name in OF_A_ROUND]
    urls += [address(name, four, number=1) for name in OF_A_STATEMENT]
    urls.append(reverse("soundings:list", kwargs={"cooperation": four.cooperation.slug}))

    assert {getattr(anna_client, method)(url).status_code for url in urls} == {405}


def test_downloads_say_what_they_are(four: Sounding, anna_client: Client) -> None:
    got = {
        name: anna_client.get(address(name, four, **number)).headers
        for name, number in (
            ("statement-svg", {"number": 1}),
            ("map-svg", {}),
            ("released-csv", {}),
        )
    }

    assert {name: headers["Content-Type"] for name, headers in got.items()} == {
        "statement-svg": "image/svg+xml",
        "map-svg": "image/svg+xml",
        "released-csv": "text/csv; charset=utf-8",
    }
    assert {headers["Content-Disposition"] for headers in got.values()} == {
        'attachment; filename="stelling-1.svg"',
        'attachment; filename="meningenkaart.svg"',
        'attachment; filename="vrijgegeven-aantallen.csv"',
    }


# ── the story ─────────────────────────────────────────────────────────────────────────────


def test_the_story_tells_what_was_asked_and_who_was_not(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    story = reverse("story", kwargs={"cooperation": a.slug})
    assert "Er is nog niets gevraagd." in seen(anna_client, story)
    for role in (Role.COUNCIL, Role.COLLEGE):
        write_group(person=anna, cooperation=a, role=role, party=None, size=40)
    said = conversation(Asked("Raadsleden", 40, ((28, 5, 5),)), title="Kent u de bedoeling?")
    sounding = closed_round(anna, a, said, purpose=1)

    page = seen(anna_client, story)
    facts = plain(page.partition('class="facts"')[2].partition("</dl>")[0])
    assert "Nog niet gevraagd Collegeleden" in facts
    assert "ongeveer 40 deelnemers" in page
    assert (
        f'<a class="nl-link" href="{address("outcome", sounding)}">De bedoeling wordt gedeeld</a>'
        in page
    )


def test_the_story_does_not_wait_for_a_round_that_is_being_closed(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    done = closed_round(anna, a, conversation(*many(1, 1), title="Eerder"))
    import_conversation(
        cooperation=a, conversation=conversation(*many(1, 1), title="Nu bezig"), person=anna
    )

    page = seen(anna_client, reverse("story", kwargs={"cooperation": a.slug}))
    # In the loop and among what is to come.
    assert plain(page).count("wordt afgerond") == 2
    assert f'href="{address("outcome", done)}">Bekijk de uitkomsten' in page


def test_the_list_of_rounds_is_cut_into_pages(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    said = conversation(Asked("Inwoners", None, ((5, 1, 1),)))
    for _ in range(27):
        import_conversation(cooperation=a, conversation=said, person=anna)
    url = reverse("soundings:list", kwargs={"cooperation": a.slug})

    assert [len(listed(seen(anna_client, f"{url}?pagina={n}"))) for n in (1, 2, 3)] == [25, 2, 2]
    assert seen(anna_client, url).count('rel="next"') == 1


# ── the same form twice ───────────────────────────────────────────────────────────────────


def test_the_same_form_sent_twice_makes_one_round(a: Cooperation, anna_client: Client) -> None:
    ticket = re.search(
        r'name="ticket" value="([^"]+)"', anna_client.get(upload_page(a)).content.decode()
    )
    assert ticket
    addresses = [
        anna_client.post(upload_page(a), {"export": uploads(EXPORT), "ticket": ticket[1]})[
            "Location"
        ]
        for _ in range(2)
    ]
    with scopes_disabled():
        assert Sounding.objects.count() == 1
    assert addresses[0] == addresses[1]


def test_a_ticket_of_another_cooperation_gives_nothing_of_it(
    a: Cooperation, b: Cooperation, anna_client: Client, cees_client: Client
) -> None:
    ticket = str(uuid.uuid4())
    for cooperation, client in ((b, cees_client), (a, anna_client)):
        response = client.post(
            upload_page(cooperation), {"export": uploads(EXPORT), "ticket": ticket}
        )
        assert response.status_code == 302
    with scopes_disabled():
        owners = Sounding.objects.values_list("cooperation", flat=True)
        assert sorted(owners) == sorted([a.pk, b.pk])
