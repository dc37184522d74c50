"""The organisations of the register: those of its list, and those that are only pointed at."""

from collections.abc import Iterable, Iterator
from typing import Any

from samenspel.atlas.actions.keeping import keep
from samenspel.atlas.importing.register_records import (
    FoundOrganisation,
    Reference,
    code_of,
    kind_of,
)
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import Organisation

Kind = Organisation.Kind
ORGANISATIONS = "organisaties"
# Half an address leads nowhere.
_LONGEST_ADDRESS = 2000


class Organisations:
    """Which row of the atlas an element means. Small: the numbers and addresses of all of them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._tally = report.of(ORGANISATIONS)
        self._by_register_id: dict[int, int] = {}
        self._by_uri: dict[str, int] = {}
        self._by_key: dict[str, int] = {}
        self.listed: set[int] = set()
        """rows that stand in the list of this file"""
        self.mentioned: set[int] = set()
        """rows that this file only points at, so far"""
        self._twins: list[FoundOrganisation] = []
        rows = Organisation.objects.values_list("pk", "key", "uri", "register_id")
        for pk, key, uri, register_id in rows.iterator():
            self._remember(pk, key, uri, register_id)

    def find(self, register_id: int | None, uri: str | None, key: str | None = None) -> int | None:
        found = self._by_register_id.get(register_id) if register_id is not None else None
        if found is None and uri is not None:
            found = self._by_uri.get(uri)
        if found is None and key is not None:
            found = self._by_key.get(key)
        return found

    def keep_listed(self, batch: Iterable[FoundOrganisation]) -> None:
        """Elements of the list."""
        each_once = list(self._each_once(batch))
        rows = Organisation.objects.in_bulk([pk for _e, _key, pk in each_once if pk is not None])
        known = {key: rows[pk] for _each, key, pk in each_once if pk is not None}
        wanted = {key: _columns(each, key) for each, key, _pk in each_once}
        for each, _key, _pk in each_once:
            if each.kind == Kind.PROVINCE and each.valid_to:
                self._report.note(
                    "provincie met een einddatum (niet overgenomen)",
                    f"{each.name}, {each.valid_to:%d-%m-%Y}",
                )
        for each, key, pk in each_once:
            if pk is not None and each.code is None:
                # By its name it may have got the key of its code since.
                del wanted[key]["key"], wanted[key]["uri"]
        for row in keep(Organisation, known=known, wanted=wanted, tally=self._tally).values():
            self._remember(row.pk, row.key, row.uri, row.register_id)
            self.listed.add(row.pk)
        for twin in self._twins:
            self._take_number_of(twin)
        self._twins.clear()

    def keep_mentioned(self, references: Iterable[tuple[Reference, str | None]]) -> None:
        """What elements point at, with the kind it must be, or None where only its address tells.

        The first that points at an organisation tells its name: the register writes names in more
        ways than one, and a second import must find what the first one wrote.
        """
        first: dict[str, tuple[Reference, str | None]] = {}
        for reference, kind in self._new_to_this_file(references):
            key = _key_of(code_of(reference.uri), reference.register_id)
            if key is not None:
                first[key] = reference, kind
        found = {key: self.find(each.register_id, each.uri) for key, (each, _k) in first.items()}
        rows = Organisation.objects.in_bulk([pk for pk in found.values() if pk is not None])
        known = {key: rows[pk] for key, pk in found.items() if pk is not None}
        # What the list told before is told by the list of this file, or stands in none any more.
        self.mentioned |= {row.pk for row in known.values() if row.listed}
        wanted = {
            key: _columns_of_mentioned(reference, kind, key)
            for key, (reference, kind) in first.items()
            if not (key in known and known[key].listed)
        }
        for row in keep(Organisation, known=known, wanted=wanted, tally=self._tally).values():
            self._remember(row.pk, row.key, row.uri, row.register_id)
            self.mentioned.add(row.pk)

    def let_go(self) -> tuple[int, int]:
        """Mark what this file no longer holds. How many were listed, and how many of them went."""
        only_mentioned = Organisation.objects.filter(pk__in=self.mentioned - self.listed)
        self._tally.changed += only_mentioned.filter(listed=True).update(listed=False)
        rows = Organisation.objects.filter(gone=False).values_list("pk", "listed")
        known = dict(rows)
        going = [pk for pk in known if pk not in self.listed and pk not in self.mentioned]
        listed = sum(known.values())
        of_the_list = sum(known[pk] for pk in going)
        Organisation.objects.filter(pk__in=going).update(gone=True, listed=False)
        self._tally.gone += len(going)
        return listed, of_the_list

    def _new_to_this_file(
        self, references: Iterable[tuple[Reference, str | None]]
    ) -> Iterator[tuple[Reference, str | None]]:
        met: set[int | str] = set()
        for reference, kind in references:
            pk = self.find(reference.register_id, reference.uri)
            names = {each for each in (reference.register_id, reference.uri) if each is not None}
            if not met & names and (
                pk is None or (pk not in self.listed and pk not in self.mentioned)
            ):
                met |= names
                yield reference, kind

    def _each_once(
        self, batch: Iterable[FoundOrganisation]
    ) -> Iterator[tuple[FoundOrganisation, str, int | None]]:
        met: set[object] = set()
        for each in batch:
            key = _key_of(each.code, each.register_id)
            if key is None:
                self._report.note("organisatie zonder nummer en code (overgeslagen)", each.name)
                continue
            pk = self.find(each.register_id, each.uri, key)
            names = {key, each.register_id, each.uri, ("row", pk)} - {None, ("row", None)}
            if pk in self.listed or met & names:
                self._report.note("organisatie die twee keer in de lijst staat", each.name)
                self._twins.append(each)
                continue
            met |= names
            yield each, key, pk

    def _take_number_of(self, twin: FoundOrganisation) -> None:
        """The register has some twice: once with a number and once without."""
        pk = self.find(twin.register_id, twin.uri, _key_of(twin.code, twin.register_id))
        if pk is None or twin.register_id is None:
            return
        without = Organisation.objects.filter(pk=pk, register_id=None)
        self._tally.changed += without.update(register_id=twin.register_id)
        self._by_register_id[twin.register_id] = pk

    def _remember(self, pk: int, key: str, uri: str | None, register_id: int | None) -> None:
        self._by_key[key] = pk
        if uri is not None:
            self._by_uri[uri] = pk
        if register_id is not None:
            self._by_register_id[register_id] = pk


def _key_of(code: str | None, register_id: int | None) -> str | None:
    return code or (None if register_id is None else f"roo-{register_id}")


def _columns(found: FoundOrganisation, key: str) -> dict[str, Any]:
    columns = {
        "key": key,
        "uri": found.uri,
        "register_id": found.register_id,
        "kind": found.kind,
        "name": found.name[:300],
        "short_name": found.short_name[:300],
        "registered_from": found.valid_from,
        "registered_to": found.valid_to,
        "website": found.website if len(found.website) <= _LONGEST_ADDRESS else "",
        "area_km2": found.area_km2,
        "arrangement_id": found.arrangement_id,
        "listed": True,
        "gone": False,
    }
    if found.kind != Kind.MUNICIPALITY:
        # The register ends provinces that are there. None ended since it began, and only a law can.
        columns["valid_from"] = found.valid_from
        # Of water boards it is settled once it is known who takes part.
        if found.kind != Kind.WATER_BOARD:
            columns["valid_to"] = None if found.kind == Kind.PROVINCE else found.valid_to
    if found.register_id is None:
        # An arrangement may have told it.
        del columns["register_id"]
    return columns


def _columns_of_mentioned(reference: Reference, kind: str | None, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "uri": reference.uri,
        "register_id": reference.register_id,
        "kind": kind_of(reference.uri) or kind or Kind.OTHER,
        "name": reference.name[:300],
        "listed": False,
        "gone": False,
    }
