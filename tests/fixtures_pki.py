"""Certificates to sign with, as `motcua signature sandbox` makes them, its services in a process of their own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from fixtures_oidc import free_port

from motcua.contrib.signing.sandbox_pki import SandboxPki


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> SandboxPki:
    """The authority of this run; its OCSP, CRL, /tsa and /csc/v1 answer only for who asks for `authority` too."""
    return SandboxPki.open(tmp_path_factory.mktemp("pki"), f"http://127.0.0.1:{free_port()}")


@pytest.fixture(scope="session")
def authority(pki: SandboxPki) -> Iterator[SandboxPki]:
    """The same with its services running."""
    with sandbox(pki):
        yield pki


@contextmanager
def sandbox(pki: SandboxPki, *options: str, port: int = 0) -> Iterator[subprocess.Popen[bytes]]:
    """The sandbox's services in a process of their own, at the authority's address unless `port` is another."""
    at = port or int(pki.address.rpartition(":")[2])
    command = [sys.executable, "-c", "from motcua.cli import main; main()", "signature", "sandbox"]
    place = ["--port", str(at), "--address", pki.address, "--folder", str(pki.folder)]
    with subprocess.Popen([*command, *place, *options], stdout=subprocess.DEVNULL) as process:
        _wait_for(at)
        try:
            yield process
        finally:
            process.kill()


def _wait_for(port: int) -> None:
    for _ in range(400):
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=1).close()
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    pytest.fail("the sandbox of signing did not start")
