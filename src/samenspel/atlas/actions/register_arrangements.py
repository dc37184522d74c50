"""The arrangements of the register, with who takes part in them, a batch at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from samenspel.atlas.actions.keeping import drop, keep
from samenspel.atlas.actions.register_organisations import Organisations
from samenspel.atlas.importing.register_records import (
    FoundArrangement,
    FoundParticipation,
    Reference,
)
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import Arrangement, Organisation, Participation
from samenspel.atlas.models.dated import holds

ARRANGEMENTS, PARTICIPATIONS = "regelingen (versies)", "deelnames"
Kind = Organisation.Kind


class Arrangements:
    def __init__(self, report: Report, organisations: Organisations, day: date) -> None:
        self._report = report
        self._organisations = organisations
        self._day = day
        self._links: dict[int, tuple[int | None, int | None]] = {}
        """of every arrangement of this file: the version before and the version after"""

    def keep_batch(self, batch: Sequence[FoundArrangement]) -> None:
        fresh = dict(self._each_once(batch))
        self._organisations.keep_mentioned(
            pair for each in fresh.values() for pair in _references(each)
        )
        known = {row.register_id: row for row in Arrangement.objects.filter(register_id__in=fresh)}
        wanted = {number: self._columns(each) for number, each in fresh.items()}
        for number in fresh.keys() - known.keys():
            # Until all versions are known.
            wanted[number]["first_id"] = number
        rows = keep(Arrangement, known=known, wanted=wanted, tally=self._report.of(ARRANGEMENTS))
        self._keep_participations({rows[number].pk: each for number, each in fresh.items()})

    def _each_once(
        self, batch: Sequence[FoundArrangement]
    ) -> Iterator[tuple[int, FoundArrangement]]:
        for each in batch:
            title = each.columns["title"]
            if each.register_id is None:
                self._report.note("regeling zonder nummer (overgeslagen)", title)
            elif each.register_id in self._links:
                self._report.note("regeling die twee keer in het bestand staat", title)
            else:
                self._links[each.register_id] = (each.previous_id, each.next_id)
                self._look_at(each)
                yield each.register_id, each

    def _look_at(self, each: FoundArrangement) -> None:
        note, named = self._report.note, f"{each.register_id} {each.columns['title']}"
        start, end = each.columns["valid_from"], each.columns["valid_to"]
        if start is None:
            note("regeling zonder datum van inwerkingtreding", named)
        elif end is not None and end < start:
            note("regeling die eindigt voordat zij begint", named)
        elif end is not None and end == start:
            note("regeling die eindigt op de dag dat zij begint", named)
        if holds(start, end, self._day) and len(each.participations) < 2:
            note("geldende regeling met één deelnemer of geen", named)

    def _columns(self, each: FoundArrangement) -> dict[str, Any]:
        return {
            "register_id": each.register_id,
            "previous_id": each.previous_id,
            "next_id": each.next_id,
            "body_id": self._row_of(each.body),
            "holder_id": self._row_of(each.holder),
            "gone": False,
            **_fitting(each.columns),
        }

    def _row_of(self, reference: Reference | None) -> int | None:
        if reference is None:
            return None
        return self._organisations.find(reference.register_id, reference.uri)

    def _keep_participations(self, batch: Mapping[int, FoundArrangement]) -> None:
        """batch : arrangements by their row"""
        rows = Participation.objects.filter(arrangement__in=batch)
        known = {(row.arrangement_id, row.organisation_id): row for row in rows}
        wanted: dict[tuple[int, int], dict[str, Any]] = {}
        for arrangement, found in batch.items():
            for each in found.participations:
                organisation = self._row_of(each.organisation)
                if organisation is None or (arrangement, organisation) in wanted:
                    named = f"{found.register_id} {each.organisation.name}"
                    self._report.note("deelnemer die twee keer in een regeling staat", named)
                    continue
                wanted[arrangement, organisation] = _participation(arrangement, organisation, each)
        tally = self._report.of(PARTICIPATIONS)
        keep(Participation, known=known, wanted=wanted, tally=tally)
        drop(Participation, [known[key].pk for key in known.keys() - wanted], tally=tally)

    def link_versions(self) -> None:
        """Give every version the number of the oldest one it goes back to."""
        for number, links in self._links.items():
            for other in links:
                if other is not None and other not in self._links:
                    self._report.note("verwijzing naar een versie die er niet is", str(number))
        first = self._oldest()
        rows = Arrangement.objects.values_list("register_id", "first_id")
        differing = [n for n, first_id in rows.iterator() if first.get(n, first_id) != first_id]
        if not differing:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE atlas_arrangement AS a SET first_id = f.first "
                "FROM unnest(%s::bigint[], %s::bigint[]) AS f (number, first) "
                "WHERE a.register_id = f.number",
                [differing, [first[number] for number in differing]],
            )

    def _oldest(self) -> dict[int, int]:
        before = {after: number for number, (_before, after) in self._links.items() if after}
        before |= {number: links[0] for number, links in self._links.items() if links[0]}
        first: dict[int, int] = {}
        for number in self._links:
            way: dict[int, None] = {}
            here: int | None = number
            while here in self._links and here not in first and here not in way:
                way[here] = None
                here = before.get(here)
            if here in way:
                self._report.note("versies die in een kring naar elkaar wijzen", str(number))
                oldest = min(way)
            else:
                oldest = first[here] if here in first else [*way][-1]
            first |= dict.fromkeys(way, oldest)
        return first

    def let_go(self) -> tuple[int, int]:
        """Mark what this file no longer holds. How many there were, and how many of them went."""
        rows = Arrangement.objects.filter(gone=False).values_list("pk", "register_id")
        known = dict(rows)
        going = [pk for pk, number in known.items() if number not in self._links]
        Arrangement.objects.filter(pk__in=going).update(gone=True)
        self._report.of(ARRANGEMENTS).gone += len(going)
        return len(known), len(going)

    @property
    def any_found(self) -> bool:
        return bool(self._links)


def _references(each: FoundArrangement) -> Iterator[tuple[Reference, str | None]]:
    if each.body is not None:
        yield each.body, Kind.BODY
    if each.holder is not None:
        yield each.holder, None
    for participation in each.participations:
        bodies = participation.governing_bodies
        yield participation.organisation, Kind.MINISTRY if "Minister" in bodies else None


def _participation(arrangement: int, organisation: int, each: FoundParticipation) -> dict[str, Any]:
    return {
        "arrangement_id": arrangement,
        "organisation_id": organisation,
        "joined": each.joined,
        "governing_bodies": each.governing_bodies,
        "share": each.share[:200],
    }


def _fitting(columns: dict[str, Any]) -> dict[str, Any]:
    longest = {"title": 1000, "cite_title": 1000, "form_in_register": 200}
    return columns | {name: columns[name][:most] for name, most in longest.items()}
