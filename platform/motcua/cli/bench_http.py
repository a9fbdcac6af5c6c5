"""Steps completed by HTTP: the web processes that `motcua serve` runs, and an officer who sends his forms.

Client, web processes and database share the machine; no worker runs beside them.
"""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from urllib.parse import urlencode

from motcua.cli import serve
from motcua.cli.bench_dossiers import (
    OFFICER,
    OPINION,
    file_dossier,
    first_task,
    release_process,
    sample_people,
    walk,
)
from motcua.cli.serve import Plan
from motcua.cli.supervisor import StopRequest, Supervisor, read_procfile
from motcua.services.sample.demo import PASSWORD
from motcua.services.work import House

HOST = "127.0.0.1"
PROCEDURE = "1.900010"
TASKS = 10
THREADS = 4
DOSSIERS = 12
SECONDS_TO_ANSWER = 60.0


@dataclass(frozen=True, slots=True)
class _Session:
    """A signed-in browser: where, its cookie, and the token its forms carry."""

    port: int
    cookie: str
    token: str


def measure(
    house: House,
    environment: Mapping[str, str] = os.environ,
    threads: int = THREADS,
    dossiers: int = DOSSIERS,
) -> float:
    """Steps completed a second: `threads` connections, each finishing the steps of `dossiers` dossiers in turn.

    `environment` is the web processes', but for the address of the database. One dossier a thread goes before,
    unmeasured. Raises RuntimeError when an answer is not the one a completed step gets.
    """
    # The web processes read the real clock.
    now = datetime.now(UTC)
    people = sample_people(house, now)
    release_process(house, PROCEDURE, TASKS, now)
    filed = [file_dossier(house, people, PROCEDURE, now) for _ in range(threads * (dossiers + 1) + 1)]
    # In dossiers of one process the tasks have the same ids: one walked here tells them.
    example = filed.pop()
    tasks = walk(house, people.officer, example, first_task(house, example), now)
    with _web(house, environment) as port:
        session = _sign_in(port)
        _send_all(session, filed[:threads], threads, tasks)
        began = time.perf_counter()
        _send_all(session, filed[threads:], threads, tasks)
        return threads * dossiers * TASKS / (time.perf_counter() - began)


@contextmanager
def _web(house: House, environment: Mapping[str, str]) -> Iterator[int]:
    """The Procfile's web processes on a free port, for as long as the block runs."""
    plan = Plan(HOST, _free_port(), with_worker=False)
    told = {**environment, **serve.addresses(plan, house.engine.url.render_as_string(hide_password=False))}
    supervisor = Supervisor(serve.folder(), told, StopRequest())
    try:
        supervisor.start(read_procfile(serve.folder() / "Procfile", plan.programs))
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not serve.answers_now(plan):
            if supervisor.ended() is not None or time.monotonic() > deadline:
                raise RuntimeError("the web processes do not answer")
            time.sleep(serve.SECONDS_BETWEEN_TRIES)
        yield plan.port
    finally:
        supervisor.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _sign_in(port: int) -> _Session:
    """The officer's session. The token of the page before signing in is another one's."""
    visitor = _session_of(port, "/account/sign-in", "")
    fields = {"csrf_token": visitor.token, "login": OFFICER, "password": PASSWORD}
    connection = HTTPConnection(HOST, port)
    cookie = _post(connection, "/account/sign-in", visitor, fields, 302)
    connection.close()
    return _session_of(port, "/desk", cookie)


def _session_of(port: int, path: str, cookie: str) -> _Session:
    connection = HTTPConnection(HOST, port)
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    page = response.read().decode()
    connection.close()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError(f"{path} answers {response.status} without a form")
    return _Session(port, (response.getheader("Set-Cookie") or cookie).partition(";")[0], token.group(1))


def _send_all(session: _Session, codes: Sequence[str], threads: int, tasks: Sequence[str]) -> None:
    """Finish every step of these dossiers, each thread its share of them over a connection of its own."""
    with ThreadPoolExecutor(threads) as pool:
        shares = [codes[number::threads] for number in range(threads)]
        list(pool.map(lambda share: _send_share(session, share, tasks), shares))


def _send_share(session: _Session, codes: Sequence[str], tasks: Sequence[str]) -> None:
    connection = HTTPConnection(HOST, session.port)
    fields = {"csrf_token": session.token, "_opinion": OPINION}
    for code in codes:
        for task in tasks:
            _post(connection, f"/desk/{code}/steps/{task}/finish", session, fields, 303)
    connection.close()


def _post(
    connection: HTTPConnection, path: str, session: _Session, fields: Mapping[str, str], expected: int
) -> str:
    """The cookie that comes back; raises RuntimeError when the answer has another status than expected."""
    headers = {"Cookie": session.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(fields), headers)
    response = connection.getresponse()
    response.read()
    if response.status != expected:
        raise RuntimeError(f"{path} answers {response.status} instead of {expected}")
    return (response.getheader("Set-Cookie") or "").partition(";")[0]
