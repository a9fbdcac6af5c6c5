"""The command `motcua generate`."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from motcua import settings as settings_module
from motcua.bootstrap import build_house, opened_house
from motcua.cli.output import print_json
from motcua.services.sample import generate as services
from motcua.services.sample.generate import Batch, Stock
from motcua.services.work import House
from motcua.store import loading

# Batches asked for ahead of the processes, so that stopping waits for few.
AHEAD = 2


@dataclass(frozen=True, slots=True)
class Order:
    """What every process is told: where to write, how many in all, from which seed, as of when."""

    url: str
    count: int
    seed: int
    now: datetime


@click.command()
@click.option(
    "--dossiers", type=click.IntRange(1, 5_000_000), default=1_000, show_default=True, help="How many."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same dossiers.")
@click.option("--wards", type=click.IntRange(0, 200), help="Invented communes besides the sample's.")
@click.option(
    "--processes", type=click.IntRange(1, 32), default=os.cpu_count() or 1, show_default=True, help="At once."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def generate(dossiers: int, seed: int, wards: int | None, processes: int, as_json: bool) -> None:
    """Fill the sample province with invented dossiers at all points of their life, filed over the past year.

    For trying and measuring only, never in an installation that serves people. Ctrl-C stops after the batches under
    way: what is written stays whole.
    """
    now = datetime.now(UTC)
    with opened_house() as house:
        began = time.perf_counter()
        written = fill(house, Order(_url(house), dossiers, seed, now), wards, processes)
        if not as_json:
            click.echo("Looking through the tables …", err=True)
        loading.settle(house.engine)
        seconds = time.perf_counter() - began
    if as_json:
        print_json({"dossiers": written, "seconds": round(seconds, 1), "seed": seed})
    else:
        click.echo(f"{written:,} dossiers in {_words(seconds)}")


def fill(house: House, order: Order, wards: int | None, processes: int) -> int:
    """Write the dossiers by so many processes; how many there are, fewer when stopped by Ctrl-C."""
    extra = order.count // services.PER_WARD if wards is None else wards
    today = services.prepare(house, order.count, extra, order.now)
    batches = services.batches(order.count, order.seed, today)
    # Started anew, not copied: a copied process would share connections and threads.
    context = multiprocessing.get_context("spawn")
    written = 0
    with (
        ProcessPoolExecutor(processes, context, _begin, (order,)) as pool,
        click.progressbar(
            length=order.count, label="dossiers", show_pos=True, item_show_func=_rate, file=sys.stderr
        ) as bar,
    ):
        began = time.perf_counter()
        try:
            for count in _run(pool, batches, processes + AHEAD):
                written += count
                bar.update(count, int(written / (time.perf_counter() - began)))
        except KeyboardInterrupt:
            click.echo(f"\nStopped. {written:,} dossiers are there, each of them whole.", err=True)
            pool.shutdown(cancel_futures=True)
    return written


def _run(pool: ProcessPoolExecutor, batches: Sequence[Batch], at_once: int) -> Iterator[int]:
    waiting = list(reversed(batches))
    running: set[Future[int]] = set()
    while waiting or running:
        while waiting and len(running) < at_once:
            running.add(pool.submit(_write, waiting.pop()))
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for one in done:
            yield one.result()


# What a process has made ready: its house and stock, once for all its batches.
_ready: dict[str, tuple[House, Stock]] = {}


def _begin(order: Order) -> None:
    # Ctrl-C is for the process that gave the order; this one ends its batch.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    house = build_house(settings_module.load(), order.url)
    with house.work() as work:
        _ready["here"] = house, services.stock(work, order.count, order.seed, order.now)


def _write(batch: Batch) -> int:
    house, made_of = _ready["here"]
    with house.work() as work:
        return services.write(work, made_of, batch)


def _rate(per_second: int | None) -> str:
    return f"{per_second:,}/s" if per_second else ""


def _url(house: House) -> str:
    return house.engine.url.render_as_string(hide_password=False)


def _words(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
