"""A round may be computed on a cluster, reached over TLS. Without it the same is done here."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from django.db import transaction
from django_scopes import scopes_disabled
from pytest_django import Settings

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.actions import finish_closing, import_conversation, picturing
from samenspel.soundings.executors import ExecutorError, executor_for
from samenspel.soundings.instruments.statements import picture
from samenspel.soundings.models import Sounding
from tests.conftest import ROOT
from tests.soundings.rounds import Asked, conversation, in_camps
from tests.web.processes import eventually

distributed = pytest.importorskip("distributed", reason="Dask is not installed")
dask = pytest.importorskip("dask")
pytestmark = [
    pytest.mark.processes,
    # Of Dask's own making, when a scheduler goes away.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

_TLS = "distributed.comm.tls"
# Of the third group too few took part to be shown, so no picture is made of them.
SAID = in_camps(
    conversation(
        Asked("Raadsleden", 70, ((60, 0, 0),) * 12),
        Asked("Medewerkers", None, ((40, 0, 0),) * 12),
        Asked("Wethouders", 4, ((3, 0, 0),) * 12),
    )
)


@dataclass(frozen=True)
class Certificates:
    """Files as a host makes them: of who issued them, and one certificate for every machine."""

    folder: Path

    @classmethod
    def issued(cls, folder: Path) -> "Certificates":
        folder.mkdir()
        made = distributed.Security.temporary()
        (folder / "ca.pem").write_text(made.tls_ca_file)
        (folder / "cert.pem").write_text(made.tls_client_cert)
        (folder / "key.pem").write_text(made.tls_client_key)
        return cls(folder)

    @property
    def as_settings(self) -> dict[str, str]:
        """Of Dask, for all that it starts and for who connects to it."""
        found = {f"{_TLS}.ca-file": str(self.folder / "ca.pem")}
        for who in ("client", "scheduler", "worker"):
            found[f"{_TLS}.{who}.cert"] = str(self.folder / "cert.pem")
            found[f"{_TLS}.{who}.key"] = str(self.folder / "key.pem")
        return found

    @property
    def as_environment(self) -> dict[str, str]:
        return {
            "DASK_" + name.replace(".", "__").replace("-", "_").upper(): value
            for name, value in self.as_settings.items()
        }


@dataclass(frozen=True)
class Cluster:
    address: str
    certificates: Certificates


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    certificates = Certificates.issued(folder / "certificates")
    known = folder / "scheduler.json"

    def started(program: str, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *options],
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT / "src")} | certificates.as_environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,
        )

    file = f"--scheduler-file={known}"
    processes = [
        started("dask_scheduler", "--host=tls://127.0.0.1", "--port=0", file),
        started("dask_worker", "--nthreads=1", "--no-nanny", file),
    ]
    try:
        # It is there before anything is in it.
        assert eventually(lambda: known.exists() and known.read_text().endswith("}"), seconds=60)
        yield Cluster("dask+" + json.loads(known.read_text())["address"], certificates)
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


# ── Over TLS ──────────────────────────────────────────────────────────────────────────────


def refused(address: str, configuration: Mapping[str, str]) -> str:
    with (
        dask.config.set(configuration),
        pytest.raises(ExecutorError) as error,
        executor_for(address),
    ):
        raise AssertionError("nobody can compute with this")
    return str(error.value)


def test_without_certificates_it_tells_which_are_needed(cluster: Cluster) -> None:
    assert refused(cluster.address, {}).startswith(
        "Voor dask+tls zijn certificaten nodig. Zet in de instellingen van Dask"
    )


def test_certificates_that_cannot_be_read_are_told(cluster: Cluster, tmp_path: Path) -> None:
    settings = cluster.certificates.as_settings
    nowhere = settings | {f"{_TLS}.ca-file": str(tmp_path / "nergens.pem")}
    torn = tmp_path / "key.pem"
    torn.write_text("-----BEGIN")
    for wrong in (nowhere, settings | {f"{_TLS}.client.key": str(torn)}):
        assert refused(cluster.address, wrong).startswith(
            "De certificaten in de instellingen van Dask zijn niet te lezen ("
        )


def test_a_certificate_of_somebody_else_is_not_trusted(cluster: Cluster, tmp_path: Path) -> None:
    other = Certificates.issued(tmp_path / "other")
    told = refused(cluster.address, other.as_settings)
    address = cluster.address.removeprefix("dask+")
    assert told.startswith(f"De planner op {address} heeft een certificaat dat hier niet wordt")


# ── Closing ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def sounding(anna: Person, a: Cooperation) -> Sounding:
    return import_conversation(cooperation=a, conversation=SAID, person=anna)


@pytest.mark.django_db(transaction=True)
def test_a_cluster_that_the_host_names_gives_every_byte_that_is_computed_here(
    sounding: Sounding, cluster: Cluster, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = content_of(sounding)
    assert here["map"] is not None
    assert here["groups"][2]["people"] is None
    # What comes now comes from there.
    monkeypatch.setattr(picturing, "_here", None)
    settings.EXECUTOR = cluster.address
    with dask.config.set(cluster.certificates.as_settings), logged() as lines:
        there = finish_closing(sounding_id=sounding.pk).content

    assert (there, lines) == (here, [])


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_done_there_is_done_here_and_logged(
    sounding: Sounding, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = content_of(sounding)
    settings.EXECUTOR = "dask+tls://127.0.0.1:1"
    with logged() as lines:
        assert content_of(sounding) == here
    (line,) = lines
    assert (line["log_level"], line["sounding"]) == ("warning", str(sounding.pk))
    assert line["reason"].startswith("Voor dask+tls zijn certificaten nodig.")

    # Workers that are lost half-way, and an error that could tell the address of the database.
    settings.EXECUTOR = "threads:1"
    for error, reason in (
        (BrokenExecutor("gone"), "De werkers zijn tijdens het rekenen weggevallen. Begin opnieuw."),
        (psycopg.OperationalError("password=geheim"), "OperationalError"),
    ):
        monkeypatch.setattr(picture, "analysed_in_parts", raising(error))
        with logged() as lines:
            assert content_of(sounding) == here
        assert [line["reason"] for line in lines] == [reason]


@pytest.mark.django_db
def test_voices_that_others_cannot_see_yet_are_counted_here(
    sounding: Sounding, settings: Settings
) -> None:
    settings.EXECUTOR = "threads:1"
    with logged() as lines:
        people = [group["people"] for group in content_of(sounding)["groups"]]
    assert people == [[60, 60, 60], [40, 38, 42], None]
    assert [line["reason"] for line in lines] == ["RuntimeError"]


def content_of(sounding: Sounding) -> dict[str, Any]:
    with scopes_disabled(), transaction.atomic():
        return picturing.content_of(sounding)


def raising(error: Exception) -> Any:
    def fail(*_arguments: object) -> None:
        raise error

    return fail


@contextmanager
def logged() -> Iterator[list[Mapping[str, Any]]]:
    """What was said of where it is computed."""
    found: list[Mapping[str, Any]] = []
    with structlog.testing.capture_logs() as lines:
        yield found
    found += [line for line in lines if line["event"] == "closing.computed_here"]
