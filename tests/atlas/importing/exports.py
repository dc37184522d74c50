"""Small exports of the register, written as the register writes them."""

import gzip
from pathlib import Path

_SPACE = "https://organisaties.overheid.nl/static/schema/oo/export/{version}"
_TOOI = "https://identifier.overheid.nl/tooi/id"


def organisation(
    number: int, name: str, code: str = "", *, kind: str = "Gemeente", more: str = ""
) -> str:
    uri = f' p:resourceIdentifierTOOI="{_TOOI}/gemeente/{code}"' if code else ""
    return (
        f'<p:organisatie p:systeemId="{number}"{uri}><p:naam>{name}</p:naam>'
        f"<p:types><p:type>{kind}</p:type></p:types>{more}</p:organisatie>"
    )


def participant(number: int, name: str, joined: str = "2020-01-01") -> str:
    return (
        f'<p:deelnemendeOrganisatie p:systeemId="{number}"><p:naam>{name}</p:naam>'
        f"<p:toetredingsDatum>{joined}</p:toetredingsDatum></p:deelnemendeOrganisatie>"
    )


def arrangement(
    number: int,
    title: str,
    participants: str,
    *,
    start: str = "<p:datumInwerkingtreding>2020-01-01</p:datumInwerkingtreding>",
    more: str = "",
) -> str:
    return (
        f'<p:regeling p:systeemId="{number}"><p:titel>{title}</p:titel>'
        "<p:samenwerkingsvorm>'Regeling zonder meer'</p:samenwerkingsvorm>"
        f"<p:deelnemendeOrganisaties>{participants}</p:deelnemendeOrganisaties>"
        f"{start}{more}</p:regeling>"
    )


def version_link(which: str, number: int) -> str:
    return f'<p:{which} p:systeemId="{number}"/>'


ORGANISATIONS = organisation(1, "Gemeente Anloo", "gm9001") + organisation(
    2, "Gemeente Bolwerk", "gm9002"
)
ARRANGEMENTS = arrangement(11, "Afval", participant(1, "Anloo") + participant(2, "Bolwerk"))


def export(
    organisations: str = ORGANISATIONS,
    arrangements: str = ARRANGEMENTS,
    *,
    before: str = "",
    more: str = "",
    version: str = "2.6.9",
    root: str = "overheidsorganisaties",
) -> str:
    space = _SPACE.format(version=version)
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n{before}<p:{root} xmlns:p=\"{space}\">\n"
        f"<p:organisaties>{organisations}</p:organisaties>\n"
        f"<p:gemeenschappelijkeRegelingen>{arrangements}</p:gemeenschappelijkeRegelingen>\n"
        f"{more}</p:{root}>\n"
    )


def written(folder: Path, text: str, *, packed: bool = False) -> str:
    path = folder / "export.xml"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return str(path)
