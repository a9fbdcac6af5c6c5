"""The command `motcua demo`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from motcua.bootstrap import opened_house
from motcua.cli.output import print_json
from motcua.services import demo as sample


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def demo(as_json: bool) -> None:
    """Load the sample province: agencies, calendars, accounts, procedures. Running it again changes nothing."""
    with opened_house() as house, house.work() as work:
        for line in sample.load(work, datetime.now(UTC)):
            if not as_json:
                click.echo(line)
    if as_json:
        print_json(
            [
                {"login": one.login, "password": sample.PASSWORD, "name": one.name, "title": one.title}
                for one in sample.sample_accounts()
            ]
        )
