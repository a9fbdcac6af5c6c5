"""A sandbox payment gateway in a process of its own, as `motcua payment sandbox` starts it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import requests
from fixtures_oidc import free_port

from motcua.domain.money.online_payment import Gateway

SECRET = "bi-mat-cua-cong-thu"


def gateway_at(port: int, key: str = "sandbox") -> Gateway:
    title = "Cổng thanh toán thử"
    return Gateway(key, title, "Sandbox gateway", f"http://127.0.0.1:{port}", "motcua", SECRET)


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    """The gateway; it tells the portal of every payment twice."""
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "from motcua.cli import main; main()",
        "payment",
        "sandbox",
        "--port",
        str(port),
    ]
    with subprocess.Popen(
        [*command, "--secret", SECRET, "--notices", "2"],
        stdout=subprocess.DEVNULL,
    ) as process:
        _wait_for(port)
        yield gateway_at(port)
        process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=1).close()
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    pytest.fail("the sandbox gateway did not start")
