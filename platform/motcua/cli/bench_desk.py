"""The desk's list in a filled database: one page of ten thousand dossiers that wait in one group."""

from __future__ import annotations

import gc
import os
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from motcua import settings as settings_module
from motcua.application import create_app
from motcua.cli.bench_dossiers import OFFICER, sample_people
from motcua.services.sample import generate
from motcua.services.sample.demo import PASSWORD
from motcua.services.sample.generate import Crowd
from motcua.services.work import House
from motcua.store import loading

DOSSIERS = 20_000
CROWD = Crowd("H50.16", "1.001612", "T_tham_dinh", 10_000)
RUNS = 20
SEED = 1


def measure(house: House, dossiers: int = DOSSIERS, crowd: Crowd = CROWD, runs: int = RUNS) -> dict[str, Any]:
    """Medians in milliseconds of one page by the web application, with its statements: the list, a search, a filter.

    The time is the server's: from the request to the finished page, without the network. `cpu_ms` is this program's
    own share of it; the database has the rest. `load` is the machine's, that of others included.
    """
    now = datetime.now(UTC)
    sample_people(house, now)
    began = time.perf_counter()
    _fill(house, dossiers, crowd, now)
    filled = dossiers + crowd.count
    per_second = filled / (time.perf_counter() - began)
    browser = _signed_in(house)
    found: dict[str, Any] = {
        "dossiers": filled,
        "in_the_group": crowd.count,
        "written_per_s": round(per_second),
    }
    search = _searched(browser)
    # As a worker of the web server does: what filling left behind is not looked through at every collection.
    gc.collect()
    gc.freeze()
    for name, address in (("list", "/desk"), ("overdue", "/desk?show=overdue"), ("search", search)):
        wall, own = _medians(browser, address, runs)
        found |= {f"{name}_ms": round(wall, 1), f"{name}_cpu_ms": round(own, 1)}
    with _statements(house) as seen:
        _get(browser, "/desk")
    return {**found, "statements": len(seen), "load": round(os.getloadavg()[0], 1)}


def _fill(house: House, dossiers: int, crowd: Crowd, now: datetime) -> None:
    today = generate.prepare(house, dossiers, 3, now)
    with house.work() as work:
        made_of = generate.stock(work, dossiers, SEED, now)
        for batch in generate.batches(dossiers, SEED, today):
            generate.write(work, made_of, batch)
        generate.write_crowd(work, made_of, crowd)
    loading.settle(house.engine)


def _signed_in(house: House) -> FlaskClient:
    browser = create_app(house, settings_module.load(), lambda: datetime.now(UTC)).test_client()
    token = _token(_get(browser, "/account/sign-in"))
    fields = {"csrf_token": token, "login": OFFICER, "password": PASSWORD}
    if browser.post("/account/sign-in", data=fields).status_code != 302:
        raise RuntimeError("the sample's officer cannot sign in")
    return browser


def _searched(browser: FlaskClient) -> str:
    """The address of the list by a name that many applicants have."""
    fields = {"csrf_token": _token(_get(browser, "/desk")), "q": "nguyen thi"}
    return str(browser.post("/desk/search", data=fields).location)


def _token(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    if found is None:
        raise RuntimeError("the page has no form")
    return found[1]


def _medians(browser: FlaskClient, address: str, runs: int) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor; the first answers, which fill caches, are not counted."""
    for _ in range(2):
        _get(browser, address)
    timed = [_timed(lambda: _get(browser, address)) for _ in range(runs)]
    return statistics.median(wall for wall, _ in timed), statistics.median(own for _, own in timed)


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    began, own = time.perf_counter(), time.process_time()
    call()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - own)


def _get(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    return answer.get_data(as_text=True)


@contextmanager
def _statements(house: House) -> Iterator[list[str]]:
    """The SQL that is sent while the block runs."""
    seen: list[str] = []

    def note(*told: Any) -> None:
        seen.append(told[2])

    event.listen(house.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(house.engine, "before_cursor_execute", note)
