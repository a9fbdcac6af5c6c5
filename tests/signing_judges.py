"""Judges of signed PDF files that are not ours: pyHanko's command line, and pdfsig of poppler."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from motcua.contrib.signing.sandbox_pki import SandboxPki


def pyhanko_says_valid(document: bytes, pki: SandboxPki, place: Path) -> bool:
    """Whether `pyhanko sign validate`, which trusts this authority alone, calls every signature valid."""
    path = place / "judged.pdf"
    path.write_bytes(document)
    trust = ["--trust", str(pki.folder / "root.pem"), "--trust-replace"]
    command = [sys.executable, "-m", "pyhanko", "sign", "validate", *trust, "--executive-summary", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    return done.returncode == 0 and bool(lines) and all(line.endswith(":VALID") for line in lines)


class Pdfsig:
    """pdfsig with a folder of certificates (NSS) in which this authority is trusted; it asks whether certificates are revoked."""

    def __init__(self, pki: SandboxPki, place: Path) -> None:
        self._trust, self._place = place / "nss", place
        self._trust.mkdir()
        at = ["-d", f"sql:{self._trust}"]
        subprocess.run(["certutil", "-N", *at, "--empty-password"], check=True, capture_output=True)
        for name, words in (("root", "CT,CT,CT"), ("ca", ",,")):
            path = str(pki.folder / f"{name}.pem")
            command = ["certutil", "-A", *at, "-n", name, "-t", words, "-a", "-i", path]
            subprocess.run(command, check=True, capture_output=True)

    def says(self, document: bytes) -> str:
        """Its report; a file that it cannot read at all gives an empty one."""
        path = self._place / "judged_by_poppler.pdf"
        path.write_bytes(document)
        command = ["pdfsig", "-nssdir", f"sql:{self._trust}", str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def says_valid(self, document: bytes, signatures: int = 1) -> bool:
        said = self.says(document)
        return (
            said.count("Signature Validation: Signature is Valid.") == signatures
            and said.count("Certificate Validation: Certificate is Trusted.") == signatures
        )
