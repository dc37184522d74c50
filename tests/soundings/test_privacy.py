"""What a page may tell: other answers with the same released counts give the same bytes."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings import queries
from samenspel.soundings.exports import GROUPS_FOUND_HEADER, HEADER
from samenspel.soundings.instruments.statements.polis_export import Conversation
from samenspel.soundings.instruments.statements.polis_export.texts import clean_text
from samenspel.soundings.models import Picture, Sounding
from tests.page_text import plain, without_tokens
from tests.soundings.rounds import (
    Asked,
    address,
    addresses,
    closed_round,
    conversation,
    in_camps,
    seen,
    with_counts,
)

# Three statements; fewer than 50 people in all, so that there is no map. Rounded, banded, hidden.
COUNCIL = Asked("Raadsleden", 57, ((17, 9, 4), (29, 0, 1), (8, 14, 6)))
STAFF = Asked("Medewerkers", 40, ((10, 1, 1), (2, 6, 4), (5, 5, 2)))
COLLEGE = Asked("Collegeleden", 7, ((3, 0, 0), (0, 3, 0), (1, 1, 1)))
GROUPS = (COUNCIL, STAFF, COLLEGE)
SAID = conversation(*GROUPS)


@contextmanager
def for_a_moment(
    person: Person, cooperation: Cooperation, said: Conversation
) -> Iterator[Sounding]:
    """The round exists inside the block only."""
    with transaction.atomic():
        yield closed_round(person, cooperation, said, purpose=1)
        transaction.set_rollback(True)


class Viewer:
    """Anna, who looks at every page of a round that has these answers."""

    def __init__(self, anna: Person, a: Cooperation, client: Client) -> None:
        self._anna, self._a, self._client = anna, a, client

    def pages(self, said: Conversation) -> dict[str, bytes]:
        numbers = [s.number for s in said.statements if s.moderation != -1]
        with for_a_moment(self._anna, self._a, said) as sounding:
            # The id is another random one in every round; everything else must be the same.
            own, same = str(sounding.pk), "0" * 36
            return {
                url.replace(own, same): without_tokens(self._client.get(url).content).replace(
                    own.encode(), same.encode()
                )
                for url in addresses(sounding, numbers, groups=len(said.groups))
            }

    def differing(self, one: Conversation, other: Conversation) -> list[str]:
        """The pages that tell these answers apart."""
        first, second = self.pages(one), self.pages(other)
        assert first.keys() == second.keys()
        return [url for url, content in first.items() if second[url] != content]


@pytest.fixture
def viewer(anna: Person, a: Cooperation, anna_client: Client) -> Viewer:
    return Viewer(anna, a, anna_client)


# ── the byte test ─────────────────────────────────────────────────────────────────────────

SAME_RELEASED = {
    "the same counts by other people": conversation(*GROUPS, turned=True),
    "other counts within the rounding": conversation(
        with_counts(COUNCIL, (15, 11, 4), (28, 1, 1), (9, 13, 6)), STAFF, COLLEGE
    ),
    "other numbers of people within the rounding": conversation(
        with_counts(COUNCIL, (17, 11, 4), (30, 1, 1), (8, 15, 7)), STAFF, COLLEGE
    ),
    "all instead of all but one": conversation(
        with_counts(COUNCIL, (17, 9, 4), (30, 0, 0), (8, 14, 6)), STAFF, COLLEGE
    ),
    "other counts within the bands": conversation(
        COUNCIL, with_counts(STAFF, (9, 3, 0), (3, 5, 4), (6, 4, 2)), COLLEGE
    ),
    "other numbers of people within the bands": conversation(
        COUNCIL, with_counts(STAFF, (8, 1, 0), (1, 4, 3), (4, 4, 1)), COLLEGE
    ),
    "other answers of the hidden group": conversation(
        COUNCIL, STAFF, with_counts(COLLEGE, (0, 3, 0), (3, 0, 0), (0, 0, 3))
    ),
    "another number in the hidden group": conversation(
        COUNCIL, STAFF, with_counts(COLLEGE, (4, 0, 0), (0, 4, 0), (0, 0, 4))
    ),
    "nobody at all in the hidden group": conversation(
        COUNCIL, STAFF, with_counts(COLLEGE, (0, 0, 0), (0, 0, 0), (0, 0, 0))
    ),
    "all of it at once": conversation(
        with_counts(COUNCIL, (13, 12, 7), (32, 0, 0), (12, 17, 3)),
        with_counts(STAFF, (8, 1, 0), (1, 4, 3), (4, 4, 1)),
        with_counts(COLLEGE, (0, 4, 0), (4, 0, 0), (0, 0, 4)),
        turned=True,
    ),
}


@pytest.mark.parametrize("what", SAME_RELEASED)
def test_other_answers_with_the_same_released_counts_give_the_same_bytes(
    viewer: Viewer, what: str
) -> None:
    assert viewer.differing(SAID, SAME_RELEASED[what]) == []


def test_of_one_group_neither(viewer: Viewer) -> None:
    """The page is another one then: every statement is a dot above its share."""
    one = conversation(COUNCIL)

    assert (
        viewer.differing(one, conversation(with_counts(COUNCIL, (15, 11, 4), *COUNCIL.counts[1:])))
        == []
    )
    other = viewer.differing(
        one, conversation(with_counts(COUNCIL, (9, 17, 4), *COUNCIL.counts[1:]))
    )
    assert [url[-20:] for url in other if "stellingen/beeld" in url] == ["stellingen/beeld.svg"]


OTHER_RELEASED = {
    "a count beyond the rounding": conversation(
        with_counts(COUNCIL, (18, 8, 4), (29, 0, 1), (8, 14, 6)), STAFF, COLLEGE
    ),
    "a count in another band": conversation(
        COUNCIL, with_counts(STAFF, (7, 4, 1), (2, 6, 4), (5, 5, 2)), COLLEGE
    ),
    "a group that is no longer hidden": conversation(
        COUNCIL, STAFF, with_counts(COLLEGE, (5, 0, 0), (0, 3, 0), (1, 1, 1))
    ),
}


@pytest.mark.parametrize("what", OTHER_RELEASED)
def test_answers_with_other_released_counts_are_told_apart(viewer: Viewer, what: str) -> None:
    """The control: the pages do depend on what may be told."""
    told_apart = viewer.differing(SAID, OTHER_RELEASED[what])

    own = f"/samenwerkingen/samen-in-a/vragenrondes/{'0' * 36}/"
    first = (
        f"{own}stellingen/1/",
        f"{own}stellingen/1/beeld.svg",
        f"{own}vrijgegeven-aantallen.csv",
    )
    assert [url for url in (own, *first) if url not in told_apart] == []
    if "hidden" not in what:
        assert f"{own}stellingen/2/" not in told_apart


def test_answers_that_the_moderators_took_out_leave_no_trace(viewer: Viewer) -> None:
    """Not in a count, and not in how many took part either."""
    groups = [replace(group, size=500) for group in GROUPS]
    extra = [with_counts(g, *g.counts, (g.people, 0, 0)) for g in groups]
    other = [with_counts(g, *g.counts, (0, 2, 0)) for g in groups]
    # Five more, who answered nothing else.
    louder = [with_counts(g, *g.counts, (g.people + 5, 0, 0)) for g in groups]

    one = conversation(*extra, out=[4])
    assert viewer.differing(one, conversation(*other, out=[4])) == []
    assert viewer.differing(one, conversation(*louder, out=[4])) == []
    assert "nummer 4" not in str(viewer.pages(one))


# With 60 people there is a map, which has a promise of its own: it is on pages of its own.
MANY = Asked("Inwoners", 900, ((33, 20, 7), (12, 41, 7), (52, 6, 2)))


def test_beyond_the_map_exact_counts_do_not_tell_who_said_what(viewer: Viewer) -> None:
    one = conversation(MANY, COLLEGE)
    other = conversation(MANY, COLLEGE, turned=True)

    assert viewer.differing(one, other) == []
    assert viewer.differing(one, conversation(with_counts(MANY, *[(32, 21, 7)] * 3), COLLEGE))


def test_the_frozen_picture_itself_is_the_same(anna: Person, a: Cooperation) -> None:
    """So that no later page can tell more than those of today."""
    frozen = []
    for said in (SAID, SAME_RELEASED["all of it at once"]):
        with for_a_moment(anna, a, said) as sounding, scope(cooperation=a):
            frozen.append(Picture.objects.get(sounding=sounding).content)

    assert frozen[0] == frozen[1]
    assert frozen[0]["map"] is None


# ── hidden groups ─────────────────────────────────────────────────────────────────────────


def test_a_hidden_group_leaves_what_every_group_shares(anna: Person, a: Cooperation) -> None:
    agree = Asked("Raadsleden", 60, ((38, 0, 0), (0, 38, 0)))
    against = Asked("Collegeleden", 6, ((0, 4, 0), (4, 0, 0)))
    shown_against = Asked("Collegeleden", 60, ((0, 38, 0), (38, 0, 0)))

    def shared(*groups: Asked) -> tuple[list[int], list[int], list[int]]:
        with for_a_moment(anna, a, conversation(*groups)) as sounding:
            outcome = queries.outcome_of(sounding)
        assert outcome is not None
        return (
            [s.number for s in outcome.shared],
            [s.number for s in outcome.rejected],
            [s.number for s in outcome.divisive],
        )

    too = replace(agree, name="Medewerkers")
    assert shared(agree, too, against) == shared(agree, too) == ([1], [2], [])
    assert shared(agree, too, shown_against) == ([], [], [1, 2])
    # With one group to show there is nobody to share it with.
    assert shared(agree, against) == ([], [], [])


def test_of_a_hidden_group_nothing_but_its_name_is_told(viewer: Viewer) -> None:
    sized = replace(COLLEGE, size=7_919)
    pages = {
        url: page.decode()
        for url, page in viewer.pages(conversation(COUNCIL, STAFF, sized)).items()
    }
    rows = [
        plain(row.partition("</tr>")[0])
        for page in pages.values()
        for row in page.split("<tr")
        if "Collegeleden" in row and 'scope="row"' in row
    ]

    assert len(rows) == 4  # the purpose on the outcome, and a page for each statement
    assert {row.partition("Collegeleden")[2] for row in rows} == {
        " te weinig deelnemers om te tonen niet gevraagd, of te weinig antwoorden om te tonen"
    }
    told = [url for url, page in pages.items() if "7.919" in page or "7919" in page]
    assert told == []
    assert [url for url in pages if url.endswith(".csv") and "Collegeleden" in pages[url]] == []


def test_a_group_that_is_shown_can_still_be_hidden_on_a_statement(viewer: Viewer) -> None:
    few = with_counts(STAFF, (10, 1, 1), (2, 2, 0), (5, 5, 2))
    other = with_counts(STAFF, (10, 1, 1), (0, 0, 3), (5, 5, 2))

    assert viewer.differing(conversation(COUNCIL, few), conversation(COUNCIL, other)) == []


# ── texts from outside ────────────────────────────────────────────────────────────────────

RTL = "Omgekeerd \u202e\u202b tekst"
_WRITTEN = [
    '=HYPERLINK("http://kwaad.example";"Klik hier")',
    "+31 6 kost te veel",
    "-1+1 is nul",
    "@SUM(A1:A9)",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><svg onload=alert(1)>&amp;&#x3C;",
    "{{ settings.SECRET_KEY }}{% debug %}",
    RTL,
    "Familie 👩‍👩‍👧‍👦 en 🏳️‍🌈 in de buurt",
    "حقوق السكان أولا",
    "lang " * 1_000,
    "x" * 5_000,
    "",
    "bijna \ufffe onzichtbaar \uffff \x00\x1b\x9f einde",
    "regel een\nregel twee",
]
# As reading an export does: what cannot be seen does not come in.
HOSTILE = [clean_text(text) for text in _WRITTEN]
NAMES = ['=cmd|" /C calc"!A0', "<b>Raad</b> & college", "👍 " + "n" * 198]


@pytest.fixture
def hostile(anna: Person, a: Cooperation) -> Sounding:
    """People in camps, so that there is a map and there are groups to describe."""
    counts = ((34, 0, 0),) * len(HOSTILE)
    groups = [Asked(name, 50, counts) for name in NAMES]
    said = conversation(*groups, texts=HOSTILE, title="<script>alert('titel')</script> \u202e")
    return closed_round(anna, a, in_camps(said), purpose=5)


def every_page(sounding: Sounding) -> list[str]:
    numbers = range(1, len(HOSTILE) + 1)
    more = ("map", "map-svg", "groups-csv", "report")
    return [*addresses(sounding, numbers), *(address(name, sounding) for name in more)]


class Reader(HTMLParser):
    """Scripts and handlers on a page, and text from right to left that turns what follows it."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self.active: list[str] = []
        self.turning: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        handlers = [name for name in given if name.startswith("on")]
        if tag in {"script", "img", "iframe", "object"} and not (given.get("src") or "").startswith(
            "/static/"
        ):
            self.active.append(tag)
        self.active += handlers
        if tag not in {"meta", "link", "input", "br", "hr", "img"}:
            alone = tag in {"bdi", "title", "text", "option", "textarea"} or "dir" in given
            self._open.append((tag, alone))

    def handle_startendtag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.active += [name for name, _value in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "\u202e" in data and not any(alone for _tag, alone in self._open):
            self.turning.append(" > ".join(tag for tag, _alone in self._open))


def test_texts_from_outside_are_shown_on_every_page_and_do_nothing(
    hostile: Sounding, anna_client: Client
) -> None:
    for url in every_page(hostile):
        if url.endswith((".svg", ".csv")):
            continue
        reader = Reader()
        reader.feed(seen(anna_client, url))
        assert (url, reader.active, reader.turning) == (url, [], [])


def test_every_statement_is_shown_whole_on_its_page(hostile: Sounding, anna_client: Client) -> None:
    for number, text in enumerate(HOSTILE, start=1):
        page = seen(anna_client, address("statement", hostile, number=number))
        main = plain(page.partition("<main")[2].partition("<figure")[0])
        assert " ".join(text.split()) in main or text == ""
        assert text or "(zonder tekst)" in main
        assert NAMES[1] not in page
        assert escape(NAMES[1]) in page


def test_every_drawing_is_xml_without_anything_that_runs(
    hostile: Sounding, anna_client: Client
) -> None:
    drawings = [url for url in every_page(hostile) if url.endswith(".svg")]
    assert len(drawings) == len(HOSTILE) + 1
    for url in drawings:
        root = ElementTree.fromstring(seen(anna_client, url))  # noqa: S314  # made by ourselves
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        names = {name for element in root.iter() for name in element.attrib}
        assert tags <= {"svg", "rect", "text", "g", "title", "line", "circle"}
        assert [name for name in names if name.startswith("on") or "href" in name] == []


def test_the_drawing_of_all_statements_is_xml_too(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    asked = Asked("Inwoners", None, ((20, 8, 3),) * len(HOSTILE))
    sounding = closed_round(anna, a, conversation(asked, texts=HOSTILE))
    root = ElementTree.fromstring(  # noqa: S314  # made by ourselves
        seen(anna_client, address("landscape-svg", sounding))
    )

    dots = root.findall(".//{http://www.w3.org/2000/svg}circle")
    assert len(dots) == len(HOSTILE)


def test_a_drawing_holds_the_statement_and_cuts_off_what_does_not_fit(
    hostile: Sounding, anna_client: Client
) -> None:
    def title(number: int) -> list[str]:
        root = ElementTree.fromstring(  # noqa: S314  # made by ourselves
            seen(anna_client, address("statement-svg", hostile, number=number))
        )
        return [text.text or "" for text in root.findall("{http://www.w3.org/2000/svg}text")]

    assert title(5) == [HOSTILE[4]]
    for number in (12, 13):
        assert len(title(number)) == 3
        assert title(number)[-1].endswith("…")


def test_in_the_export_a_formula_is_text(hostile: Sounding, anna_client: Client) -> None:
    rows = list(
        csv.reader(io.StringIO(seen(anna_client, address("released-csv", hostile)), newline=""))
    )

    assert tuple(rows[0]) == HEADER
    assert len(set(HEADER)) == len(HEADER)
    assert len(rows) == 1 + len(HOSTILE) * len(NAMES)
    assert {len(row) for row in rows} == {len(HEADER)}
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    texts = [row[HEADER.index("text")] for row in rows[1 :: len(NAMES)]]
    assert texts[:4] == [f"'{text}" for text in HOSTILE[:4]]
    assert texts[4:14] == HOSTILE[4:14]
    assert rows[1][0] == f"'{NAMES[0]}"


def test_in_the_export_of_groups_found_it_is_too(hostile: Sounding, anna_client: Client) -> None:
    rows = list(
        csv.reader(io.StringIO(seen(anna_client, address("groups-csv", hostile)), newline=""))
    )

    assert tuple(rows[0]) == GROUPS_FOUND_HEADER
    assert {row[0] for row in rows[1:]} == {"Groep A", "Groep B", "Groep C"}
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    texts = {row[GROUPS_FOUND_HEADER.index("text")] for row in rows[1:]}
    assert texts <= {*HOSTILE, *(f"'{text}" for text in HOSTILE[:4])}
    assert len(rows) > 12
