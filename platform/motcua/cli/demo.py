"""The command `motcua demo`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from motcua.bootstrap import opened_house
from motcua.cli.output import print_json
from motcua.services.sample import demo as sample
from motcua.services.sample import demo_dossiers


@click.command()
@click.option("--dossiers", type=click.IntRange(0, 1000), default=0, help="Also file this many dossiers.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def demo(dossiers: int, as_json: bool) -> None:
    """Load the sample province: agencies, calendars, accounts, procedures. Running it again changes nothing.

    With --dossiers, more dossiers are filed each time and taken to different points of their life.
    """
    now = datetime.now(UTC)
    with opened_house() as house:
        with house.work() as work:
            lines = list(sample.load(work, now))
        lines += demo_dossiers.fill(house, dossiers, now)
    if not as_json:
        click.echo("\n".join(lines))
        return
    accounts = [
        {"login": one.login, "password": sample.PASSWORD, "name": one.name, "title": one.title}
        for one in sample.sample_accounts()
    ]
    print_json({"accounts": accounts, "loaded": lines})
