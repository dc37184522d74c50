"""A round that was really asked: other answers with the same released counts, the same bytes.

On every page for everybody and for who leads, in every drawing and file, in the last message.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.post.models import OutgoingMessage
from samenspel.soundings.models import Invitation
from tests.page_text import without_tokens
from tests.soundings.asked import OPEN_LINK, OpenRound, open_round
from tests.soundings.closed import close, let_answer
from tests.soundings.rounds import Asked, Counts, addresses, with_counts

# Rounded, banded, hidden; and whoever had the link. The third statement is for two groups only.
COUNCIL = Asked("Raadsleden", 57, ((17, 9, 4), (29, 0, 1), (8, 14, 6)))
STAFF = Asked("Medewerkers", 40, ((10, 1, 1), (2, 6, 4), (5, 5, 2)))
COLLEGE = Asked("Collegeleden", 7, ((3, 0, 0), (0, 3, 0), (0, 0, 0)))
RESIDENTS = Asked(OPEN_LINK, None, ((14, 6, 4), (12, 10, 2), (0, 0, 0)))
SAID = (COUNCIL, STAFF, COLLEGE, RESIDENTS)
PAGES = ("", "stellingen/", "kaart/", "vrijgegeven-aantallen.csv")


@contextmanager
def for_a_moment(a: Cooperation, groups: tuple[Asked, ...], *, turned: bool) -> Iterator[OpenRound]:
    """The round exists inside the block only."""
    with transaction.atomic():
        sizes = {group.name: group.size for group in groups if group.size is not None}
        asked = open_round(
            a, groups=sizes, statements=["Een", "Twee", "Drie"], only_for={3: [0, 1]}
        )
        _give_an_address(asked)
        let_answer(asked, *groups, turned=turned)
        close(asked)
        yield asked
        transaction.set_rollback(True)


def _give_an_address(asked: OpenRound) -> None:
    with scopes_disabled():
        first = Invitation.objects.filter(sounding=asked.sounding)[0]
        Invitation.objects.filter(pk=first.pk).update(email="bram@voorbeeld.nl")


class Viewers:
    """Anna, who leads; and Bram, who was invited."""

    def __init__(self, a: Cooperation, anna: Client, bram: Client) -> None:
        self._a, self._anna, self._bram = a, anna, bram

    def pages(self, groups: tuple[Asked, ...], *, turned: bool = False) -> dict[str, bytes]:
        with for_a_moment(self._a, groups, turned=turned) as asked:
            key = str(asked.sounding.outcome_key)
            start = f"/uitkomsten/{key}/"
            numbers = (1, 2, 3)
            of_statements = [
                f"stellingen/{number}/{drawing}"
                for number in numbers
                for drawing in ("", "beeld.svg")
            ]
            found = {page: self._bram.get(start + page) for page in (*PAGES, *of_statements)}
            leaders = addresses(asked.sounding, numbers)
            found |= {page: self._anna.get(page) for page in leaders}
            assert {response.status_code for response in found.values()} == {200}
            seen = {page: without_tokens(response.content) for page, response in found.items()}
            [message] = OutgoingMessage.objects.values("to", "subject", "body")
            seen["the last message"] = str(message).encode()
            # Other random numbers in every round.
            own = {key: "K" * 26, str(asked.sounding.pk): "0" * 36}
            return {
                _same(page, own): _same(text.decode(), own).encode() for page, text in seen.items()
            }

    def differing(self, *groups: Asked, turned: bool = False) -> list[str]:
        """The pages that tell these answers from those of the test."""
        first, second = self.pages(SAID), self.pages(groups, turned=turned)
        assert first.keys() == second.keys()
        return [page for page, content in first.items() if second[page] != content]


def _same(text: str, own: dict[str, str]) -> str:
    for random_one, fixed in own.items():
        text = text.replace(random_one, fixed)
    return text


@pytest.fixture
def viewers(a: Cooperation, anna_client: Client, bram_client: Client) -> Viewers:
    return Viewers(a, anna_client, bram_client)


def resident(*counts: Counts) -> Asked:
    return with_counts(RESIDENTS, *counts)


SAME_RELEASED: dict[str, tuple[Asked, ...]] = {
    "other counts within the rounding": (
        with_counts(COUNCIL, (15, 11, 4), (28, 1, 1), (9, 13, 6)),
        *SAID[1:],
    ),
    "other counts within the bands": (
        COUNCIL,
        with_counts(STAFF, (9, 3, 0), (3, 5, 4), (6, 4, 2)),
        *SAID[2:],
    ),
    "another number in the hidden group": (
        *SAID[:2],
        with_counts(COLLEGE, (0, 4, 0), (4, 0, 0), (0, 0, 0)),
        RESIDENTS,
    ),
    "nobody in the hidden group": (
        *SAID[:2],
        with_counts(COLLEGE, (0, 0, 0), (0, 0, 0), (0, 0, 0)),
        RESIDENTS,
    ),
    "other counts by the link within the rounding": (
        *SAID[:3],
        resident((15, 6, 3), (11, 11, 2), (0, 0, 0)),
    ),
    "another number by the link within the rounding": (
        *SAID[:3],
        resident((15, 7, 4), (12, 12, 2), (0, 0, 0)),
    ),
    "all of it at once": (
        with_counts(COUNCIL, (13, 12, 7), (32, 0, 0), (12, 17, 3)),
        with_counts(STAFF, (8, 1, 0), (1, 4, 3), (4, 4, 1)),
        with_counts(COLLEGE, (0, 4, 0), (4, 0, 0), (0, 0, 0)),
        resident((15, 7, 4), (12, 12, 2), (0, 0, 0)),
    ),
}


@pytest.mark.parametrize("what", SAME_RELEASED)
def test_other_answers_with_the_same_released_counts_give_the_same_bytes(
    viewers: Viewers, what: str
) -> None:
    assert viewers.differing(*SAME_RELEASED[what]) == []


def test_the_same_counts_by_other_people_do_too(viewers: Viewers) -> None:
    assert viewers.differing(*SAID, turned=True) == []


OTHER_RELEASED: dict[str, tuple[Asked, ...]] = {
    "a count beyond the rounding": (
        with_counts(COUNCIL, (18, 8, 4), *COUNCIL.counts[1:]),
        *SAID[1:],
    ),
    "a group that is no longer hidden": (
        *SAID[:2],
        with_counts(COLLEGE, (5, 0, 0), (0, 3, 0), (0, 0, 0)),
        RESIDENTS,
    ),
    "a count by the link beyond the rounding": (
        *SAID[:3],
        resident((18, 2, 4), *RESIDENTS.counts[1:]),
    ),
}


@pytest.mark.parametrize("what", OTHER_RELEASED)
def test_answers_with_other_released_counts_are_told_apart(viewers: Viewers, what: str) -> None:
    """The control: the pages do depend on what may be told. The message never does."""
    told_apart = viewers.differing(*OTHER_RELEASED[what])

    assert {"stellingen/1/", "stellingen/1/beeld.svg", "vrijgegeven-aantallen.csv"} <= set(
        told_apart
    )
    assert "the last message" not in told_apart


def test_everybody_sees_what_the_leaders_see(viewers: Viewers) -> None:
    """The same drawings and numbers, byte for byte; only the frame around a page differs."""
    pages = viewers.pages(SAID)
    by_key = {page: text for page, text in pages.items() if not page.startswith("/")}
    leaders = {
        page.partition("0" * 36 + "/")[2]: text for page, text in pages.items() if "0" * 36 in page
    }

    for page in ("vrijgegeven-aantallen.csv", *(f"stellingen/{n}/beeld.svg" for n in (1, 2, 3))):
        assert by_key[page] == leaders[page]
    for page in ("", "stellingen/1/", "stellingen/3/"):
        assert _content(by_key[page]) == _content(leaders[page])


def _content(page: bytes) -> str:
    """What stands below the heading, whichever door one came by.

    But for the way to a conversation: that is for who works on the cooperation.
    """
    text = page.decode().partition("<h1")[2].partition("</main>")[0]
    text = re.sub(r'<p><a class="nl-link" href="[^"]*/gesprekken/[^"]*">.*?</a></p>', "", text)
    return text.replace(
        f"/samenwerkingen/samen-in-a/vragenrondes/{'0' * 36}/", f"/uitkomsten/{'K' * 26}/"
    )


def test_one_vote_on_a_round_that_is_shown_in_bands_changes_nothing(viewers: Viewers) -> None:
    one_more = replace(STAFF, counts=((9, 2, 1), *STAFF.counts[1:]))
    assert viewers.differing(COUNCIL, one_more, COLLEGE, RESIDENTS) == []
