"""The command `motcua worker`."""

from __future__ import annotations

import click

from motcua import worker as workers
from motcua.bootstrap import opened_house


@click.command()
@click.option("--until-empty", is_flag=True, help="Stop when no job is left.")
def worker(until_empty: bool) -> None:
    """Run background jobs until stopped."""
    with opened_house() as house:
        workers.run(house, until_empty=until_empty)
