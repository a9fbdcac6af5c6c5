"""Certificates to sign with, as `motcua signature sandbox` makes them, its services in a process of their own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from fixtures_oidc import free_port
from tools.prepare.signing import MODULES

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


TOKEN, TOKEN_PIN = "motcua", "135790"
_FILL = """
import sys
from pathlib import Path
import pkcs11
from asn1crypto.pem import unarmor
from pkcs11.util.x509 import decode_x509_certificate
module, folder, label, pin, *names = sys.argv[1:]
with pkcs11.lib(module).get_token(token_label=label).open(rw=True, user_pin=pin) as session:
    for number, name in enumerate(names, start=1):
        der = unarmor((Path(folder) / f"{name}.pem").read_bytes())[2]
        told = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: name, pkcs11.Attribute.ID: bytes([number])}
        session.create_object({**decode_x509_certificate(der), **told})
"""


@pytest.fixture(scope="session")
def token_module(pki: SandboxPki, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The driver of a software token (SoftHSM) named TOKEN with the keys of "giam_doc" (EC) and "khoa_rsa" (RSA)."""
    place = tmp_path_factory.mktemp("token")
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place / 'tokens'}\nlog.level = ERROR\n")
    module = next(one for one in MODULES if Path(one).exists())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(place / "softhsm2.conf"))
        pins = ["--so-pin", "864209", "--pin", TOKEN_PIN]
        _run("softhsm2-util", "--init-token", "--free", "--label", TOKEN, *pins)
        names = ("giam_doc", "khoa_rsa", "ca")
        for number, name in enumerate(names[:2], start=1):
            key = [
                "--import",
                str(pki.folder / "keys" / f"{name}.pem"),
                "--label",
                name,
                "--id",
                f"0{number}",
            ]
            _run("softhsm2-util", *key, "--token", TOKEN, "--pin", TOKEN_PIN)
        _run(sys.executable, "-c", _FILL, module, str(pki.folder), TOKEN, TOKEN_PIN, *names)
        yield module


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
