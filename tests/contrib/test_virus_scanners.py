"""Scanners: the double and ClamAV's daemon, which is played here over a real socket, say the same of the same files."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from file_samples import EICAR, photo

from motcua.contrib.clamav_scanner import ClamavScanner
from motcua.contrib.console_scanner import ConsoleScanner
from motcua.extend.virus_scanner import ScannerDownError, VirusScanner

LIMIT = 300_000


class Daemon(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does: parts with their length, an empty one at the end, a verdict."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
            if len(content) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@pytest.fixture
def clamd() -> Iterator[str]:
    """The address of a daemon."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["console", "clamav over tcp", "clamav over a unix socket"])
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VirusScanner]:
    if request.param == "console":
        yield ConsoleScanner()
    elif request.param.endswith("tcp"):
        yield ClamavScanner(request.getfixturevalue("clamd"))
    else:
        path = tmp_path / "clamd.ctl"
        with socketserver.ThreadingUnixStreamServer(str(path), Daemon) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            yield ClamavScanner(f"unix:{path}")
            server.shutdown()
            thread.join()


class TestVirusScanner:
    def test_a_clean_file_is_clean(self, scanner: VirusScanner) -> None:
        assert scanner.threat_in(photo(60, 40)) == scanner.threat_in(bytes(200_000)) == ""

    def test_what_is_found_is_named_wherever_it_stands(self, scanner: VirusScanner) -> None:
        assert scanner.threat_in(EICAR) == "Eicar-Test-Signature"
        assert scanner.threat_in(bytes(65_530) + EICAR + bytes(70_000)) == "Eicar-Test-Signature"


def test_no_daemon_or_no_verdict_is_never_taken_for_clean(clamd: str, tmp_path: Path) -> None:
    for address, content in (
        (clamd, bytes(LIMIT * 3)),
        ("tcp://127.0.0.1:9", b"x"),
        (f"unix:{tmp_path}/none", b"x"),
    ):
        with pytest.raises(ScannerDownError):
            ClamavScanner(address, seconds=5).threat_in(content)


@pytest.mark.parametrize("address", ["localhost:3310", "http://host", "unix:clamd.ctl", ""])
def test_an_address_that_is_none_is_refused_at_start(address: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        ClamavScanner(address)
