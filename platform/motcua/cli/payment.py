"""`motcua payment`: a gateway to try payments with, and asking the gateways about payments that were never answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from motcua.bootstrap import opened_house
from motcua.contrib.sandbox_gateway import Sandbox, SandboxServer
from motcua.domain.money.online_payment import MIN_SECRET
from motcua.services.money import payment_answer


@click.group()
def payment() -> None:
    """Online payments (I-03)."""


@payment.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8099, show_default=True)
@click.option("--merchant", default="motcua", show_default=True)
@click.option("--secret", required=True, help="What both sides sign with, 16 characters or more.")
@click.option("--notices", type=click.IntRange(0, 10), default=1, show_default=True, help="Per payment.")
def sandbox(port: int, merchant: str, secret: str, notices: int) -> None:
    """Run a payment gateway on this machine that moves no money; Ctrl-C stops it."""
    if len(secret) < MIN_SECRET:
        raise click.BadParameter(f"at least {MIN_SECRET} characters", param_hint="--secret")
    server = SandboxServer(Sandbox(merchant, secret, notices), port)
    address = f"http://127.0.0.1:{server.server_port}"
    known = {
        "key": "sandbox",
        "title": "Cổng thanh toán thử",
        "title_en": "Sandbox gateway",
        "address": address,
        "merchant": merchant,
        "secret": secret,
    }
    click.echo(f"Sandbox gateway at {address}. Start the portal with:")
    click.echo(f"  MOTCUA_PAYMENT_GATEWAYS='{json.dumps([known], ensure_ascii=False)}'")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        server.server_close()


@payment.command()
def ask() -> None:
    """Ask the gateways about payments that were begun and never answered, as the worker does every five minutes."""
    with opened_house() as house:
        click.echo(f"{payment_answer.ask_gateways(house, datetime.now(UTC))} ended")
