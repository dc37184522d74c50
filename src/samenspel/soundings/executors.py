"""Who works on the parts of a large analysis: threads, processes, or a Dask cluster.

The numbers are the same to the last bit. What fails says in a sentence what to do.
"""

import multiprocessing
import re
import ssl
from collections.abc import Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from samenspel import __version__
from samenspel.soundings.instruments.statements.vote_table import PartError

if TYPE_CHECKING:
    import distributed

_MOST_WORKERS = 1_000
_SECONDS_TO_CONNECT = 10
_SECONDS_FOR_A_WORKER = 20
_SCHEMES = {"dask://": "tcp", "dask+tls://": "tls"}
# A part is taken up again so often when the worker that had it is gone.
_RETRIES = 3


class ExecutorError(Exception):
    """The message is for whoever chose the executor: what is wrong, and what to do."""


@contextmanager
def executor_for(choice: str) -> Iterator[Executor | None]:
    """Workers for as long as the block takes; None for the threads of this process.

    choice : `threads`, `threads:N`, `processes:N`, `dask://HOST:PORT` or, with the certificates of
        Dask's own configuration, `dask+tls://HOST:PORT`

    Raises ExecutorError for anything else, where nobody answers, and where the workers of the
    block are gone.
    """
    try:
        with _executor(choice) as executor:
            yield executor
    except PartError as error:
        raise ExecutorError(
            _(
                "%(machine)s kan %(file)s niet lezen, of het bestand is veranderd terwijl er werd"
                " gerekend. Zet de tabel op elke machine op dezelfde plaats en begin opnieuw."
            )
            % {"machine": error.machine, "file": error.path}
        ) from error
    except (BrokenExecutor, CancelledError) as error:
        raise ExecutorError(
            _("De werkers zijn tijdens het rekenen weggevallen. Begin opnieuw.")
        ) from error


@contextmanager
def _executor(choice: str) -> Iterator[Executor | None]:
    if choice == "threads":
        yield None
    elif found := re.fullmatch(r"(threads|processes):(\d{1,4})", choice):
        workers = int(found[2])
        if not 1 <= workers <= _MOST_WORKERS:
            raise ExecutorError(
                _("%(count)s werkers kan niet: kies een aantal van 1 tot en met 1000.")
                % {"count": workers}
            )
        with _of_this_machine(found[1], workers) as executor:
            yield executor
    elif choice.startswith(tuple(_SCHEMES)):
        with _of_cluster(_address(choice)) as executor:
            yield executor
    else:
        raise ExecutorError(
            _(
                "‘%(choice)s’ is geen keuze voor --executor. Kies threads, threads:AANTAL,"
                " processes:AANTAL, dask://ADRES:POORT of dask+tls://ADRES:POORT."
            )
            % {"choice": choice}
        )


def _of_this_machine(kind: str, workers: int) -> Executor:
    if kind == "threads":
        return ThreadPoolExecutor(workers)
    # Begun anew, not forked: this process has threads of its own.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _address(choice: str) -> str:
    parts = urlsplit(choice)
    try:
        place = parts.hostname and parts.port
    except ValueError:
        place = None
    if not place or parts.username or parts.path or parts.query or parts.fragment:
        raise ExecutorError(
            _(
                "‘%(choice)s’ is geen adres van een cluster. Schrijf het als dask://ADRES:POORT of"
                " dask+tls://ADRES:POORT."
            )
            % {"choice": choice}
        )
    return f"{_SCHEMES[f'{parts.scheme}://']}://{parts.netloc}"


@contextmanager
def _of_cluster(address: str) -> Iterator[Executor]:
    try:
        import distributed
    except ImportError as error:
        raise ExecutorError(
            _(
                "Voor een cluster is Dask nodig, en dat staat hier niet. Installeer het met"
                " pip install 'samenspel[cluster]'."
            )
        ) from error
    security = _certificates(distributed) if address.startswith("tls://") else None
    try:
        client = distributed.Client(
            address, timeout=_SECONDS_TO_CONNECT, set_as_default=False, security=security
        )
    except OSError as error:
        if isinstance(error.__cause__, ssl.SSLError):
            raise ExecutorError(
                _(
                    "De planner op %(address)s heeft een certificaat dat hier niet wordt vertrouwd,"
                    " of spreekt geen TLS. Gebruik overal certificaten van dezelfde uitgever."
                )
                % {"address": address}
            ) from error
        raise ExecutorError(
            _(
                "De planner op %(address)s antwoordt niet binnen %(seconds)d seconden. Draait"
                " dask scheduler daar, en laat de firewall u erbij?"
            )
            % {"address": address, "seconds": _SECONDS_TO_CONNECT}
        ) from error
    with client:
        _require_workers(client, address)
        try:
            # Not pure: what a worker made of one part is not kept for the next who asks.
            yield client.get_executor(pure=False, retries=_RETRIES)
        except (distributed.KilledWorker, distributed.comm.CommClosedError) as error:
            raise BrokenExecutor(str(error)) from error


def _certificates(distributed: ModuleType) -> "distributed.Security":
    """As Dask itself reads them: from its configuration files, or DASK_... in the environment."""
    security = distributed.Security(require_encryption=True)
    try:
        found = security.get_connection_args("client")["ssl_context"]
    except OSError as error:
        raise ExecutorError(
            _(
                "De certificaten in de instellingen van Dask zijn niet te lezen (%(reason)s). Kijk"
                " naar ca-file, en naar cert en key onder client."
            )
            % {"reason": error.strerror or str(error)}
        ) from error
    if found is None:
        raise ExecutorError(
            _(
                "Voor dask+tls zijn certificaten nodig. Zet in de instellingen van Dask, onder"
                " distributed.comm.tls, ca-file, en cert en key onder client."
            )
        )
    return security


def _require_workers(client: "distributed.Client", address: str) -> None:
    def version() -> str:
        # Sent as it stands: a worker that has no Samenspel cannot import this module either.
        import samenspel

        return samenspel.__version__

    try:
        client.wait_for_workers(1, timeout=_SECONDS_FOR_A_WORKER)
        found = set(client.run(version).values())
    except TimeoutError as error:
        raise ExecutorError(
            _("De planner op %(address)s heeft geen werkers. Start ze met dask worker.")
            % {"address": address}
        ) from error
    except ModuleNotFoundError as error:
        raise ExecutorError(
            _(
                "Op een werker staat Samenspel niet. Installeer op elke werker dezelfde versie als"
                " hier: %(version)s."
            )
            % {"version": __version__}
        ) from error
    if found != {__version__}:
        raise ExecutorError(
            _(
                "Op een werker staat een andere versie van Samenspel. Installeer op elke werker"
                " dezelfde versie als hier: %(version)s."
            )
            % {"version": __version__}
        )
