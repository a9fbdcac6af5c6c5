"""A program of ours that opens what others made, at arm's length: it stays for the next question and may break."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

START_SECONDS: Final = 60.0
"""A busy machine takes its time to start the process; that is not held against the question."""


class BoundedProcess:
    """Starts `module` when first asked; a question that takes longer than `seconds` ends it, and the next starts anew.

    The program says nine bytes when it is ready (a letter, eight bytes of length). A question is a letter, eight bytes
    of length and the content; the answer has the same form. It sees no more of the surroundings than `environment`.
    """

    def __init__(self, module: str, seconds: float, environment: Mapping[str, str] | None = None) -> None:
        self._module = module
        self._seconds = seconds
        self._environment = environment or {}
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, letter: bytes, content: bytes) -> tuple[bytes, bytes]:
        """The letter and the content of the answer; no letter when the program broke or took too long."""
        with self._lock:
            process = self._running()
            question = letter + len(content).to_bytes(8, "big") + content
            said, answer = _exchange(process, question, self._seconds)
            if not said:
                self.stop()
        return said, answer

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What was still to be written to a process that is gone is nobody's loss.
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; a fork of this program gets one of its own, for two would talk at once."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # Neither keys nor addresses of the house: what breaks into this process finds nothing there.
                env={**self._environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            self._owner = os.getpid()
            _exchange(self._process, b"", START_SECONDS)
        return self._process


def _exchange(process: subprocess.Popen[bytes], question: bytes, seconds: float) -> tuple[bytes, bytes]:
    """Ask, and wait for the letter and the bytes of the answer; nothing when the process ends or takes longer."""
    asked, said = process.stdin, process.stdout
    assert asked is not None
    assert said is not None
    clock = threading.Timer(seconds, process.kill)
    clock.start()
    try:
        asked.write(question)
        asked.flush()
        head = said.read(9)
        answer = said.read(int.from_bytes(head[1:], "big")) if len(head) == 9 else b""
    except OSError:
        return b"", b""
    finally:
        clock.cancel()
    return (head[:1], answer) if len(head) == 9 else (b"", b"")
