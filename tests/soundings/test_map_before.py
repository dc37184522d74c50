"""The opinion map of a next round lies as that of the round before it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import translation
from django_scopes import scope, scopes_disabled
from numpy.typing import NDArray

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.actions import delete_voices_after_term
from samenspel.soundings.instruments.statements.map_before import map_before
from samenspel.soundings.instruments.statements.outcome import read
from samenspel.soundings.instruments.statements.polis_export import Conversation
from samenspel.soundings.models import Picture, Sounding
from samenspel.soundings.pictures.opinion_map import map_page
from tests.soundings.rounds import Asked, address, closed_round, conversation, seen

Loadings = Sequence[tuple[str, float, float]]
PEOPLE = 150
# What people say to it follows from where they stand, from left to right and from below to above.
FIRST: Loadings = (
    *((f"Rechts {n}", 2.0, 0.0) for n in range(4)),
    *((f"Links {n}", -1.2, 0.0) for n in range(4)),
    *((f"Boven {n}", 0.0, 1.5) for n in range(4)),
    *((f"Onder {n}", 0.0, -0.9) for n in range(4)),
)
# In another order, and two go. What comes says most of all, and the other way round.
SECOND: Loadings = (
    *(("Nieuw links", -12.0, 0.0), ("Nieuw onder", 0.0, -12.0)),
    *FIRST[:0:-1][1:],
)
SAYS_AS_BEFORE = "De kaart ligt zoals die van “Vorig jaar”"


def asked(statements: Loadings, title: str, *, year: int = 2024, seed: int = 1) -> Conversation:
    """People who stand anywhere on two axes, and what they say."""
    counts = ((PEOPLE, 0, 0),) * len(statements)
    said = conversation(
        Asked("Inwoners", None, counts), texts=[text for text, *_axes in statements], title=title
    )
    draw = np.random.default_rng(seed)
    # Exactly as much to the left as to the right, whoever stands above or below.
    places = np.linalg.qr(draw.standard_normal((PEOPLE, 2)))[0] * (1.3, 1.0) * PEOPLE**0.5
    axes = np.array([axes for _text, *axes in statements])
    opinion = places @ axes.T + draw.standard_normal((PEOPLE, len(statements)))
    value = np.sign(opinion[said.voter, said.statement]).astype(np.int8)
    day = date(year, 6, 1)
    return replace(said, value=value, first_day=day, last_day=day)


def content_of(sounding: Sounding) -> dict[str, Any]:
    with scope(cooperation=sounding.cooperation):
        content: dict[str, Any] = Picture.objects.get(sounding=sounding).content
    return content


def named(content: dict[str, Any]) -> list[set[str]]:
    """The first words of the statements at the right, left, upper and lower end of the map."""
    texts = [statement["text"] for statement in content["statements"]]
    return [
        {texts[one["statement"]].removeprefix("Nieuw ").split()[0].lower() for one in axis[end]}
        for axis in content["map"]["axes"]
        for end in ("high_end", "low_end")
    ]


def cells(content: dict[str, Any]) -> NDArray[np.int64]:
    found = np.zeros((content["map"]["size"],) * 2, dtype=np.int64)
    for cell in content["map"]["cells"]:
        found[cell["row"], cell["column"]] = cell["low"]
    return found


def test_the_second_map_lies_as_the_first(
    anna: Person, cees: Person, a: Cooperation, b: Cooperation
) -> None:
    first = content_of(closed_round(anna, a, asked(FIRST, "Vorig jaar")))
    again = asked(SECOND, "Dit jaar", year=2025)
    second = content_of(closed_round(anna, a, again))
    # Cees has no round before, so there it lies as it comes.
    alone = content_of(closed_round(cees, b, again))

    assert "lies_as" not in first["map"]
    assert "lies_as" not in alone["map"]
    assert second["map"]["lies_as"] == {"title": "Vorig jaar", "title_en": ""}
    right, left, upper, lower = named(first)
    assert sorted(map(len, (right, left, upper, lower))) == [1, 1, 1, 1]
    assert {*right, *left, *upper, *lower} == {"rechts", "links", "boven", "onder"}
    assert named(second) == [right, left, upper, lower]
    assert named(alone) == [left, right, lower, upper]
    # The same people at the same places, seen from the other side.
    assert np.array_equal(cells(second), cells(alone)[::-1, ::-1])
    assert np.count_nonzero(cells(second)) > 5
    # And nothing else that is made of the voices is another.
    assert second["groups_found"] == alone["groups_found"]


def test_nothing_but_what_was_published_of_the_first_is_used(anna: Person, a: Cooperation) -> None:
    """Its answers are gone, and the same answers give the same bytes."""
    first = closed_round(anna, a, asked(FIRST, "Vorig jaar"))
    before = content_of(first)
    second = content_of(closed_round(anna, a, asked(SECOND, "Dit jaar", year=2026)))
    with scopes_disabled():
        Sounding.objects.filter(pk=first.pk).update(voices_deleted_after=date(2024, 7, 1))
    assert delete_voices_after_term(today=date(2025, 1, 1)) == 1
    again = asked(SECOND, "Dit jaar", year=2025)
    turned = again.value.reshape(PEOPLE, -1)[::-1].ravel()

    third = content_of(closed_round(anna, a, replace(again, value=turned)))
    assert (third["map"], third["groups_found"]) == (second["map"], second["groups_found"])
    assert content_of(first) == before


def test_the_page_says_so_in_one_sentence(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    first = closed_round(anna, a, asked(FIRST, "Vorig jaar"))
    second = closed_round(anna, a, asked(SECOND, "Dit jaar", year=2025))

    assert SAYS_AS_BEFORE in seen(anna_client, address("map", second))
    assert "De kaart ligt" not in seen(anna_client, address("map", first))


def test_in_english_the_round_before_has_its_english_title(anna: Person, a: Cooperation) -> None:
    first = closed_round(anna, a, asked(FIRST, "Vorig jaar"))
    with scopes_disabled():
        Sounding.objects.filter(pk=first.pk).update(title_en="Last year")
    content = content_of(closed_round(anna, a, asked(SECOND, "Dit jaar", year=2025)))

    assert map_page(read(content)).lies_as == "Vorig jaar"
    with translation.override("en"):
        assert map_page(read(content)).lies_as == "Last year"


def test_the_last_round_before_that_shares_statements_counts(
    anna: Person, cees: Person, a: Cooperation, b: Cooperation
) -> None:
    """Not one of another cooperation, nor one that is younger, or asks something else."""
    other = tuple((f"Anders {n}", x, y) for n, (_text, x, y) in enumerate(FIRST))
    closed_round(cees, b, asked(FIRST, "Van een ander", year=2022))
    closed_round(anna, a, asked(FIRST, "Lang geleden", year=2020))
    closed_round(anna, a, asked(FIRST, "Vorig jaar", year=2022, seed=2))
    closed_round(anna, a, asked(other, "Iets anders", year=2023))
    closed_round(anna, a, asked(FIRST, "Later", year=2026))
    content = content_of(closed_round(anna, a, asked(SECOND, "Dit jaar", year=2025)))

    assert content["map"]["lies_as"]["title"] == "Vorig jaar"


@pytest.fixture
def published() -> dict[str, Any]:
    """What an earlier version kept of a map."""
    texts = ["een", "twee", "drie  woorden", "vier", "vier", "zes"]
    ends = [([0, 3], [1]), ([2], [4, 5])]
    return {
        "format": 2,
        "statements": [{"text": text} for text in texts],
        "map": {
            "axes": [
                {
                    "high_end": [{"statement": j, "weight": 1} for j in high],
                    "low_end": [{"statement": j, "weight": 1} for j in low],
                }
                for high, low in ends
            ]
        },
    }


def test_a_statement_is_the_same_where_its_text_is_and_stands_there_once(
    published: dict[str, Any],
) -> None:
    before = map_before(published, "Vorig jaar", "")
    assert before is not None
    assert (before.high, before.low) == ((("een",), ("drie woorden",)), (("twee",), ("zes",)))
    ends = before.ends_among(["zes", "nieuw", "drie woorden", "een", "twee", "twee"])
    assert (ends.high, ends.low) == (((3,), (2,)), ((), (0,)))
    assert ends.in_common == 3


def test_a_picture_without_a_map_is_nothing_to_lie_as(published: dict[str, Any]) -> None:
    assert map_before({**published, "map": None}, "Vorig jaar", "") is None
