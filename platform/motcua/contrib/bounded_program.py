"""The other end of `bounded_process`: a program of ours that answers one question after another, and may break."""

from __future__ import annotations

import logging
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO, Final

MEMORY: Final = 2 * 1024**3


def run(answer: Callable[[bytes, bytes], tuple[bytes, bytes]], memory: int | None = MEMORY) -> None:
    """Say "r" when ready, then answer a letter and its content with a letter and a content until nobody asks any more.

    With at most `memory` bytes, None for no bound of its own; nothing of what it held is left behind when it breaks.
    """
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    asked, said = sys.stdin.buffer, sys.stdout.buffer
    _say(said, b"r")
    while letter := asked.read(1):
        content = asked.read(int.from_bytes(asked.read(8), "big"))
        _say(said, *answer(letter, content))


def _say(said: BinaryIO, letter: bytes, answer: bytes = b"") -> None:
    said.write(letter + len(answer).to_bytes(8, "big") + answer)
    said.flush()
