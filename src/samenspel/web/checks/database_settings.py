"""Does PostgreSQL write down what people answer, or when?"""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from samenspel.web.checks.finding import Finding, Level, good, mind, wrong
from samenspel.web.checks.installation import Installation

_LOGS = "Logboek van PostgreSQL"
_PAST = "Wat PostgreSQL bewaart"


@dataclass(frozen=True)
class _Demand:
    name: str
    allowed: tuple[str, ...]  # the first is advised
    weakens: str


_DEMANDS = (
    _Demand("log_statement", ("none", "ddl"), "Elk antwoord komt in het logboek"),
    _Demand("log_min_duration_statement", ("-1",), "Langzame antwoorden komen in het logboek"),
    _Demand("log_min_duration_sample", ("-1",), "Langzame antwoorden komen in het logboek"),
    _Demand("log_transaction_sample_rate", ("0",), "Een deel van de antwoorden wordt opgeschreven"),
    _Demand(
        "log_min_error_statement", ("panic", "fatal"), "Mislukt een antwoord, dan staat het er in"
    ),
    _Demand("log_error_verbosity", ("terse",), "Een foutmelding kan een antwoord bevatten"),
    _Demand(
        "log_parameter_max_length_on_error", ("0",), "Een foutmelding kan een antwoord bevatten"
    ),
    _Demand("debug_print_parse", ("off",), "Elk antwoord komt in het logboek"),
    _Demand("debug_print_rewritten", ("off",), "Elk antwoord komt in het logboek"),
    _Demand("debug_print_plan", ("off",), "Elk antwoord komt in het logboek"),
    # Of extensions: there only where the server loads them.
    _Demand("auto_explain.log_min_duration", ("-1",), "Langzame antwoorden komen in het logboek"),
    _Demand("pgaudit.log", ("none",), "Elk antwoord komt in het logboek"),
    _Demand(
        "pg_stat_statements.track",
        ("none",),
        "De server telt hoe vaak, en onthoudt hoe, er is geantwoord",
    ),
    _Demand("track_commit_timestamp", ("off",), "Van elk antwoord is te zien wanneer het kwam"),
)


def check(installation: Installation) -> Iterator[Finding]:
    found = {finding: None for url in _urls(installation) for finding in _demands(url)}
    yield from found or [good(_LOGS, "PostgreSQL schrijft niet op wat mensen antwoorden.")]
    with psycopg.connect(installation.owner_url) as owner:
        copies = [*_copies(owner)]
        forgets = _forgets(owner)
    # Forgetting helps only where nobody else remembers.
    yield from copies if forgets.level is Level.GOOD and copies else [*copies, forgets]


def _urls(installation: Installation) -> list[str]:
    """Of each role that logs in: the server may write down more of one than of another."""
    addresses = installation.addresses
    if addresses is None:
        return [installation.owner_url]
    return [addresses.pages, addresses.answers, addresses.worker]


def _demands(url: str) -> Iterator[Finding]:
    with psycopg.connect(url) as role:
        for demand in _DEMANDS:
            asked = role.execute("SELECT current_setting(%s, true)", [demand.name]).fetchone()
            value = asked[0] if asked else None
            if value and value not in demand.allowed:
                yield wrong(
                    _LOGS,
                    f"{demand.weakens}: {demand.name} staat op {value}.",
                    f"Zet in postgresql.conf: {demand.name} = {demand.allowed[0]}",
                )


def _copies(owner: psycopg.Connection) -> Iterator[Finding]:
    if _setting(owner, "archive_mode") != "off":
        yield wrong(
            _PAST,
            "Er wordt een archief bijgehouden van alles wat wordt geschreven, in volgorde. "
            "Daarin is terug te vinden wie wat antwoordde (archive_mode).",
            "Zet archive_mode uit, of verwijder het archief zodra een vragenronde is gesloten.",
        )
    slots = owner.execute("SELECT count(*) FROM pg_replication_slots").fetchone()
    if slots and slots[0]:
        yield mind(
            _PAST,
            "Een andere server leest mee en houdt bij wat er wordt geschreven "
            f"({slots[0]} replicatieslots).",
            "Behandel die server als deze. Verwijder slots die niemand gebruikt.",
        )


def _forgets(owner: psycopg.Connection) -> Finding:
    """Can what a closed round drops be removed from the write-ahead log too?"""
    asked = owner.execute(
        "SELECT bool_or(has_function_privilege(r.oid, 'pg_switch_wal()', 'EXECUTE')"
        " AND pg_has_role(r.oid, 'pg_checkpoint', 'USAGE')) FROM pg_roles r"
        " WHERE r.rolname IN (current_database() || '_counting', current_user)"
    ).fetchone()
    may = asked is not None and asked[0] is True
    if may and _setting(owner, "wal_recycle") == "off":
        return good(_PAST, "Na het sluiten van een ronde is ook uit het WAL weg wat is gewist.")
    counting = f'"{owner.info.dbname}_counting"'
    return wrong(
        _PAST,
        "Na het sluiten van een ronde blijft in het WAL nog een tijd staan wat is gewist.",
        "Zet in postgresql.conf: wal_recycle = off. En laat wie de databaseserver beheert dit "
        f"uitvoeren:\nGRANT pg_checkpoint TO {counting};\n"
        f"GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {counting};",
    )


def _setting(owner: psycopg.Connection, name: str) -> object:
    row = owner.execute("SELECT current_setting(%s)", [name]).fetchone()
    return row[0] if row else None
