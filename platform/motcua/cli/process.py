"""The commands `motcua process …`."""

from __future__ import annotations

import click


@click.group()
def process() -> None:
    """PLACEHOLDER."""
