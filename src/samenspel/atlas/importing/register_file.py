"""The export of the register as a stream: one element at a time, and none that can do harm."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from samenspel.atlas.importing.opening import Unpacked
from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.importing.register_records import (
    FoundArrangement,
    FoundOrganisation,
    Reading,
    arrangement_in,
    local_name,
    organisation_in,
)

_ROOT = "overheidsorganisaties"
_NAMESPACE = re.compile(r"https?://organisaties\.overheid\.nl/static/schema/oo/export/[0-9.]+/?\Z")
_SECTIONS = {
    "organisaties": "organisatie",
    "gemeenschappelijkeRegelingen": "regeling",
}
# Of one organisation or arrangement; the largest there is has some 700.
_MOST_ELEMENTS = 100_000


def records(stream: Unpacked, reading: Reading) -> Iterator[FoundOrganisation | FoundArrangement]:
    """Every organisation and arrangement, in the order of the file.

    Raises ReadingError where the file is not an export, or ends too soon.
    """
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from _in_order(events, reading)
    except etree.XMLSyntaxError as error:
        raise ReadingError(_why(error, stream)) from error


def _in_order(
    events: "etree.iterparse", reading: Reading
) -> Iterator[FoundOrganisation | FoundArrangement]:
    above: list[str] = []
    inside = 0
    for event, element in events:
        if event == "start":
            if not above:
                _must_be_an_export(element)
            above.append(local_name(element))
            inside = inside + 1 if len(above) > 3 else 0
            if inside > _MOST_ELEMENTS:
                raise ReadingError(
                    _("In dit bestand staat een onderdeel dat veel te groot is. Is het wel heel?")
                )
            continue
        name = above.pop()
        if len(above) == 2 and _SECTIONS.get(above[1]) == name:
            if name == "regeling":
                yield arrangement_in(element, reading)
            else:
                yield organisation_in(element, reading)
        elif len(above) == 1 and name not in _SECTIONS:
            reading.skipped[f"<{name}>"] += 1
        elif len(above) == 2:
            reading.skipped[f"<{above[1]}> … <{name}>"] += 1
        if len(above) < 3 or _SECTIONS.get(above[1]) != above[2]:
            _forget(element)


def _forget(element: "etree._Element") -> None:
    """Also that it was there: a root with a million empty children is large too."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def _must_be_an_export(root: "etree._Element") -> None:
    # Not known to the types of lxml. It is empty where there is none.
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        raise ReadingError(
            _(
                "In dit bestand staat een DOCTYPE. Dat heeft de export van het register nooit, en "
                "het kan schade doen. Wij lezen het niet."
            )
        )
    name = etree.QName(root)
    if name.localname != _ROOT or not _NAMESPACE.match(name.namespace or ""):
        raise ReadingError(
            _(
                "Dit is geen export van het Register van Overheidsorganisaties: het begint met "
                "<%(name)s>. Haal exportOO.xml op van organisaties.overheid.nl."
            )
            % {"name": name.localname[:60]}
        )


def _why(error: etree.XMLSyntaxError, stream: Unpacked) -> str:
    if stream.length == 0:
        return _("Dit bestand is leeg.")
    line = error.lineno or 0
    if line <= 1:
        return _("Dit bestand is geen XML (%(why)s). Is het wel de export van het register?") % {
            "why": error.msg
        }
    return _(
        "Dit bestand is niet heel of beschadigd: het gaat mis op regel %(line)s (%(why)s). "
        "Haal het opnieuw op."
    ) % {"line": line, "why": error.msg}
