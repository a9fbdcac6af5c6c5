"""The pictures of the README: `python -m tools.pictures` draws them from the running program with the sample province.

A database of its own, a clock that stands at a Friday afternoon before a holiday, forty sample dossiers, and the
machine's Chromium; the pictures go to docs/images.
"""

from __future__ import annotations

import secrets
import struct
import sys
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from motcua.application import create_app
from motcua.bootstrap import opened_house
from motcua.domain.people.permissions import Actor
from motcua.services.accounts import accounts
from motcua.services.desk import worklist
from motcua.services.sample import demo, demo_dossiers
from motcua.services.work import House
from motcua.settings import Settings
from motcua.store import schema
from motcua.store.accounts import account as stored_accounts
from tools.prepare import chromium
from tools.prepare.steps import ROOT

FOLDER = ROOT / "docs" / "images"
# Friday 20/11/2026, 14:20 in Quảng Trị; the Tuesday after is a holiday.
NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
DOSSIERS = 40
OFFICER = "vinh.le"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
MOST_BYTES = 150_000
PNG = b"\x89PNG\r\n\x1a\n"


class Silent(WSGIRequestHandler):
    """Requests are not listed."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


def main() -> int:
    """Draw the pictures; 1 when Chromium is missing or a picture came out too heavy for a README."""
    path = chromium.find()
    if path is None:
        print("Chromium is missing: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, _served(_settings(Path(folder))) as (address, code):
        FOLDER.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            drawn = [_track(browser, address, code), _desk(browser, address, code)]
            browser.close()
    for picture in drawn:
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size} bytes")
    return int(any(picture.stat().st_size > MOST_BYTES for picture in drawn))


def _settings(var: Path) -> Settings:
    return Settings(
        secret_key=secrets.token_hex(32),
        data_key=secrets.token_bytes(32),
        database_url="",
        var=var,
        profile="001",
        public_url="",
        https_only=False,
        upload_limit=20 * 1024 * 1024,
        session_minutes=60,
    )


@contextmanager
def _served(settings: Settings) -> Iterator[tuple[str, str]]:
    """The address of the running program, and the code of the dossier to be shown."""
    with opened_house(settings) as house:
        schema.upgrade(house.engine)
        with house.work() as work:
            list(demo.load(work, NOW))
        list(demo_dossiers.fill(house, DOSSIERS, NOW))
        application: Any = create_app(house, settings, lambda: NOW)
        server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Silent)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.port}", _shown(house)
        server.shutdown()
        thread.join()


def _shown(house: House) -> str:
    """The dossier in the officer's list that is in time, with the most time used."""
    with house.work() as work:
        items = [item for item in worklist.of(work, _officer(house), NOW) if item.level != "overdue"]
    return max(items, key=lambda item: item.used_percent).code


def _officer(house: House) -> Actor:
    with house.work() as work:
        row = stored_accounts.by_login(work.connection, OFFICER)
    if row is None:
        raise LookupError(f"the sample province has no account {OFFICER}")
    return accounts.actor_of(row)


def _track(browser: Browser, address: str, code: str) -> Path:
    page = browser.new_page(viewport={"width": 1180, "height": 836})
    page.goto(f"{address}/track/{code}")
    page.wait_for_load_state("networkidle")
    picture = _keep("portal-track.png", page.screenshot())
    page.close()
    return picture


def _desk(browser: Browser, address: str, code: str) -> Path:
    page = browser.new_page(viewport={"width": 1280, "height": 680})
    page.goto(f"{address}/account/sign-in?next=/desk/{code}")
    page.locator("#login").fill(OFFICER)
    page.locator("#password").fill(demo.PASSWORD)
    page.locator("main [type=submit]").click()
    page.wait_for_url(f"**/desk/{code}")
    page.wait_for_load_state("networkidle")
    picture = _keep("desk-dossier.png", page.screenshot())
    page.close()
    return picture


def _keep(name: str, drawn: bytes) -> Path:
    """Write a PNG with its data packed as tightly as zlib can; a browser packs them loosely and fast."""
    chunks, data, at = [], b"", len(PNG)
    while at < len(drawn):
        length, kind = struct.unpack(">I4s", drawn[at : at + 8])
        body = drawn[at + 8 : at + 8 + length]
        data += body if kind == b"IDAT" else b""
        chunks.append((kind, body))
        at += length + 12
    packed = zlib.compress(zlib.decompress(data), 9)
    kept = [chunk for chunk in chunks if chunk[0] in (b"IHDR", b"IEND")]
    kept.insert(1, (b"IDAT", packed))
    picture = FOLDER / name
    picture.write_bytes(PNG + b"".join(_chunk(*chunk) for chunk in kept))
    return picture


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


if __name__ == "__main__":
    sys.exit(main())
