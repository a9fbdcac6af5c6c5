"""The real application on a fresh database and the real clock, listening on a free port for browsers."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from jinja2 import FileSystemBytecodeCache
from werkzeug.serving import WSGIRequestHandler, make_server

from motcua import worker
from motcua.application import create_app
from motcua.services.work import House
from motcua.settings import Settings


@dataclass(frozen=True)
class Site:
    """The running program: where it answers, and the house behind it."""

    address: str
    house: House
    mail: Path

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

    def code_of_letter(self, purpose: str) -> str:
        """The six digits of the newest letter with a code for this purpose, after the worker has carried it."""
        self.run_jobs()
        newest = max(self.mail.glob(f"*-code.{purpose}.txt"), key=lambda path: path.stat().st_mtime_ns)
        found = re.search(r"[0-9]{6}", newest.read_text(encoding="utf-8").partition("\n\n")[2])
        assert found is not None
        return found[0]


class _Patient(WSGIRequestHandler):
    """Gives a connection up on which nothing is asked, as Chromium opens them ahead."""

    timeout = 5


@pytest.fixture
def site_settings(settings: Settings) -> Settings:
    """The settings of `site`, for a module that needs its own."""
    return settings


@pytest.fixture
def site(
    house: House, site_settings: Settings, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Site]:
    """The program on a database of its own."""
    application: Any = create_app(house, site_settings)
    application.jinja_env.bytecode_cache = compiled_templates
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Patient)
    # What a browser asked last is answered before the database goes: its connection must not outlive the engine.
    cast(Any, server).daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}", house, site_settings.var / "mail")
    server.shutdown()
    thread.join()
    server.server_close()
