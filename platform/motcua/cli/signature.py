"""`motcua signature`: which services and certificates there are to sign with, and a sandbox to try signing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from motcua import settings as settings_module
from motcua.cli.output import print_json
from motcua.cli.signature_verify import verify
from motcua.contrib.signing.certificate import read_certificate
from motcua.contrib.signing.sandbox_csc import PIN, SandboxCsc
from motcua.contrib.signing.sandbox_pki import PASSPHRASE, SandboxPki
from motcua.contrib.signing.sandbox_server import SandboxServer
from motcua.contrib.signing.services import provider
from motcua.domain.errors import MotcuaError
from motcua.extend.signature_provider import SignatureProvider
from motcua.settings import var_directory

FAULTS = ("slow", "broken", "malformed", "few", "foreign", "none_left")


@click.group()
def signature() -> None:
    """Digital signatures (F-13)."""


signature.add_command(verify)


@signature.command()
@click.option("--json", "as_json", is_flag=True)
def services(as_json: bool) -> None:
    """The services of MOTCUA_SIGNATURE_SERVICES, and whether each answers."""
    rows = [_service_row(one) for one in _providers().values()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['key']:<16} {row['kind']:<8} {row['title']}: {row['state']}")
    if not rows:
        click.echo(
            "MOTCUA_SIGNATURE_SERVICES names no service; 'motcua signature sandbox' gives some to try."
        )


@signature.command()
@click.argument("service")
@click.option("--owner", default="", help="Only those under this name at the service.")
@click.option("--json", "as_json", is_flag=True)
def certificates(service: str, owner: str, as_json: bool) -> None:
    """The certificates that a service holds keys of."""
    known = _providers()
    if service not in known:
        raise click.BadParameter(f"known: {', '.join(known) or 'none'}", param_hint="SERVICE")
    try:
        rows = [
            {"reference": one.reference, **asdict(read_certificate(one.certificate))}
            for one in known[service].certificates(owner)
        ]
    except MotcuaError as error:
        raise click.ClickException(error.message.en) from None
    if as_json:
        print_json(rows)
        return
    for row in rows:
        who = ", ".join(filter(None, (row["holder"], row["organisation"])))
        click.echo(
            f"{row['reference']:<16} {who}; {row['key']}; until {row['valid_to']:%Y-%m-%d}; {row['issuer']}"
        )


def _providers() -> dict[str, SignatureProvider]:
    return {one.key: provider(one) for one in settings_module.load().signature_services}


def _service_row(one: SignatureProvider) -> dict[str, str]:
    try:
        count = len(one.certificates())
    except MotcuaError as error:
        state = " ".join((error.message.en, *getattr(error, "__notes__", ())))
    else:
        is_here = one.about.kind != "browser"
        state = f"answers, certificates: {count}" if is_here else "keys are with their owners"
    return {"key": one.about.key, "kind": one.about.kind, "title": one.about.title.vi, "state": state}


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
    yield "Of the sample province: vinh.le, hien.bui, quoc.dang, tp.lanhdao; the seals of the wards H50.16, H50.27."
    yield f"To be put on the trust list (Quản trị › Danh sách tin cậy), for signatures and time stamps: {pki.folder}/root.pem"
    yield f"The host that the trust list should let be asked about revocations: {pki.address.partition('://')[2]}"
