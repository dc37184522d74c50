"""The command line: `samenspel COMMAND [--data DIR]`."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import OperationalError

from samenspel.web import data_folder, database, django_start, environment, folder_lock
from samenspel.web.checks.finding import Finding
from samenspel.web.data_folder import StartError
from samenspel.web.database_access import database_for
from samenspel.web.environment import SettingError
from samenspel.web.service import serve

_DEFAULT_PORT = 8000
_FOR_THE_ATLAS = {
    "register": "export van het Register van Overheidsorganisaties (XML)",
    "boundaries": "gemeentegrenzen (GeoJSON)",
    "population": "aantal inwoners (CSV)",
    "regions": "regio-indelingen (CSV)",
    "amalgamations": "herindelingen, codelijsten per jaar of Tabel 33 (CSV)",
}
_WITHOUT_DATABASE = {"analyse", "audit-disclosure", "weigh"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. What may be expected to go wrong ends in a sentence, not in a trace."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    # Read when numpy is loaded. We work on several parts of the votes at once; where linear algebra
    # takes all cores for each of them as well, they wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        return _run(arguments)
    except (StartError, SettingError, CommandError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
    except (OperationalError, psycopg.OperationalError) as error:
        sys.stderr.write(f"De database antwoordt niet: {str(error).strip()}\n")
    except BrokenPipeError:
        # As when the output goes to `head`. Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.stderr.write("Afgebroken.\n")
        return 130
    return 1


def _run(arguments: list[str]) -> int:
    given, rest = _only_the_folder().parse_known_args(arguments)
    path = Path(given.data or environment.read("SAMENSPEL_DATA") or database.default_data_folder())
    if rest[:1] == ["manage"]:
        return _manage(path, rest[1:])
    options = _parser().parse_args(rest)
    if options.command == "check":
        return _check(path, as_json=options.json)
    if options.command in {"demo", "serve"}:
        serve(path, port=options.port, with_example=options.command == "demo")
    elif options.command in _WITHOUT_DATABASE:
        django_start.start_django()
        call_command(options.command.replace("-", "_"), *_as_arguments(options))
    elif options.command == "atlas-import":
        _with_database(path, "atlas-import", ["atlas_import", *_for_the_atlas(options)])
    else:
        _with_database(path, "import-polis", ["import_polis", *_as_arguments(options)])
    return 0


def _with_database(path: Path, name: str, command: list[str]) -> None:
    folder = data_folder.prepare(path)
    with database_for(name, folder) as url:
        django_start.settle(folder, database_url=url)
        django_start.start_django(log=folder / "logs" / "server.log")
        django_start.migrate()
        django_start.separate_roles(folder)
        call_command(*command)


def _check(path: Path, *, as_json: bool) -> int:
    # Whoever reads JSON must not find in it what the program says while it works.
    with redirect_stdout(sys.stderr if as_json else sys.stdout):
        found = _findings(data_folder.prepare(path))
    # Not importable before Django has started.
    from samenspel.web.checks import report

    sys.stdout.write(report.as_json(found) if as_json else report.as_text(found))
    return 1 if report.weakens(found) else 0


def _findings(folder: Path) -> list[Finding]:
    server = folder_lock.server_of(folder)
    adopted = server is not None and environment.adopt_from(server.pid)
    if server is not None and server.command == "demo":
        os.environ["SAMENSPEL_DEMO"] = "yes"
    with database_for("check", folder) as url:
        django_start.settle(folder, database_url=url, address=server.address if server else None)
        django_start.start_django(log=folder / "logs" / "server.log")
        django_start.migrate()
        from samenspel.web.checks import report

        return report.findings(folder, server=server, settings_known=adopted)


def _manage(path: Path, arguments: list[str]) -> int:
    folder = data_folder.prepare(path)
    with database_for("manage", folder) as url:
        django_start.settle(folder, database_url=url)
        execute_from_command_line(["samenspel manage", *arguments])
    return 0


def _as_arguments(options: argparse.Namespace) -> list[str]:
    """The options again, as the management command of the same name takes them."""
    arguments = [str(options.path)]
    for name, value in vars(options).items():
        if name not in {"command", "path"} and value is not None:
            arguments += [f"--{name}", str(value)]
    return arguments


def _for_the_atlas(options: argparse.Namespace) -> list[str]:
    given = [options.dataset, *([options.file] if options.file else [])]
    given += ["--date", options.date.isoformat()] if options.date else []
    return given + (["--allow-fewer"] if options.allow_fewer else [])


def _only_the_folder() -> argparse.ArgumentParser:
    # Read apart from the rest, so that it may stand before and after the command.
    parser = argparse.ArgumentParser(prog="samenspel", add_help=False, allow_abbrev=False)
    parser.add_argument("--data", metavar="MAP")
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samenspel",
        usage="samenspel OPDRACHT [--data MAP]",
        description="Samenspel: zien of de bedoeling van een samenwerking wordt gedeeld.",
        epilog="--data MAP  waar Samenspel alles bewaart. Werkt bij elke opdracht.",
        add_help=False,
        allow_abbrev=False,
    )
    _add_help(parser)
    commands = parser.add_subparsers(
        title="opdrachten", dest="command", metavar="OPDRACHT", required=True
    )

    for name, text in (
        ("demo", "start Samenspel met een verzonnen voorbeeld"),
        ("serve", "start Samenspel"),
    ):
        command = _add_command(commands, name, text)
        command.add_argument(
            "--port",
            type=_port,
            default=_DEFAULT_PORT,
            metavar="NUMMER",
            help=f"de poort van de webserver; als u niets kiest {_DEFAULT_PORT}",
        )

    check = _add_command(commands, "check", "kijk wat hier de anonimiteit zwakker maakt")
    check.add_argument("--json", action="store_true", help="schrijf de uitkomst als JSON")

    _add_analyse(commands)
    _add_audit_disclosure(commands)
    _add_weigh(commands)

    imports = _add_command(commands, "import-polis", "haal een gesprek uit Polis binnen")
    imports.add_argument(
        "path", type=Path, metavar="MAP", help="map met de export: votes.csv, comments.csv …"
    )
    _add_groups(imports)
    imports.add_argument("--cooperation", metavar="NAAM", help="de samenwerking waar het bij hoort")
    imports.add_argument("--leader", metavar="E-MAIL", help="wie de samenwerking leidt")

    _add_atlas_import(commands)

    commands.add_parser("manage", add_help=False, help="opdrachten van Django, voor ontwikkelaars")
    return parser


def _add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=text, description=text, add_help=False, allow_abbrev=False
    )
    _add_help(command)
    return command


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="toon deze uitleg")


def _add_atlas_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _add_command(
        commands, "atlas-import", "vul de atlas met het register, grenzen, inwoners of regio's"
    )
    command.add_argument(
        "dataset",
        type=_dataset,
        metavar="SOORT",
        help="; ".join(f"{name}: {text}" for name, text in _FOR_THE_ATLAS.items()),
    )
    command.add_argument(
        "file",
        nargs="?",
        metavar="BESTAND",
        help="pad, of adres dat begint met https://. Bij register hoeft het niet: dan halen wij de "
        "export van vandaag op",
    )
    command.add_argument(
        "--date",
        type=_day,
        metavar="JJJJ-MM-DD",
        help="van welke dag het bestand is; als u niets kiest vandaag",
    )
    command.add_argument(
        "--allow-fewer",
        action="store_true",
        help="lees het bestand ook als er meer dan de helft in ontbreekt van wat bekend was",
    )


def _add_analyse(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    analyse = _add_command(
        commands, "analyse", "reken een gesprek uit Polis of een tabel na, zonder database"
    )
    analyse.add_argument(
        "path",
        type=Path,
        metavar="PAD",
        help="map met een export van Polis, of een Parquet- of Arrow-bestand met stemmen",
    )
    _add_groups(analyse)
    analyse.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de cijfers als JSON")
    analyse.add_argument("--svg", type=Path, metavar="MAP", help="schrijf de beelden als SVG")
    analyse.add_argument(
        "--seed",
        type=_seed,
        metavar="GETAL",
        help="begin van de toevalsgetallen; als u niets kiest 0",
    )
    analyse.add_argument(
        "--executor",
        metavar="WIE",
        help="wie rekent: threads, threads:AANTAL, processes:AANTAL of dask://ADRES:POORT",
    )


def _add_audit_disclosure(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    command = _add_command(
        commands, "audit-disclosure", "kijk of verborgen cellen van een tabel zijn terug te rekenen"
    )
    command.add_argument(
        "path",
        type=Path,
        metavar="BESTAND",
        help="CSV met de kolommen row, column, n en hidden (1 = verborgen); totalen zijn bekend",
    )
    command.add_argument(
        "--minimum",
        type=int,
        metavar="GETAL",
        help="zo breed moet elke verborgen cel ten minste blijven; als u niets kiest 5",
    )
    command.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf wat er mis is")
    command.add_argument(
        "--protect",
        nargs="?",
        const="-",
        metavar="BESTAND",
        help="schrijf de tabel zo dat hij veilig is; zonder bestand op het scherm",
    )


def _add_weigh(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _add_command(commands, "weigh", "weeg opties af onder ieders prioriteiten")
    command.add_argument("path", type=Path, metavar="BESTAND", help="JSON met de afweging")
    command.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de cijfers als JSON")
    command.add_argument(
        "--seed",
        type=_seed,
        metavar="GETAL",
        help="begin van de toevalsgetallen; als u niets kiest 0",
    )


def _add_groups(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--groups", type=Path, metavar="BESTAND", help="CSV met de groep van elke deelnemer"
    )


def _seed(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) < 2**32:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is geen heel getal van 0 tot en met {2**32 - 1}")


def _dataset(text: str) -> str:
    if text in _FOR_THE_ATLAS:
        return text
    known = ", ".join(_FOR_THE_ATLAS)
    raise argparse.ArgumentTypeError(f"{text} kennen wij niet. Kies uit: {known}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text} is geen dag: schrijf jaar-maand-dag, zoals 2026-05-16"
        ) from error


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is geen poort: kies een getal onder 65536")
