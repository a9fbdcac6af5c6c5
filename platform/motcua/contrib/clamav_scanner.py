"""ClamAV's daemon asked over its socket: each file is sent along (INSTREAM), none is read from a shared disk."""

from __future__ import annotations

import socket
from typing import Final
from urllib.parse import urlsplit

from motcua.extend.virus_scanner import NoVerdictError, ScannerDownError

PORT: Final = 3310
SECONDS: Final = 60.0
CHUNK: Final = 1 << 16
MAX_ANSWER: Final = 4096


class ClamavScanner:
    """Implements `VirusScanner`. `address` is tcp://host:3310 or unix:/run/clamav/clamd.ctl; ValueError when it is neither."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        parts = urlsplit(address)
        if parts.scheme == "tcp" and parts.hostname:
            self._target: str | tuple[str, int] = (parts.hostname, parts.port or PORT)
        elif parts.scheme == "unix" and parts.path.startswith("/"):
            self._target = parts.path
        else:
            raise ValueError(f"{address!r} is neither tcp://host:3310 nor unix:/run/clamav/clamd.ctl")
        self._seconds = seconds

    def threat_in(self, content: bytes) -> str:
        try:
            with self._connect() as connection:
                answer = _ask(connection, content)
        except OSError as problem:
            raise ScannerDownError(f"clamd: {problem}") from problem
        verdict = answer.rstrip(b"\0\n").decode(errors="replace").removeprefix("stream: ")
        if verdict == "OK":
            return ""
        if verdict.endswith(" FOUND"):
            return verdict.removesuffix(" FOUND")
        if verdict:
            raise NoVerdictError(f"clamd: {verdict}")
        raise ScannerDownError("clamd: no answer")

    def _connect(self) -> socket.socket:
        if isinstance(self._target, tuple):
            return socket.create_connection(self._target, timeout=self._seconds)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self._seconds)
        try:
            connection.connect(self._target)
        except OSError:
            connection.close()
            raise
        return connection


def _ask(connection: socket.socket, content: bytes) -> bytes:
    """The daemon's line about the content, with what it says when it gives up in the middle."""
    try:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            connection.sendall(len(part).to_bytes(4, "big") + part)
        connection.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass
    answer = b""
    while len(answer) < MAX_ANSWER and not answer.endswith(b"\0") and (part := connection.recv(MAX_ANSWER)):
        answer += part
    return answer
