"""Organisations by key, by name, and those that go by the same name."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from samenspel.atlas.models import Organisation
from samenspel.atlas.models.dated import held_on, holds
from samenspel.atlas.queries.names import named_like, plain

# As keys are written; a sign of no text would not even be looked for.
_KEY = re.compile(r"[A-Za-z0-9-]{1,60}\Z", re.ASCII)
# Words before a name that tell only what kind of organisation it is.
_KINDS = {
    "gemeente": Organisation.Kind.MUNICIPALITY,
    "provincie": Organisation.Kind.PROVINCE,
    "waterschap": Organisation.Kind.WATER_BOARD,
}
_SHOWN = ("key", "kind", "name", "short_name", "valid_from", "valid_to")


def organisations_with(keys: Iterable[str]) -> list[Organisation]:
    """Those of these keys that are in the atlas, in the order of the keys, each once."""
    wanted = [key for key in dict.fromkeys(keys) if _KEY.match(key)]
    found = {each.key: each for each in Organisation.objects.filter(key__in=wanted).only(*_SHOWN)}
    return [found[key] for key in wanted if key in found]


def search_organisations(asked: str, *, day: date, most: int) -> list[Organisation]:
    """Those that exist on a day and whose name holds these words; municipalities first."""
    there = Organisation.objects.filter(held_on(day), gone=False).only(*_SHOWN)
    kinds = list(Organisation.Kind)
    found = named_like(there, asked)
    return sorted(found, key=lambda each: kinds.index(Organisation.Kind(each.kind)))[:most]


def organisations_named(names: Iterable[str], *, day: date) -> dict[str, list[Organisation]]:
    """For each name those that go by it: that exist on this day, and else that existed before.

    "gemeente Utrecht" is the municipality; "Utrecht" is the province too.
    """
    by_name: dict[str, list[Organisation]] = {}
    for each in Organisation.objects.filter(Q(gone=False)).only(*_SHOWN):
        for name in {plain(each.name), plain(each.short_name), _without_kind(each.name)[1]}:
            by_name.setdefault(name, []).append(each)
    return {name: _likely(name, by_name, day) for name in names}


def goes_by(organisation: Organisation, name: str) -> bool:
    """Whether somebody who writes this name means this organisation."""
    kind, bare = _without_kind(name)
    if kind not in (None, organisation.kind):
        return plain(name) == plain(organisation.name)
    known = {plain(organisation.name), plain(organisation.short_name)} - {""}
    return plain(name) in known or bare in {*known, _without_kind(organisation.name)[1]}


def bare_name(name: str) -> str:
    """Without the word before it that tells only what kind of organisation it is."""
    return _without_kind(name)[1]


def exists_on(organisation: Organisation, day: date) -> bool:
    return holds(organisation.valid_from, organisation.valid_to, day)


def _likely(name: str, by_name: dict[str, list[Organisation]], day: date) -> list[Organisation]:
    near = [*by_name.get(plain(name), []), *by_name.get(_without_kind(name)[1], [])]
    found = [each for each in dict.fromkeys(near) if goes_by(each, name)]
    present = [each for each in found if exists_on(each, day)]
    return present or found


def _without_kind(name: str) -> tuple[Organisation.Kind | None, str]:
    first, _space, rest = plain(name).partition(" ")
    return (_KINDS[first], rest.strip()) if first in _KINDS and rest else (None, plain(name))
