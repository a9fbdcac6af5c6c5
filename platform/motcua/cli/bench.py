"""The command `motcua bench`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid

import click
import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from motcua import settings as settings_module
from motcua.bootstrap import build_house, opened_house
from motcua.cli.bench_desk import measure as measure_desk
from motcua.cli.bench_http import measure as measure_http
from motcua.cli.bench_signing import measure as measure_signing
from motcua.cli.bench_steps import RUNS, SIZES, measure
from motcua.cli.bench_worktime import measure as measure_worktime
from motcua.cli.output import print_json
from motcua.services.work import House
from motcua.store import schema


@click.command()
@click.option("--runs", type=click.IntRange(1, 50), default=RUNS, show_default=True, help="Interleaved runs.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def bench(runs: int, as_json: bool) -> None:
    """Measure a completed step, the working-time core, the desk's list of ten thousand and a hundred results signed in
    bulk, in a database of its own that is dropped afterwards."""
    if not as_json:
        click.echo(f"Measuring {runs} runs of {', '.join(map(str, SIZES))} tasks …", err=True)
    with opened_house() as house, _own_database(house) as own:
        rows, http, worktime = measure(own, runs), round(measure_http(own), 1), measure_worktime()
        desk = measure_desk(own)
        signing = round(measure_signing(own), 1)
    if as_json:
        print_json(
            {
                "steps": rows,
                "http_steps_per_s": http,
                "worktime_us": worktime,
                "desk": desk,
                "signatures_per_s": signing,
            }
        )
        return
    click.echo(
        f"{'tasks':>6} {'service':>9} {'library':>9} {'+restore':>9} {'floor':>9} {'ratio':>6} {'SQL':>5} {'bytes':>7}"
    )
    for row in rows:
        ratio = row["service_ms"] / row["library_ms"]
        click.echo(
            f"{row['tasks']:>6} {row['service_ms']:>7.2f}ms {row['library_ms']:>7.2f}ms"
            f" {row['library_restoring_ms']:>7.2f}ms {row['floor_ms']:>7.2f}ms {ratio:>6.2f}"
            f" {row['statements']:>5.1f} {row['bytes_per_dossier']:>7}"
        )
    click.echo(f"{'http':<20} {http:.1f} steps/s")
    click.echo(f"{'signing':<20} {signing:.1f} results/s")
    for name, microseconds in worktime.items():
        click.echo(f"{name:<20} {microseconds:.1f} µs")
    for name, figure in desk.items():
        click.echo(f"{'desk ' + name:<20} {figure}")


@contextmanager
def _own_database(house: House) -> Iterator[House]:
    """A house on a new database of the same server, dropped when the block ends."""
    name = f"motcua_bench_{getpid()}"
    server = house.engine.url.set(drivername="postgresql")
    with _connection(server) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    own = build_house(settings_module.load(), _text(make_url(_text(server)).set(database=name)))
    try:
        schema.upgrade(own.engine)
        yield own
    finally:
        own.engine.dispose()
        with _connection(server) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _connection(url: URL) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(_text(url), autocommit=True)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
