"""A house on a real PostgreSQL: migrated once per run, a fresh copy with the sample province for every test."""

from __future__ import annotations

import dataclasses
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import psycopg
import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from psycopg import sql
from sqlalchemy import Engine, event, make_url

from motcua.bootstrap import build_house
from motcua.domain.people.permissions import Actor
from motcua.services.accounts import passwords
from motcua.services.accounts.sign_in import sign_in as sign_in_by_password
from motcua.services.sample import demo
from motcua.services.work import House
from motcua.settings import Settings
from motcua.store import embedded, schema
from motcua.store.accounts import account as stored_accounts
from motcua.store.accounts import second_factor as stored_factors
from motcua.store.uow import connect
from motcua.web.context import Web, attach

TEMPLATE = "motcua_template"
# Monday 23/11/2026, 09:00 in Quảng Trị: inside a session, the day before a public holiday.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        secret_key="test" * 12,
        data_key=bytes(range(32)),
        database_url="",
        var=tmp_path_factory.mktemp("var"),
        profile="001",
        public_url="",
        https_only=False,
        upload_limit=2 * 1024 * 1024,
        session_minutes=60,
    )


# Nothing of a test run outlives it, so the disk need not be waited for.
HASTY = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "autovacuum = off",
    "file_copy_method = clone",
)


MEMORY = Path("/dev/shm")
MEMORY_BYTES = 2 * 1024**3
PREFIX = "motcua-test-"


def _quick_place() -> Path | None:
    """The file system in memory where Linux has a large one: a copy of a database is made there ten times as fast."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_BYTES:
        return MEMORY
    return None


def _tidy(place: Path) -> None:
    """Take away what runs left that were killed: their folders are named after their process."""
    for folder in place.glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[embedded.EmbeddedServer]:
    """The PostgreSQL of this run, in a folder that no other run of pytest tidies away."""
    place = _quick_place()
    if place is not None:
        _tidy(place)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    running = embedded.start(folder / "data")
    with psycopg.connect(running.server.get_uri(), autocommit=True) as connection:
        for setting in HASTY:
            connection.execute(f"alter system set {setting}".encode())
        connection.execute("select pg_reload_conf()")
    yield running
    running.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hashing is slow on purpose, and every test signs in: the sample's password is hashed with the least effort."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", quick)
        patch.setattr(passwords, "_DECOY", quick.hash("no account has this password"))
        yield


@pytest.fixture(scope="session")
def template(server: embedded.EmbeddedServer, settings: Settings, _quick_passwords: None) -> str:
    """The name of a database with the sample province, from which every test gets its copy."""
    url = server.create_database(TEMPLATE)
    engine = connect(url)
    schema.upgrade(engine)
    engine.dispose()
    house = build_house(settings, url)
    with house.work() as work:
        list(demo.load(work, NOW))
    house.engine.dispose()
    return TEMPLATE


_numbers = itertools.count(1)


@pytest.fixture
def database_url(server: embedded.EmbeddedServer, template: str) -> Iterator[str]:
    """The URL of a fresh database with the sample province."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.server.get_uri(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        yield embedded.sqlalchemy_url(server.server.get_uri(name))
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def engine(server: embedded.EmbeddedServer) -> Engine:
    """One engine for the databases of all tests, so that a statement is put together once per run."""
    shared = connect(embedded.sqlalchemy_url(server.server.get_uri()))

    @event.listens_for(shared, "do_connect")
    def _redirect(_dialect: Any, _record: Any, _arguments: Any, values: dict[str, Any]) -> None:
        values["dbname"] = shared.url.database

    return shared


@pytest.fixture
def house(
    settings: Settings, database_url: str, engine: Engine, request: pytest.FixtureRequest
) -> Iterator[House]:
    built = build_house(settings, database_url)
    # What a browser asked for last may be answered after its test: it must not come to the next one's database.
    if "site" not in request.fixturenames:
        engine.url = make_url(database_url)
        built = dataclasses.replace(built, engine=engine)
    yield built
    built.engine.dispose()


@pytest.fixture
def act_as(house: House) -> Callable[[str], Actor]:
    """`act_as("vinh.le")`: the actor of a sample account."""

    def sign_in(login: str) -> Actor:
        with house.work() as work:
            return sign_in_by_password(work, login, demo.PASSWORD, NOW).actor

    return sign_in


class Clock:
    """The time of the tests: stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once per run, not once per application nor in each of its processes."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    place /= "templates"
    place.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(place))


@pytest.fixture(scope="session")
def built_app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Callable[[], Flask]:
    """One application for all tests: its addresses and templates are put together once per run."""
    from motcua.application import create_app

    @cache
    def build() -> Flask:
        app = create_app(cast(House, None), settings)
        app.jinja_env.bytecode_cache = compiled_templates
        app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
        return app

    return build


@pytest.fixture
def app(house: House, clock: Clock, built_app: Callable[[], Flask]) -> Flask:
    """The application on the house of this test, at its clock's time."""
    built = built_app()
    attach(built, Web(house, clock))
    return built


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with; tokens against forgery are on, see `post`."""
    return app.test_client()


def token_of(html: str) -> str:
    """The token a page puts into its forms."""
    marker = 'name="csrf_token" value="'
    start = html.index(marker) + len(marker)
    return html[start : html.index('"', start)]


def post(client: FlaskClient, page: str, target: str | None = None, **data: Any) -> Any:
    """Open `page`, take its token, and send `data` to `target` (the page itself unless given)."""
    html = client.get(page).get_data(as_text=True)
    return client.post(target or page, data={"csrf_token": token_of(html), **data})


@pytest.fixture
def sign_in(app: Flask, house: House, clock: Clock) -> Callable[..., FlaskClient]:
    """`sign_in("ha.tran")`: a browser in which that sample account is signed in.

    Administrators give the code of a second factor, which is set up before their first sign-in; `factor=True` sets
    one up for anybody.
    """

    def signed_in(login: str, *, factor: bool = False) -> FlaskClient:
        browser = app.test_client()
        if factor:
            give_factor(house, login)
        answer = post(browser, "/account/sign-in", login=login, password=demo.PASSWORD)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        if answer.location.startswith("/account/second-factor"):
            give_factor(house, login)
            code = pyotp.TOTP(SECRET).at(clock())
            answer = post(browser, "/account/sign-in", login=login, password=demo.PASSWORD)
            answer = post(browser, answer.location, code=code)
            assert answer.status_code == 302, answer.get_data(as_text=True)
        return browser

    return signed_in


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_factor(house: House, login: str) -> None:
    """Give a sample account the second factor of `SECRET`, none of whose codes has been used."""
    with house.work() as work:
        row = stored_accounts.by_login(work.connection, login)
        stored_factors.save(
            work.connection,
            row.id,
            [b"x"],
            secret_sealed=work.cipher.seal(SECRET),
            confirmed_at=NOW,
            last_step=0,
        )
        work.commit()


@pytest.fixture
def sample_file() -> bytes:
    """A small real PDF."""
    return (Path(__file__).parent / "data" / "giay_to.pdf").read_bytes()
