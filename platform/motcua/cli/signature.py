"""`motcua signature`: which services and certificates there are to sign with, and a sandbox to try signing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from motcua.contrib.signing.sandbox_csc import PIN, SandboxCsc
from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.contrib.signing.sandbox_server import SandboxServer
from motcua.settings import var_directory

FAULTS = ("slow", "broken", "malformed", "few", "foreign", "none_left")


@click.group()
def signature() -> None:
    """Digital signatures (F-13)."""


@signature.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8097, show_default=True)
@click.option(
    "--address", default="", help="Which address the certificates name; http://127.0.0.1 and the port."
)
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where its certificates lie; var/signature_sandbox."
)
@click.option(
    "--scal", type=click.Choice(["1", "2"]), default="1", help="2: a permission names the hashes it is for."
)
@click.option("--fault", type=click.Choice(FAULTS), default=None, help="How the signing service misbehaves.")
@click.option("--fault-after", type=click.IntRange(0), default=0, help="After so many good signatures.")
def sandbox(
    port: int, address: str, folder: Path | None, scal: str, fault: str | None, fault_after: int
) -> None:
    """Run an authority, a time stamper and a signing service FOR TRYING OUT on this machine; Ctrl-C stops them."""
    pki = SandboxPki.open(
        folder or var_directory() / "signature_sandbox", address or f"http://127.0.0.1:{port}"
    )
    csc = SandboxCsc(pki, "2" if scal == "2" else "1", fault or "", fault_after)  # type: ignore[arg-type]
    server = SandboxServer(pki, csc, port)
    for line in _advice(pki):
        click.echo(line)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        server.server_close()


def _advice(pki: SandboxPki) -> Iterator[str]:
    services = [
        {"key": "server", "kind": "pkcs12", "title": "Khóa trên máy chủ (để thử)", "folder": str(pki.folder)},
        {"key": "remote", "kind": "csc", "title": "Ký số từ xa (để thử)", "address": f"{pki.address}/csc/v1"},
        {"key": "browser", "kind": "browser", "title": "Ký trên máy của tôi"},
    ]
    yield f"FOR TRYING OUT: nobody outside trusts these signatures. Sandbox at {pki.address}. Start the portal with:"
    yield f"  MOTCUA_SIGNATURE_SERVICES='{json.dumps(services, ensure_ascii=False)}' \\"
    yield f"  MOTCUA_TSA_URL={pki.address}/tsa"
    yield f"Officers' keys: {pki.folder}/*.p12, passphrase {PASSPHRASE}; PIN of the remote service {PIN}."
    yield f"To be trusted in the studio, or by another program: {pki.folder}/root.pem"
