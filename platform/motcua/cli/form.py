"""The commands `motcua form …`."""

from __future__ import annotations

import click


@click.group()
def form() -> None:
    """PLACEHOLDER."""
