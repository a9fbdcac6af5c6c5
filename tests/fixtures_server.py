"""The real application on a fresh database and the real clock, listening on a free port for browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.serving import make_server

from motcua import worker
from motcua.services.work import House
from motcua.settings import Settings
from motcua.web.app import create_app


@dataclass(frozen=True)
class Site:
    """The running program: where it answers, and the house behind it."""

    address: str
    house: House

    def run_jobs(self) -> None:
        """Let a worker do every job that waits; in a thread, for the browser keeps an event loop in this one."""
        problems: list[BaseException] = []

        def work() -> None:
            try:
                worker.run(self.house, until_empty=True)
            except BaseException as problem:
                problems.append(problem)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert problems == []


@pytest.fixture
def site(house: House, settings: Settings) -> Iterator[Site]:
    """The program on a database of its own."""
    application: Any = create_app(house, settings)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}", house)
    server.shutdown()
    thread.join()
    server.server_close()
