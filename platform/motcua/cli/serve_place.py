"""The place of one running installation: its port, and the mark that says it runs already."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from motcua.domain.errors import MotcuaError
from motcua.domain.text import Text


class ServeError(MotcuaError):
    """Serving cannot start or go on; the message says why and what to do."""

    code = "serve"


@contextmanager
def only_one(var: Path, address: str) -> Iterator[None]:
    """Hold `var/serve.lock` for the time of the block; raises ServeError naming the one that holds it."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "serve.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise ServeError(_already(lock.read())) from None
        lock.truncate(0)
        json.dump({"pid": os.getpid(), "address": address}, lock)
        lock.flush()
        yield


def require_free(host: str, port: int) -> None:
    """Raise ServeError when nothing can listen on `host`:`port`."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            # As gunicorn does: connections of the last run that still close must not count as a listener.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise ServeError(_not_free(host, port, error)) from None


def _already(mark: str) -> Text:
    known = json.loads(mark) if mark else {"pid": "?", "address": "?"}
    pid, address = known["pid"], known["address"]
    return Text(
        f"Motcua đang chạy ở {address} (tiến trình {pid}). Hãy dùng bản đó, hoặc dừng nó: kill {pid}",
        f"Motcua is already running at {address} (process {pid}). Use that one, or stop it: kill {pid}",
    )


def _not_free(host: str, port: int, error: OSError) -> Text:
    if error.errno == errno.EADDRINUSE:
        return Text(
            f"Cổng {port} đang được chương trình khác dùng. Hãy chọn cổng khác: make run PORT={port + 1}",
            f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}",
        )
    return Text(
        f"Không nghe được ở {host}:{port} ({error.strerror}). Hãy chọn địa chỉ và cổng khác, "
        "ví dụ: make run MOTCUA_HOST=127.0.0.1 PORT=8000",
        f"Cannot listen on {host}:{port} ({error.strerror}). Choose another address and port, "
        "e.g. make run MOTCUA_HOST=127.0.0.1 PORT=8000",
    )
