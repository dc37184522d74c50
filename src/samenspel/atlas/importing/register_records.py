"""What one element of the export of the register says, as plain facts."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lxml.etree import _Element

from samenspel.atlas.importing.known_time import known_day
from samenspel.atlas.models import ArrangementForm, Organisation

Kind = Organisation.Kind

_TOOI = "https://identifier.overheid.nl/tooi/id"
_KIND_OF_TYPE = {
    "gemeente": Kind.MUNICIPALITY,
    "provincie": Kind.PROVINCE,
    "waterschap": Kind.WATER_BOARD,
    "regionaal samenwerkingsorgaan": Kind.BODY,
    "ministerie": Kind.MINISTRY,
}
# By the folder in the address of TOOI.
KIND_OF_FOLDER = {
    "gemeente": Kind.MUNICIPALITY,
    "provincie": Kind.PROVINCE,
    "waterschap": Kind.WATER_BOARD,
    "so": Kind.BODY,
    "ministerie": Kind.MINISTRY,
}
_FOLDER_OF_CODE = {"gm": "gemeente", "pv": "provincie", "ws": "waterschap", "so": "so"}
_FORMS = {
    "openbaar lichaam": ArrangementForm.PUBLIC_BODY,
    "bedrijfsvoeringsorganisatie": ArrangementForm.OPERATIONS,
    "gemeenschappelijk orgaan": ArrangementForm.JOINT_BODY,
    "regeling zonder meer": ArrangementForm.PLAIN,
}
_CODE = re.compile(r"[a-z]{2,4}\d{1,8}\Z", re.ASCII)
_DUTCH_NUMBER = re.compile(r"\d{1,9}([.,]\d{1,6})?\Z", re.ASCII)
_LARGEST = 2**63 - 1
_LONGEST_URI = 200
# The longest of the register is some 20,000; the database cannot search in a million.
_LONGEST_PURPOSE = 200_000

_KNOWN_OF_ORGANISATION = frozenset(
    {
        *("naam", "afkorting", "types", "identificatiecodes", "geografie", "contact"),
        *("beginDatum", "startDatum", "eindDatum", "hoortBijGemeenschappelijkeRegeling"),
    }
)
_KNOWN_OF_ARRANGEMENT = frozenset(
    {
        *("titel", "citeertitel", "types", "samenwerkingsvorm", "bevoegdheidsverkrijgingen"),
        *("regionaalSamenwerkingsorgaan", "bronhouder", "archiefzorgdrager", "taalcode"),
        *("registratiehouder", "deelnemendeOrganisaties", "instellingsbesluiten"),
        *("wettelijkeGrondslagen", "bevoegdheden", "doel", "datumInwerkingtreding"),
        *("datumUitwerkingtreding", "nextVersion", "previousVersion", "beleidsterreinen"),
    }
)
_KNOWN_OF_PARTICIPANT = frozenset({"naam", "toetredingsDatum", "bestuursorganen", "verdeelsleutel"})


@dataclass(frozen=True)
class Reference:
    """How an element points at an organisation."""

    register_id: int | None
    uri: str | None
    name: str


@dataclass(frozen=True)
class FoundOrganisation:
    register_id: int | None
    uri: str | None
    code: str | None
    """as in the address, such as GM0344; None where the register gives none"""
    type_name: str
    kind: str | None
    """None: a type of organisation that the atlas does not hold"""
    name: str
    short_name: str
    valid_from: date | None
    valid_to: date | None
    website: str
    area_km2: float | None
    arrangement_id: int | None


@dataclass(frozen=True)
class FoundParticipation:
    organisation: Reference
    joined: date | None
    governing_bodies: list[str]
    share: str


@dataclass(frozen=True)
class FoundArrangement:
    register_id: int | None
    previous_id: int | None
    next_id: int | None
    columns: dict[str, Any]
    """by the names of the columns of an Arrangement"""
    body: Reference | None
    holder: Reference | None
    participations: list[FoundParticipation]


@dataclass
class Reading:
    """What was met while reading that is not in the records themselves."""

    skipped: Counter[str] = field(default_factory=Counter)
    note: Callable[[str, str], None] = lambda _oddity, _example: None


def local_name(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def organisation_in(element: _Element, reading: Reading) -> FoundOrganisation:
    _count_unknown(element, _KNOWN_OF_ORGANISATION, reading)
    register_id = _number(_attribute(element, "systeemId"))
    about = _text(element, "naam") or _without_name(register_id)
    codes = {
        _attribute(each, "naam"): (each.text or "").strip()
        for each in element.iterfind("{*}identificatiecodes/{*}resourceIdentifier")
    }
    uri = _tooi(_attribute(element, "resourceIdentifierTOOI")) or _tooi(
        codes.get("resourceIdentifierTOOI", "")
    )
    code = (uri or "").rpartition("/")[2] or codes.get("Organisatiecode", "")
    types = [(each.text or "").strip() for each in element.iterfind("{*}types/{*}type")]
    kind = next((_KIND_OF_TYPE[t.lower()] for t in types if t.lower() in _KIND_OF_TYPE), None)
    started = _text(element, "beginDatum") or _text(element, "startDatum")
    belongs_to = element.find("{*}hoortBijGemeenschappelijkeRegeling")
    return FoundOrganisation(
        register_id=register_id,
        uri=uri or uri_of(code),
        code=_as_code(code),
        type_name=" / ".join(types) or "-",
        kind=_without_districts(kind, about),
        name=about,
        short_name=_text(element, "afkorting"),
        valid_from=_day(started, about, reading),
        valid_to=_day(_text(element, "eindDatum"), about, reading),
        website=_text(element, "contact/internetadressen/internetadres/url"),
        area_km2=_measure(_text(element, "geografie/oppervlakte")),
        arrangement_id=None if belongs_to is None else _number(_attribute(belongs_to, "systeemId")),
    )


def arrangement_in(element: _Element, reading: Reading) -> FoundArrangement:
    _count_unknown(element, _KNOWN_OF_ARRANGEMENT, reading)
    register_id = _number(_attribute(element, "systeemId"))
    title = _text(element, "titel") or _without_name(register_id)
    form = _text(element, "samenwerkingsvorm")
    columns = {
        "title": title,
        "cite_title": _text(element, "citeertitel"),
        "form": _FORMS.get(form.strip("'‘’\" ").lower(), ArrangementForm.OTHER),
        "form_in_register": form,
        "valid_from": _day(_text(element, "datumInwerkingtreding"), title, reading),
        "valid_to": _day(_text(element, "datumUitwerkingtreding"), title, reading),
        "purpose": _purpose(element, title, reading),
        "powers": [
            [_text(each, "kopArtikel"), _text(each, "inhoudArtikel")]
            for each in element.iterfind("{*}bevoegdheden/{*}bevoegdheid")
        ],
        "power_kinds": _texts(element, "bevoegdheidsverkrijgingen/bevoegdheidsverkrijging"),
        "policy_fields": _texts(element, "beleidsterreinen/beleidsterrein"),
        "legal_grounds": [
            [_text(each, "opschrift"), _text(each, "referentie")]
            for each in element.iterfind("{*}wettelijkeGrondslagen/{*}wettelijkeGrondslag")
        ],
        "founding_decisions": _texts(element, "instellingsbesluiten/referentie"),
    }
    return FoundArrangement(
        register_id=register_id,
        previous_id=_link(element, "previousVersion"),
        next_id=_link(element, "nextVersion"),
        columns=columns,
        body=_reference(element.find("{*}regionaalSamenwerkingsorgaan")),
        holder=_reference(element.find("{*}bronhouder")),
        participations=list(_participations(element, reading)),
    )


def _without_name(register_id: int | None) -> str:
    """A link to it must say something."""
    return f"(zonder naam, nummer {register_id})"


def _purpose(element: _Element, title: str, reading: Reading) -> str:
    text = _text(element, "doel")
    if len(text) > _LONGEST_PURPOSE:
        reading.note("bedoeling die te lang is, waarvan het begin is bewaard", title)
    return text[:_LONGEST_PURPOSE]


def _participations(element: _Element, reading: Reading) -> Iterator[FoundParticipation]:
    for each in element.iterfind("{*}deelnemendeOrganisaties/{*}deelnemendeOrganisatie"):
        _count_unknown(each, _KNOWN_OF_PARTICIPANT, reading)
        reference = _reference(each)
        if reference is None:
            continue
        yield FoundParticipation(
            organisation=reference,
            joined=_day(_text(each, "toetredingsDatum"), reference.name, reading),
            governing_bodies=_texts(each, "bestuursorganen/bestuursorgaan"),
            share=_text(each, "verdeelsleutel"),
        )


def _reference(element: _Element | None) -> Reference | None:
    if element is None:
        return None
    name = _text(element, "naam") or (element.text or "").strip()
    return Reference(
        _number(_attribute(element, "systeemId")),
        _tooi(_attribute(element, "resourceIdentifierTOOI")),
        name,
    )


def _without_districts(kind: str | None, name: str) -> str | None:
    # The register files the districts of Amsterdam, which ended in 2014, under municipalities.
    is_district = kind == Kind.MUNICIPALITY and name.startswith("Stadsdeel ")
    return Kind.OTHER if is_district else kind


def _tooi(address: str) -> str | None:
    """Nobody else gives out these addresses, and keys follow from them."""
    is_one = address.startswith(f"{_TOOI}/") and len(address) <= _LONGEST_URI
    return address if is_one else None


def _as_code(code: str) -> str | None:
    return code.upper() if _CODE.match(code.lower()) else None


def uri_of(code: str) -> str | None:
    code = code.lower()
    folder = _FOLDER_OF_CODE.get(code[:2])
    return f"{_TOOI}/{folder}/{code}" if folder and _CODE.match(code) else None


def code_of(uri: str | None) -> str | None:
    return _as_code(uri.rpartition("/")[2]) if uri else None


def kind_of(uri: str | None) -> str | None:
    folder = (uri or "").split("/")[-2:-1]
    return KIND_OF_FOLDER.get(folder[0]) if folder else None


def _count_unknown(element: _Element, known: frozenset[str], reading: Reading) -> None:
    for child in element:
        name = local_name(child)
        if name and name not in known:
            reading.skipped[f"<{local_name(element)}> … <{name}>"] += 1


def _attribute(element: _Element, name: str) -> str:
    """In the namespace of the file, whichever version that is, or in none."""
    tag = str(element.tag)
    space = tag[: tag.rindex("}") + 1] if "}" in tag else ""
    return str(element.get(f"{space}{name}") or element.get(name) or "").strip()


def _text(element: _Element, path: str) -> str:
    found = element.find("/".join("{*}" + name for name in path.split("/")))
    return "" if found is None else (found.text or "").strip()


def _texts(element: _Element, path: str) -> list[str]:
    found = element.iterfind("/".join("{*}" + name for name in path.split("/")))
    return [text for each in found if (text := (each.text or "").strip())]


def _link(element: _Element, name: str) -> int | None:
    found = element.find("{*}" + name)
    return None if found is None else _number(_attribute(found, "systeemId"))


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return number if (number := int(text)) <= _LARGEST else None


def _measure(text: str) -> float | None:
    return float(text.replace(",", ".")) if _DUTCH_NUMBER.match(text) else None


def _day(text: str, about: str, reading: Reading) -> date | None:
    if not text:
        return None
    try:
        return known_day(text[:10])
    except ValueError:
        reading.note("datum die geen dag zegt", f"{about}: {text[:30]}")
        return None
