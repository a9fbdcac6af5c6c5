"""The commands `motcua db …`."""

from __future__ import annotations

import click

from motcua.bootstrap import opened_house
from motcua.cli.output import print_json
from motcua.services.people import roles
from motcua.store import schema


@click.group()
def db() -> None:
    """The database."""


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def upgrade(as_json: bool) -> None:
    """Bring the database to the newest revision; does nothing when it is there."""
    with opened_house() as house:
        schema.upgrade(house.engine)
        with house.work() as work:
            roles.install(work)
    if as_json:
        print_json({"current": True})
    else:
        click.echo("Database is current.")
