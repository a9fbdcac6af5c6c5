"""The real application on a fresh database and the real clock, listening on a free port for browsers."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.serving import WSGIRequestHandler, make_server

from motcua import worker
from motcua.application import create_app
from motcua.services.work import House
from motcua.settings import Settings
from motcua.web.context import Web, attach


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


@pytest.fixture(scope="session")
def site_app(compiled_templates: FileSystemBytecodeCache) -> Callable[[Settings], Flask]:
    """One application for all sites of the same settings: its addresses and templates are put together once."""

    @cache
    def build(settings: Settings) -> Flask:
        app = create_app(cast(House, None), settings)
        app.jinja_env.bytecode_cache = compiled_templates
        return app

    return build


@pytest.fixture
def site(house: House, site_settings: Settings, site_app: Callable[[Settings], Flask]) -> Iterator[Site]:
    """The program on a database of its own."""
    application: Any = site_app(site_settings)
    attach(application, Web(house, lambda: datetime.now(UTC)))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Patient)
    # What a browser asked last is answered before the database goes: its connection must not outlive the engine.
    cast(Any, server).daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}", house, site_settings.var / "mail")
    server.shutdown()
    thread.join()
    server.server_close()
