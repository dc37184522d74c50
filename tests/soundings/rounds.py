"""Small conversations made from counts, and rounds made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.actions import finish_closing, import_conversation
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.soundings.models import Sounding

Counts = tuple[int, int, int]
"""people who agreed, disagreed, passed"""


@dataclass(frozen=True)
class Asked:
    """A group, with its counts on each statement."""

    name: str
    size: int | None
    counts: tuple[Counts, ...]

    @property
    def people(self) -> int:
        return max(sum(counts) for counts in self.counts)


def with_counts(group: Asked, *counts: Counts) -> Asked:
    return replace(group, counts=counts)


def conversation(
    *groups: Asked,
    texts: Sequence[str] = (),
    out: Sequence[int] = (),
    title: str = "Wat vindt u?",
    turned: bool = False,
) -> Conversation:
    """A conversation with exactly these counts.

    out : numbers of statements that the moderators took out
    turned : give the same counts by other people, so that nobody answers as before
    """
    rows: list[tuple[int, int, int]] = []
    first = 0
    for group in groups:
        for statement, (agree, disagree, passed) in enumerate(group.counts):
            said = [1] * agree + [-1] * disagree + [0] * passed
            people = range(group.people)
            order = [people[-1 - i] if turned and statement % 2 else i for i in people]
            rows += [(first + i, statement, value) for i, value in zip(order, said, strict=False)]
        first += group.people
    rows.sort()
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    statements = len(groups[0].counts)
    return Conversation(
        title=title,
        description="",
        statements=tuple(
            Statement(
                number=number,
                text=texts[number - 1] if texts else f"Stelling nummer {number}",
                moderation=-1 if number in out else 1,
            )
            for number in range(1, statements + 1)
        ),
        participants=first,
        voter=columns[:, 0],
        statement=columns[:, 1],
        value=columns[:, 2].astype(np.int8),
        groups=tuple(KnownGroup(group.name, group.size) for group in groups),
        group_of=np.repeat(np.arange(len(groups)), [group.people for group in groups]),
        first_day=None,
        last_day=None,
        oddities=(),
    )


def in_camps(said: Conversation, *, surely: float = 0.92) -> Conversation:
    """The same people and statements, but people are in three camps across the groups they are in.

    Each camp agrees with every third statement and disagrees with the others.
    """
    draw = np.random.default_rng(11)
    agrees = draw.random(len(said.value)) < np.where(
        said.voter % 3 == said.statement % 3, surely, 1 - surely
    )
    return replace(said, value=np.where(agrees, 1, -1).astype(np.int8))


def closed_round(
    person: Person, cooperation: Cooperation, said: Conversation, *, purpose: int | None = None
) -> Sounding:
    sounding = import_conversation(
        cooperation=cooperation, conversation=said, person=person, purpose_number=purpose
    )
    finish_closing(sounding_id=sounding.pk)
    return sounding


def address(name: str, sounding: Sounding, **more: int) -> str:
    slug = sounding.cooperation.slug
    return reverse(
        f"soundings:{name}", kwargs={"cooperation": slug, "sounding": sounding.pk, **more}
    )


def addresses(sounding: Sounding, numbers: Sequence[int], *, groups: int = 2) -> list[str]:
    """Every address at which something of the outcome can be seen, but for the opinion map."""
    landscape = [address("landscape-svg", sounding)] if groups == 1 else []
    slug = sounding.cooperation.slug
    orders = ("", "?volgorde=gedeeld", "?volgorde=verdeeld", "?volgorde=antwoorden")
    return [
        reverse("story", kwargs={"cooperation": slug}),
        reverse("soundings:list", kwargs={"cooperation": slug}),
        address("outcome", sounding),
        *landscape,
        *(address("statements", sounding) + order for order in orders),
        *(address("statement", sounding, number=number) for number in numbers),
        *(address("statement-svg", sounding, number=number) for number in numbers),
        address("released-csv", sounding),
    ]


def seen(client: Client, url: str) -> str:
    response: HttpResponseBase = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.getvalue().decode()


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        seen(client, url)
    return len(asked)
