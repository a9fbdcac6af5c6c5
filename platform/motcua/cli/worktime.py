"""The commands `motcua worktime …`."""

from __future__ import annotations

import click


@click.group()
def worktime() -> None:
    """PLACEHOLDER."""
