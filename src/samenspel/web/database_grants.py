"""What each role may do in the database: given anew at every start, after migrating."""

from collections.abc import Iterable, Mapping
from typing import LiteralString

import psycopg
from psycopg import sql

from samenspel.web.data_folder import StartError
from samenspel.web.database import SCHEMAS

_CHANGE: LiteralString = "SELECT, INSERT, UPDATE, DELETE"
# Lines are added and never changed; what was migrated is for who migrates.
_OTHER_THAN_CHANGE: Mapping[str, LiteralString] = {
    "audit_line": "SELECT, INSERT",
    "django_migrations": "SELECT",
    # To begin a new file once all mail is sent.
    "post_outgoingmessage": f"{_CHANGE}, TRUNCATE",
}
_VOICES = "soundings_voice"
_TEXTS = (
    "soundings_sounding",
    "soundings_askedgroup",
    "soundings_item",
    "cooperations_cooperation",
    "cooperations_party",
)
# By the role that may call them. All run with the rights of the owner.
FUNCTIONS = {
    "pages": (
        "register.make_list",
        "register.drop_list",
        "urn.open_round",
        "urn.make_room",
        "urn.waiting_statements",
        "urn.decide_statement",
    ),
    "answers": (
        "register.eligible",
        "register.outcome_of",
        "register.accept_open",
        "register.ask_new_link",
        "urn.cast_vote",
        "urn.add_statement",
        "urn.statement_status",
        "urn.draw_weights",
    ),
    "counting": (
        "urn.close_round",
        "urn.count_voices",
        "urn.release_batches",
        "urn.destroy_voices",
        "urn.take_waiting",
        "urn.statistics_of",
        "urn.keep_statistics",
        "urn.keep_draw_weights",
        "urn.drop_statistics",
    ),
}


def give(owner: psycopg.Connection, roles: Mapping[str, str]) -> None:
    """Take everything back, and give each role what it needs. In the transaction of the caller.

    roles : the name of each role by its kind
    """
    to = {kind: sql.Identifier(name) for kind, name in roles.items()}
    tables = _relations(owner, "rpvm")
    sequences = _relations(owner, "S")
    functions = _functions(owner)
    _take_back(owner, [*to.values()], [*tables.values(), *sequences.values()], functions)

    _run(owner, "GRANT CONNECT ON DATABASE", [sql.Identifier(owner.info.dbname)], "TO", to.values())
    _may_enter(owner, SCHEMAS, [to["pages"], to["answers"]])
    _may_enter(owner, ("public", "urn"), [to["counting"]])

    for (schema, name), table in tables.items():
        if schema != "urn":
            _give(owner, _OTHER_THAN_CHANGE.get(name, _CHANGE), [table], to["pages"])
    open_sequences = [s for (schema, _name), s in sequences.items() if schema != "urn"]
    _run(owner, "GRANT USAGE, SELECT ON SEQUENCE", open_sequences, "TO", [to["pages"]])
    voices = tables["urn", _VOICES]
    _give(owner, "INSERT", [voices], to["pages"])
    _give(owner, "SELECT", [tables["public", name] for name in _TEXTS], to["answers"])
    asked = [t for (s, name), t in tables.items() if s == "public" and _is_of_soundings(name)]
    _give(owner, "SELECT", [*asked, voices], to["counting"])
    for kind, names in FUNCTIONS.items():
        called = [function for name in names for function in _called(functions, name)]
        _run(owner, "GRANT EXECUTE ON FUNCTION", called, "TO", [to[kind]])


def _take_back(
    owner: psycopg.Connection,
    roles: list[sql.Identifier],
    relations: list[sql.Identifier],
    functions: Mapping[str, list[sql.Composable]],
) -> None:
    everybody: list[sql.Composable] = [sql.SQL("PUBLIC")]
    schemas = [sql.Identifier(name) for name in SCHEMAS]
    _run(owner, "REVOKE ALL ON SCHEMA", schemas, "FROM", roles)
    _run(owner, "REVOKE ALL ON SCHEMA", schemas[1:], "FROM", everybody)
    _run(owner, "REVOKE CREATE ON SCHEMA", schemas[:1], "FROM", everybody)
    # A table of one session comes before all others of its name, and would be taken for ours.
    database = [sql.Identifier(owner.info.dbname)]
    _run(owner, "REVOKE TEMPORARY ON DATABASE", database, "FROM", everybody)
    # Of all tables: also of those in `public`, which otherwise would be open by mistake only.
    _run(owner, "REVOKE ALL ON", relations, "FROM", [*roles, *everybody])
    called = [function for named in functions.values() for function in named]
    _run(owner, "REVOKE ALL ON FUNCTION", called, "FROM", [*roles, *everybody])


def _may_enter(
    owner: psycopg.Connection, schemas: Iterable[str], roles: Iterable[sql.Composable]
) -> None:
    _run(owner, "GRANT USAGE ON SCHEMA", [sql.Identifier(name) for name in schemas], "TO", roles)


def _give(
    owner: psycopg.Connection,
    what: LiteralString,
    tables: Iterable[sql.Composable],
    role: sql.Identifier,
) -> None:
    _run(owner, f"GRANT {what} ON", tables, "TO", [role])


def _run(
    owner: psycopg.Connection,
    what: LiteralString,
    things: Iterable[sql.Composable],
    direction: LiteralString,
    roles: Iterable[sql.Composable],
) -> None:
    comma = sql.SQL(", ")
    listed = comma.join(things)
    if listed.as_string(owner):
        owner.execute(
            sql.SQL("{} {} {} {}").format(
                sql.SQL(what), listed, sql.SQL(direction), comma.join(roles)
            )
        )


def _relations(owner: psycopg.Connection, kinds: str) -> dict[tuple[str, str], sql.Identifier]:
    """Our own: an extension of the host may have put others beside them."""
    asked = owner.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = ANY (%s) AND c.relkind = ANY (%s) AND pg_has_role(c.relowner, 'USAGE')"
        " ORDER BY 1, 2",
        [list(SCHEMAS), list(kinds)],
    )
    return {(schema, name): sql.Identifier(schema, name) for schema, name in asked}


def _functions(owner: psycopg.Connection) -> dict[str, list[sql.Composable]]:
    """Those of the register and the urn, by name, each as the database writes it."""
    asked = owner.execute(
        "SELECT n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = ANY (%s) ORDER BY 1, 2",
        [list(SCHEMAS[1:])],
    )
    found: dict[str, list[sql.Composable]] = {}
    for schema, name, arguments in asked:
        # The arguments come from the database itself, quoted where they must be.
        written = sql.Identifier(schema, name) + sql.SQL(f"({arguments})")
        found.setdefault(f"{schema}.{name}", []).append(written)
    return found


def _called(functions: Mapping[str, list[sql.Composable]], name: str) -> list[sql.Composable]:
    if name not in functions:
        raise StartError(f"In de database ontbreekt {name}. Herstel een reservekopie.")
    return functions[name]


def _is_of_soundings(table: str) -> bool:
    return table.startswith("soundings_")
