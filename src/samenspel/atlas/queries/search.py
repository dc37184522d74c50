"""Arrangements of a day by their words, by who takes part, and with what was found marked."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import CharField, Count, F, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from samenspel.atlas.models import Arrangement, Organisation, spaced
from samenspel.atlas.models.letters import bare, searched
from samenspel.atlas.queries.marked import START, STOP, Piece, marked_as
from samenspel.atlas.queries.names import order_of
from samenspel.atlas.queries.on_a_day import arrangements_on, participations_on
from samenspel.atlas.queries.organisations import organisations_named, organisations_with

_NAME = Coalesce(NullIf("cite_title", Value("")), "title", output_field=CharField())
# Most names begin with it: then they would all stand under one letter.
_KIND = re.compile(r"(?:de )?(?:gemeenschappelijke |centrum)?regeling (?:voor (?:het |de )?)?")


@dataclass(frozen=True, slots=True)
class Match:
    pk: int
    form: str
    policy_fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Found:
    """An arrangement, with what was found in it marked."""

    number: int
    name: Sequence[Piece]
    form: str
    form_in_register: str
    policy_fields: Sequence[str]
    purpose: Sequence[Piece]
    participants: int


def organisations_meant(asked: str, day: date) -> list[Organisation]:
    """By key or by name. One query for a key, two for a name."""
    written = asked.strip()
    by_key = organisations_with([written, written.upper()])
    return by_key or organisations_named([written], day=day)[written]


def matches(
    day: date, words: str = "", organisations: Collection[Organisation] | None = None
) -> list[Match]:
    """The best match first where words are asked for, and else by name. One query.

    words : as in a search engine: "quotes", or, -without
    organisations : in which one of these takes part; None where all are asked for
    """
    there = _rank(_with(arrangements_on(day), words), words)
    if organisations is not None:
        part = participations_on(day).filter(organisation__in=organisations)
        there = there.filter(pk__in=part.values("arrangement_id"))
    rows = there.annotate(name=_NAME).values_list("pk", "form", "policy_fields", "name", "rank")
    ordered = sorted(rows, key=lambda row: (-row[4], _order(row[3]), row[0]))
    return [Match(pk, form, fields) for pk, form, fields, _name, _rank_ in ordered]


def found_among(matched: Sequence[Match], day: date, words: str = "") -> list[Found]:
    """These, in the same order, with what was found marked. One query."""
    joined = Q(participations__joined=None) | Q(participations__joined__lte=day)
    query = _query(words)
    rows = (
        Arrangement.objects.filter(pk__in=[match.pk for match in matched])
        .annotate(
            participants=Count("participations", filter=joined),
            name=_NAME,
            marked_name=_marked(_NAME, query),
            spaced_purpose=spaced("purpose"),
            marked_purpose=_marked(spaced("purpose"), query),
        )
        .values_list(
            "pk",
            "register_id",
            "name",
            "marked_name",
            "form",
            "form_in_register",
            "policy_fields",
            "spaced_purpose",
            "marked_purpose",
            "participants",
        )
    )
    found = {
        pk: Found(
            number,
            marked_as(name, marked_name),
            form,
            own,
            fields,
            marked_as(purpose, marked_purpose),
            count,
        )
        for pk, number, name, marked_name, form, own, fields, purpose, marked_purpose, count in rows
    }
    return [found[match.pk] for match in matched]


def _query(words: str) -> SearchQuery | None:
    """Without accents, as the index is: who types fryslan finds Fryslân."""
    bare_words = searched(words)
    return SearchQuery(bare_words, config="dutch", search_type="websearch") if words else None


def _with(there: QuerySet[Arrangement], words: str) -> QuerySet[Arrangement]:
    query = _query(words)
    return there.filter(words=query) if query else there


def _rank(there: QuerySet[Arrangement], words: str) -> QuerySet[Arrangement]:
    query = _query(words)
    rank = SearchRank(F("words"), query) if query else Value(0.0, output_field=FloatField())
    return there.annotate(rank=rank)


def _marked(of: Func, query: SearchQuery | None) -> Func | Value:
    """Without accents: letter for letter the text, and so marked where the text is to be marked."""
    if query is None:
        return Value("")
    return SearchHeadline(
        bare(of), query, config="dutch", start_sel=START, stop_sel=STOP, highlight_all=True
    )


def _order(name: str) -> str:
    ordered = order_of(name)
    return order_of(_KIND.sub("", ordered, count=1)) if _KIND.match(ordered) else ordered
