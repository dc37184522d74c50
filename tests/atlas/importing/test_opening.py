"""Where a file may come from, and how long that may take."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from samenspel.atlas.importing.opening import Limits, opened
from samenspel.atlas.importing.reading_error import ReadingError


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/gone":
            self.send_error(404)
            return
        if self.path in {"/elsewhere", "/insecure"}:
            scheme = "https" if self.path == "/elsewhere" else "http"
            self.send_response(302)
            self.send_header("Location", f"{scheme}://{self.headers['Host']}/export")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Last-Modified", "Sat, 16 May 2026 04:00:00 GMT")
        self.send_header("Content-Length", "20" if self.path == "/half" else "10")
        self.end_headers()
        self.wfile.write(b"0123456789")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    whole = folder / "whole.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem"
    )
    subprocess.run(
        command.split(),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    whole.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return whole


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server at an address that begins with https, trusted as a host trusts his own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    there = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    there.socket = context.wrap_socket(there.socket, server_side=True)
    thread = threading.Thread(target=there.serve_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{there.server_port}"
    there.shutdown()
    thread.join()
    there.server_close()


@pytest.mark.parametrize("path", ["/export", "/elsewhere"])
def test_an_address_is_fetched_whole_before_it_is_read(server: str, path: str) -> None:
    with opened(server + path) as file:
        assert file.stream.read() == b"0123456789"
        assert file.origin == server + path
        assert str(file.day) == "2026-05-16"


@pytest.mark.parametrize(
    ("path", "limits", "why"),
    [
        ("/gone", Limits(), "404"),
        ("/insecure", Limits(), "alleen bestanden op van een adres dat begint met https"),
        ("/half", Limits(), "is niet op te halen"),
        ("/export", Limits(downloaded=9), "groter dan"),
        ("/export", Limits(seconds=-1.0), "duurde langer"),
    ],
)
def test_an_address_that_is_not_right_is_refused(
    server: str, path: str, limits: Limits, why: str
) -> None:
    with pytest.raises(ReadingError, match=why), opened(server + path, limits=limits):
        pass


@pytest.mark.parametrize(
    "address", ["http://localhost:9/x.xml", "ftp://localhost/x.xml", "file:///etc/passwd"]
)
def test_only_https_is_fetched(address: str) -> None:
    with pytest.raises(ReadingError, match="https://"), opened(address):
        pass


def test_an_address_that_is_none_is_said_to_be_none() -> None:
    with pytest.raises(ReadingError, match="is niet op te halen"), opened("https://[::1"):
        pass


def test_an_untrusted_certificate_is_refused(
    server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    with pytest.raises(ReadingError, match="is niet op te halen"), opened(server + "/export"):
        pass


def test_a_path_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "weg.xml", "geen bestand"), (tmp_path, "is een map")):
        with pytest.raises(ReadingError, match=why), opened(str(path)):
            pass
