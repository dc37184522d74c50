"""Are the roles in the database really apart? Asked as each of them."""

from collections.abc import Iterator

import psycopg
from psycopg import sql

from samenspel.web import database, database_roles
from samenspel.web.checks.finding import Finding, good, mind, wrong
from samenspel.web.checks.installation import Installation
from samenspel.web.database_grants import FUNCTIONS
from samenspel.web.database_roles import Addresses

_SUBJECT = "Rollen in de database"
_REMEDY = (
    "Start Samenspel opnieuw: dat neemt zulke rechten terug. Komt het terug, zoek dan wie ze geeft."
)
# What the background tasks may do before they become another role.
_RIGHTS_OF = {"worker": "pages"}
_WORDS = {"register": "wie mag antwoorden", "urn": "wat er is geantwoord"}
_READABLE = """
    SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
    ORDER BY 1
"""
_CALLABLE = """
    SELECT n.nspname || '.' || p.proname
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('register', 'urn') AND has_schema_privilege(n.oid, 'USAGE')
      AND has_function_privilege(p.oid, 'EXECUTE')
    ORDER BY 1
"""
_OTHERS = """
    SELECT DISTINCT r.rolname
    FROM pg_roles r, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'urn' AND c.relkind IN ('r', 'p') AND r.rolcanlogin AND NOT r.rolsuper
      AND r.rolname <> ALL (%s) AND r.oid <> c.relowner
      AND has_schema_privilege(r.oid, n.oid, 'USAGE')
      AND has_table_privilege(r.oid, c.oid, 'SELECT')
    ORDER BY 1
"""


def check(installation: Installation) -> Iterator[Finding]:
    if installation.addresses is None:
        yield _not_apart(installation)
        return
    found = [*_read_too_much(installation, installation.addresses)]
    yield from found or [
        good(
            _SUBJECT, "Geen onderdeel dat draait leest zowel wie mag antwoorden als de antwoorden."
        )
    ]
    yield from _others(installation)


def _not_apart(installation: Installation) -> Finding:
    words = database_roles.sql_to_make_them(installation.owner_url, installation.folder)
    return wrong(
        _SUBJECT,
        "Alles werkt met dezelfde rol. Een fout in één pagina kan dan bij alle antwoorden komen.",
        "Laat wie de databaseserver beheert dit uitvoeren, en start Samenspel opnieuw:\n"
        + "\n".join(words),
    )


def _read_too_much(installation: Installation, addresses: Addresses) -> Iterator[Finding]:
    name = database.name_of(installation.owner_url)
    counting = sql.SQL("SET ROLE {}").format(
        sql.Identifier(database_roles.role_name(name, "counting"))
    )
    for kind, url, begin, closed in (
        ("pages", addresses.pages, None, ("urn",)),
        ("answers", addresses.answers, None, ("register", "urn")),
        ("worker", addresses.worker, None, ("urn",)),
        ("worker", addresses.worker, sql.SQL("SET ROLE NONE"), ("register", "urn")),
        ("counting", addresses.worker, counting, ("register",)),
    ):
        with psycopg.connect(url) as role:
            if begin is not None:
                role.execute(begin)
            called = {row[0] for row in role.execute(_CALLABLE)}
            too_much = [
                f"De rol {database_roles.role_name(name, kind)} kan lezen {_WORDS[schema]}: "
                f"{', '.join(tables)}."
                for schema in closed
                if (tables := [row[0] for row in role.execute(_READABLE, [schema])])
            ]
        if more := sorted(called - {*FUNCTIONS.get(_RIGHTS_OF.get(kind, kind), ())}):
            too_much.append(
                f"De rol {database_roles.role_name(name, kind)} kan opdrachten geven die niet "
                f"voor haar zijn: {', '.join(more)}."
            )
        for what in too_much:
            yield wrong(_SUBJECT, what, _REMEDY)


def _others(installation: Installation) -> Iterator[Finding]:
    with psycopg.connect(installation.owner_url) as owner:
        ours = [
            database_roles.role_name(owner.info.dbname, kind)
            for kind in ("pages", "answers", "counting", "worker")
        ]
        others = [row[0] for row in owner.execute(_OTHERS, [[*ours, owner.info.user]])]
        asked = owner.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        too_powerful = asked.fetchone() == (True,)
    if others:
        yield mind(
            _SUBJECT,
            f"Ook deze rollen kunnen de antwoorden lezen: {', '.join(others)}.",
            "Neem hun het recht af, of laat hen alleen reservekopieën maken.",
        )
    if too_powerful:
        yield mind(
            _SUBJECT,
            "De eigenaar van de database mag alles op de hele databaseserver.",
            "Geef Samenspel in DATABASE_URL een gewone rol die eigenaar is van deze database.",
        )
