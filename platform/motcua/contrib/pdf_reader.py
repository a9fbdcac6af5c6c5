"""PDF from people, opened in a process of its own: one that stays for the next, is bounded in time, and may break."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Final

SECONDS: Final = 20.0
START_SECONDS: Final = 60.0
"""A busy machine takes its time to start the process; that is not held against the file."""


class PdfError(Exception):
    """`why` is "locked" (it asks for a password) or "damaged"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PdfReader:
    """Starts its process when first asked; a question that takes longer than `seconds` ends it, and the next starts anew."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def count_pages(self, content: bytes) -> int:
        """How many pages it has, at least one; raises PdfError."""
        return int(self._ask(b"i", content))

    def first_page(self, content: bytes) -> bytes:
        """Its first page in small, as JPEG; raises PdfError."""
        return self._ask(b"p", content)

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

    def _ask(self, letter: bytes, content: bytes) -> bytes:
        with self._lock:
            process = self._running()
            question = letter + len(content).to_bytes(8, "big") + content
            said, answer = _exchange(process, question, self._seconds)
            if not said:
                self.stop()
        if said != b"o":
            raise PdfError("locked" if said == b"l" else "damaged")
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; a fork of this program gets one of its own, for two would talk at once."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "motcua.contrib.pdf_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # Neither keys nor addresses of the house: what breaks into this process finds nothing there.
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
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


reader: Final = PdfReader()
"""The one of this program: the bound on memory is for one process at a time."""
atexit.register(reader.stop)
